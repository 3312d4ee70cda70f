"""Sending everything that is ready on one platform."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Sequence

from bot.delivery.carry import Carrier
from bot.delivery.lanes import AT_ONCE
from bot.delivery.pulse import Pulse
from bot.errors import StorageError
from bot.features.app import App
from bot.model.actor import Place
from bot.study.sending import CLAIMS, Claim, claim

log = logging.getLogger(__name__)

_ROUNDS = 1000  # claims in one go; far beyond any backlog, so that nothing loops for ever

Channel = tuple[Place, str | None]


class Drain:
    """Claims and sends, until nothing is ready any more: a new claim as soon as few sends of the last are left.

    Once `ending` is set it claims nothing more. Each send that was settled is a beat of `pulse`.
    """

    def __init__(self, app: App, carrier: Carrier, adapter: str, ending: asyncio.Event, pulse: Pulse) -> None:
        self._app = app
        self._carrier = carrier
        self._adapter = adapter
        self._ending = ending
        self._pulse = pulse
        self._running: dict[asyncio.Task[None], Channel] = {}

    async def send_all(self) -> int:
        """Return how many claims there were, all of them carried."""
        sent = 0
        try:
            for _ in range(_ROUNDS):
                claims = await self._claim()
                if not claims and not self._running:
                    break
                self._begin(claims)
                sent += len(claims)
                await self._until_left(AT_ONCE if len(claims) >= CLAIMS else 0)
            await self._until_left(0)
        finally:
            for task in self._running:
                task.cancel()
            if self._running:
                await asyncio.wait(self._running)
        return sent

    async def _claim(self) -> Sequence[Claim]:
        if self._ending.is_set():
            return ()
        return await self._app.work.write(claim, uuid.uuid4().hex, (self._adapter,), self._app.now())

    def _begin(self, claims: Sequence[Claim]) -> None:
        """Begin to carry claims, those of one channel after one another."""
        by_channel: dict[Channel, list[Claim]] = {}
        for one in claims:
            by_channel.setdefault((one.place, one.user), []).append(one)
        earlier = {channel: task for task, channel in self._running.items()}
        for channel, owed in by_channel.items():
            task = asyncio.create_task(self._carry_in_turn(owed, earlier.get(channel)))
            self._running[task] = channel

    async def _until_left(self, number: int) -> None:
        """Wait until no more than so many channels are being sent to."""
        while len(self._running) > number:
            done, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del self._running[task]
                task.result()

    async def _carry_in_turn(self, claims: Sequence[Claim], earlier: asyncio.Task[None] | None) -> None:
        """Send what goes to one channel in the order in which it fell due: the reveal before the next question."""
        if earlier is not None:
            await asyncio.wait({earlier})
        for one in claims:
            await self._carry(one)

    async def _carry(self, one: Claim) -> None:
        async with self._carrier.lanes[self._adapter].turn():
            try:
                await self._carrier.carry(one)
            except StorageError:  # its lease ends, and then it is looked up; the cause is told where transactions run
                log.info("%s %s is not settled yet", one.kind, one.id)
            except Exception:  # a fault of ours in one must not keep the others from being sent
                log.exception("%s %s is not settled yet", one.kind, one.id)
            else:
                self._pulse.beat()
