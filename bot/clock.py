"""The one reading of the system clock. Everything else is handed a moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the current moment, aware, in UTC. Read once per use case and passed on."""


def system_clock() -> datetime:
    """Return the system's current moment in UTC."""
    return datetime.now(UTC)


class ShiftedClock:
    """A clock that runs `offset` ahead of another; only the local page's time control moves it."""

    def __init__(self, base: Clock, offset: timedelta = timedelta()) -> None:
        self._base = base
        self.offset = offset

    def __call__(self) -> datetime:
        """Return the base's moment plus the offset, in UTC."""
        return self._base() + self.offset


def require_utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; raise ValueError if it is naive."""
    if moment.tzinfo is None:
        raise ValueError(f"naive time {moment!r}: pass an aware one")
    return moment.astimezone(UTC)
