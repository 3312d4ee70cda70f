"""The page's interface: what its script asks, handed to the router and answered with JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from adapters.web import controls, world
from adapters.web.answers import Answer, Answers, Visitor, visible
from adapters.web.asked import DeleteAsked, FormAsked, LineAsked, PressAsked, Stale, TimeAsked, body, number, visitor
from adapters.web.bell import Bell
from adapters.web.feed import Feed, clock, told
from adapters.web.guard import Handler, fault
from adapters.web.labels import language
from adapters.web.line import Fault, missing, parse
from bot.chat import cards
from bot.chat.calls import Call
from bot.chat.declare import Command
from bot.chat.page import PageMessage
from bot.chat.port import Host
from bot.errors import StudybotError, Unconfirmed

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


def answering(handler: Handler) -> Handler:
    """Return a handler whose failures become sentences."""

    async def answer(request: web.Request) -> web.StreamResponse:
        t = language(request).t
        try:
            return await handler(request)
        except Stale:
            return fault(400, t("This page is older than the program behind it. Load it again."))
        except Unconfirmed:
            return fault(503, t("This is not confirmed yet. Try again; doing it twice does no harm."))
        except StudybotError:
            return fault(503, t("Studybot's database does not answer. Nothing was changed; try again in a moment."))

    return answer


class Api:
    """The handlers. They keep nothing between requests."""

    def __init__(self, host: Host, bell: Bell) -> None:
        self._host = host
        self._bell = bell
        self._pages = host.pages
        self._answers = Answers(host.pages, bell)
        self._moving = asyncio.Lock()

    @property
    def _commands(self) -> Sequence[Command[Any]]:
        return world.declared(self._host.router.commands)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """Return the handler of each method and path."""
        handlers: dict[tuple[str, str], Handler] = {
            ("GET", "/api/state"): self.state,
            ("GET", "/api/feed"): self.feed,
            ("GET", "/api/form"): self.form,
            ("GET", "/api/complete"): self.complete,
            ("POST", "/api/line"): self.line,
            ("POST", "/api/submit"): self.submit,
            ("POST", "/api/press"): self.press,
            ("POST", "/api/delete"): self.delete,
            ("POST", "/api/time"): self.time,
            ("GET", "/images/{message}"): self.image,
        }
        return {route: answering(handler) for route, handler in handlers.items()}

    async def state(self, request: web.Request) -> web.StreamResponse:
        """Return a channel's messages, the newest message of each other one, the time, and where the feed goes on."""
        who = visitor(request)
        channels = [*(one.id for one in world.CHANNELS), world.direct(who.member.id)]
        newest = {one: await self._pages.latest(one, who.member.id, 1) for one in channels if one != who.channel}
        messages = await self._pages.latest(who.channel, who.member.id)
        every = [*messages, *(message for ones in newest.values() for message in ones)]
        return web.json_response(
            {
                "messages": [told(message, who) for message in messages],
                "newest": {channel: ones[-1].id if ones else 0 for channel, ones in newest.items()},
                "version": max((message.version for message in every), default=0),
                "clock": await clock(self._host.time, who.words),
            }
        )

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """Stream changes from `since`, or from where a lost connection was (`Last-Event-ID`)."""
        since = number(request.headers.get("Last-Event-ID") or request.query.get("since", "0"))
        return await Feed(self._pages, self._host.time, self._bell, visitor(request), since).run(request)

    async def form(self, request: web.Request) -> web.StreamResponse:
        """Return the form of a command's options."""
        return web.json_response(self._command_form(visitor(request), request.query.get("command", ""), {}))

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """Return completions for what was typed into an option: at most 25 values and labels."""
        who, query = visitor(request), request.query
        command, option, typed = query.get("command", ""), query.get("option", ""), query.get("typed", "")
        choices = [(one.value, one.label) for one in self._host.router.complete(_call(who, command), option, typed)]
        declared = next((one for one in self._commands if one.name == command), None)
        for one in declared.options if declared else ():
            if one.name == option:
                fixed = [(choice.value, who.words.t(choice.label)) for choice in one.choices]
                choices += [pair for pair in fixed if typed.casefold() in " ".join(pair).casefold()]
        return web.json_response({"choices": choices})

    async def line(self, request: web.Request) -> web.StreamResponse:
        """Run a typed line; one that lacks a required option opens the command's form."""
        data = await body(request, LineAsked)
        who = visitor(request, data)
        line = parse(data.line, self._commands, who.words)
        if isinstance(line, Fault):
            return fault(422, line.sentence)
        if missing(line):
            return web.json_response(self._command_form(who, line.command.name, line.values))
        reply = await self._host.router.command(_call(who, line.command.name, values=line.values))
        return web.json_response(await self._answers.give(who, reply))

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Send a form: of a command, or of the action that asked for it."""
        data = await body(request, FormAsked)
        who = visitor(request, data)
        if data.command:
            return web.json_response(await self._run(who, data.command, data.values))
        pressed = None if data.message is None else await self._seen(who, data.message)
        call = _call(who, data.action, values=data.values, message=pressed)
        return web.json_response(await self._answers.give(who, await self._host.router.press(call), pressed))

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Press a button or send a chooser of a message that this member sees."""
        data = await body(request, PressAsked)
        who = visitor(request, data)
        message = await self._seen(who, data.message)
        if message is None or message.card is None or not controls.allows(message.card, data.action, data.chosen):
            return fault(409, who.words.t("This message is not there any more, or has changed. Look at it again."))
        call = _call(who, data.action, chosen=data.chosen, message=message)
        return web.json_response(await self._answers.give(who, await self._host.router.press(call), message))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        """Delete a message for everyone; the owner alone may, to see how the bot meets it."""
        data = await body(request, DeleteAsked)
        who = visitor(request, data)
        message = await self._seen(who, data.message)
        if not who.member.owner or (message is not None and message.to is not None):
            return fault(403, who.words.t("Only the owner can delete messages, and only those that everyone sees."))
        if message is not None:
            await self._pages.replace(message.id, None)
            self._bell.ring()
        return web.json_response({"kind": "sent"})

    async def time(self, request: web.Request) -> web.StreamResponse:
        """Move the time on by an hour, a day or a week; answers when everything due on the way has happened."""
        step = STEPS.get((await body(request, TimeAsked)).by)
        if step is None:
            raise Stale
        async with self._moving:
            await self._host.time.advance(step)
        self._bell.ring()
        return web.json_response(await clock(self._host.time, language(request)))

    async def image(self, request: web.Request) -> web.StreamResponse:
        """Return a picture or a document of a message that this member sees."""
        message = await self._seen(visitor(request), number(request.match_info["message"]))
        at = number(request.query.get("block", ""))
        block = message.card.blocks[at] if message and message.card and at < len(message.card.blocks) else None
        headers = {"Cache-Control": "private, max-age=86400"}
        if isinstance(block, cards.Image):
            return web.Response(body=block.png, content_type="image/png", headers=headers)
        if isinstance(block, cards.Document):
            return web.Response(text=block.text, content_type="text/plain", headers=headers)
        return web.Response(status=404)

    async def _run(self, who: Visitor, name: str, values: Mapping[str, str]) -> Answer:
        command = next((one for one in self._commands if one.name == name), None)
        if command is None:
            raise Stale
        given = {option.name: values[option.name].strip() for option in command.options if option.name in values}
        empty = [option.name for option in command.options if option.required and not given.get(option.name)]
        if empty:
            return {"kind": "invalid", "errors": {one: who.words.t("Fill this in.") for one in empty}}
        given = {option: value for option, value in given.items() if value}
        return await self._answers.give(who, await self._host.router.command(_call(who, name, values=given)))

    def _command_form(self, who: Visitor, name: str, values: Mapping[str, str]) -> Answer:
        command = next((one for one in self._commands if one.name == name), None)
        if command is None:
            raise Stale
        form = controls.command_form(command, values, who.words)
        return self._answers.form(who, form, {"command": name})

    async def _seen(self, who: Visitor, message: int) -> PageMessage | None:
        found = await self._pages.get(message)
        return found if visible(found, who.member) else None


def _call(
    who: Visitor,
    name: str,
    *,
    values: Mapping[str, str] | None = None,
    chosen: tuple[str, ...] = (),
    message: PageMessage | None = None,
) -> Call:
    actor = world.actor(who.member, who.words.language)
    ref = str(message.id) if message else None
    labels = {option: world.role_name(value) for option, value in (values or {}).items()}
    return Call(actor, name, world.place(who.channel), values or {}, chosen, ref, labels=labels)
