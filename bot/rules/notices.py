"""When people are written to: daily or weekly, at a local time of their own, by the rule that groups are asked by."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.model.schedule import Schedule
from bot.rules.calendar import local_date, next_daily

EVERY_DAY = frozenset(range(1, 8))
MONDAYS = frozenset({1})
USUAL_TIME = time(9)
"""When a weekly plan comes to whoever has named no time."""

_LOOK_BACK = timedelta(days=2)
"""What was due longer ago is past its grace, so that nobody needs to know how often that was."""

_MOMENT = timedelta(microseconds=1)


def next_notice(at: time, zone: str, days: frozenset[int], after: datetime) -> datetime:
    """Return when (UTC) a notice at a local time is due next after a moment."""
    return next_daily(Schedule(zone, at, days, None), after)[1]


def fallen_due(
    at: time, zone: str, days: frozenset[int], since: datetime, now: datetime
) -> tuple[tuple[date, datetime] | None, datetime]:
    """Return the newest due time (local date, UTC moment) from `since` to `now`, if any, and the next one after `now`.

    `since` was due itself, if only by another time or zone than is wished for now. Whoever was away for a week is told
    once.
    """
    schedule = Schedule(zone, at, days, None)
    newest = (local_date(since, zone), since) if now - _LOOK_BACK <= since <= now else None
    day, due = next_daily(schedule, max(since, now - _LOOK_BACK) - _MOMENT)
    while due <= now:
        newest = day, due
        day, due = next_daily(schedule, due)
    return newest, due
