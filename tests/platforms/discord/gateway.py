"""The gateway: a websocket a shard, with sessions that outlive their connection."""

from __future__ import annotations

import asyncio
import json
import zlib
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.platforms.discord.changes import Changes
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Guild, Kind
from tests.platforms.discord.wire import guild_event_json, user_json
from tests.platforms.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID, HELLO, ACK = 7, 8, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Members, presences, message content: not granted to this application."""
KNOWN = 1 << 26
"""Intents that there are lie below."""
GUILDS = 1 << 0
HEARTBEAT_MS = 41250


class Closing(Exception):
    """The connection is closed with a code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Link:
    """One connection: frames go out in order, compressed as the client asked."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._transport = request.transport
        self._packer = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._waiting: asyncio.Queue[Json] = asyncio.Queue()

    def send(self, frame: Json) -> None:
        """Have a frame sent after those before it."""
        self._waiting.put_nowait(frame)

    async def end(self, code: int | None) -> None:
        """Close the connection with a code, or (None) cut it."""
        if code is not None:
            await self.socket.close(code=code)
        elif self._transport:
            self._transport.abort()

    async def write(self) -> None:
        """Send what waits, until cancelled."""
        while True:
            text = json.dumps(await self._waiting.get())
            if self._packer is None:
                await self.socket.send_str(text)
                continue
            packed = self._packer.compress(text.encode()) + self._packer.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)


@dataclass(eq=False)
class Session:
    """What a client identified as; it remembers what it sent, for a resume."""

    id: str
    shard: tuple[int, int]
    intents: int
    link: Link | None
    sent: list[Json] = field(default_factory=list)

    def tell(self, event: str, data: Json) -> None:
        """Send an event, now or when the client resumes."""
        frame = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(frame)
        if self.link:
            self.link.send(frame)

    def sees(self, guild: Guild | None) -> bool:
        """Return whether events of a guild, or of direct messages (None), belong to this shard."""
        shard, of = self.shard
        return shard == ((guild.id >> 22) % of if guild else 0)


class Gateway:
    """All sessions. Only what the intent `guilds` brings is sent, and what people do.

    `swallow_heartbeats` leaves heartbeats without an answer; `away` lets nobody connect.
    """

    def __init__(self, world: World, changes: Changes) -> None:
        self.address = ""
        self.shards = 1
        self.swallow_heartbeats = False
        self.away = False
        self.turned_away = 0
        self.identified: list[Json] = []
        self.resumed: list[str] = []
        self.sessions: list[Session] = []
        self._world = world
        self._changes = changes

    def tell(self, event: str, data: Json, guild: Guild | None) -> bool:
        """Send an event to the sessions of a guild's shard; return whether there was one."""
        hearers = [session for session in self.sessions if session.sees(guild)]
        for session in hearers:
            session.tell(event, data)
        return bool(hearers)

    @property
    def connected(self) -> set[int]:
        """The shards that are connected now."""
        return {session.shard[0] for session in self.sessions if session.link}

    async def drop(self, shard: int | None = None, code: int | None = 4000) -> None:
        """Close connections (all, or those of a shard) or, without a code, cut them; their sessions can be resumed."""
        for session in self._chosen(shard):
            if session.link:
                link, session.link = session.link, None
                await link.end(code)

    def reconnect(self, shard: int | None = None) -> None:
        """Ask clients to connect anew and resume."""
        self._ask({"op": RECONNECT, "d": None}, shard)

    def invalidate(self, shard: int | None = None, *, resumable: bool) -> None:
        """Tell clients that their session is invalid; unless it is resumable it is forgotten."""
        self._ask({"op": INVALID, "d": resumable}, shard)
        if not resumable:
            gone = self._chosen(shard)
            self.sessions = [session for session in self.sessions if session not in gone]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Speak with one client until the connection ends."""
        if self.away:
            self.turned_away += 1
            self._changes.happened()
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = Link(request, socket)
        writer = asyncio.create_task(link.write())
        link.send({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        try:
            if request.query.get("v") != "10" or request.query.get("encoding") != "json":
                raise Closing(4012)
            async for message in socket:
                try:
                    self._heard(link, json.loads(message.data if message.type is WSMsgType.TEXT else ""))
                except (ValueError, KeyError, TypeError):
                    raise Closing(4002) from None
                self._changes.happened()
        except Closing as closing:
            await socket.close(code=closing.code)
        finally:
            writer.cancel()
            self._left(link)
            self._changes.happened()
        return socket

    def _heard(self, link: Link, frame: Json) -> None:
        op, data = frame["op"], frame["d"]
        known = self._session_of(link)
        if op == HEARTBEAT:
            if not self.swallow_heartbeats:
                link.send({"op": ACK})
        elif op in (IDENTIFY, RESUME):
            if known:
                raise Closing(4005)
            (self._identify if op == IDENTIFY else self._resume)(link, data)
        elif not known:
            raise Closing(4003)
        elif op not in (PRESENCE, VOICE, MEMBERS):
            raise Closing(4001)

    def _identify(self, link: Link, data: Json) -> None:
        if data["token"] != self._world.token:
            raise Closing(4004)
        shard, of = data.get("shard") or (0, 1)
        if not 0 <= shard < of:
            raise Closing(4010)
        if not 0 <= data["intents"] < KNOWN:
            raise Closing(4013)
        if data["intents"] & PRIVILEGED:
            raise Closing(4014)
        self.identified.append(data)
        session = Session(f"session-{len(self.identified)}", (shard, of), data["intents"], link)
        self.sessions.append(session)
        guilds = [guild for guild in self._world.guilds.values() if guild.joined and session.sees(guild)]
        session.tell("READY", self._ready(session, guilds))
        for guild in guilds if session.intents & GUILDS else []:
            session.tell("GUILD_CREATE", {**guild_event_json(guild, self._world.bot), "unavailable": False})

    def _ready(self, session: Session, guilds: list[Guild]) -> Json:
        return {
            "v": 10,
            "user": user_json(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.address,
            "shard": list(session.shard),
            "application": {"id": str(self._world.bot.id), "flags": 0},
        }

    def _resume(self, link: Link, data: Json) -> None:
        if data["token"] != self._world.token:
            raise Closing(4004)
        session = next((one for one in self.sessions if one.id == data["session_id"]), None)
        if session is None:
            link.send({"op": INVALID, "d": False})
            return
        if (data["seq"] or 0) > len(session.sent):
            raise Closing(4007)
        session.link = link
        for frame in session.sent[data["seq"] or 0 :]:
            link.send(frame)
        session.tell("RESUMED", {})
        self.resumed.append(session.id)

    def _left(self, link: Link) -> None:
        """A client that closed with 1000 or 1001 has ended its session; any other may come back."""
        session = self._session_of(link)
        if session is None:
            return
        session.link = None
        if link.socket.close_code in (1000, 1001):
            self.sessions.remove(session)

    def _session_of(self, link: Link) -> Session | None:
        return next((session for session in self.sessions if session.link is link), None)

    def _chosen(self, shard: int | None) -> list[Session]:
        return [session for session in self.sessions if shard in (None, session.shard[0])]

    def _ask(self, frame: Json, shard: int | None) -> None:
        for session in self._chosen(shard):
            if session.link:
                session.link.send(frame)


def channel_event(kind: Kind, what: str) -> str:
    """Return the event's name for a channel or thread that was created, updated or deleted."""
    return f"{'THREAD' if kind is Kind.THREAD else 'CHANNEL'}_{what}"
