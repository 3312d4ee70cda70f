"""Small apps on the real slack-bolt, for the tests of the loopback itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.loopback import Slack


def bolt(client: AsyncWebClient) -> AsyncApp:
    """Return an app with one workspace's token and no listeners yet."""
    return AsyncApp(client=client, token=client.token, process_before_response=False)


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
