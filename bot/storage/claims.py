"""Claims on what is to be sent: postings and notices alike.

A row is `owed` until a worker claims it, then `sending` under a lease. Of two workers that want the same row one gets
it: by row locks on PostgreSQL (SKIP LOCKED), by there being one writer on SQLite. Every settlement names its claim, so
a worker that lost its lease changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.storage.schema import is_waiting
from bot.storage.tables import notices, people, places, postings, workspaces
from bot.storage.types import UtcDateTime

_NOW, _LIMIT = bindparam("now", type_=UtcDateTime), bindparam("most", type_=Integer)
_CANDIDATES = 20  # times as many as are wanted: beside so many workers at once there is still something left to lock
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_ADAPTERS: BindParameter[str] = bindparam("adapters", expanding=True)


def waiting(tx: Connection, now: datetime) -> tuple[bool, bool]:
    """Return whether there is any posting, and any notice, to be sent or looked up now: mostly there is none."""
    row = tx.execute(_WAITING, {"now": now}).one()
    return row[0], row[1]


def ready_postings(tx: Connection, adapters: Collection[str], now: datetime, limit: int) -> Sequence[Any]:
    """Lock and return postings to be sent or looked up now, with their place: see `_in_turn` for their order."""
    return _locked(tx, _POSTINGS_IN_TURN, _POSTINGS, adapters, now, limit)


def ready_notices(tx: Connection, adapters: Collection[str], now: datetime, limit: int) -> Sequence[Any]:
    """Lock and return notices to be sent now, with their workspace and person, in the same order."""
    return _locked(tx, _NOTICES_IN_TURN, _NOTICES, adapters, now, limit)


def _locked(
    tx: Connection, in_turn: Select[Any], rows: Select[Any], adapters: Collection[str], now: datetime, limit: int
) -> Sequence[Any]:
    """First the numbers alone: sorting tens of thousands of rows with their snapshots takes several times as long."""
    ids = tx.execute(in_turn, {"now": now, "adapters": list(adapters), "most": limit}).scalars().all()
    found = {row.id: row for row in tx.execute(rows, {"ids": ids})} if ids else {}
    return [found[id] for id in ids]


def _in_turn(table: Table) -> Select[Any]:
    """The statement that locks what is ready and returns its numbers: the oldest of every workspace, then the second
    oldest of every one, and so on.

    So a workspace with thousands of groups takes its turns like one with a single group. What another worker holds is
    passed over.
    """
    ready = (_ready(table), table.c.workspace_id == workspaces.c.id, workspaces.c.adapter.in_(_ADAPTERS))
    oldest = func.row_number().over(partition_by=table.c.workspace_id, order_by=(table.c.due_at, table.c.id))
    every = select(table.c.id, table.c.due_at, oldest.label("turn")).where(*ready).subquery()
    turns = select(every).order_by(every.c.turn, every.c.due_at, every.c.id).limit(_LIMIT * _CANDIDATES).subquery()
    query = select(table.c.id).select_from(table.join(turns, turns.c.id == table.c.id)).where(_ready(table))
    query = query.order_by(turns.c.turn, table.c.due_at, table.c.id).limit(_LIMIT)
    return query.with_for_update(skip_locked=True, of=table)


def _ready(table: Table) -> ColumnElement[bool]:
    owed = and_(table.c.state == "owed", table.c.next_try_at <= _NOW)
    lost = and_(table.c.state == "sending", table.c.lease_until <= _NOW)
    return and_(is_waiting(table), or_(owed, lost))


PLACED = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id).join(
    places, places.c.id == postings.c.place_id
)
"""Postings with the workspaces and channels that they go to."""

_HOME = (workspaces.c.adapter, workspaces.c.external_id)
_POSTINGS_IN_TURN, _NOTICES_IN_TURN = _in_turn(postings), _in_turn(notices)
_POSTINGS = select(postings, *_HOME, places.c.channel, places.c.name).select_from(PLACED).where(postings.c.id.in_(_IDS))
_NOTICES = (
    select(notices, *_HOME, people.c.external_id.label("user"))
    .join_from(notices, workspaces, workspaces.c.id == notices.c.workspace_id)
    .join(people, people.c.id == notices.c.person_id)
    .where(notices.c.id.in_(_IDS))
)
_WAITING = select(exists().where(_ready(postings)), exists().where(_ready(notices)))


def skip_late_postings(tx: Connection, now: datetime) -> None:
    """Record as skipped what is owed beyond its grace. A question that never went out is closed, and so free."""
    closed = case((postings.c.kind == "daily", now), else_=postings.c.closed_at)
    _skip(tx, postings, postings.c.grace_until < now, reason="late", closed_at=closed)


def skip_notices(tx: Connection, now: datetime) -> None:
    """Record as skipped what would go to people who take no direct messages, and what is owed beyond its grace."""
    muted = select(people.c.id).where(people.c.muted)
    _skip(tx, notices, notices.c.person_id.in_(muted), reason="muted")
    _skip(tx, notices, notices.c.grace_until < now, reason="late")


def _skip(tx: Connection, table: Table, condition: ColumnElement[bool], **values: Any) -> None:
    owed = select(table.c.id).where(is_waiting(table), table.c.state == "owed", condition)
    free = owed.with_for_update(skip_locked=True)  # two workers that wait for each other's rows would be a deadlock
    tx.execute(update(table).where(table.c.id.in_(free)).values(state="skipped", **values))


def postpone(tx: Connection, posting: int, until: datetime) -> None:
    """Let nothing that is owed to a posting's workspace be tried before a moment."""
    workspace = select(postings.c.workspace_id).where(postings.c.id == posting).scalar_subquery()
    waiting = (postings.c.workspace_id == workspace, postings.c.state == "owed", postings.c.next_try_at < until)
    free = select(postings.c.id).where(*waiting).with_for_update(skip_locked=True)
    tx.execute(update(postings).where(postings.c.id.in_(free)).values(next_try_at=until))


