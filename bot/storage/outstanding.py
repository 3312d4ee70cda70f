"""Postings that are not settled, or settled badly, for whoever looks after the installation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from bot.storage.claims import PLACED
from bot.storage.tables import places, postings, workspaces

Row = Any
"""A row of `postings`, with its place."""

_BADLY = ("unclear", "failed")
_UNSETTLED = postings.c.state.in_(("owed", "sending", *_BADLY))
_OUTSTANDING = or_(_UNSETTLED, postings.c.follow_state.in_(("owed", "failed")))


def rows(tx: Connection, group: int | None, limit: int) -> Sequence[Row]:
    """Return unsettled postings, and those that something is missing beside, with their places; oldest due first."""
    query = select(postings, workspaces.c.adapter, places.c.channel, places.c.name).select_from(PLACED)
    query = query.where(_OUTSTANDING)
    if group is not None:
        query = query.where(postings.c.group_id == group)
    return tx.execute(query.order_by(postings.c.due_at, postings.c.id).limit(limit)).all()


def totals(tx: Connection, group: int | None, late: datetime) -> Sequence[Any]:
    """Return (adapter, state, follow_state, count, troubled): how many of those there are, however many `rows` returns,
    and how many of them failed, are unclear, or were due by the moment `late`."""
    troubled = or_(
        postings.c.state.in_(_BADLY), postings.c.follow_state == "failed", and_(_UNSETTLED, postings.c.due_at <= late)
    )
    by = (workspaces.c.adapter, postings.c.state, postings.c.follow_state)
    counts = (func.count().label("count"), func.sum(case((troubled, 1), else_=0)).label("troubled"))
    joined = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    query = select(*by, *counts).select_from(joined).where(_OUTSTANDING).group_by(*by).order_by(*by)
    if group is not None:
        query = query.where(postings.c.group_id == group)
    return tx.execute(query).all()


def row(tx: Connection, posting: int) -> Row | None:
    """Return a posting, locked until the transaction ends, or None."""
    return tx.execute(select(postings).where(postings.c.id == posting).with_for_update()).one_or_none()
