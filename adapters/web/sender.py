"""The sender: puts cards onto the page's channels, through the store that keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from adapters.web import world
from adapters.web.bell import Bell
from bot.chat.calls import Place
from bot.chat.cards import Card, Files
from bot.chat.page import PageMessage, PageStore
from bot.chat.port import Lookup, MessageGone, Permanent, Posted, Transient, Unclear
from bot.errors import Busy, StorageDown, Unconfirmed


class PageSender:
    """Satisfies `bot.chat.port.Sender`: a message is there as soon as the store has it."""

    def __init__(self, pages: PageStore, bell: Bell) -> None:
        self._pages = pages
        self._bell = bell

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        """Post into a channel; a repeated marker returns the first message."""
        _require(place)
        with _send_errors():
            answered = None if reply_to is None else await self._message(place, reply_to)
            message = await self._pages.add(
                place.channel, card, marker=marker, reply_to=answered.id if answered else None
            )
        self._bell.ring()
        return Posted(str(message.id), message.created_at)

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        """Replace a message's content."""
        _require(place)
        with _send_errors():
            message = await self._message(place, ref)
            if await self._pages.replace(message.id, card) is None:
                raise MessageGone(ref)
        self._bell.ring()

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        """Look a marker up; the store knows for certain."""
        with _send_errors():
            message = await self._pages.find(marker)
        if message is None or message.channel != place.channel or message.created_at < since:
            return Lookup.NOT_THERE
        return Posted(str(message.id), message.created_at)

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        """Send to one member's own channel."""
        if workspace != world.WORKSPACE or world.member(user) is None:
            raise Permanent("person-unreachable")
        with _send_errors():
            message = await self._pages.add(world.direct(user), card, to=user, marker=_direct_marker(user, marker))
        self._bell.ring()
        return Posted(str(message.id), message.created_at)

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        """Do nothing: the page shows pictures in the message, and has no threads."""

    async def check(self, place: Place) -> Sequence[str]:
        """Return nothing: on the page the bot may do everything in every channel there is."""
        _require(place)
        return ()

    async def _message(self, place: Place, ref: str) -> PageMessage:
        message = await self._pages.get(int(ref)) if ref.isdecimal() else None
        if message is None or message.channel != place.channel:
            raise MessageGone(ref)
        return message


def _require(place: Place) -> None:
    if place.workspace != world.WORKSPACE or not world.known(place.channel):
        raise Permanent("channel-gone")


def _direct_marker(user: str, marker: str) -> str:
    """Return a marker of 25 characters (the store's limit) that no other person's message and no posting carries."""
    return "d" + hashlib.blake2s(f"{user}:{marker}".encode(), digest_size=12).hexdigest()


@contextmanager
def _send_errors() -> Iterator[None]:
    """Say in the port's words what the store's errors mean for a message."""
    try:
        yield
    except (Busy, StorageDown) as error:
        raise Transient(str(error)) from error
    except Unconfirmed as error:
        raise Unclear(str(error)) from error
