"""Postings that are not settled, or settled badly, for whoever looks after the installation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.storage.tables import places, postings, workspaces

Row = Any
"""A row of `postings`, with its place."""


def rows(tx: Connection, group: int | None, limit: int) -> Sequence[Row]:
    """Return unsettled postings, and those that something is missing beside, with their places; oldest due first."""
    joined = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    joined = joined.join(places, places.c.id == postings.c.place_id)
    query = select(postings, workspaces.c.adapter, places.c.channel, places.c.name).select_from(joined)
    unsettled = postings.c.state.in_(("owed", "sending", "unclear", "failed"))
    query = query.where(or_(unsettled, postings.c.follow_state.in_(("owed", "failed"))))
    if group is not None:
        query = query.where(postings.c.group_id == group)
    return tx.execute(query.order_by(postings.c.due_at, postings.c.id).limit(limit)).all()


def row(tx: Connection, posting: int) -> Row | None:
    """Return a posting, locked until the transaction ends, or None."""
    return tx.execute(select(postings).where(postings.c.id == posting).with_for_update()).one_or_none()
