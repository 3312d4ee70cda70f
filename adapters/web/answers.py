"""Answers: from a reply of the router to what the page is told, private messages kept on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.web import controls, render, world
from adapters.web.bell import Bell
from adapters.web.render import View
from adapters.web.world import Member
from bot.chat.calls import Ask, Change, Form, Invalid, Reply, Show, Tell
from bot.chat.cards import Card
from bot.chat.page import PageMessage, PageStore
from bot.errors import StudybotError
from bot.i18n import Words

Answer = Mapping[str, object]


@dataclass(frozen=True)
class Visitor:
    """Whoever is looked through at the page: a member, in a channel, in the reader's language."""

    member: Member
    channel: str
    words: Words

    @property
    def view(self) -> View:
        """What this visitor gets to see of a message."""
        return View(self.member.id, self.member.owner, self.words)


class Answers:
    """Keeps private replies in the store and says what the page has to do."""

    def __init__(self, pages: PageStore, bell: Bell) -> None:
        self._pages = pages
        self._bell = bell

    async def give(self, visitor: Visitor, reply: Reply, pressed: PageMessage | None = None) -> Answer:
        """Return `{"kind": "sent"|"form"|"invalid"|"unkept", …}` for a reply to a visitor.

        A private message that can't be kept, because the database does not answer, is shown all the same (`unkept`).
        """
        match reply:
            case Ask(form):
                sends = {"action": form.action} | ({"message": str(pressed.id)} if pressed else {})
                return self.form(visitor, form, sends)
            case Invalid(errors):
                return {"kind": "invalid", "errors": dict(errors)}
            case Show(card):
                message = await self._pages.add(visitor.channel, card)
                self._bell.ring()
                return {"kind": "sent", "id": message.id}
            case Tell(card) | Change(card):
                replaces = pressed if isinstance(reply, Change) else None
                try:
                    return await self._private(visitor, card, replaces, pressed)
                except StudybotError:
                    html = render.card_html(card, "unkept", "/images/none?", visitor.words)
                    return {"kind": "unkept", "html": html}

    def form(self, visitor: Visitor, form: Form, sends: Mapping[str, str]) -> Answer:
        """Return a form for the page's dialog; `sends` says what it is sent as."""
        return {"kind": "form", "html": controls.form(form, sends, visitor.words)}

    async def _private(
        self, visitor: Visitor, card: Card, replaces: PageMessage | None, answers: PageMessage | None
    ) -> Answer:
        message = None
        if replaces is not None and replaces.to == visitor.member.id:
            message = await self._pages.replace(replaces.id, card)
        if message is None:
            about = answers.id if answers is not None and answers.to is None else None
            message = await self._pages.add(visitor.channel, card, to=visitor.member.id, reply_to=about)
        self._bell.ring()
        return {"kind": "sent", "id": message.id}


def visible(message: PageMessage | None, who: Member) -> bool:
    """Return whether a message is there and this member may see it."""
    return message is not None and world.may_read(who, message.channel, message.to)
