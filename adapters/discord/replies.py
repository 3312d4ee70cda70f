"""Replies: what the core says to a call, drawn for Discord. A form is drawn twice: as a dialog, and as the message that
takes its place where no dialog may follow."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from dataclasses import dataclass
from enum import Enum
from typing import Any

from adapters.discord import forms, ids
from adapters.discord.events import Did, Event
from adapters.discord.render import Message, render
from bot.chat.calls import Actor, Ask, Call, Change, Form, Invalid, Reply, Show, Tell
from bot.chat.cards import Card, Tone, text
from bot.chat.router import Router
from bot.i18n import Words, words

log = logging.getLogger(__name__)

LONGEST = 60.0
"""Seconds after which the person is told that nobody knows yet; everything of ours ends sooner."""


class Way(Enum):
    """How an answer is given."""

    PRIVATE = "told"
    CHANGE = "changed"
    PUBLIC = "shown"
    DIALOG = "asked"


@dataclass(frozen=True)
class Answer:
    """An answer: the message, and of a form the dialog beside it."""

    way: Way
    message: Message
    dialog: dict[str, Any] | None = None


class Answers:
    """Asks the router, and draws what it says."""

    def __init__(self, router: Router[Any]) -> None:
        self._router = router

    async def to(self, event: Event, actor: Actor) -> Answer:
        """Return the answer to an event, whatever happens; `actor` is who did it, with all that they may do."""
        spoken = words(actor.locale)
        call = dataclasses.replace(event.call, actor=actor)
        try:
            async with asyncio.timeout(LONGEST):
                return await self._drawn(event, call, spoken)
        except TimeoutError:
            said = spoken.t("This could not be confirmed yet. Please press again: nothing counts twice.")
        except Exception:
            log.exception("interaction %s: no answer", event.id)
            said = spoken.t("Something went wrong, and it has been noted. Please try again.")
        return Answer(Way.PRIVATE, self._message(event, sorry(spoken, said), spoken))

    async def _drawn(self, event: Event, call: Call, spoken: Words) -> Answer:
        if event.pressed.opens:
            return await self._reopened(event, call, spoken)
        origin = f"/{call.name}" if event.did is Did.COMMAND else call.name
        reply = await (self._router.command(call) if event.did is Did.COMMAND else self._router.press(call))
        match reply:
            case Ask(form):
                return self._asked(event, form, origin, dict(call.values), spoken)
            case Invalid(errors):
                sent = await self._form(event, call)
                again = ids.opener(event.pressed.origin, event.about)
                return Answer(Way.CHANGE, forms.faulty(errors, call.values, sent, again, spoken))
            case _:
                return self._told(event, reply, spoken)

    def _told(self, event: Event, reply: Tell | Change | Show, spoken: Words) -> Answer:
        ways = {Tell: Way.PRIVATE, Change: Way.CHANGE, Show: Way.PUBLIC}
        return Answer(ways[type(reply)], self._message(event, reply.card, spoken))

    def _asked(self, event: Event, form: Form, origin: str, given: dict[str, str], spoken: Words) -> Answer:
        dialog = forms.dialog(form, ids.form(form.action, origin, event.about))
        ready = forms.ready(form, given, ids.opener(origin, event.about), spoken)
        return Answer(Way.DIALOG, ready, dialog)

    async def _reopened(self, event: Event, call: Call, spoken: Words) -> Answer:
        """Open the form of an origin again, with what the pressed message keeps in it."""
        reply = await self._again(call, event.pressed.origin, event)
        if isinstance(reply, Ask):
            form = forms.filled(reply.form, event.kept)
            return self._asked(event, form, event.pressed.origin, {}, spoken)
        if isinstance(reply, Invalid):
            raise TypeError(f"{event.pressed.origin} opens no form")
        return self._told(event, reply, spoken)

    async def _form(self, event: Event, call: Call) -> Form | None:
        """Return the form that was sent, by asking for it again; None if it is not to be had any more."""
        if not event.pressed.origin:
            return None
        reply = await self._again(dataclasses.replace(call, values={}), event.pressed.origin, event)
        return reply.form if isinstance(reply, Ask) else None

    async def _again(self, call: Call, origin: str, event: Event) -> Reply:
        """Do again what opened a form: it changes nothing."""
        if not origin.startswith("/"):
            return await self._router.press(dataclasses.replace(call, name=origin, values={}, chosen=()))
        name = origin[1:]
        options = next((one.options for one in self._router.commands if one.name == name), ())
        given = forms.given([one.name for one in options], event.kept)
        return await self._router.command(dataclasses.replace(call, name=name, values=given))

    def _message(self, event: Event, card: Card, spoken: Words) -> Message:
        return render(card, event.where, spoken, event.about)


def sorry(spoken: Words, said: str) -> Card:
    """Return the card that says that something failed."""
    return Card(spoken.t("That did not work"), (text(said),), Tone.WARNING)
