"""Handlers: what people do, handed to the router, and its reply handed to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from slack_sdk.errors import SlackApiError

from adapters.slack import carried, controls, failures, forms, line, own
from adapters.slack.access import Clients
from adapters.slack.answers import FAILED, Answers
from adapters.slack.asked import Asked
from adapters.slack.blocks import option
from adapters.slack.carried import Origin
from adapters.slack.names import OWN, Names
from adapters.slack.tasks import Tasks
from adapters.slack.visits import Visit, Visits
from bot.chat.calls import Ask, Call, Change, Form, Invalid, Reply, Show, Tell
from bot.chat.cards import Buttons, Card, Chooser
from bot.chat.declare import Command, Who
from bot.chat.port import Host

log = logging.getLogger(__name__)

LASTING = frozenset({"quiz", "exam", "review"})
"""Commands that begin something of many steps: it lives in the app's direct messages, where it lasts; what only one
person sees in a channel is gone at the next start of Slack."""

_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})


@dataclass(frozen=True)
class Sent:
    """A form that was sent: the faults to show inside it, by block, and what is left to do once it is closed."""

    asked: Asked
    errors: Mapping[str, str]
    rest: Coroutine[Any, Any, str]


class Handlers:
    """One method for each thing that can be done; none keeps anything between two of them."""

    def __init__(
        self, host: Host, clients: Clients, visits: Visits, answers: Answers, names: Names, tasks: Tasks
    ) -> None:
        self._router = host.router
        self._clients = clients
        self._visits = visits
        self._answers = answers
        self._names = names
        self._tasks = tasks

    async def command(self, asked: Asked) -> str:
        """Run a typed command; return its name for the log."""
        visit = await self._visits.of(asked)
        commands = line.offered(self._router.commands)
        alone = next((one for one in commands if one.name == asked.what and one.name in OWN), None)
        w = visit.words
        parsed = line.options(asked.text, alone, w) if alone else line.parse(asked.text, commands, w)
        if isinstance(parsed, line.Fault):
            await self._say(visit, own.faulty(parsed, commands, self._names, visit))
            return "unclear"
        await self._run(visit, Origin(parsed.command.name, True, dict(parsed.values), channel=asked.channel))
        return parsed.command.name

    async def press(self, asked: Asked) -> str:
        """Take a press on anything that we drew, of whatever age; return its action for the log."""
        visit = await self._visits.of(asked)
        if carried.own(asked.what):
            return await self._own(visit)
        if asked.bounds and not asked.bounds[0] <= len(set(asked.chosen)) <= asked.bounds[1]:
            await self._answers.private(visit, own.wrong_number(asked.bounds, visit.words))
            return asked.what
        await self._run(visit, self._origin(asked))
        return asked.what

    async def submit(self, asked: Asked, patience: float) -> Sent:
        """Take a sent form; return what is wrong with its fields, if that is known in time, and what is left to do.

        Once Slack has been told to close the form, its faults come as a message with a button that opens it again.
        """
        origin = carried.unpack(asked.value) or Origin("")
        asked = replace(asked, channel=origin.channel, message=origin.message, alone=origin.alone)
        work = self._tasks.start(self._submitted(asked, origin))
        done, _ = await asyncio.wait({work}, timeout=patience)
        if done and work.exception() is None and isinstance(reply := work.result()[1], Invalid):
            return Sent(asked, forms.errors(reply.errors, asked.view), _named(asked.what))
        return Sent(asked, {}, self._afterwards(work, origin))

    def complete(self, asked: Asked, typed: str) -> list[dict[str, Any]]:
        """Return what completes a field, from memory alone; what was typed can always be chosen as it is."""
        found = forms.completes(asked.what)
        if found is None:
            return []
        call = Call(self._visits.from_memory(asked), found[0], None)
        choices = [(one.value, one.label) for one in self._router.complete(call, found[1], typed)]
        if typed.strip() and typed.strip() not in {value for value, _ in choices}:
            choices.append((typed.strip(), typed.strip()))
        return [option(value, label) for value, label in choices]

    async def _submitted(self, asked: Asked, origin: Origin) -> tuple[Visit, Reply]:
        visit = await self._visits.of(asked)
        values = forms.values(asked.state)
        name = forms.command_of(asked.what)
        if name is not None:
            given = {key: value for key, value in values.items() if value}
            command = self._command(Origin(name, True))
            called = line.labels(command, given) if command else {}
            return visit, await self._router.command(Call(visit.actor, name, visit.place, given, labels=called))
        call = Call(visit.actor, asked.what, visit.place, values, message=origin.message or None)
        return visit, await self._router.press(call)

    async def _afterwards(self, work: asyncio.Task[tuple[Visit, Reply]], origin: Origin) -> str:
        """Give the answer to a form that Slack closes meanwhile; return its action."""
        visit, reply = await work
        if isinstance(reply, Invalid):
            again = msgspec.structs.replace(origin, typed=forms.values(visit.asked.state))
            await self._say(visit, own.late(visit, tuple(reply.errors.values()), again))
        else:
            await self._give(visit, reply, origin)
        return visit.asked.what

    async def _own(self, visit: Visit) -> str:
        """Take a press on a button of this adapter's: to run a command, or to open its form."""
        asked = visit.asked
        origin = carried.unpack(asked.value)
        if origin is None or asked.what.startswith(controls.PICK):
            return asked.what
        if not asked.channel and origin.channel:
            visit = await self._visits.of(replace(asked, channel=origin.channel))
        origin = msgspec.structs.replace(origin, channel=visit.asked.channel, alone=asked.alone)
        command = next((one for one in line.offered(self._router.commands) if one.name == origin.name), None)
        if asked.what.startswith(carried.FILL) and command is not None and command.options:
            title = self._names.typed(command.name)
            form = forms.command_form(command, {**origin.values, **origin.typed}, title, visit.words)
            needed = [one.name for one in command.options if one.required]
            await self._open(visit, replace(form, action=forms.command_id(command.name)), origin, needed)
        else:
            await self._run(visit, origin)
        return asked.what

    async def _run(self, visit: Visit, origin: Origin) -> None:
        """Run a command or a press, and give its reply."""
        command = self._command(origin)
        if visit.hidden and command is not None and command.who is Who.OWNER and visit.actor.may_manage:
            await self._answers.private(visit, own.hidden(visit.words))
            return
        call = Call(visit.actor, origin.name, visit.place, origin.values, origin.chosen, origin.message or None)
        call = replace(call, labels=line.labels(command, origin.values) if command else {})
        reply = await (self._router.command(call) if origin.command else self._router.press(call))
        if origin.command and origin.name == line.HELP and isinstance(reply, Tell):
            await self._say(visit, own.helped(reply.card, line.offered(self._router.commands), self._names, visit))
            return
        await self._give(visit, reply, origin)

    async def _give(self, visit: Visit, reply: Reply, origin: Origin) -> None:
        match reply:
            case Ask(form):
                await self._open(visit, forms.filled(form, {"zone": visit.person.zone}), origin)
            case Tell(card):
                await self._tell(visit, card, origin)
            case Change(card):
                await self._answers.change(visit, card)
            case Show(card):
                await self._answers.public(visit, card)
            case Invalid(errors):
                await self._say(visit, own.late(visit, tuple(errors.values()), origin))

    async def _tell(self, visit: Visit, card: Card, origin: Origin) -> None:
        controls = any(isinstance(block, Buttons | Chooser) for block in card.blocks)
        if not (controls and origin.command and origin.name in LASTING):
            await self._answers.private(visit, card)
            return
        try:
            address = await self._answers.direct(visit, card)
        except FAILED as error:
            log.info("slack direct message refused team=%s: %s", visit.actor.workspace, type(error).__name__)
            await self._answers.private(visit, card)
        else:
            await self._answers.here(visit, own.moved(visit.words, address))

    async def _say(self, visit: Visit, said: own.Said) -> None:
        await self._answers.private(visit, said.card, said.row)

    async def _open(self, visit: Visit, form: Form, origin: Origin, needed: Collection[str] | None = None) -> None:
        """Open a form; where too much time has passed since the click, a button that opens it."""
        form = forms.retyped(form, origin.typed)
        view = forms.modal(form, msgspec.structs.replace(origin, typed={}), visit.words, needed)
        client = await self._clients.of(visit.actor.workspace)
        try:
            await client.views_open(trigger_id=visit.asked.trigger, view=view)
        except SlackApiError as error:
            if failures.code(error) not in _TOO_LATE:
                raise
            await self._say(visit, own.late(visit, (), origin))

    def _origin(self, asked: Asked) -> Origin:
        return Origin(asked.what, False, {}, asked.chosen, asked.channel, asked.alone, asked.message)

    def _command(self, origin: Origin) -> Command[Any] | None:
        if not origin.command:
            return None
        return next((one for one in self._router.commands if one.name == origin.name), None)


async def _named(what: str) -> str:
    """Return an action of which nothing is left to do."""
    return what
