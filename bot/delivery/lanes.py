"""Lanes: how many sends are under way to each platform at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 20


class Lane:
    """Sends under way to one platform: as many at once as it takes without asking us to wait, never more than AT_ONCE.

    A platform does not say what its limits are, nor how many other processes share them. So each refusal halves the
    width, and sends that go well widen it again, by one for as many as fit beside each other: what congestion control
    does on a network (additive increase, multiplicative decrease). It finds a limit within seconds and then meets it
    about once in as many sends as the square of the width.
    """

    def __init__(self) -> None:
        self._width = float(AT_ONCE)
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def width(self) -> int:
        """How many sends may be under way now."""
        return int(self._width)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, in the order of asking, and have it until the block ends."""
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        self._let_in()
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it had come
                self._end()
            raise
        try:
            yield
        finally:
            self._end()

    def went_well(self) -> None:
        """Note that the platform took what was sent."""
        self._width = min(AT_ONCE, self._width + 1 / self._width)
        self._let_in()

    def asked_to_wait(self) -> None:
        """Note that the platform asked to wait."""
        self._width = max(1.0, self._width / 2)

    def _let_in(self) -> None:
        while self._waiting and self._under_way < self.width:
            first = self._waiting.popleft()
            if not first.done():  # else whoever waited has given up
                self._under_way += 1
                first.set_result(None)

    def _end(self) -> None:
        self._under_way -= 1
        self._let_in()


class Lanes:
    """The lane of each platform, by its adapter's name."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}

    def __getitem__(self, adapter: str) -> Lane:
        return self._lanes.setdefault(adapter, Lane())
