"""Weekly recaps: when they fall due, and what they report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.board import BoardRow
from bot.model.exam import Exam
from bot.model.group import Group
from bot.model.posting import Daily
from bot.model.question import Bank, Reference
from bot.model.recap import Report, WeekAnswer
from bot.model.schedule import Schedule
from bot.rules import recap as rules
from bot.rules.calendar import local_date, next_recap, to_utc, week_start
from bot.storage import groups, postings, weeks
from bot.study.boards import board_of
from bot.study.work import reads

GRACE = timedelta(hours=24)
READING = 4
_MISSED = 60  # missed weeks recorded for one group in one tick
_WEEK = timedelta(days=7)


@reads
def report_to_send(tx: Connection, banks: Mapping[str, Bank], posting: int) -> Report | None:
    """Return what a recap reports; None if its group or its exam is gone."""
    owed = weeks.of_posting(tx, posting)
    group = groups.by_id(tx, owed[0]) if owed else None
    if owed is None or group is None or group.exam not in banks:
        return None
    return _report(tx, banks[group.exam].exam, group, owed[1], so_far=False)


@reads
def last_report(tx: Connection, banks: Mapping[str, Bank], group: int) -> Report | None:
    """Return the newest recap that went out, as it reads now; None if there was none yet."""
    found = _get(tx, group)
    monday = weeks.newest(tx, group)
    return _report(tx, banks[found.exam].exam, found, monday, so_far=False) if monday else None


@reads
def preview(tx: Connection, banks: Mapping[str, Bank], group: int, now: datetime) -> Report:
    """Return what the recap of the present week would report now. It tells no month."""
    found = _get(tx, group)
    monday = week_start(local_date(now, found.schedule.zone))
    return _report(tx, banks[found.exam].exam, found, monday, so_far=True)


def first_recap(schedule: Schedule, begun: datetime) -> dict[str, Any]:
    """Return as columns of `groups` when a group that begins at `begun` gets its first recap.

    It reports the week in which the group began: on a Monday before the daily time the week before is still to be
    reported, but not to a group that was not there.
    """
    monday, due = next_recap(schedule, begun)
    if monday < week_start(local_date(begun, schedule.zone)):
        monday, due = next_recap(schedule, due)
    return {"next_recap_on": monday, "next_recap_at": due}


def recap_due(schedule: Schedule, monday: date) -> datetime:
    """Return when (UTC) the recap of the week that begins on `monday` is due: after the week, at the daily time."""
    return to_utc(monday + _WEEK, schedule.at, schedule.zone)


def settle_recap(tx: Connection, group: Group, now: datetime) -> None:
    """Give a group the due time that its schedule means for the week to be reported next.

    The week stays, so that no change of schedule leaves out a week or reports one twice: one that would have been due
    before now, by the new schedule alone, is due now, or a change could make it too late to be sent.
    """
    monday, before = group.next_recap_on, group.next_recap_at
    if monday is None or before is None:
        groups.change(tx, group.id, **first_recap(group.schedule, now))
    elif before != (due := max(recap_due(group.schedule, monday), min(before, now))):
        groups.change(tx, group.id, next_recap_at=due)


def leave_out_pause(tx: Connection, group: Group, now: datetime) -> None:
    """Move a paused group that goes on at `now` past a week that was over before: none of it was asked anything."""
    monday, paused = group.next_recap_on, group.paused_at
    if monday is None or paused is None:
        return
    zone = group.schedule.zone
    if local_date(paused, zone) < monday and monday + _WEEK <= local_date(now, zone):
        groups.change(tx, group.id, **first_recap(group.schedule, now))


def create_recaps(tx: Connection, now: datetime, limit: int) -> tuple[int, bool]:
    """Create every recap that is due and move the due times on; return how many, and whether more are due at once.

    A paused group gets none. One whose grace has ended is recorded as skipped.
    """
    due = weeks.due(tx, now, limit)
    found = groups.by_ids(tx, [row.id for row in due])
    rows: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for group, workspace, place in due:
        owed, following = _owed(found[group], workspace, place, now)
        rows += owed
        moved.append({"group": group, **following})
    postings.add(tx, rows)
    groups.change_each(tx, moved)
    return len(rows), len(due) == limit


def _owed(group: Group, workspace: int, place: int, now: datetime) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the recaps of all the group's due times up to `now`, and as columns of `groups` when the next is due."""
    rows: list[dict[str, Any]] = []
    monday, due = group.next_recap_on, group.next_recap_at
    while monday is not None and due is not None and due <= now and len(rows) < _MISSED:
        if group.paused_at is None:
            rows.append(_row(group, workspace, place, monday, due, now))
        monday += _WEEK
        due = recap_due(group.schedule, monday)
    return rows, {"next_recap_on": monday, "next_recap_at": due}


def _row(group: Group, workspace: int, place: int, monday: date, due: datetime, now: datetime) -> dict[str, Any]:
    late = now > due + GRACE
    return {
        "group_id": group.id,
        "workspace_id": workspace,
        "place_id": place,
        "exam": group.exam,
        "kind": "recap",
        "for_date": monday,
        "due_at": due,
        "grace_until": due + GRACE,
        "next_try_at": now,
        "created_at": now,
        "state": "skipped" if late else "owed",
        "reason": "late" if late else "",
    }


def _report(tx: Connection, exam: Exam, group: Group, monday: date, *, so_far: bool) -> Report:
    rows = weeks.answers(tx, group.id, monday - _WEEK, monday + _WEEK - timedelta(days=1))
    answers = [
        WeekAnswer(row.person_id, row.question_id, row.domain, row.task, row.correct, row.local_date) for row in rows
    ]
    before = rules.by_domain(one for one in answers if one.day < monday)
    figures = rules.recap(exam, monday, answers, before)
    newest = {row.question_id: row.posting for row in rows}
    missed = [daily for id_ in figures.missed if (daily := postings.daily(tx, newest[id_])) is not None]
    month, month_best = (None, ()) if so_far else _month(tx, group, monday)
    week = _board(tx, group, "week", monday)
    return Report(
        group=group,
        recap=figures,
        hardest=missed[0] if missed else None,
        reading=_reading(missed),
        best=rules.best(week),
        movers=rules.movers(week),
        month=month,
        month_best=month_best,
        so_far=so_far,
        topics=tuple(dict.fromkeys(daily.question.topic for daily in missed)),
    )


def _month(tx: Connection, group: Group, monday: date) -> tuple[date | None, tuple[BoardRow, ...]]:
    month = rules.reported_month(monday, lambda since: weeks.told(tx, group.id, since, monday))
    won = rules.best(_board(tx, group, "month", month)) if month else ()
    return (month, won) if won else (None, ())


def _board(tx: Connection, group: Group, period: str, starts_on: date) -> tuple[BoardRow, ...]:
    """Return a board; nothing in a group that does not show names."""
    if not group.show_names:
        return ()
    return board_of(tx, group, (period, starts_on), None, starts_on, None).rows


def _reading(missed: list[Daily]) -> tuple[Reference, ...]:
    by_url = {reference.url: reference for daily in missed for reference in daily.question.references}
    return tuple(by_url.values())[:READING]


def _get(tx: Connection, group: int) -> Group:
    found = groups.by_id(tx, group)
    if found is None:
        raise Refused("no-group")
    return found
