"""Claims on what is to be sent: postings and notices alike.

A row is `owed` until a worker claims it, then `sending` under a lease. Of two workers that want the same row one gets
it: by row locks on PostgreSQL (SKIP LOCKED), by there being one writer on SQLite. Every settlement names its claim, so
a worker that lost its lease changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, or_, select, update

from bot.storage.tables import people, places, postings, workspaces


def ready_postings(tx: Connection, adapters: Collection[str], now: datetime, limit: int) -> Sequence[Any]:
    """Lock and return postings to be sent or looked up now, with their place, oldest due first."""
    joined = postings.join(places, places.c.id == postings.c.place_id)
    joined = joined.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    columns = (workspaces.c.adapter, workspaces.c.external_id, places.c.channel, places.c.name)
    query = select(postings, *columns).select_from(joined).where(workspaces.c.adapter.in_(adapters))
    return _locked(tx, postings, query, now, limit)


def ready_notices(
    tx: Connection, notices: Table, adapters: Collection[str], now: datetime, limit: int
) -> Sequence[Any]:
    """Lock and return notices to be sent now, with their workspace, person and whether that is muted, oldest due
    first."""
    joined = notices.join(workspaces, workspaces.c.id == notices.c.workspace_id)
    joined = joined.join(people, people.c.id == notices.c.person_id)
    columns = (workspaces.c.adapter, workspaces.c.external_id, people.c.external_id.label("user"), people.c.muted)
    query = select(notices, *columns).select_from(joined).where(workspaces.c.adapter.in_(adapters))
    return _locked(tx, notices, query, now, limit)


def _locked(tx: Connection, table: Table, query: Any, now: datetime, limit: int) -> Sequence[Any]:
    owed = and_(table.c.state == "owed", table.c.next_try_at <= now)
    lost = and_(table.c.state == "sending", table.c.lease_until <= now)
    query = query.where(or_(owed, lost)).order_by(table.c.due_at, table.c.id).limit(limit)
    rows: Sequence[Any] = tx.execute(query.with_for_update(skip_locked=True, of=table)).all()
    return rows


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
    joined = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    joined = joined.join(places, places.c.id == postings.c.place_id)
    query = (
        select(postings, workspaces.c.adapter, workspaces.c.external_id, places.c.channel, places.c.name)
        .select_from(joined)
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
    joined = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    joined = joined.join(places, places.c.id == postings.c.place_id)
    query = (
        select(postings.c.id, postings.c.message_ref)
        .add_columns(workspaces.c.adapter, workspaces.c.external_id, places.c.channel, places.c.name)
        .select_from(joined)
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
