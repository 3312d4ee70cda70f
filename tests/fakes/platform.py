"""A chat platform in memory, and a sender over it that fails as it is told.

The platform outlives the program under test, as a real one does: a restart makes a new `FakeSender` over the old
`Platform`. A fault stands between a call and its effect: it gets `accept`, which does what was asked and returns the
platform's answer, and may call it, refuse, or lose the answer.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from bot.chat.cards import Buttons, Card, Chooser, CodeBlock, Files, Options, Text
from bot.chat.port import Lookup, MessageGone, PayloadRefused, Permanent, Posted, RateLimited, Transient, Unclear
from bot.clock import Clock
from bot.model.actor import Place

ADAPTER = "fake"
WORKSPACE = "w1"
CHANNEL = "general"
PLACE = Place(ADAPTER, WORKSPACE, CHANNEL, "general")

Answer = Posted | Lookup | tuple[str, ...] | None
Fault = Callable[[Card | None, Callable[[], Answer]], Awaitable[Answer]]


@dataclass
class Message:
    """A message as the platform keeps it: in a channel, or `to` one person."""

    ref: str
    channel: str
    to: str | None
    card: Card
    marker: str
    at: datetime
    reply_to: str | None = None
    thread: str | None = None
    edits: int = 0
    deleted: bool = False


@dataclass
class Platform:
    """What everybody on the platform can see; `received` counts what came in, per (channel or person, marker)."""

    clock: Clock
    channels: set[tuple[str, str]] = field(default_factory=lambda: {(WORKSPACE, CHANNEL)})
    people: set[str] = field(default_factory=lambda: {"owner", "ada", "ben"})
    messages: list[Message] = field(default_factory=list)
    received: Counter[tuple[str, str]] = field(default_factory=Counter)
    history_readable: bool = True
    missing: tuple[str, ...] = ()

    def in_channel(self, channel: str = CHANNEL) -> list[Message]:
        """Return a channel's messages, oldest first, deleted ones left out."""
        return [one for one in self.messages if one.channel == channel and one.to is None and not one.deleted]

    def direct_to(self, user: str) -> list[Message]:
        """Return what one person was sent, oldest first."""
        return [one for one in self.messages if one.to == user]

    def delete(self, message: Message) -> None:
        """Delete a message, as somebody with the right to may."""
        message.deleted = True

    def add(self, channel: str, to: str | None, card: Card, marker: str, reply_to: str | None) -> Posted:
        """Keep a new message. Nothing is known of repeated markers here: a second send makes a second message."""
        self.received[to or channel, marker] += 1
        ref = f"m{len(self.messages) + 1}"
        self.messages.append(Message(ref, channel, to, card, marker, self.clock(), reply_to))
        return Posted(ref, self.messages[-1].at)

    def get(self, channel: str, ref: str) -> Message:
        """Return a message; raise MessageGone if it was deleted or never was in this channel."""
        for message in self.in_channel(channel):
            if message.ref == ref:
                return message
        raise MessageGone(ref)


def _go_on(name: str) -> None:
    """Pass a boundary."""


class FakeSender:
    """Satisfies `bot.chat.port.Sender`. Each call takes the next of its faults, or else the standing one.

    `boundary` is told where a call begins and ends, and may end the process there.
    """

    def __init__(self, platform: Platform, boundary: Callable[[str], None] = _go_on) -> None:
        self.platform = platform
        self.calls: list[str] = []
        self._next: dict[str, deque[Fault]] = {}
        self._always: dict[str, Fault] = {}
        self._boundary = boundary

    def fails(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, in order."""
        self._next.setdefault(method, deque()).extend(faults)

    def fails_always(self, method: str, fault: Fault) -> None:
        """Let every call of a method meet this fault, until `recovers`."""
        self._always[method] = fault

    def recovers(self) -> None:
        """Forget all faults."""
        self._next.clear()
        self._always.clear()

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        def accept() -> Posted:
            self._require(place)
            if reply_to is not None:
                self.platform.get(place.channel, reply_to)
            return self.platform.add(place.channel, None, card, marker, reply_to)

        return _posted(await self._call("post", card, accept))

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        def accept() -> None:
            self._require(place)
            message = self.platform.get(place.channel, ref)
            message.card = card
            message.edits += 1

        await self._call("edit", card, accept)

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        def accept() -> Posted | Lookup:
            if not self.platform.history_readable:
                return Lookup.CANNOT_TELL
            for message in self.platform.in_channel(place.channel):
                if message.marker == marker and message.at >= since:
                    return Posted(message.ref, message.at)
            return Lookup.NOT_THERE

        found = await self._call("find", None, accept)
        assert isinstance(found, Posted | Lookup)
        return found

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        def accept() -> Posted:
            if user not in self.platform.people:
                raise Permanent("person-unreachable")
            return self.platform.add(f"@{user}", user, card, marker, None)

        return _posted(await self._call("direct", card, accept))

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        def accept() -> None:
            self._require(place)
            self.platform.get(place.channel, ref).thread = thread

        await self._call("follow_up", Card("", tuple(files)), accept)

    async def check(self, place: Place) -> Sequence[str]:
        def accept() -> tuple[str, ...]:
            self._require(place)
            return self.platform.missing

        missing = await self._call("check", None, accept)
        assert isinstance(missing, tuple)
        return missing

    async def _call(self, method: str, card: Card | None, accept: Callable[[], Answer]) -> Answer:
        self._boundary(f"before {method}")
        if method != "follow_up":  # a step of its own, which the message's `thread` tells of
            self.calls.append(method)
        waiting = self._next.get(method)
        fault = waiting.popleft() if waiting else self._always.get(method)
        answer = await fault(card, accept) if fault else accept()
        self._boundary(f"after {method}")
        return answer

    def _require(self, place: Place) -> None:
        if (place.workspace, place.channel) not in self.platform.channels:
            raise Permanent("channel-gone")


async def drop(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
    """Do it, and lose the answer."""
    accept()
    raise Unclear("the answer was lost")


async def drop_silently(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
    """Do it, and never answer."""
    accept()
    raise TimeoutError


async def lose(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
    """Do nothing and never answer."""
    raise TimeoutError


async def be_down(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
    """Refuse the connection."""
    raise Transient("connection refused")


async def refuse_payload(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
    """Refuse whatever was drawn."""
    raise PayloadRefused("invalid blocks")


async def refuse_rich(card: Card | None, accept: Callable[[], Answer]) -> Answer:
    """Refuse all but the plainest blocks."""
    plain = (Text, CodeBlock, Options, Buttons, Chooser)
    if card is not None and not all(isinstance(block, plain) for block in card.blocks):
        raise PayloadRefused("invalid blocks")
    return accept()


async def break_down(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
    """Fail as only a fault in an adapter does."""
    raise KeyError("a fault in the adapter")


def limit(seconds: float) -> Fault:
    """Return a fault that asks to wait."""

    async def limited(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
        raise RateLimited(seconds)

    return limited


def refuse(code: str) -> Fault:
    """Return a fault that refuses for good."""

    async def refused(card: Card | None, accept: Callable[[], Answer]) -> NoReturn:
        raise Permanent(code)

    return refused


class Hold:
    """A fault that waits, before the call has an effect, until it is let go."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.go = asyncio.Event()

    async def __call__(self, card: Card | None, accept: Callable[[], Answer]) -> Answer:
        self.entered.set()
        await self.go.wait()
        return accept()


def _posted(answer: Answer) -> Posted:
    assert isinstance(answer, Posted)
    return answer
