"""The trace: looks at every answer of Discord's API before discord.py does, and notes whether a call was begun."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp


class Ended(Exception):
    """An answer that discord.py must not see: it would sleep or repeat the call."""

    def __init__(self, status: int, body: Mapping[str, Any], wait: str) -> None:
        super().__init__(f"{status}")
        self.status = status
        try:
            self.wait = float(body.get("retry_after") or wait or 1)
        except ValueError:
            self.wait = 1.0
        self.everywhere = bool(body.get("global"))


@dataclass
class Attempt:
    """What is known of a call under way: whether it has been begun on the network."""

    begun: bool = False


ATTEMPT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""The call of ours that runs in this task; None in the library's own."""


def trace() -> aiohttp.TraceConfig:
    """Return what looks at every answer first, for calls of ours alone: those of discord.py's own stay as they are."""
    looked = aiohttp.TraceConfig()
    looked.on_request_headers_sent.append(_sent)
    looked.on_request_end.append(_answered)
    return looked


async def _sent(_: aiohttp.ClientSession, __: SimpleNamespace, ___: aiohttp.TraceRequestHeadersSentParams) -> None:
    attempt = ATTEMPT.get()
    if attempt is not None:
        attempt.begun = True


async def _answered(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
    response = end.response
    if ATTEMPT.get() is None or (response.status != 429 and response.status < 500):
        return
    try:
        body = json.loads(await response.text())
    except ValueError:
        body = {}  # not from Discord itself, but from what stands before it
    raise Ended(response.status, body if isinstance(body, dict) else {}, response.headers.get("Retry-After", ""))