def take(tx: Connection, table: Table, ids: Sequence[int], claim: str, now: datetime, lease_until: datetime) -> None:
    """Put rows under a worker's claim."""
    held = {"state": "sending", "claim": claim, "claimed_at": now, "lease_until": lease_until}
    tx.execute(update(table).where(table.c.id.in_(ids)).values(**held, tries=table.c.tries + 1))


def settle(tx: Connection, table: Table, id: int, token: str, **values: Any) -> bool:
    """Set columns of a claimed row; return False, changing nothing, if the claim has passed to somebody else."""
    mine = (table.c.id == id, table.c.claim == token, table.c.state == "sending")
    return tx.execute(update(table).where(*mine).values(**values)).rowcount == 1


def follow_ups(tx: Connection, adapters: Collection[str], now: datetime, until: datetime, limit: int) -> Sequence[Any]:
    """Take postings that something is owed beside now, oldest first, until a moment; return their rows and places."""
    query = (
        select(postings, workspaces.c.adapter, workspaces.c.external_id, places.c.channel, places.c.name)
        .select_from(PLACED)
        .where(
            postings.c.follow_state == "owed",
            postings.c.follow_at <= now,
            workspaces.c.adapter.in_(adapters),
        )
        .order_by(postings.c.follow_at, postings.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=postings)
    )
    rows: Sequence[Any] = tx.execute(query).all()
    if rows:
        taken = update(postings).where(postings.c.id.in_([row.id for row in rows]))
        tx.execute(taken.values(follow_at=until, follow_tries=postings.c.follow_tries + 1))
    return rows


def dirty_counts(
    tx: Connection, adapters: Collection[str], now: datetime, before: datetime, limit: int
) -> Sequence[Any]:
    """Take open daily questions whose shown count is older than their answers and than `before`; return their rows.

    Taking marks them as shown at `now`, so of several workers one gets each.
    """
    query = (
        select(postings.c.id, postings.c.message_ref)
        .add_columns(workspaces.c.adapter, workspaces.c.external_id, places.c.channel, places.c.name)
        .select_from(PLACED)
        .where(
            postings.c.count_dirty,
            postings.c.state == "posted",
            postings.c.closed_at.is_(None),
            or_(postings.c.count_shown_at.is_(None), postings.c.count_shown_at <= before),
            workspaces.c.adapter.in_(adapters),
        )
        .order_by(postings.c.count_shown_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=postings)
    )
    rows: Sequence[Any] = tx.execute(query).all()
    if rows:
        taken = update(postings).where(postings.c.id.in_([row.id for row in rows]))
        tx.execute(taken.values(count_dirty=False, count_shown_at=now))
    return rows
