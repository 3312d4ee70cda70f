"""When a question is revealed, and the posting that does it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.model.group import Group
from bot.rules.calendar import reveal_due, to_utc
from bot.study.leases import LOOK_UP_AFTER


def reveal_at(group: Group, for_date: date, posted: datetime) -> datetime:
    """Return when a question of `for_date`, posted at `posted`, is revealed.

    One posted ahead of its day's scheduled time is not revealed by that time, which is its own.
    """
    scheduled = to_utc(for_date, group.schedule.at, group.schedule.zone)
    return reveal_due(group.schedule, max(posted, scheduled) if group.schedule.reveal_hours is None else posted)


def reveal_row(daily: Any, due: datetime, now: datetime) -> dict[str, Any]:
    """Return the reveal, due at `due`, of a question just closed.

    Its first try waits until an edit of the count that another worker may have under way has ended: that one would put
    the open question back over the revealed one.
    """
    return {
        **_about(daily, "reveal", due, now),
        "next_try_at": max(now, daily.count_shown_at + LOOK_UP_AFTER) if daily.count_shown_at else now,
    }


def ruling_row(daily: Any, now: datetime) -> dict[str, Any]:
    """Return the message that tells a group of a revealed question that its key was corrected."""
    return _about(daily, "ruling", now, now)


def _about(daily: Any, kind: str, due: datetime, now: datetime) -> dict[str, Any]:
    """Return a posting about a daily question's row, to be sent whenever that can be."""
    return {
        "group_id": daily.group_id,
        "workspace_id": daily.workspace_id,
        "place_id": daily.place_id,
        "exam": daily.exam,
        "kind": kind,
        "for_date": daily.for_date,
        "subject_id": daily.id,
        "due_at": due,
        "grace_until": None,
        "next_try_at": now,
        "created_at": now,
        "state": "owed",
        "reason": "",
    }
