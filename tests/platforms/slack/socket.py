"""Socket Mode: connections, what is sent over them, and what is acknowledged."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.slack.lines import Acknowledgement, Parcel
from tests.platforms.slack.world import Json, World

MOST = 10
"""Connections that an app may have at a time."""


@dataclass(eq=False)
class Connection:
    """One WebSocket. A `silent` one is open, answers no ping and carries nothing in either direction."""

    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    sent: list[Json] = field(default_factory=list)

    def drop(self) -> None:
        """Lose the connection without a word."""
        assert self.request.transport is not None
        self.request.transport.abort()


class Hub:
    """All connections of the app; envelopes go over the one that was opened last. A way to the app (`Line`)."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._given_up: set[str] = set()
        self.connections: list[Connection] = []
        self.opened = 0
        self.base = ""

    def ticket(self) -> str:
        """Return an address at which one connection can be opened."""
        ticket = self._world.new_id("ticket.")
        self._tickets.add(ticket)
        return f"{self.base.replace('http', 'ws')}/link/?ticket={ticket}&app_id={self._world.app.id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take a connection for as long as it lasts."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=408 if ticket else 400, text="the ticket was used or never given out")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(socket, request)
        if len(self.connections) >= MOST:
            await self._say(connection, {"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self.connections.append(connection)
        self.opened += 1
        await self._hello(connection)
        self._world.changes.happened()
        try:
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            self._world.changes.happened()
        return socket

    async def connected(self, count: int = 1) -> None:
        """Wait until the app holds `count` connections."""
        await self._world.changes.until(lambda: len(self.connections) == count, f"{count} connections")

    async def reopened(self, after: int) -> None:
        """Wait until a connection was opened beyond the first `after` ones (`opened` counts them)."""
        await self._world.changes.until(lambda: self.opened > after, "a new connection")

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew; `warning` announces it, `refresh_requested` means now."""
        for connection in tuple(self.connections):
            await self._say(connection, {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})

    def drop(self) -> None:
        """Lose all connections at once."""
        for connection in self.connections:
            connection.drop()

    def silence(self) -> None:
        """Let all connections go dead without their ends being told."""
        for connection in self.connections:
            connection.silent = True

    async def deliver(self, parcel: Parcel, patience: float) -> Acknowledgement:
        """See Line.deliver."""
        if not self.connections:
            return Acknowledgement(error="dispatch_failed")
        envelope = self._envelope(parcel)
        id = str(envelope["envelope_id"])
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[id] = future
        await self._say(self.connections[-1], envelope)
        try:
            body = await asyncio.wait_for(future, patience)
        except TimeoutError:
            self._given_up.add(id)
            return Acknowledgement(error="operation_timeout")
        finally:
            del self._waiting[id]
        if body and not envelope["accepts_response_payload"]:
            self._world.complaints.append(f"an acknowledgement of {parcel.kind} carries a payload, which is not taken")
        return Acknowledgement(body=body or {})

    async def close(self) -> None:
        """Close all connections."""
        for connection in tuple(self.connections):
            connection.drop()

    def _envelope(self, parcel: Parcel) -> Json:
        envelope: Json = {
            "envelope_id": self._world.new_id("envelope."),
            "type": parcel.kind,
            "payload": parcel.payload,
            "accepts_response_payload": parcel.kind != "events_api",
        }
        if parcel.attempt or parcel.kind == "events_api":
            envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
        return envelope

    async def _hello(self, connection: Connection) -> None:
        await self._say(
            connection,
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "connection_info": {"app_id": self._world.app.id},
                "debug_info": {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
            },
        )

    async def _say(self, connection: Connection, words: Json) -> None:
        connection.sent.append(words)
        if not connection.silent and not connection.socket.closed:
            with suppress(ConnectionError):  # it is being lost: what is sent over it is, too
                await connection.socket.send_json(words)

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.silent:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledged(json.loads(message.data))

    def _acknowledged(self, words: dict[str, Any]) -> None:
        id = str(words.get("envelope_id"))
        future = self._waiting.get(id)
        if future is not None and not future.done():
            future.set_result(words.get("payload"))
        elif id not in self._given_up:
            self._world.complaints.append(f"an envelope is acknowledged twice, or was never sent: {id}")
            self._world.changes.happened()
