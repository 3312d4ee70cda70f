"""The HTTP side: the Web API, uploads, response URLs and the door to Socket Mode, on a free port of loopback."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.platforms.slack.faults import Fault, Faults, What
from tests.platforms.slack.hooks import Hooks
from tests.platforms.slack.methods import access, apps, chat, conversations, files, people, surfaces
from tests.platforms.slack.methods.registry import METHODS, Args, Call
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.socket import Hub
from tests.platforms.slack.views import Views
from tests.platforms.slack.world import ApiCall, Json, World

FAMILIES = (access, apps, chat, conversations, files, people, surfaces)
"""Importing them declares their methods."""

SECRET = frozenset({"token", "client_secret", "refresh_token", "code"})
"""Arguments that are not kept on record."""

LARGEST = 4 * 1024 * 1024


class Server:
    """Serves `world`; what a test sets in `faults` happens to its answers."""

    def __init__(self, world: World, views: Views, hooks: Hooks, hub: Hub, faults: Faults) -> None:
        self._world = world
        self._views = views
        self._hooks = hooks
        self._hub = hub
        self._faults = faults
        self._runner: web.AppRunner | None = None
        self.base = ""

    async def start(self) -> None:
        """Serve from now on; `base` is known afterwards."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/v1/{id}", self._upload)
        app.router.add_post("/actions/{id}", self._respond)
        app.router.add_get("/link/", self._hub.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        self._hooks.base = self._hub.base = self.base

    async def stop(self) -> None:
        """Release what hangs, close every connection, serve no more."""
        self._faults.clear()
        await self._hub.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        args, token = await _read(request)
        given = {key: value for key, value in args.given.items() if key not in SECRET}
        record = ApiCall(name, "", given, self._world.clock())
        self._world.calls.append(record)
        return await self._through_faults(request, name, lambda: self._answer(record, args, token))

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()

        def answer() -> web.Response:
            status, words = self._hooks.use(request.match_info["id"], text)
            return web.Response(status=status, text=words)

        return await self._through_faults(request, "response_url", answer)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        data = await request.read()

        def answer() -> web.Response:
            file = self._world.files.get(request.match_info["id"])
            if file is None or file.data is not None or len(data) != file.length:
                return web.Response(status=400, text="the bytes are not those that were announced")
            file.data = data
            return web.Response(text=f"OK - {len(data)}")

        return await self._through_faults(request, "upload", answer)

    async def _through_faults(
        self, request: web.Request, name: str, answer: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """Answer, unless a fault was set for the method."""
        fault = self._faults.take(name)
        if fault is None:
            return answer()
        done = answer() if fault.done else None
        if fault.what is What.HANG:
            fault.reached.set()
            await fault.release.wait()
            return done or answer()
        if fault.what is What.DROP:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        return _faulty(fault)

    def _answer(self, record: ApiCall, args: Args, value: str) -> web.Response:
        """Pass a call through the gate to its method, and say what comes of it in Slack's form."""
        method = METHODS.get(record.method)
        headers: dict[str, str] = {}
        try:
            if method is None:
                raise Refusal("unknown_method", req_method=record.method)
            token = None if method.token == "none" else self._world.tokens.check(value)
            if token is not None:
                record.team = token.team
                headers["X-OAuth-Scopes"] = ",".join(sorted(token.scopes))
                headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
            call = Call(self._world, self._views, self._hub, self.base, args, token)
            method.gate(call)
            answer: Json = {"ok": True, **method.run(call)}
            if unseen := args.unseen():
                self._world.complaints.append(f"{record.method} was given {unseen}, which nothing here looks at")
        except Refusal as refusal:
            record.error = refusal.error
            answer = refusal.body()
        except Exception as error:  # a fault of this server's own, which must not pass for one that a test has set
            self._world.complaints.append(f"{record.method} broke here: {error!r}")
            raise
        self._world.changes.happened()
        return web.json_response(answer, headers=headers)


def _faulty(fault: Fault) -> web.Response:
    if fault.what is What.LIMIT:
        headers = {"Retry-After": str(fault.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.what is What.SERVER_ERROR:
        return web.Response(status=fault.status, text="<html>Server Error</html>", content_type="text/html")
    return web.json_response(Refusal(fault.error, **fault.extra).body())


def _structure(text: str) -> Json:
    """Return what a JSON body gives; what is none is refused by the method, which finds nothing."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def _read(request: web.Request) -> tuple[Args, str]:
    """Return a call's arguments, from its address and its body, and its token."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        text = await request.text()
        given |= _structure(text)
    else:
        given |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        given["client_id"], _, given["client_secret"] = base64.b64decode(credentials).decode().partition(":")
    return Args(given), credentials if scheme == "Bearer" else str(given.get("token", ""))
