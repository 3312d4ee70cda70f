"""A stage: the adapter over a loopback Discord, restarted at will, with a router of the test's own or the core's."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random
from typing import Any

from adapters.discord.listener import DiscordListener
from adapters.discord.sender import DiscordSender
from adapters.discord.settings import TOKEN, Settings, read
from adapters.discord.wire import Wire
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Card, text
from bot.chat.declare import Command, CommandOption, Feature, Who
from bot.chat.port import Host
from bot.chat.router import Router
from bot.delivery.carry import Carrier
from bot.delivery.loop import Delivery
from bot.errors import StudybotError
from bot.features.all import router
from bot.model.actor import Place
from bot.model.question import Bank
from tests.contract.doors import Core
from tests.fakes.host import HeardWorkspaces, MemoryKept
from tests.platforms.discord.client import Waits, pointed_at
from tests.platforms.discord.server import LoopbackDiscord, serve_discord
from tests.platforms.discord.values import Permission

PLENTY = 60.0
"""Seconds that no answer of a test takes: nothing is put off by chance."""


class Workspaces(HeardWorkspaces):
    """Remembers what it heard, and wakes whoever waits for it."""

    def __init__(self, platform: LoopbackDiscord) -> None:
        super().__init__()
        self._platform = platform

    async def gone(self, workspace: str) -> None:
        await super().gone(workspace)
        self._platform.backend.changes.happened()

    async def back(self, workspace: str) -> None:
        await super().back(workspace)
        self._platform.backend.changes.happened()


class Stage:
    """A server with a channel, Ada who manages it, and Ben."""

    def __init__(self, core: Core, platform: LoopbackDiscord, waits: Waits) -> None:
        self.core, self.platform, self.waits = core, platform, waits
        self.kept, self.workspaces = MemoryKept(), Workspaces(platform)
        self.host: Host = dataclasses.replace(core.host, kept=self.kept, workspaces=self.workspaces)
        self.guild = platform.guild()
        self.channel = platform.channel(self.guild)
        self.ada = platform.person(self.guild, "Ada", may=Permission.MANAGE_GUILD)
        self.ben = platform.person(self.guild, "Ben")
        self.place = Place("discord", str(self.guild.id), str(self.channel.id), self.channel.name)
        self.patience = PLENTY
        self.env: Mapping[str, str] = {TOKEN: platform.token}
        self._wires: list[Wire] = []
        wire = self.wire()
        self.sender = DiscordSender(wire)
        self.listener = DiscordListener(self.host, wire, self.settings)
        core.senders["discord"] = self.sender

    def advance(self, **units: float) -> None:
        """Let time pass, for Discord and for us."""
        self.core.clock.offset += timedelta(**units)

    def route(self, router: Router[Any]) -> None:
        """Answer by another router from the next start on."""
        self.host = dataclasses.replace(self.host, router=router)

    def study(self, banks: Mapping[str, Bank]) -> None:
        """Ask from other banks, from the next start on."""
        self.core.app = dataclasses.replace(self.core.app, banks=lambda: banks)
        self.core.router = router(self.core.app)
        self.route(self.core.router)

    def wire(self) -> Wire:
        """Return a new connection to the HTTP API, which is closed in the end."""
        self._wires.append(Wire(self.settings.token))
        return self._wires[-1]

    async def settle(self) -> None:
        """Create and send all that is due, as a process of delivery that has just begun."""
        await Delivery(self.core.app, Carrier(self.core.app, Random(0))).settle()

    async def close(self) -> None:
        """Stop everything."""
        await self.listener.stop()
        for wire in self._wires:
            await wire.close()

    async def start(self) -> None:
        """Start the adapter as a new process does."""
        wire = self.wire()
        self.sender = DiscordSender(wire)
        self.core.senders["discord"] = self.sender
        self.listener = DiscordListener(self.host, wire, self.settings, self.patience)
        await self.listener.start()

    async def restart(self) -> None:
        """Stop it and start another, which remembers nothing."""
        await self.listener.stop()
        await self.start()

    @property
    def settings(self) -> Settings:
        """Return what the settings say."""
        found = read(self.env)
        assert found
        return found


@asynccontextmanager
async def staged(url: str) -> AsyncIterator[Stage]:
    """Set the stage over the real core; nothing is started."""
    core = Core(url)
    async with serve_discord(core.clock) as platform:
        with pointed_at(platform) as waits:
            stage = Stage(core, platform, waits)
            try:
                yield stage
            finally:
                await stage.close()
    core.work.close()


def routing(*features: Feature[None]) -> Router[None]:
    """Return a router over a test's own features."""

    async def may_manage(_: None, call: Call) -> bool:
        return call.actor.may_manage

    def explain(_: None, call: Call, error: StudybotError) -> Card:
        return Card("No", (text(str(error)),))

    return Router(None, features, may_manage, explain)


Answering = Callable[[Call], Awaitable[Reply]]


def feature(
    commands: Mapping[str, Answering] | None = None,
    presses: Mapping[str, Answering] | None = None,
    options: tuple[CommandOption[None], ...] = (),
) -> Feature[None]:
    """Return a feature made of functions of a call alone; every command has the same options."""
    made: Feature[None] = Feature()
    for name, answer in (commands or {}).items():
        made.commands.append(Command(name, f"Does {name}", _handler(answer), options, Who.EVERYONE))
    for name, answer in (presses or {}).items():
        made.on(name)(_handler(answer))
    return made


def _handler(answer: Answering) -> Callable[[None, Call], Awaitable[Reply]]:
    async def handle(_: None, call: Call) -> Reply:
        return await answer(call)

    return handle


def telling(*cards: Card) -> tuple[Answering, list[Call]]:
    """Return an answer that tells the cards in turn (the last again and again), and the calls that it gets."""
    calls: list[Call] = []

    async def answer(call: Call) -> Reply:
        calls.append(call)
        return Tell(cards[min(len(calls), len(cards)) - 1])

    return answer, calls


def held(answer: Answering) -> tuple[Answering, asyncio.Event, asyncio.Event]:
    """Return an answer that waits to be let go, the event that it has begun, and the one that lets it go."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def waiting(call: Call) -> Reply:
        begun.set()
        await go.wait()
        return await answer(call)

    return waiting, begun, go
