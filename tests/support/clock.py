"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
"""A Monday, 07:00 in Berlin, with Europe's change to summer time (29 March) four weeks ahead."""


class Clock:
    """Implements `bot.clock.Clock`; `now` may be set."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta | None = None, **units: float) -> datetime:
        """Move on by a timedelta, or by `hours=2, minutes=5`, and return the new moment."""
        self.now += by if by is not None else timedelta(**units)
        return self.now
