"""Doors: an adapter as people find it, over the real core, so that one suite can go through every one of them.

A new adapter brings a `Door` and its name in `DOORS`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from random import Random
from typing import Any, Protocol

from aiohttp import ClientSession

from adapters.web import adapter as web_adapter
from bot.chat.calls import Ask, Call, Invalid
from bot.chat.cards import Button, Buttons, Card
from bot.chat.port import Connection, Host, Sender
from bot.chat.router import Router
from bot.clock import ShiftedClock
from bot.delivery.carry import Carrier
from bot.delivery.loop import Delivery
from bot.delivery.time_control import ClockControl
from bot.features.all import router
from bot.features.app import App
from bot.http import HttpServer
from bot.model.actor import Actor, Place
from bot.model.question import Bank
from bot.storage.engine import open_database
from bot.study.pages import Pages
from bot.study.work import ThreadWork
from tests.contract.discord_door import at_work
from tests.fakes.host import HeardWorkspaces, MemoryKept, MemoryVault
from tests.fakes.platform import ADAPTER, PLACE, WORKSPACE, FakeSender, Platform
from tests.support.clock import Clock
from tests.support.world import BANKS

Answered = Card | str
"""What a person gets to see: a private card, or `form` or `invalid`."""


class Door(Protocol):
    """An adapter at work: its sender, its world, and what people see and do there."""

    sender: Sender
    router: Router[App]
    place: Place
    elsewhere: Place
    nowhere: Place
    owner: str
    member: str
    stranger: str
    role: str

    async def visible(self, user: str) -> list[str]:
        """Return the references of all messages that a person can see, drawn as the platform would draw them."""
        ...

    async def shown(self, ref: str) -> Card | None:
        """Return a message's card, or None if it is not there."""
        ...

    async def delete(self, ref: str) -> None:
        """Delete a message, as the owner of the channel may."""
        ...

    async def command(self, user: str, name: str, values: Mapping[str, str]) -> Answered:
        """Let a person run a command in the channel."""
        ...

    async def press(self, user: str, action: str) -> Answered:
        """Let a person press a button that carries `action`, whatever that is."""
        ...


class Core:
    """The core over a database, ready for an adapter."""

    def __init__(self, url: str, banks: Mapping[str, Bank] = BANKS) -> None:
        self.banks = banks
        self.work = ThreadWork(open_database(url))
        self.clock = ShiftedClock(Clock())
        self.senders: dict[str, Sender] = {}
        self.app = App(
            work=self.work,
            banks=lambda: banks,
            clock=self.clock,
            senders=self.senders,
            wake=lambda: None,
            commands=lambda: tuple(self.router.commands),
        )
        self.router = router(self.app)
        self.http = HttpServer("127.0.0.1", 0, "", _well)
        delivery = Delivery(self.app, Carrier(self.app, Random(0)))
        time = ClockControl(self.work, self.clock, delivery)
        pages = Pages(self.work, self.clock)
        self.vault, self.kept, self.workspaces = MemoryVault(), MemoryKept(), HeardWorkspaces()
        self.host = Host(self.router, self.clock, self.http, pages, time, {}, self.vault, self.kept, self.workspaces)


async def _well() -> tuple[bool, Mapping[str, Any]]:
    return True, {}


class FakeDoor:
    """The fake platform; what listens there is a call of the router."""

    place = PLACE
    elsewhere = Place(ADAPTER, WORKSPACE, "lounge", "lounge")
    nowhere = Place(ADAPTER, WORKSPACE, "gone")
    owner, member, stranger, role = "owner", "ada", "nobody", "r1"

    def __init__(self, core: Core) -> None:
        self.platform = Platform(core.clock)
        self.platform.channels.add((WORKSPACE, self.elsewhere.channel))
        self.sender: Sender = FakeSender(self.platform)
        self.router = core.router

    async def visible(self, user: str) -> list[str]:
        return [one.ref for one in (*self.platform.in_channel(), *self.platform.direct_to(user))]

    async def shown(self, ref: str) -> Card | None:
        return next((one.card for one in self.platform.messages if one.ref == ref and not one.deleted), None)

    async def delete(self, ref: str) -> None:
        self.platform.delete(self.platform.get(PLACE.channel, ref))

    async def command(self, user: str, name: str, values: Mapping[str, str]) -> Answered:
        return self._answered(await self.router.command(self._call(user, name, values)))

    async def press(self, user: str, action: str) -> Answered:
        return self._answered(await self.router.press(self._call(user, action, {})))

    def _call(self, user: str, name: str, values: Mapping[str, str]) -> Call:
        who = Actor(ADAPTER, WORKSPACE, "r1", user, user.title(), may_manage=user == self.owner)
        return Call(who, name, PLACE, values)

    def _answered(self, reply: object) -> Answered:
        if isinstance(reply, Ask | Invalid):
            return "form" if isinstance(reply, Ask) else "invalid"
        card = getattr(reply, "card", None)
        assert isinstance(card, Card)
        return card


