"""What falls due: closing questions whose reveal has come, and giving groups their next question and recap."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.errors import Refused
from bot.model.group import Group
from bot.model.question import Bank, Question
from bot.rules.calendar import grace_end, local_date, next_daily, reveal_due, to_utc
from bot.rules.selection import Asked, choose_daily, option_order, seed_for
from bot.storage import attempts, groups, postings
from bot.storage.tables import groups as groups_table
from bot.storage.tables import places
from bot.study.leases import LOOK_UP_AFTER
from bot.study.recaps import create_recaps
from bot.study.work import reads, writes

TICK_LIMIT = 500  # groups in one transaction; a tick repeats until none is due
MISSED_DAYS = 400  # missed days recorded for one group in one tick; more are recorded by the next
JUST_REVEALED = timedelta(days=1)
"""How long a question revealed in one group is kept from the others of its workspace, where people read both."""


@dataclass(frozen=True)
class Tick:
    """What one tick did: questions closed, questions and recaps made, and whether more is due at once."""

    closed: int
    created: int
    more: bool


@dataclass
class _Situation:
    """What choosing questions for several groups needs to know, read at once and kept up while choosing."""

    banks: Mapping[str, Bank]
    history: dict[int, list[tuple[str, str, str]]]
    withheld: dict[int, set[str]]
    weak: dict[int, dict[str, tuple[int, int]]]

    def choose(self, group: Group, workspace: int, day: date) -> tuple[Question, tuple[str, ...]] | None:
        bank = self.banks.get(group.exam)
        if bank is None:
            return None
        rng = random.Random(seed_for(group.id, day))
        asked = [Asked(*row) for row in self.history.get(group.id, [])]
        taken = self.withheld.setdefault(workspace, set())
        question = choose_daily(bank, asked, frozenset(taken), self.weak.get(group.id, {}), rng)
        if question is None:
            return None
        taken.add(question.id)
        self.history.setdefault(group.id, []).append((question.id, question.domain, question.topic))
        return question, option_order(question, rng)


@writes
def create_due(tx: Connection, banks: Mapping[str, Bank], now: datetime) -> Tick:
    """Close what is to be revealed and create every posting that is due, in one transaction.

    Creating only: sending is delivery's. The unique key (group, kind, date) makes a second creation harmless, and due
    times move on here, so whatever is interrupted is either whole or not begun.
    """
    closed = postings.close_due(tx, now)
    postings.close_unseen(tx, now)
    postings.add(tx, [_reveal(row, now) for row in closed])
    recaps, more_recaps = create_recaps(tx, now, TICK_LIMIT)
    dailies, more_dailies = _create_dailies(tx, banks, now)
    return Tick(len(closed), recaps + dailies, more=more_recaps or more_dailies)


def _create_dailies(tx: Connection, banks: Mapping[str, Bank], now: datetime) -> tuple[int, bool]:
    """Return how many questions were made (or recorded as skipped), and whether more are due at once."""
    due = _lock_due(tx, now)
    if not due:
        return 0, False
    situation = _situation(tx, banks, due, now)
    created: list[dict[str, Any]] = []
    for group_id, workspace, place in due:
        group = groups.by_id(tx, group_id)
        if group is not None:
            created += _owed(tx, situation, group, workspace, place, now)
    postings.add(tx, created)
    return len(created), len(due) == TICK_LIMIT


@writes
def post_now(tx: Connection, banks: Mapping[str, Bank], group: int, now: datetime) -> date:
    """Owe the group a question at once and return its date; raise Refused `already-today` if it had one today.

    It is today's question: the scheduled one of today, should that still be ahead, is this one.
    """
    found = groups.by_id(tx, group)
    if found is None:
        raise Refused("no-group")
    if found.paused_at is not None:
        raise Refused("paused")
    workspace, place = tx.execute(
        select(places.c.workspace_id, places.c.id).where(places.c.group_id == group, places.c.left_at.is_(None))
    ).one()
    groups.lock_workspaces(tx, [workspace])
    today = local_date(now, found.schedule.zone)
    if postings.exists(tx, group, "daily", today):
        raise Refused("already-today")
    situation = _situation(tx, banks, [(group, workspace, place)], now)
    row = _daily(situation, found, workspace, place, today, now, now)
    if row["state"] == "skipped":
        raise Refused("no-question")
    postings.add(tx, [row])
    if found.next_daily_on == today:
        day, due = next_daily(found.schedule, found.next_daily_at)
        groups.change(tx, group, next_daily_on=day, next_daily_at=due)
    return today


@reads
def soonest(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment (UTC) after `after` at which something falls due or is to be sent, or None."""
    moments = [moment for _, _, moment in upcoming(tx)]
    other = postings.soonest(tx, after)
    return min([*(moment for moment in moments if moment > after), *([other] if other else [])], default=None)


