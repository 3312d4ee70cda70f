"""The one HTTP server. Adapters register their routes; its own is `/healthz`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.errors import ConfigError

_GRACE = 5.0  # seconds for answers under way when it stops

Health = Callable[[], Awaitable[tuple[bool, Mapping[str, Any]]]]
"""Returns whether all is well, and what to say about it."""


class HttpServer:
    """Implements `bot.chat.port.Web` on aiohttp."""

    def __init__(self, host: str, port: int, public_url: str, health: Health) -> None:
        self._host = host
        self._port = port
        self._public_url = public_url
        self._health = health
        self._app = web.Application()
        self._app.router.add_get("/healthz", self._tell_health)
        self._runner: web.AppRunner | None = None

    def add(self, register: Callable[[Any], None]) -> None:
        """See Web.add."""
        register(self._app)

    @property
    def address(self) -> str:
        """See Web.address."""
        if self._public_url:
            return self._public_url
        name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self._host, self._host)  # noqa: S104 - compared only
        return f"http://{f'[{name}]' if ':' in name and not name.startswith('[') else name}:{self._port}"

    @property
    def host(self) -> str:
        """See Web.host."""
        return self._host

    async def start(self) -> None:
        """Serve from now on; raise ConfigError if the port is taken or not ours to take."""
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=_GRACE)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            fault = f"{self._host}:{self._port} can't be served on ({error.strerror or error})"
            raise ConfigError("STUDYBOT_HTTP_PORT", fault, "8081") from None
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Finish answers under way, then serve no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _tell_health(self, _request: web.Request) -> web.Response:
        """Answer 200 while all is well, 503 otherwise."""
        well, said = await self._health()
        return web.json_response(said, status=200 if well else 503)
