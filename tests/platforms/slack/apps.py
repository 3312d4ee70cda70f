"""Small apps on the real slack-bolt, for the tests of the loopback itself, reached in both ways."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.lines import HttpLine
from tests.platforms.slack.loopback import Slack

LARGEST = 100_000
"""Characters of a request that the small app takes."""

Reach = Callable[[Slack, AsyncApp], AbstractAsyncContextManager[object]]


def bolt(client: AsyncWebClient) -> AsyncApp:
    """Return an app with one workspace's token and no listeners yet."""
    return AsyncApp(client=client, token=client.token, request_verification_enabled=False)


@asynccontextmanager
async def in_socket_mode(slack: Slack, app: AsyncApp, ping: float = 10) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connect an app by Socket Mode, and close it at the end."""
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping)
    await handler.connect_async()  # type: ignore[no-untyped-call] # slack_bolt says no types here
    try:
        await slack.hub.connected()
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # as above


class _Moved(Clock):
    """The library's clock, moved by ours."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def now(self) -> float:
        return self._slack.world.clock().timestamp()


@asynccontextmanager
async def over_http(slack: Slack, app: AsyncApp) -> AsyncIterator[HttpLine]:
    """Serve an app over HTTP; the library's own verifier looks at every signature."""
    verifier = SignatureVerifier(slack.world.app.signing_secret, _Moved(slack))

    async def serve(request: web.Request) -> web.Response:
        body = await request.text()
        if len(body) > LARGEST:
            return web.Response(status=413)
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application(client_max_size=10 * LARGEST)
    site.router.add_post("/slack/events", serve)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield slack.use_http(f"http://{host}:{port}/slack/events")
    finally:
        await runner.cleanup()
