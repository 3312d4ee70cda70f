"""Pace: no more updates of messages a minute than a workspace may have."""

from __future__ import annotations

from bot.chat.port import RateLimited
from bot.clock import Clock

A_MINUTE = 50
"""Slack's limit for `chat.update` in a workspace (tier 3)."""


class Pace:
    """A bucket for each workspace, filled again over a minute."""

    def __init__(self, clock: Clock, a_minute: int = A_MINUTE) -> None:
        self._clock = clock
        self._most = a_minute
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, workspace: str) -> None:
        """Take one; raise RateLimited with the time until the next is there."""
        now = self._clock().timestamp()
        left, at = self._buckets.get(workspace, (float(self._most), now))
        left = min(self._most, left + max(0.0, now - at) * self._most / 60)
        if left < 1:
            self._buckets[workspace] = (left, now)
            raise RateLimited((1 - left) * 60 / self._most)
        self._buckets[workspace] = (left - 1, now)
