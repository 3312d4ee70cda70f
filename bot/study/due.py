"""What falls due: closing questions whose reveal has come, and giving groups their next question and recap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.errors import Refused
from bot.model.group import Group
from bot.model.question import Bank
from bot.rules.calendar import grace_end, local_date, next_daily
from bot.storage import coming, groups, postings
from bot.storage.tables import groups as groups_table
from bot.storage.tables import places
from bot.study.choosing import Choosing, asked_columns, choosing
from bot.study.pausing import resume_due
from bot.study.recaps import create_recaps
from bot.study.revealing import reveal_at, reveal_row
from bot.study.schedules import move_on
from bot.study.work import reads, writes

TICK_LIMIT = (
    500  # of each kind in one transaction, so that a click waits a moment only; a tick repeats until none is due
)
SKIPPED = "owner"  # the reason of a question that the owner skipped
MISSED_DAYS = 400  # missed days recorded for one group in one tick; more are recorded by the next


@dataclass(frozen=True)
class Tick:
    """What one tick did: questions closed, questions and recaps made, and whether more is due at once."""

    closed: int
    created: int
    more: bool


@writes
def create_due(tx: Connection, banks: Mapping[str, Bank], now: datetime) -> Tick:
    """Close what is to be revealed and create every posting that is due, in one transaction.

    Creating only: sending is delivery's. The unique key (group, kind, date) makes a second creation harmless, and due
    times move on here, so whatever is interrupted is either whole or not begun.
    """
    resume_due(tx, now)
    closed = postings.close_due(tx, now, TICK_LIMIT)
    postings.add(tx, [reveal_row(row, row.reveal_at, now) for row in closed])
    if len(closed) == TICK_LIMIT:  # all reveals come before all questions: they are sent in the order of their making
        return Tick(len(closed), 0, more=True)
    postings.close_unseen(tx, now)
    recaps, more_recaps = create_recaps(tx, now, TICK_LIMIT)
    dailies, more_dailies = _create_dailies(tx, banks, now)
    return Tick(len(closed), recaps + dailies, more=more_recaps or more_dailies)


def _create_dailies(tx: Connection, banks: Mapping[str, Bank], now: datetime) -> tuple[int, bool]:
    """Return how many questions were made (or recorded as skipped), and whether more are due at once."""
    due = _lock_due(tx, now)
    if not due:
        return 0, False
    found = groups.by_ids(tx, [group for group, _, _ in due])
    there = postings.dailies_since(tx, found, min(group.next_daily_on for group in found.values()))
    chooser = choosing(tx, banks, due, now)
    created: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for group, workspace, place in due:
        rows, day, at = _owed(chooser, there, found[group], workspace, place, now)
        created += rows
        moved.append({"group": group, "next_daily_on": day, "next_daily_at": at})
    postings.add(tx, created)
    groups.change_each(tx, moved)
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
    workspace, place = groups.place_of(tx, group)
    groups.lock_workspaces(tx, [workspace])
    today = local_date(now, found.schedule.zone)
    postings.forget_skipped(tx, group, today, SKIPPED)  # the owner thought better of it
    if postings.exists(tx, group, "daily", today):
        raise Refused("already-today")
    chooser = choosing(tx, banks, [(group, workspace, place)], now)
    row = _daily(chooser, found, workspace, place, today, now, now)
    if row["state"] == "skipped":
        raise Refused("no-question")
    postings.add(tx, [row])
    if found.next_daily_on == today:
        move_on(tx, found, found.next_daily_at)
    return today


@reads
def soonest(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment (UTC) after `after` at which something falls due or is to be sent, or None."""
    moments = (coming.due(tx, after), coming.sending(tx, after))
    return min((moment for moment in moments if moment is not None), default=None)


@reads
def soonest_due(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment (UTC) after `after` at which a tick has something to do, or None."""
    return coming.due(tx, after)


@reads
def soonest_sending(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment (UTC) after `after` at which delivery has something to do, or None."""
    return coming.sending(tx, after)


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


def _owed(
    chooser: Choosing, there: set[tuple[int, date]], group: Group, workspace: int, place: int, now: datetime
) -> tuple[list[dict[str, Any]], date, datetime]:
    """Return the postings of all the group's due times up to `now`, and the day and moment of the next.

    Those whose grace has ended are recorded as skipped; they take no question. What is `there` already stays, and is
    never the next: its owner skipped it ahead of its time.
    """
    rows: list[dict[str, Any]] = []
    day, due = group.next_daily_on, group.next_daily_at
    while (had := (group.id, day) in there) or (due <= now and len(rows) < MISSED_DAYS):
        if not had:
            rows.append(_daily(chooser, group, workspace, place, day, due, now))
        day, due = next_daily(group.schedule, due)
    return rows, day, due


def _daily(
    chooser: Choosing, group: Group, workspace: int, place: int, day: date, due: datetime, now: datetime
) -> dict[str, Any]:
    row = owed_row(group, workspace, place, day, due, now)
    in_time = now <= row["grace_until"]
    chosen = chooser.choose(group, workspace, day) if in_time else None
    if chosen is None:
        reason = "no-question" if in_time else "late"
        return {**row, "state": "skipped", "reason": reason, "closed_at": now}
    return {**row, **asked_columns(chosen), "reveal_at": reveal_at(group, day, due)}


def owed_row(group: Group, workspace: int, place: int, day: date, due: datetime, now: datetime) -> dict[str, Any]:
    """Return a group's daily posting of a day as columns, owed and without a question yet."""
    return {
        "group_id": group.id,
        "workspace_id": workspace,
        "place_id": place,
        "exam": group.exam,
        "kind": "daily",
        "for_date": day,
        "subject_id": None,
        "due_at": due,
        "grace_until": grace_end(day, due, group.schedule.zone),
        "next_try_at": now,
        "created_at": now,
        "state": "owed",
        "reason": "",
        "closed_at": None,
        "reveal_at": None,
        "question_id": None,
        "revision": None,
        "snapshot": None,
        "option_order": None,
    }
