"""When something falls due next, or is to be sent: one question to the indexes, however much there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Connection, Select, bindparam, func, select

from bot.storage.postings import MAY_BE_SEEN
from bot.storage.schema import is_waiting
from bot.storage.tables import exams, groups, notices, people, postings
from bot.storage.types import UtcDateTime

_AFTER: BindParameter[datetime] = bindparam("after", type_=UtcDateTime)

Moment = tuple[Column[Any], ColumnElement[bool]]

_GROUPS_DUE: Mapping[str, Moment] = {
    "daily": (groups.c.next_daily_at, groups.c.paused_at.is_(None)),
    "recap": (groups.c.next_recap_at, groups.c.paused_at.is_(None)),
    "pause": (groups.c.resume_at, groups.c.paused_at.is_not(None)),
    "reveal": (postings.c.reveal_at, (postings.c.kind == "daily") & postings.c.closed_at.is_(None) & MAY_BE_SEEN),
}
_DUE = (
    *_GROUPS_DUE.values(),
    (exams.c.ends_at, exams.c.submitted_at.is_(None)),
    (people.c.review_next_at, people.c.review_next_at.is_not(None)),
    (people.c.plan_next_at, people.c.plan_next_at.is_not(None)),
)
_SENDING = (
    (postings.c.next_try_at, is_waiting(postings) & (postings.c.state == "owed")),
    (postings.c.lease_until, is_waiting(postings) & (postings.c.state == "sending")),
    (postings.c.follow_at, postings.c.follow_state == "owed"),
    (notices.c.next_try_at, is_waiting(notices) & (notices.c.state == "owed")),
    (notices.c.lease_until, is_waiting(notices) & (notices.c.state == "sending")),
)


def _first_of(moments: Iterable[Moment]) -> Select[Any]:
    firsts = (select(func.min(column)).where(column > _AFTER, condition) for column, condition in moments)
    return select(*(first.scalar_subquery() for first in firsts))


_FIRST_DUE, _FIRST_SENDING = _first_of(_DUE), _first_of(_SENDING)


def due(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment after `after` at which something falls due, or None."""
    return _first(tx, _FIRST_DUE, after)


def sending(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment after `after` at which something is to be sent or looked up, or None."""
    return _first(tx, _FIRST_SENDING, after)


def overdue(tx: Connection, before: datetime, group: int | None = None) -> Iterator[tuple[str, int, datetime]]:
    """Yield (kind, how many, the first of them) of the due times of groups, or of one, that passed before a moment."""
    for kind, (column, condition) in _GROUPS_DUE.items():
        query = select(func.count(), func.min(column)).where(column < before, condition)
        if kind == "reveal":  # it waits for its question to be settled, however long that takes
            query = query.where(postings.c.state != "sending")
        if group is not None:
            query = query.where((postings.c.group_id if kind == "reveal" else groups.c.id) == group)
        count, first = tx.execute(query).one()
        if count:
            yield kind, count, first


def _first(tx: Connection, query: Select[Any], after: datetime) -> datetime | None:
    return min((moment for moment in tx.execute(query, {"after": after}).one() if moment is not None), default=None)
