"""The Bolt app: reads what Slack sends, and calls our handlers. It asks for no token and no database to do so."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from adapters.slack import asked, controls
from adapters.slack.asked import Asked, Surface
from adapters.slack.events import Events
from adapters.slack.handlers import Handlers
from adapters.slack.home import Home
from adapters.slack.report import Report
from adapters.slack.tasks import Tasks

_ANYTHING = re.compile(r".*", re.DOTALL)
Body = Mapping[str, Any]
Next = Callable[[], Awaitable[BoltResponse]]


async def authorize(context: AsyncBoltContext, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Let everything in that was verified at the edge.

    Whose token is needed, and whether the app is still installed there, is found out where a call is made: to ask for
    it here would keep Slack waiting for the database.
    """
    return AuthorizeResult(enterprise_id=context.enterprise_id, team_id=team_id, user_id=user_id)


class App:
    """Our handlers as listeners of Bolt: one for each kind of request, whatever it is called.

    What goes on after an acknowledgement is a task that is finished before we stop; Bolt's own are not.
    """

    def __init__(
        self, handlers: Handlers, home: Home, events: Events, report: Report, tasks: Tasks, patience: float
    ) -> None:
        self._handlers = handlers
        self._home = home
        self._events = events
        self._report = report
        self._tasks = tasks
        self._patience = patience
        self.bolt = AsyncApp(
            name="slack_bolt.app",  # it lowers the level of the logger of this name
            logger=logging.getLogger("slack_bolt"),
            signing_secret="",  # verified at the edge, before anything is read
            request_verification_enabled=False,
            authorize=authorize,
        )
        self.bolt.middleware(self._event)
        self.bolt.command(_ANYTHING)(self._command)
        self.bolt.action(_ANYTHING)(self._action)
        self.bolt.view(_ANYTHING)(self._view)

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """Handle one verified request."""
        return await self.bolt.async_dispatch(request)

    async def _event(self, body: Body, next: Next) -> BoltResponse:  # noqa: A002 - Bolt hands it over by this name
        """Handle an event before it is acknowledged: one that failed comes again, also after a restart."""
        if body.get("type") != "event_callback":
            return await next()
        return BoltResponse(status=200 if await self._report.event(body, self._events.handle(body)) else 503)

    async def _command(self, body: Body, ack: AsyncAck) -> None:
        await ack()
        what = asked.command(body)
        await self._tasks.start(self._report.done("command", what, self._handlers.command(what)))

    async def _action(self, body: Body, ack: AsyncAck) -> None:
        await ack()
        what = asked.press(body)
        if what.what != controls.PICK:  # a choice is sent by the button beside it
            await self._tasks.start(self._report.done("press", what, self._pressed(what)))

    async def _pressed(self, what: Asked) -> str:
        name = await self._handlers.press(what)
        if what.surface is Surface.HOME:
            await self._home.refresh(what)
        return name

    async def _view(self, body: Body, ack: AsyncAck) -> None:
        sent = await self._handlers.submit(asked.submission(body), self._patience)
        if sent.errors:
            await ack(response_action="errors", errors=dict(sent.errors))
        else:
            await ack()
        await self._tasks.start(self._report.done("form", sent.asked, sent.rest))
