"""Socket Mode: one connection that Slack speaks through, opened again whenever it is closed or silent."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from adapters.slack import failures
from adapters.slack.access import client
from adapters.slack.edge import Edge
from adapters.slack.settings import APP_TOKEN, SlackSettings
from bot.errors import ConfigError

log = logging.getLogger(__name__)

PING_EVERY = 10.0
"""Seconds between two pings; after four without an answer the connection counts as dead."""


class Socket:
    """Holds the connection and answers each envelope."""

    def __init__(self, settings: SlackSettings, app_token: str, edge: Edge, ping_every: float = PING_EVERY) -> None:
        self._settings = settings
        self._app_token = app_token
        self._edge = edge
        self._ping_every = ping_every
        self._client: SocketModeClient | None = None
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect; returns once the connection is there, or goes on trying where Slack can't be reached.

        Raises ConfigError for a token that Slack does not take.
        """
        web = client(self._settings, self._app_token)
        library = logging.getLogger("slack_sdk.socket_mode")
        self._client = SocketModeClient(self._app_token, library, web, ping_interval=self._ping_every)
        self._client.socket_mode_request_listeners.append(self._take)
        try:
            self._client.wss_uri = await self._client.issue_new_wss_url()
            await self._client.connect()  # type: ignore[no-untyped-call]  # the library's own
        except SlackApiError as error:
            if failures.is_wrong_token(error):
                fault = f"Slack does not take it ({failures.code(error)})"
                raise ConfigError(APP_TOKEN, fault, "xapp-1-…") from None
            log.warning("slack socket not open yet: %s", failures.code(error))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack can't be reached yet: %s", type(error).__name__)
        self._watch = asyncio.create_task(self._watched(self._client))

    async def stop(self) -> None:
        """Receive no more; what was taken is answered by whoever holds it."""
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]  # the library's own

    async def _take(self, connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer an envelope; one that failed is left unanswered, and Slack delivers it again."""
        bolt = AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        response = await self._edge.take(bolt)
        if response.status != 200:
            return
        try:
            await connection.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(response))
            )
        except (ConnectionError, aiohttp.ClientError) as error:  # gone: Slack delivers it again on the next one
            log.info("slack socket gone before an acknowledgement: %s", type(error).__name__)

    async def _watched(self, connection: SocketModeClient) -> None:
        """See to it that there is a connection and that the library watches it, which it does from the first one on."""
        while True:
            await asyncio.sleep(self._ping_every * 2)
            monitor = connection.current_session_monitor
            if monitor is not None and not monitor.done() and await connection.is_connected():
                continue
            log.warning("slack socket is not watched or not connected; connecting anew")
            with suppress(SlackApiError, aiohttp.ClientError, OSError):
                await connection.connect_to_new_endpoint(force=True)


def _payload(response: BoltResponse) -> dict[str, Any] | None:
    return json.loads(response.body) if response.body and response.body.startswith("{") else None
