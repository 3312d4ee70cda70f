"""A worker: the program's own tick and delivery, looking whenever the real ones would find something to do."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from bot.delivery.carry import Carrier
from bot.delivery.loop import TICK_SECONDS, Delivery
from bot.features.app import App
from bot.model.question import Bank
from bot.simulation.discrete import SimulatedLoop
from bot.simulation.faults import Faults
from bot.simulation.inline import InlineWork
from bot.simulation.platform import Platform
from bot.simulation.sender import SimulatedSender
from bot.study.due import soonest_due, soonest_sending
from bot.study.work import Reading

_RESTART = (1.0, 90.0)  # seconds until somebody starts a dead worker again


@dataclass
class World:
    """What all workers share. `called` hears of every call to a platform; `crashes` counts deaths."""

    loop: SimulatedLoop
    work: InlineWork
    banks: Mapping[str, Bank]
    platforms: Mapping[str, Platform]
    faults: Faults
    rng: Random
    called: Callable[[], None]
    looking: list[asyncio.Event] = field(default_factory=list)
    crashes: int = 0

    def calls(self) -> None:
        """Tell everybody that a call begins."""
        self.called()
        self.changed()

    def changed(self) -> None:
        """Tell everybody that something is being sent, so that they look again when they next would."""
        for event in self.looking:
            event.set()


async def keep_alive(world: World) -> None:
    """Run a worker, and after each death a new one, until cancelled."""
    while True:
        worker = asyncio.create_task(_Worker(world).run())
        try:
            await asyncio.wait({worker})
        finally:
            worker.cancel()
        if not worker.cancelled():
            worker.result()
        world.crashes += 1
        await asyncio.sleep(world.rng.uniform(*_RESTART))


class _Worker:
    """One process of the program, without its platforms' listeners."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._phase = world.rng.uniform(0, TICK_SECONDS)
        self._running: asyncio.Task[None] | None = None
        senders = {
            name: SimulatedSender(platform, world.loop, world.faults, world.rng, world.calls, self._die)
            for name, platform in world.platforms.items()
        }
        app = App(world.work, lambda: world.banks, world.loop.clock, senders, world.changed, lambda: ())
        self._delivery = Delivery(app, Carrier(app, world.rng))

    async def run(self) -> None:
        """Tick and deliver until cancelled, which is how this process dies."""
        self._running = asyncio.current_task()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._again(self._tick, soonest_due))
            both.create_task(self._again(self._delivery.look, soonest_sending))

    def _die(self) -> None:
        if self._running is not None:
            self._running.cancel()

    async def _tick(self) -> None:
        if await self._delivery.tick():
            self._world.changed()

    async def _again(self, look: Callable[[], Awaitable[None]], soonest: Reading[[datetime], datetime | None]) -> None:
        """Look every few seconds, but pass over looks at which nothing can have become due since the last."""
        woken = asyncio.Event()
        self._world.looking.append(woken)
        try:
            while True:
                looked = self._world.loop.clock()
                await look()
                while (due := await self._world.work.read(soonest, looked)) is None or due > self._world.loop.clock():
                    woken.clear()
                    with suppress(TimeoutError):
                        left = due - self._world.loop.clock() if due else None
                        async with asyncio.timeout(left.total_seconds() if left else None):
                            await woken.wait()
                    await self._next_look()
        finally:
            self._world.looking.remove(woken)

    async def _next_look(self) -> None:
        """Wait for the moment at which a loop that looks every `TICK_SECONDS` does so."""
        now = self._world.loop.time() - self._phase
        await asyncio.sleep(math.ceil(now / TICK_SECONDS) * TICK_SECONDS - now)
