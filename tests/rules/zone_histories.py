"""Every distinct history of local time in 2025–2030, found by sampling, and a slow model of due times over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Africa/Cairo",
)
"""A zone of each kind, where all would be too many."""

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 6 * 365 + 1
STEP = 14 * 24 * 60
"""Minutes between samples: the closest two changes, around Ramadan in Morocco, are four weeks apart."""


@dataclass(frozen=True)
class Change:
    """The offset from UTC goes from `before` to `after` at `at`; all in minutes, `at` since EPOCH."""

    at: int
    before: int
    after: int


@dataclass(frozen=True)
class History:
    """A zone, with all its changes of 2025–2030."""

    zone: str
    changes: tuple[Change, ...]

    def due(self, wall: int) -> int:
        """Return the UTC minute of a wall minute (both since EPOCH), by passing each change in its turn."""
        offset = self.changes[0].before
        for change in self.changes:
            is_before = wall - offset < change.at
            is_in_gap = not is_before and wall - change.after < change.at
            if is_before or is_in_gap:
                break
            offset = change.after
        return wall - offset

    def touched(self) -> set[int]:
        """Return the quarter-hours of the day (in minutes) that some change leaves out or repeats."""
        spans = ((c.at + min(c.before, c.after), c.at + max(c.before, c.after)) for c in self.changes)
        return {wall % 1440 for begin, end in spans for wall in range(begin, end, 15)}


def moment(minute: int) -> datetime:
    """Return the UTC moment of a minute since EPOCH."""
    return EPOCH + timedelta(minutes=minute)


_SAMPLES = tuple((minute, moment(minute)) for minute in range(-STEP, DAYS * 1440 + STEP, STEP))


def _minutes(offset: timedelta | None) -> int:
    assert offset is not None
    return int(offset.total_seconds()) // 60


def _last_with(offset: timedelta | None, zone: ZoneInfo, low: int, high: int) -> int:
    """Return the last minute that has `offset`; `low` has it, `high` has not."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if moment(middle).astimezone(zone).utcoffset() == offset else (low, middle)
    return low


def _changes(name: str) -> tuple[Change, ...]:
    zone = ZoneInfo(name)
    offsets = [(minute, at.astimezone(zone).utcoffset()) for minute, at in _SAMPLES]
    found = (
        Change(_last_with(before, zone, low, high) + 1, _minutes(before), _minutes(after))
        for (low, before), (high, after) in pairwise(offsets)
        if before != after
    )
    return tuple(change for change in found if 0 <= change.at < DAYS * 1440)


@cache
def histories() -> tuple[History, ...]:
    """Return one zone of each distinct history that has a change."""
    found: dict[tuple[Change, ...], str] = {}
    for name in sorted(available_timezones() - {"localtime"}):
        if changes := _changes(name):
            found.setdefault(changes, name)
    return tuple(History(zone, changes) for changes, zone in found.items())
