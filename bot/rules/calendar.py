"""Days, weeks and due times of a study group, and how people write them.

The one rule of local time is PEP 495's with fold 0, see `to_utc`. Cron libraries disagree with it, and with each
other, on the days on which the clocks change.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import require_utc
from bot.errors import Refused
from bot.model.schedule import LONGEST_REVEAL, Schedule
from bot.rules.zones import complete_zone, parse_zone, zone_names

__all__ = [
    "complete_zone",
    "grace_end",
    "local_date",
    "month_start",
    "next_daily",
    "next_recap",
    "parse_days",
    "parse_time",
    "parse_zone",
    "reveal_due",
    "to_utc",
    "week_start",
    "zone_names",
]

DAILY_GRACE = timedelta(hours=8)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MIDNIGHT = time(0)

_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?: ?([ap])\.?m\.?)?", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETS = {
    "daily": frozenset(range(1, 8)),
    "weekday": frozenset(range(1, 6)),
    "workday": frozenset(range(1, 6)),
    "weekend": frozenset({6, 7}),
}
_FILLERS = frozenset({"and", "every", "on"})


def to_utc(day: date, at: time, zone: str) -> datetime:
    """Return the UTC moment of a local wall time.

    A local time that does not exist moves by the gap's length; one that exists twice is its first (PEP 495, fold 0).
    """
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """Return the date on the calendar in `zone`; raise ValueError if `moment` is naive."""
    return require_utc(moment).astimezone(ZoneInfo(zone)).date()


def next_daily(schedule: Schedule, after: datetime) -> tuple[date, datetime]:
    """Return the first scheduled local date whose question is due after the moment `after`, and its due time in UTC.

    Asked again with the due time it gave, it moves strictly forward in both and leaves out no scheduled date but one
    that the zone itself left out (Pacific/Apia had no 30 December 2011). Days off are no scheduled dates.
    """
    after = require_utc(after)
    # Where a gap begins before midnight, yesterday's question can still be due today.
    day = local_date(after, schedule.zone) - _DAY
    while True:
        if day.isoweekday() in schedule.days and day not in schedule.off:
            due = to_utc(day, schedule.at, schedule.zone)
            if due > after and _exists(day, schedule.zone):
                return day, due
        day += _DAY


def _exists(day: date, zone: str) -> bool:
    return local_date(to_utc(day, _MIDNIGHT, zone), zone) == day


def grace_end(for_date: date, due: datetime, zone: str) -> datetime:
    """Return the UTC moment up to which a daily question may still go out: 8 hours late, within its local day.

    A question that a gap moved over midnight belongs to the day on which it is due, or it could never go out.
    """
    due = require_utc(due)
    day = max(for_date, local_date(due, zone))
    return min(due + DAILY_GRACE, to_utc(day + _DAY, _MIDNIGHT, zone))


def reveal_due(schedule: Schedule, posted: datetime) -> datetime:
    """Return the UTC moment at which a question posted at `posted` is revealed, at the latest 72 hours later."""
    posted = require_utc(posted)
    if schedule.reveal_hours is not None:
        return posted + timedelta(hours=schedule.reveal_hours)
    return min(next_daily(schedule, posted)[1], posted + timedelta(hours=LONGEST_REVEAL))


def week_start(day: date) -> date:
    """Return the Monday on or before `day`."""
    return day - timedelta(days=day.isoweekday() - 1)


def month_start(day: date) -> date:
    """Return the first of the month of `day`."""
    return day.replace(day=1)


def next_recap(schedule: Schedule, after: datetime) -> tuple[date, datetime]:
    """Return the Monday of the week to be reported next after the moment `after`, and when that is due in UTC.

    A recap is due on the Monday after its week, at the daily time, whether or not Mondays have a question.
    """
    after = require_utc(after)
    reported = week_start(local_date(after, schedule.zone)) - _WEEK
    while (due := to_utc(reported + _WEEK, schedule.at, schedule.zone)) <= after:
        reported += _WEEK
    return reported, due


def parse_time(text: str) -> time:
    """Return the wall time a person wrote: `9`, `09:00`, `9:30 pm`, `17.30` or `1730`.

    Raises Refused `time-unclear` with `text`.
    """
    read = _TIME.fullmatch(" ".join(text.casefold().split()))
    if read is None:
        raise Refused("time-unclear", text=text)
    hour, minute, half = int(read[1]), int(read[2] or 0), read[3]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise Refused("time-unclear", text=text)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def parse_days(text: str) -> frozenset[int]:
    """Return the ISO weekdays a person wrote: `daily`, `weekdays, sat`, `mon-fri`, `Mon, Wed and Fri`; never none.

    A range may pass the end of the week (`fri-mon`). Raises Refused `days-unclear` with `text`.
    """
    said = re.sub(r"\beveryday\b|\bevery day\b", "daily", " ".join(text.casefold().split()))
    said = re.sub(r" ?(?:[-–—]|\bto\b) ?", "-", said)
    words = [word for word in re.split(r"[ ,;/&+]+", said) if word and word not in _FILLERS]
    read = [_days_of(word) for word in words]
    if not read or not all(read):
        raise Refused("days-unclear", text=text)
    return frozenset().union(*read)


def _days_of(word: str) -> frozenset[int]:
    """Return the days that `weekends`, `tue` or `fri-mon` means, none if it means none."""
    if named := _SETS.get(word) or _SETS.get(word.removesuffix("s")):
        return named
    begin, dash, end = word.partition("-")
    first, last = _weekday(begin), _weekday(end if dash else begin)
    if not first or not last:
        return frozenset()
    return frozenset((first + n - 1) % 7 + 1 for n in range((last - first) % 7 + 1))


def _weekday(word: str) -> int:
    """Return the ISO weekday that two or more first letters name, 0 if they name none."""
    for number, name in enumerate(_WEEKDAYS, start=1):
        if len(word) >= 2 and (name.startswith(word) or word in {name + "s", name[:3] + "s"}):
            return number
    return 0
