"""What the tests of the page stand on: a store in memory, a time to move, a tiny feature, and a real HTTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from adapters.web import adapter
from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Change, Form, FormField, Invalid, Place, Reply, Show, Tell
from bot.chat.cards import Button, Buttons, Card, Choice, Chooser, Document, Image, Tone, text
from bot.chat.declare import CommandOption, Feature, Who
from bot.chat.page import PageMessage, Upcoming
from bot.chat.port import Connection, Host
from bot.chat.router import Router
from bot.clock import ShiftedClock, system_clock
from bot.errors import Refused, StorageDown, StudybotError
from tests.fakes.host import HeardWorkspaces, MemoryKept, MemoryVault

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x01"  # as much of a picture of 2 by 1 as its size needs
LOUNGE = Place("web", "local", "lounge", "lounge")


class MemoryPages:
    """A `PageStore` that forgets with the process; `down` makes it fail."""

    def __init__(self) -> None:
        self._messages: dict[int, PageMessage] = {}
        self._markers: dict[str, int] = {}
        self._version = 0
        self.down = False

    async def add(
        self, channel: str, card: Card, *, to: str | None = None, marker: str | None = None, reply_to: int | None = None
    ) -> PageMessage:
        self._check()
        if marker is not None and marker in self._markers:
            return self._messages[self._markers[marker]]
        message = PageMessage(len(self._messages) + 1, self._next(), channel, to, card, START, None, reply_to)
        if marker is not None:
            self._markers[marker] = message.id
        return self._keep(message)

    async def replace(self, message: int, card: Card | None) -> PageMessage | None:
        old = await self.get(message)
        return old and self._keep(replace(old, version=self._next(), card=card, edited_at=START))

    async def find(self, marker: str) -> PageMessage | None:
        return await self.get(self._markers.get(marker, 0))

    async def get(self, message: int) -> PageMessage | None:
        self._check()
        found = self._messages.get(message)
        return found if found and found.card else None

    async def changed_since(self, version: int, limit: int = 200) -> Sequence[PageMessage]:
        self._check()
        newer = (message for message in self._messages.values() if message.version > version)
        return sorted(newer, key=lambda message: message.version)[:limit]

    async def latest(self, channel: str, member: str, limit: int = 100) -> Sequence[PageMessage]:
        self._check()
        of_channel = (one for one in self._messages.values() if one.channel == channel and one.card)
        return [one for one in of_channel if one.to in {None, member}][-limit:]

    def _check(self) -> None:
        if self.down:
            raise StorageDown

    def _next(self) -> int:
        self._version += 1
        return self._version

    def _keep(self, message: PageMessage) -> PageMessage:
        self._messages[message.id] = message
        return message


@dataclass
class MovableTime:
    """A `TimeControl` with nothing to deliver on the way; `groups` are the zones of channels with a study group."""

    clock: ShiftedClock = field(default_factory=lambda: ShiftedClock(system_clock))
    groups: dict[str, str] = field(default_factory=lambda: {"dva-c02": "Europe/Berlin"})

    def now(self) -> datetime:
        return self.clock()

    async def advance(self, by: timedelta) -> datetime:
        self.clock.offset += by
        return self.now()

    async def upcoming(self) -> Sequence[Upcoming]:
        return [Upcoming("daily", channel, START, zone) for channel, zone in self.groups.items()]

    async def zones(self) -> Mapping[str, str]:
        return self.groups


@dataclass
class App:
    """What the tiny feature works with: it remembers its calls, so that tests can look at what was translated."""

    calls: list[Call] = field(default_factory=list)


feature: Feature[App] = Feature()
_ZONES = ("Europe/Berlin", "Europe/Bern", "Asia/Tokyo")


def _zones(app: App, call: Call, typed: str) -> Sequence[Choice]:
    return [Choice(zone, zone) for zone in _ZONES if typed.lower() in zone.lower()]


@feature.command(
    "setup",
    "Set the group up",
    CommandOption("zone", "Time zone", required=True, complete=_zones),
    CommandOption("time", "Time of day"),
    CommandOption("reveal", "When the answer shows", choices=(Choice("next", "Next day"), Choice("6h", "In 6 hours"))),
    who=Who.OWNER,
)
async def _setup(app: App, call: Call) -> Reply:
    app.calls.append(call)
    return Tell(Card("Set up", (text(", ".join(f"{k}={v}" for k, v in sorted(call.values.items()))),), Tone.GOOD))


@feature.command("hello", "Say hello")
async def _hello(app: App, call: Call) -> Reply:
    app.calls.append(call)
    return Tell(Card(f"Hello {call.actor.name}", (Buttons((Button("Again", pack("again")),)),)))


@feature.command("shout", "Say hello to everybody")
async def _shout(app: App, call: Call) -> Reply:
    return Show(Card(f"{call.actor.name} says hello"))


@feature.command("data", "Your data")
async def _data(app: App, call: Call) -> Reply:
    return Tell(Card("Your data", (text("As JSON."), Document("data.json", '{"name": "Zoë <b>"}'))))


@feature.command("name", "Say your name")
async def _name(app: App, call: Call) -> Reply:
    return Ask(Form(pack("named"), "Your name", (FormField("name", "Name"),), "Save"))


@feature.on("named")
async def _named(app: App, call: Call) -> Reply:
    app.calls.append(call)
    if not call.values["name"]:
        return Invalid({"name": "A name has at least one letter."})
    return Tell(Card(f"You are {call.values['name']}"))


@feature.on("again")
async def _again(app: App, call: Call) -> Reply:
    app.calls.append(call)
    return Change(Card("Hello again", (Buttons((Button("Again", pack("again")),)),)))


@feature.on("answer")
async def _answer(app: App, call: Call) -> Reply:
    app.calls.append(call)
    given = call.chosen or call.args
    return Tell(Card(f"You answered {', '.join(given)}", (Image(PNG, "A bar"),), Tone.GOOD))


def question() -> Card:
    """Return a public card with a row of buttons and a chooser of exactly two."""
    letters = Buttons(tuple(Button(letter, pack("answer", letter)) for letter in "ABCD"))
    two = tuple(Choice(letter, letter) for letter in "ABCDE")
    return Card("Question of the day", (text("Which?"), letters, Chooser(pack("answer"), "Two", two, "Answer", 2, 2)))


def _explain(app: App, call: Call, error: StudybotError) -> Card:
    return Card(f"Refused: {error.code if isinstance(error, Refused) else error}", (), Tone.WARNING)


async def owners(app: App, call: Call) -> bool:
    return call.actor.may_manage


class LocalWeb:
    """A `Web`: one aiohttp application."""

    def __init__(self, host: str = "127.0.0.1", address: str = "http://localhost:8080") -> None:
        self.app = web.Application()
        self.host = host
        self.address = address

    def add(self, register: Callable[[Any], None]) -> None:
        register(self.app)


@dataclass
class Stage:
    """A page being served, and what stands behind it."""

    url: str
    pages: MemoryPages
    time: MovableTime
    app: App
    connection: Connection


def host(local: LocalWeb, env: Mapping[str, str], pages: MemoryPages, app: App, time: MovableTime) -> Host:
    """Return what the adapter is handed."""
    return Host(
        Router(app, [feature], owners, _explain),
        time.clock,
        local,
        pages,
        time,
        env,
        MemoryVault(),
        MemoryKept(),
        HeardWorkspaces(),
    )


@asynccontextmanager
async def served(env: Mapping[str, str] | None = None) -> AsyncIterator[Stage]:
    """Serve the page on a free port of loopback."""
    local, pages, app, time = LocalWeb(), MemoryPages(), App(), MovableTime()
    connection = adapter.connect(host(local, env or {}, pages, app, time))
    runner = web.AppRunner(local.app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield Stage(f"http://127.0.0.1:{port}", pages, time, app, connection)
    finally:
        await connection.listener.stop()
        await runner.cleanup()
