"""How a worker calls a platform in memory: over a way that takes time, and where calls get lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar

from bot.chat.cards import Card, Files
from bot.chat.port import Lookup, Permanent, Posted, RateLimited, Transient, Unclear
from bot.model.actor import Place
from bot.simulation.discrete import SimulatedLoop
from bot.simulation.faults import Faults, Strike
from bot.simulation.platform import Platform

T = TypeVar("T")

_WAY = (0.04, 0.12)
_SLOW = (1.0, 8.0)
_SLOW_ANSWER = (2.0, 20.0)
_LOST = 60.0  # seconds; longer than anybody waits


class SimulatedSender:
    """Satisfies `bot.chat.port.Sender` for one worker. `called` hears of every call, `die` ends the worker."""

    def __init__(
        self,
        platform: Platform,
        loop: SimulatedLoop,
        faults: Faults,
        rng: Random,
        called: Callable[[], None],
        die: Callable[[], None],
    ) -> None:
        self._platform = platform
        self._loop = loop
        self._faults = faults
        self._rng = rng
        self._called = called
        self._die = die

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        """See Sender.post."""
        here = (place.workspace, place.channel)
        now = self._loop.clock
        return await self._call("post", *here, lambda: self._platform.add(here, card, marker, reply_to, now()))

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        """See Sender.edit."""
        here = (place.workspace, place.channel)
        await self._call("edit", *here, lambda: self._platform.edit(here, ref, card, self._loop.clock()))

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        """See Sender.find."""
        here = (place.workspace, place.channel)
        return await self._call("find", *here, lambda: self._platform.find(here, marker))

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        """See Sender.direct."""

        def accept() -> Posted:
            self._platform.told.append((workspace, user, marker, self._loop.clock()))
            return Posted(f"d{len(self._platform.told)}", self._loop.clock())

        return await self._call("direct", workspace, f"@{user}", accept)

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        """See Sender.follow_up. A thread that is there already is as good."""
        await self._call("follow_up", place.workspace, place.channel, lambda: None)

    async def check(self, place: Place) -> Sequence[str]:
        """See Sender.check."""
        return ()

    async def _call(self, method: str, workspace: str, channel: str, accept: Callable[[], T]) -> T:
        self._called()
        strike = self._faults.strike(self._platform.name, self._loop.clock())
        await self._travel(_SLOW if strike is Strike.SLOW else _WAY)
        if strike is Strike.REFUSED:
            raise Transient("connection refused")
        if strike in {Strike.LOST, Strike.CRASH_BEFORE} and method == "direct":
            self._platform.lost.append((workspace, channel.removeprefix("@"), self._loop.clock()))
        if strike is Strike.LOST:
            await asyncio.sleep(_LOST)
            raise Unclear("no answer")
        if strike is Strike.CRASH_BEFORE:
            await self._end()
        self._arrive(method, workspace, channel)
        answer = accept()
        if strike is Strike.CRASH_AFTER:
            await self._end()
        if strike is Strike.ANSWER_LOST:
            raise Unclear("connection lost")
        await self._travel(_SLOW_ANSWER if strike is Strike.SLOW_ANSWER else _WAY)
        return answer

    def _arrive(self, method: str, workspace: str, channel: str) -> None:
        platform, now = self._platform, self._loop.clock()
        try:
            platform.limits.take(method, workspace, channel, self._loop.time())
        except RateLimited:
            platform.limited += 1
            raise
        if (gone := platform.gone.get((workspace, channel))) is not None and gone <= now:
            raise Permanent("channel-gone")
        platform.taken[method] += 1

    async def _travel(self, seconds: tuple[float, float]) -> None:
        await asyncio.sleep(self._rng.uniform(*seconds))

    async def _end(self) -> None:
        """End the worker, this call with it."""
        self._die()
        await asyncio.get_running_loop().create_future()
