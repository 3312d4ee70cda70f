"""An adapter that somebody else might write, for a platform made of standard output: all it knows is the public port.

On start its one member sets up a group and asks for the first question, as a person would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.actions import pack
from bot.chat.calls import Actor, Call, Place
from bot.chat.cards import Card, Files
from bot.chat.port import Connection, Finding, Host, Lookup, MessageGone, Permanent, Posted, Setting
from bot.clock import Clock

HERE = Place("tinychat", "home", "room", "room")
OWNER = Actor("tinychat", "home", "home", "zoe", "Zoe", may_manage=True)


class TinySender:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cards: dict[str, Card] = {}

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        self._cards[marker] = card
        print(f"POSTED {place.channel} {card.title}", flush=True)
        return Posted(marker, self._clock())

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        if ref not in self._cards:
            raise MessageGone(ref)
        self._cards[ref] = card

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        return Posted(marker, since) if marker in self._cards else Lookup.NOT_THERE

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        raise Permanent("person-unreachable")

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        pass

    async def check(self, place: Place) -> Sequence[str]:
        return ()


class TinyListener:
    def __init__(self, host: Host) -> None:
        self._router = host.router

    async def start(self) -> None:
        values = {"zone": "Europe/Berlin", "time": "9:00"}
        await self._router.command(Call(OWNER, "setup", HERE, values))
        await self._router.press(Call(OWNER, pack("post-now"), HERE))

    async def stop(self) -> None:
        print("STOPPED", flush=True)


class TinyAdapter:
    name = "tinychat"
    settings: Sequence[Setting] = (Setting("STUDYBOT_TINYCHAT_ROOM", "The room to sit in"),)

    def configured(self, env: Mapping[str, str]) -> bool:
        return "STUDYBOT_TINYCHAT_ROOM" in env

    def connect(self, host: Host) -> Connection:
        return Connection(TinySender(host.clock), TinyListener(host))

    async def doctor(self, env: Mapping[str, str]) -> Sequence[Finding]:
        return [Finding(True, "the room")]


adapter = TinyAdapter()