@reads
def upcoming(tx: Connection) -> Sequence[tuple[str, Group, datetime]]:
    """Return (kind, group, due time in UTC) of what comes next by itself, soonest first."""
    everywhere = {group.id: group for group in groups.everywhere(tx)}
    dailies = [("daily", group, group.next_daily_at) for group in everywhere.values() if group.paused_at is None]
    reveals = [("reveal", everywhere[group], at) for group, at in postings.open_reveals(tx)]
    recaps = [
        ("recap", group, group.next_recap_at)
        for group in everywhere.values()
        if group.paused_at is None and group.next_recap_at is not None
    ]
    return sorted([*dailies, *reveals, *recaps], key=lambda each: (each[2], each[1].id))


def reveal_at(group: Group, for_date: date, posted: datetime) -> datetime:
    """Return when a question of `for_date`, posted at `posted`, is revealed.

    One posted ahead of its day's scheduled time is not revealed by that time, which is its own.
    """
    scheduled = to_utc(for_date, group.schedule.at, group.schedule.zone)
    return reveal_due(group.schedule, max(posted, scheduled) if group.schedule.reveal_hours is None else posted)


def _lock_due(tx: Connection, now: datetime) -> list[tuple[int, int, int]]:
    """Return (group, workspace, place) of groups that are due, their workspaces locked against other schedulers."""
    due = (groups_table.c.paused_at.is_(None), groups_table.c.next_daily_at <= now)
    query = (
        select(groups_table.c.id, groups_table.c.workspace_id, places.c.id.label("place"))
        .select_from(groups_table.join(places, (places.c.group_id == groups_table.c.id) & places.c.left_at.is_(None)))
        .where(*due)
        .order_by(groups_table.c.next_daily_at, groups_table.c.id)
        .limit(TICK_LIMIT)
    )
    seen = tx.execute(query).all()
    if not seen:
        return []
    groups.lock_workspaces(tx, [row.workspace_id for row in seen])
    # Read again under the locks: another scheduler may have served some of them meanwhile.
    still = tx.execute(query.where(groups_table.c.id.in_([row.id for row in seen]))).all()
    return [(row.id, row.workspace_id, row.place) for row in still]


def _situation(tx: Connection, banks: Mapping[str, Bank], due: list[tuple[int, int, int]], now: datetime) -> _Situation:
    ids = [group for group, _, _ in due]
    withheld = postings.withheld(tx, {workspace for _, workspace, _ in due}, now - JUST_REVEALED)
    return _Situation(banks, postings.history(tx, ids), withheld, attempts.by_topic(tx, ids))


def _owed(
    tx: Connection, situation: _Situation, group: Group, workspace: int, place: int, now: datetime
) -> list[dict[str, Any]]:
    """Return the postings of all the group's due times up to `now`, and move its due time on.

    Those whose grace has ended are recorded as skipped; they take no question.
    """
    rows: list[dict[str, Any]] = []
    day, due = group.next_daily_on, group.next_daily_at
    while due <= now and len(rows) < MISSED_DAYS:
        if not postings.exists(tx, group.id, "daily", day):
            rows.append(_daily(situation, group, workspace, place, day, due, now))
        day, due = next_daily(group.schedule, due)
    groups.change(tx, group.id, next_daily_on=day, next_daily_at=due)
    return rows


def _daily(
    situation: _Situation, group: Group, workspace: int, place: int, day: date, due: datetime, now: datetime
) -> dict[str, Any]:
    grace = grace_end(day, due, group.schedule.zone)
    chosen = situation.choose(group, workspace, day) if now <= grace else None
    row = {
        "group_id": group.id,
        "workspace_id": workspace,
        "place_id": place,
        "exam": group.exam,
        "kind": "daily",
        "for_date": day,
        "subject_id": None,
        "due_at": due,
        "grace_until": grace,
        "next_try_at": now,
        "created_at": now,
    }
    if chosen is None:
        reason = "no-question" if now <= grace else "late"
        missing = {"question_id": None, "revision": None, "snapshot": None, "option_order": None, "reveal_at": None}
        return {**row, **missing, "state": "skipped", "reason": reason, "closed_at": now}
    question, order = chosen
    asked = {
        "question_id": question.id,
        "revision": question.revision,
        "snapshot": postings.snapshot(question),
        "option_order": list(order),
        "reveal_at": reveal_at(group, day, due),
    }
    return {**row, **asked, "state": "owed", "reason": "", "closed_at": None}


def _reveal(daily: Any, now: datetime) -> dict[str, Any]:
    """Return the reveal of a question just closed.

    Its first try waits until an edit of the count that another worker may have under way has ended: that one would put
    the open question back over the revealed one.
    """
    return {
        "group_id": daily.group_id,
        "workspace_id": daily.workspace_id,
        "place_id": daily.place_id,
        "exam": daily.exam,
        "kind": "reveal",
        "for_date": daily.for_date,
        "subject_id": daily.id,
        "due_at": daily.reveal_at,
        "grace_until": None,
        "next_try_at": max(now, daily.count_shown_at + LOOK_UP_AFTER) if daily.count_shown_at else now,
        "created_at": now,
        "state": "owed",
        "reason": "",
    }
