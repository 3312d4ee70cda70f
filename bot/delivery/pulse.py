"""Whether what is to go on for ever does: noted by whoever does it, asked by whoever looks after it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

Seconds = Callable[[], float]
"""Returns seconds from any beginning, which nobody who sets a clock moves."""


class Pulse:
    """When something last got on. Progress counts, not completion: a burst may take minutes, and is no standstill."""

    def __init__(self, seconds: Seconds = monotonic) -> None:
        self._seconds = seconds
        self._last: float | None = None

    def beat(self, done: int = 1) -> None:
        """Note that so much was done; nothing done is no progress."""
        if done:
            self._last = self._seconds()

    @property
    def silence(self) -> float:
        """Seconds since the last beat; 0 before the first, for what has not begun has not come to a standstill."""
        return 0.0 if self._last is None else self._seconds() - self._last
