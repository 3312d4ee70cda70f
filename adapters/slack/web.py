"""HTTP: Slack's requests, verified before anything else is done with them."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.signature import Clock as LibraryClock
from slack_sdk.signature import SignatureVerifier

from adapters.slack.edge import Edge
from bot.clock import Clock

LARGEST = 512 * 1024
"""Octets of a body; what Slack sends is far smaller."""


class _Now(LibraryClock):
    """Our clock, as the library wants one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class Requests:
    """The route that Slack sends everything to."""

    def __init__(self, edge: Edge, signing_secret: str, clock: Clock) -> None:
        self._edge = edge
        self._verifier = SignatureVerifier(signing_secret, _Now(clock))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Refuse what is too large, too old or not from Slack; hand the rest over."""
        body = await self._body(request)
        if body is None:
            return web.Response(status=413)
        if not self._from_slack(body, request.headers):
            return web.Response(status=401)
        try:
            asked = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
        except (ValueError, AttributeError, TypeError):  # signed, and yet nothing that the library can read
            return web.Response(status=400)
        return await to_aiohttp_response(await self._edge.take(asked))

    async def _body(self, request: web.Request) -> bytes | None:
        """Return the body, or None if it is too large; of such a one no more is read."""
        if (request.content_length or 0) > LARGEST:
            return None
        body = b""
        async for part in request.content.iter_chunked(64 * 1024):
            body += part
            if len(body) > LARGEST:
                return None
        return body

    def _from_slack(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Return whether Slack signed a body, less than five minutes ago."""
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 16):
            return False
        try:
            return self._verifier.is_valid(body, timestamp, headers.get("X-Slack-Signature", ""))
        except UnicodeDecodeError:
            return False
