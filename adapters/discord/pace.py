"""The pace: Discord takes 50 calls a second of a bot, over all routes. We keep below that, and wait when told to."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.chat.port import RateLimited

CALLS, SECONDS = 45, 1.0
"""At most so many calls in so many seconds; the rest of Discord's 50 is for the library's own."""

_PATIENCE = 4.0
"""Whoever would have to wait longer is told so, and comes again: a place in the line is not worth a caller's time."""


class Pace:
    """Gives turns to calls, in the order in which they ask."""

    def __init__(self) -> None:
        self._given: deque[float] = deque(maxlen=CALLS)
        self._held_until = 0.0

    async def turn(self) -> None:
        """Return when a call may be made; raise RateLimited if that is too far away."""
        now = asyncio.get_running_loop().time()
        earliest = max(now, self._held_until)
        if len(self._given) == CALLS:
            earliest = max(earliest, self._given[0] + SECONDS)
        if earliest - now > _PATIENCE:
            raise RateLimited(earliest - now)
        self._given.append(earliest)
        if earliest > now:
            await asyncio.sleep(earliest - now)

    def hold(self, seconds: float) -> None:
        """Let nobody have a turn for some time: Discord said that the limit is reached."""
        self._held_until = max(self._held_until, asyncio.get_running_loop().time() + seconds)
