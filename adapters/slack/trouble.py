"""Calls that fail, in the port's words: while nothing can have been sent yet, and while something may have been."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack import failures
from bot.chat.port import PayloadRefused, SendError, Transient, Unclear
from bot.errors import StudybotError

log = logging.getLogger(__name__)


@asynccontextmanager
async def nothing_sent() -> AsyncIterator[None]:
    """Raise SendErrors for calls that show nobody anything: none of them is Unclear, another try does no harm."""
    try:
        async with sending():
            yield
    except Unclear as error:
        raise Transient(str(error)) from None
    except SendError:
        raise
    except StudybotError as error:  # our own database, where tokens are kept
        raise Transient(type(error).__name__) from error


@asynccontextmanager
async def sending() -> AsyncIterator[None]:
    """Raise SendErrors for a call that sends; whatever is not surely *not sent* is Unclear."""
    try:
        yield
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        meant = failures.send_error(error)
        if isinstance(meant, PayloadRefused) and isinstance(error, SlackApiError):
            log.error("slack refused a message: %s %s", meant, failures.details(error))
        raise meant from None  # the library's error may quote what was sent
