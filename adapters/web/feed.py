"""The feed: what changes, as server-sent events, to each member only what they may see."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from aiohttp import web

from adapters.web import render
from adapters.web.answers import Visitor, visible
from adapters.web.bell import Bell
from adapters.web.labels import upcoming
from bot.chat.page import PageMessage, PageStore, TimeControl
from bot.errors import StudybotError
from bot.i18n import Words

LOOK = 2.0  # seconds between looks for what other processes changed
BEAT = 15.0  # seconds after which a silent connection says that it lives
BATCH = 200

_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def told(message: PageMessage, visitor: Visitor) -> Mapping[str, object]:
    """Return a message as the page is told of it; without `html` it was deleted."""
    known = {"id": message.id, "version": message.version, "channel": message.channel}
    if message.card is None:
        return known
    html = render.message(message, message.card, visitor.view)
    return {**known, "html": html, "title": message.card.title, "private": message.to is not None}


async def clock(time: TimeControl, words: Words) -> Mapping[str, object]:
    """Return the page's moment, the zones of its groups, and what comes next, told in the zone of its group."""
    return {
        "now": time.now().isoformat(),
        "zones": {**await time.zones()},
        "next": [
            {"what": upcoming(one, words), "when": words.moment(one.at, one.zone), "zone": one.zone}
            for one in await time.upcoming()
        ],
    }


class Feed:
    """One connection: sends what is newer than `version` until the page leaves or the service ends."""

    def __init__(self, pages: PageStore, time: TimeControl, bell: Bell, visitor: Visitor, version: int) -> None:
        self._pages = pages
        self._time = time
        self._bell = bell
        self._visitor = visitor
        self._version = version
        self._offset: float | None = None
        self._silent_since = 0.0

    async def run(self, request: web.Request) -> web.StreamResponse:
        """Answer a request with the stream."""
        stream = web.StreamResponse(headers=_HEADERS)
        await stream.prepare(request)
        with self._bell.listening() as rung:
            while not self._bell.closed:
                rung.clear()
                try:
                    more = await self._look(stream)
                except StudybotError:
                    # The database does not answer: the stream stays open and looks again.
                    more = False
                except ConnectionError:
                    break
                if not more:
                    await _wait(rung)
        return stream

    async def _look(self, stream: web.StreamResponse) -> bool:
        """Send what changed; return whether there may be more at once."""
        changes = await self._pages.changed_since(self._version, BATCH)
        for message in changes:
            self._version = message.version
            if visible(message, self._visitor.member):
                await self._send(stream, "message", told(message, self._visitor))
        await self._tell_time(stream, changes)
        return len(changes) == BATCH

    async def _tell_time(self, stream: web.StreamResponse, changes: Sequence[PageMessage]) -> None:
        """Send the clock when it was moved, when plans may have changed with a message, and as a sign of life."""
        running = asyncio.get_running_loop().time()
        offset = self._time.now().timestamp() - running
        moved = self._offset is None or abs(offset - self._offset) > 1
        if moved or changes or running - self._silent_since >= BEAT:
            await self._send(stream, "clock", await clock(self._time, self._visitor.words))
            self._offset, self._silent_since = offset, running

    async def _send(self, stream: web.StreamResponse, event: str, data: object) -> None:
        line = json.dumps(data)
        await stream.write(f"event: {event}\nid: {self._version}\ndata: {line}\n\n".encode())


async def _wait(rung: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(rung.wait(), LOOK)