class WebDoor:
    """The local page, through its HTTP server."""

    place = Place("web", "local", "dva-c02", "dva-c02")
    elsewhere = Place("web", "local", "lounge", "lounge")
    nowhere = Place("web", "local", "gone")
    owner, member, stranger, role = "ada", "mei", "nobody", "crew"

    def __init__(self, core: Core, connection: Connection, browser: ClientSession) -> None:
        self.sender = connection.sender
        self.router = core.router
        self._pages = core.host.pages
        self._url = core.http.address
        self._browser = browser

    async def visible(self, user: str) -> list[str]:
        found: list[str] = []
        for channel in (self.place.channel, f"@{user}"):
            query = {"as": user, "channel": channel}
            async with self._browser.get(f"{self._url}/api/state", params=query) as response:
                state = await self._sound(response)
            assert not any("<script" in message["html"] for message in state["messages"])
            found += [str(message["id"]) for message in state["messages"]]
        return found

    async def shown(self, ref: str) -> Card | None:
        message = await self._pages.get(int(ref))
        return message.card if message else None

    async def delete(self, ref: str) -> None:
        await self._post("delete", self.owner, message=int(ref))

    async def command(self, user: str, name: str, values: Mapping[str, str]) -> Answered:
        return await self._answered(await self._post("submit", user, command=name, values=dict(values)))

    async def press(self, user: str, action: str) -> Answered:
        card = Card("Press", (Buttons((Button("Press", action),)),))
        pressed = await self._pages.add(self.place.channel, card)
        return await self._answered(await self._post("press", user, message=pressed.id, action=action))

    async def _post(self, route: str, user: str, **values: object) -> Any:
        body = {"as": user, "channel": self.place.channel, **values}
        async with self._browser.post(f"{self._url}/api/{route}", json=body) as response:
            return await self._sound(response)

    async def _answered(self, answer: Mapping[str, Any]) -> Answered:
        if answer["kind"] != "sent":
            return str(answer["kind"])
        card = await self.shown(str(answer["id"]))
        assert card is not None
        return card

    async def _sound(self, response: Any) -> Any:
        assert response.status == 200, await response.text()
        return await response.json()


@asynccontextmanager
async def fake_door(url: str) -> AsyncIterator[Door]:
    """Open the fake platform."""
    core = Core(url)
    door = FakeDoor(core)
    core.senders[ADAPTER] = door.sender
    yield door
    core.work.close()


@asynccontextmanager
async def web_door(url: str) -> AsyncIterator[Door]:
    """Serve the local page on a free port of loopback."""
    core = Core(url)
    connection = web_adapter.connect(core.host)
    core.senders["web"] = connection.sender
    await core.http.start()
    await connection.listener.start()
    try:
        async with ClientSession(headers={"Origin": core.http.address}) as browser:
            yield WebDoor(core, connection, browser)
    finally:
        await connection.listener.stop()
        await core.http.stop()
        core.work.close()


@asynccontextmanager
async def discord_door(url: str) -> AsyncIterator[Door]:
    """Connect the Discord adapter to a loopback Discord."""
    core = Core(url)
    try:
        async with at_work(core.host) as door:
            core.senders["discord"] = door.sender
            yield door
    finally:
        core.work.close()


DOORS: Mapping[str, Callable[[str], AbstractAsyncContextManager[Door]]] = {
    "discord": discord_door,
    "fake": fake_door,
    "web": web_door,
}
ON: Sequence[tuple[str, str]] = (
    ("fake", "sqlite"),
    ("web", "sqlite"),
    ("web", "postgres"),
    ("discord", "sqlite"),
    ("discord", "postgres"),
)
"""Which adapter is taken through the suite on which database."""
