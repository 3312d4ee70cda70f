"""Rate limits that a test sets, counted by the injected clock as Discord counts: so many in a window, in each place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.platforms.discord.refusals import Json

MAJOR = ("channel_id", "guild_id", "webhook_id", "token")
"""What in a path has a count of its own."""
PLENTY = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "999", "X-RateLimit-Reset-After": "1"}


@dataclass
class _Window:
    ends: datetime
    left: int


class Limits:
    """The limits of routes; a route without one has plenty."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._limits: dict[str, tuple[int, timedelta]] = {}
        self._windows: dict[tuple[str, ...], _Window] = {}

    def set(self, route: str, most: int, seconds: float) -> None:
        """Take at most so many requests of a route in so many seconds from the first, in each channel or guild."""
        self._limits[route] = most, timedelta(seconds=seconds)

    def count(self, route: str, values: Mapping[str, str]) -> tuple[dict[str, str], Json | None]:
        """Count a request; return the headers of its answer and, if it was one too many, the body of that (429)."""
        if route not in self._limits:
            return PLENTY, None
        most, length = self._limits[route]
        now, place = self._clock(), (route, *(values.get(name, "") for name in MAJOR))
        window = self._windows.get(place)
        if window is None or window.ends <= now:
            window = self._windows[place] = _Window(now + length, most)
        window.left -= 1
        rest = (window.ends - now).total_seconds()
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(max(window.left, 0)),
            "X-RateLimit-Reset-After": f"{rest:.3f}",
        }
        if window.left >= 0:
            return headers, None
        told = {"message": "You are being rate limited.", "retry_after": rest, "global": False}
        return {**headers, "Retry-After": f"{rest:.0f}", "X-RateLimit-Scope": "user"}, told
