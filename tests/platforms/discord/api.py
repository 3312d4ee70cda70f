"""The HTTP API: routes, authorization, faults, refusals, and the headers that a client reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from aiohttp import web

from tests.platforms.discord.backend import Backend, Request
from tests.platforms.discord.compose import Upload
from tests.platforms.discord.document import document
from tests.platforms.discord.faults import Disturbance
from tests.platforms.discord.http_routes import callbacks, commands, messages, places, responses
from tests.platforms.discord.http_routes.call import Call, Handler
from tests.platforms.discord.limits import PLENTY
from tests.platforms.discord.refusals import Refusal, bad_json, not_found, unauthorized, wrong_content_type

ROUTES: Mapping[str, Handler] = {
    **places.ROUTES,
    **messages.ROUTES,
    **commands.ROUTES,
    **callbacks.ROUTES,
    **responses.ROUTES,
}
BASE = "/api/v10"
BY_TOKEN = ("/interactions/", "/webhooks/")
"""Routes whose path holds a token; the others want the bot's."""
VIA = {"Via": "1.1 loopback"}
"""A 429 without this header looks to discord.py like a ban."""


class Api:
    """Answers requests for one backend."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        backend.faults.routes.update(ROUTES)

    def add_to(self, app: web.Application) -> None:
        """Register all routes, those with fewer variables first, and an answer for paths that are none."""
        for route in sorted(ROUTES, key=lambda route: route.count("{")):
            method, path = route.split()
            app.router.add_route(method, BASE + path, self._handler(route))
        app.router.add_route("*", "/api/{rest:.*}", self._nowhere)
        app.router.add_get("/attachments/{channel}/{id}/{name}", self._file)

    def _handler(self, route: str) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            disturbance = self._backend.faults.take(route)
            if disturbance is None:
                return await self._answer(route, request)
            return await self._disturbed(route, request, disturbance)

        return handle

    async def _disturbed(self, route: str, request: web.Request, what: Disturbance) -> web.StreamResponse:
        if what.held and not what.after:
            await self._hold(what.held)
        answer: web.StreamResponse | None = None
        if what.done:
            answer = await self._answer(route, request)
        else:
            self._note(route, request, await _body(request), what.status, what.body)
        if what.held and what.after:
            await self._hold(what.held)
        if what.cut:
            assert request.transport
            request.transport.close()
            return web.Response(status=499)
        if answer and not what.status:
            return answer
        return _response(route, what.status, what.body, what.headers)

    async def _hold(self, held: asyncio.Event) -> None:
        self._backend.faults.holding += 1
        self._backend.changes.happened()
        try:
            await held.wait()
        finally:
            self._backend.faults.holding -= 1

    async def _answer(self, route: str, request: web.Request) -> web.StreamResponse:
        body: Any = None
        headers, too_many = self._backend.limits.count(route, request.match_info)
        if too_many:
            self._note(route, request, await _body(request), 429, too_many)
            return _response(route, 429, too_many, headers)
        try:
            self._authorize(route, request)
            body, files = await _read(request)
            call = Call(self._backend, request.match_info, request.query, body, files)
            answer = await ROUTES[route](call)
            status = 204 if answer is None else 200
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body()
        except Exception as bug:  # it must fail the test, not look like Discord's 500
            self._backend.bugs.append(bug)
            raise
        self._note(route, request, body, status, answer)
        return _response(route, status, answer, headers)

    def _authorize(self, route: str, request: web.Request) -> None:
        if route.split()[1].startswith(BY_TOKEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._backend.world.token}":
            raise unauthorized()

    def _note(self, route: str, request: web.Request, body: Any, status: int, answer: Any) -> None:
        values, query = dict(request.match_info), dict(request.query)
        self._backend.requests.append(Request(route, values, query, body, status, answer))
        if paper := document():
            objections = paper.objections(route, body, status, answer)
            self._backend.bugs += [AssertionError(objection) for objection in objections]
        self._backend.changes.happened()

    async def _nowhere(self, request: web.Request) -> web.Response:
        refusal = not_found()
        return _response(request.path, refusal.status, refusal.body())

    async def _file(self, request: web.Request) -> web.Response:
        channel = self._backend.world.channels.get(int(request.match_info["channel"]))
        for message in channel.messages.values() if channel else ():
            for one in message.attachments:
                if str(one.id) == request.match_info["id"]:
                    return web.Response(body=one.data)
        return web.Response(status=404)


async def _body(request: web.Request) -> Any:
    try:
        return (await _read(request))[0]
    except Refusal:
        return None


async def _read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """Return a request's JSON and its files, which come as `files[0]`, `files[1]`, … beside `payload_json`."""
    if request.content_type == "multipart/form-data":
        files: dict[int, Upload] = {}
        body: Any = None
        async for part in await request.multipart():
            name = getattr(part, "name", None) or ""
            data = await part.read(decode=True)  # type: ignore[union-attr]  # no nested multiparts here
            if name == "payload_json":
                body = _json(bytes(data))
            elif name.startswith("files["):
                files[int(name[6:-1])] = Upload(getattr(part, "filename", None) or name, bytes(data))
        return body, files
    data = await request.read()
    if data and request.content_type != "application/json":
        raise wrong_content_type()
    return (_json(data) if data else None), {}


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        raise bad_json() from None


def _response(route: str, status: int, answer: object, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return an answer; discord.py takes for JSON only what says so and no more (no charset)."""
    told = {"X-RateLimit-Bucket": f"{crc32(route.encode()):08x}", **PLENTY, **VIA, **(headers or {})}
    if isinstance(answer, str):
        return web.Response(status=status, text=answer, content_type="text/html", headers=told)
    if status == 204:
        return web.Response(status=204, headers=told)
    told["Content-Type"] = "application/json"
    return web.Response(status=status, body=json.dumps(answer).encode(), headers=told)
