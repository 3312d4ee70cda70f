"""A plain calendar: what a group is owed on which days, written without a look at the program's own rules.

The standard library's zones say when a local time is: one that a change of the clocks leaves out comes as much later as
the clocks jump, of one that comes twice the first counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.simulation.groups import Group

_DAY = timedelta(days=1)
_QUESTION = timedelta(hours=8)
_RECAP = timedelta(hours=24)
_REVEAL = timedelta(hours=72)


@dataclass(frozen=True)
class Owed:
    """Something that a group is owed: due at `at`, and no later than `until` (UTC). A recap's day is its Monday."""

    kind: str
    day: date
    at: datetime
    until: datetime


def moment(day: date, at: time, zone: str) -> datetime:
    """Return when (UTC) clocks on a wall in `zone` show `at` on a day."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def questions(group: Group, begin: datetime, end: datetime) -> Iterator[Owed]:
    """The questions due after `begin` and up to `end`, each at most eight hours late and on its own local day."""
    day = begin.date() - 2 * _DAY
    while day <= end.date() + 2 * _DAY:
        if day.isoweekday() in group.days and day not in group.off:
            at = moment(day, group.at, group.zone)
            on = at.astimezone(ZoneInfo(group.zone)).date()  # a jump of the clocks may move it over midnight
            if begin < at <= end:
                yield Owed("question", day, at, min(at + _QUESTION, moment(on + _DAY, time(0), group.zone)))
        day += _DAY


def recaps(group: Group, begin: datetime, end: datetime) -> Iterator[Owed]:
    """The recaps of full weeks, and of the one in which the group began: on the Monday after, at most a day late."""
    first = begin.astimezone(ZoneInfo(group.zone)).date()
    monday = first - _DAY * first.weekday()
    while (at := moment(monday + 7 * _DAY, group.at, group.zone)) <= end:
        if at > begin:
            yield Owed("recap", monday, at, at + _RECAP)
        monday += 7 * _DAY


def reveal(group: Group, question: Owed, posted: datetime) -> datetime:
    """When a question is to be revealed: after the group's hours, else when the next one is due, after 72 hours at
    most."""
    if group.reveal_hours is not None:
        return posted + timedelta(hours=group.reveal_hours)
    following = next(questions(group, max(posted, question.at), posted + _REVEAL), None)
    return following.at if following else posted + _REVEAL
