"""The page store: messages of a page of our own, where no platform keeps them for us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from bot.chat.cards import Card, decode, encode
from bot.chat.page import PageMessage
from bot.clock import Clock
from bot.storage import installation
from bot.storage.tables import page_messages
from bot.storage.upsert import insert
from bot.study.work import Work, reads, writes

_VERSION = "page_version"


class Pages:
    """Implements `bot.chat.page.PageStore` over the database."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work = work
        self._clock = clock

    async def add(
        self, channel: str, card: Card, *, to: str | None = None, marker: str | None = None, reply_to: int | None = None
    ) -> PageMessage:
        """See PageStore.add."""
        return await self._work.write(_add, channel, card, to, marker, reply_to, self._clock())

    async def replace(self, message: int, card: Card | None) -> PageMessage | None:
        """See PageStore.replace."""
        return await self._work.write(_replace, message, card, self._clock())

    async def find(self, marker: str) -> PageMessage | None:
        """See PageStore.find."""
        return await self._work.read(_find, marker)

    async def get(self, message: int) -> PageMessage | None:
        """See PageStore.get."""
        return await self._work.read(_get, message)

    async def changed_since(self, version: int, limit: int = 200) -> Sequence[PageMessage]:
        """See PageStore.changed_since."""
        return await self._work.read(_changed_since, version, limit)

    async def latest(self, channel: str, member: str, limit: int = 100) -> Sequence[PageMessage]:
        """See PageStore.latest."""
        return await self._work.read(_latest, channel, member, limit)


@writes
def _add(
    tx: Connection,
    channel: str,
    card: Card,
    to: str | None,
    marker: str | None,
    reply_to: int | None,
    now: datetime,
) -> PageMessage:
    values = {
        "version": installation.count_up(tx, _VERSION),
        "channel": channel,
        "to_member": to,
        "card": encode(card),
        "marker": marker,
        "reply_to": reply_to,
        "created_at": now,
    }
    added = insert(tx, page_messages).values(**values).on_conflict_do_nothing(index_elements=["marker"])
    row = tx.execute(added.returning(page_messages)).one_or_none()
    return _message(row if row is not None else _row(tx, page_messages.c.marker == marker))


@writes
def _replace(tx: Connection, message: int, card: Card | None, now: datetime) -> PageMessage | None:
    there = (page_messages.c.id == message, page_messages.c.card.is_not(None))
    values = {
        "version": installation.count_up(tx, _VERSION),
        "card": encode(card) if card else None,
        "edited_at": now,
    }
    changed = tx.execute(update(page_messages).where(*there).values(**values).returning(page_messages)).one_or_none()
    return _message(changed) if changed is not None else None


def forget(tx: Connection, member: str) -> None:
    """Delete what only one member sees, so that it vanishes from their page too."""
    private = select(page_messages.c.id).where(page_messages.c.to_member == member, page_messages.c.card.is_not(None))
    for message in tx.execute(private).scalars().all():
        gone = {"card": None, "version": installation.count_up(tx, _VERSION)}
        tx.execute(update(page_messages).where(page_messages.c.id == message).values(**gone))


@reads
def _find(tx: Connection, marker: str) -> PageMessage | None:
    return _maybe(_row(tx, page_messages.c.marker == marker))


@reads
def _get(tx: Connection, message: int) -> PageMessage | None:
    return _maybe(_row(tx, page_messages.c.id == message))


@reads
def _changed_since(tx: Connection, version: int, limit: int) -> Sequence[PageMessage]:
    query = select(page_messages).where(page_messages.c.version > version).order_by(page_messages.c.version)
    return [_message(row) for row in tx.execute(query.limit(limit))]


@reads
def _latest(tx: Connection, channel: str, member: str, limit: int) -> Sequence[PageMessage]:
    query = (
        select(page_messages)
        .where(
            page_messages.c.channel == channel,
            page_messages.c.card.is_not(None),
            or_(page_messages.c.to_member.is_(None), page_messages.c.to_member == member),
        )
        .order_by(page_messages.c.id.desc())
        .limit(limit)
    )
    return [_message(row) for row in reversed(tx.execute(query).all())]


def _row(tx: Connection, condition: Any) -> Any:
    return tx.execute(select(page_messages).where(condition)).one_or_none()


def _maybe(row: Any) -> PageMessage | None:
    return _message(row) if row is not None and row.card is not None else None


def _message(row: Any) -> PageMessage:
    return PageMessage(
        id=row.id,
        version=row.version,
        channel=row.channel,
        to=row.to_member,
        card=decode(row.card) if row.card else None,
        created_at=row.created_at,
        edited_at=row.edited_at,
        reply_to=row.reply_to,
    )
