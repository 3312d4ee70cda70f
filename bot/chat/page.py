"""What a page of our own asks of the core: a store for its messages, and a clock that can be moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.cards import Card


@dataclass(frozen=True)
class PageMessage:
    """A message on a page of our own. `to` is the only member who sees it (None: everyone in `channel`).

    `version` grows with every change in the whole store, so a reader asks for what is newer than what it has. `card` is
    None once it was deleted.
    """

    id: int
    version: int
    channel: str
    to: str | None
    card: Card | None
    created_at: datetime
    edited_at: datetime | None
    reply_to: int | None


class PageStore(Protocol):
    """Keeps the messages of a platform where nobody else keeps them."""

    async def add(
        self, channel: str, card: Card, *, to: str | None = None, marker: str | None = None, reply_to: int | None = None
    ) -> PageMessage:
        """Keep a new message and return it. A marker that is already there returns its first message, unchanged."""
        ...

    async def replace(self, message: int, card: Card | None) -> PageMessage | None:
        """Change a message (None deletes it); return it, or None if there is none to change."""
        ...

    async def find(self, marker: str) -> PageMessage | None:
        """Return the message that carries a marker, deleted ones left out."""
        ...

    async def get(self, message: int) -> PageMessage | None:
        """Return one message, or None if it is not there or was deleted."""
        ...

    async def changed_since(self, version: int, limit: int = 200) -> Sequence[PageMessage]:
        """Return messages with a greater version, oldest change first, private and deleted ones included."""
        ...

    async def latest(self, channel: str, member: str, limit: int = 100) -> Sequence[PageMessage]:
        """Return the newest messages of a channel that a member may see, oldest first, deleted ones left out."""
        ...


@dataclass(frozen=True)
class Upcoming:
    """Something that will happen by itself: `kind` is daily, reveal or recap, `at` its due time (UTC).

    `zone` is the time zone of the group that it happens in.
    """

    kind: str
    channel: str
    at: datetime
    zone: str


class TimeControl(Protocol):
    """Moves the injected clock; only the local page has it."""

    def now(self) -> datetime:
        """Return the current moment of the injected clock (UTC)."""
        ...

    async def advance(self, by: timedelta) -> datetime:
        """Move on from due time to due time, finishing every delivery at each, then to the end; return the new now."""
        ...

    async def upcoming(self) -> Sequence[Upcoming]:
        """Return what is due next, soonest first, at most one of each kind and group."""
        ...

    async def zones(self) -> Mapping[str, str]:
        """Return the time zone of each channel that has a study group, the oldest group first."""
        ...
