"""The edge: acknowledges in time whatever happens behind it, and lets a repeated delivery join the first."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import asked
from adapters.slack.handlers import Handlers
from adapters.slack.tasks import Tasks

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds after which Slack is told that all is well; it waits for three."""
_MOST_REMEMBERED = 2_000

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class Edge:
    """Stands between Slack and Bolt. The dispatch is a task of its own, which nobody's waiting can end."""

    def __init__(self, dispatch: Dispatch, handlers: Handlers, tasks: Tasks, patience: float = PATIENCE) -> None:
        self._dispatch = dispatch
        self._handlers = handlers
        self._tasks = tasks
        self._patience = patience
        self._first: OrderedDict[str, asyncio.Task[BoltResponse]] = OrderedDict()

    async def take(self, request: AsyncBoltRequest) -> BoltResponse:
        """Return what Slack is told about a verified request: the result if it is there in time, else that we have it.

        Completions are answered at once and from memory, because they can't be answered later.
        """
        if request.body.get("type") == "block_suggestion":
            return self._suggestions(request.body)
        task = self._task(request)
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if not done:
            return BoltResponse(status=200, body="")
        response = _failed() if task.cancelled() else task.result()
        # Of what we never subscribed to we want to hear no more, and of what failed we want to hear again.
        return BoltResponse(status=200, body="") if response.status == 404 else response

    def _task(self, request: AsyncBoltRequest) -> asyncio.Task[BoltResponse]:
        """Return the dispatch of a request. The same click, delivered again, is the click that is under way already.

        Only what this process remembers is joined: after a restart a repeated delivery is all there is of the click.
        """
        key = str(request.body.get("trigger_id") or "")
        first = self._first.get(key) if key else None
        if first is not None and not (first.done() and (first.cancelled() or first.result().status >= 500)):
            return first
        task = self._tasks.start(self._run(request))
        if key:
            self._first[key] = task
            while len(self._first) > _MOST_REMEMBERED:
                self._first.popitem(last=False)
        return task

    async def _run(self, request: AsyncBoltRequest) -> BoltResponse:
        try:
            return await self._dispatch(request)
        except Exception:  # the outermost edge of what the library does with a request
            log.exception("slack request failed")
            return _failed()

    def _suggestions(self, body: Mapping[str, Any]) -> BoltResponse:
        try:
            found = self._handlers.complete(asked.completion(body), str(body.get("value") or ""))
        except Exception:  # the outermost edge: without completions a form still takes what is typed
            log.exception("slack completion failed")
            found = []
        headers: dict[str, str | Sequence[str]] = {"Content-Type": "application/json"}
        return BoltResponse(status=200, body=json.dumps({"options": found}), headers=headers)


def _failed() -> BoltResponse:
    return BoltResponse(status=500, body="")
