"""Rows that weekly recaps are made of: a week's answers, and the recaps that are due or went out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, exists, select

from bot.storage.tables import attempts, groups, places, postings

_OLDEST = timedelta(days=14)
"""How long before an answer its question may have been due: it takes answers for three days, an outage adds more."""


def answers(tx: Connection, group: int, first: date, last: date) -> Sequence[Any]:
    """Return person_id, posting, question_id, domain, task, correct and local_date of answers to a group's daily
    questions given on the local days from `first` to `last`, oldest first.

    `correct` is None while the question is open, here or anywhere else in the workspace.
    """
    elsewhere = postings.alias()
    still_open = exists().where(
        elsewhere.c.workspace_id == postings.c.workspace_id,
        elsewhere.c.question_id == postings.c.question_id,
        elsewhere.c.kind == "daily",
        elsewhere.c.closed_at.is_(None),
    )
    query = (
        select(
            attempts.c.person_id,
            postings.c.id.label("posting"),
            attempts.c.question_id,
            attempts.c.domain,
            attempts.c.task,
            case((~still_open, attempts.c.correct)).label("correct"),
            attempts.c.local_date,
        )
        .select_from(attempts.join(postings, postings.c.id == attempts.c.source_id))
        .where(
            postings.c.group_id == group,
            postings.c.kind == "daily",
            postings.c.for_date.between(first - _OLDEST, last),
            attempts.c.source == "daily",
            attempts.c.local_date.between(first, last),
        )
        .order_by(attempts.c.id)
    )
    return tx.execute(query).all()


def due(tx: Connection, now: datetime, limit: int) -> Sequence[Any]:
    """Lock and return id, workspace_id and place of groups whose recap is due.

    One that another scheduler holds is left to it: it moves the due time on, or the next tick finds it here.
    """
    query = (
        select(groups.c.id, groups.c.workspace_id, places.c.id.label("place"))
        .select_from(groups.join(places, (places.c.group_id == groups.c.id) & places.c.left_at.is_(None)))
        .where(groups.c.next_recap_at <= now)
        .order_by(groups.c.next_recap_at, groups.c.id)
        .limit(limit)
    )
    return tx.execute(query.with_for_update(skip_locked=True, of=groups)).all()


def newest(tx: Connection, group: int) -> date | None:
    """Return the Monday of the newest week whose recap went out, or None."""
    query = select(postings.c.for_date).where(
        postings.c.group_id == group, postings.c.kind == "recap", postings.c.state == "posted"
    )
    return tx.execute(query.order_by(postings.c.for_date.desc()).limit(1)).scalar_one_or_none()


def told(tx: Connection, group: int, since: date, before: date) -> bool:
    """Return whether a recap went out of a week that begins between `since` and, exclusive, `before`."""
    query = select(postings.c.id).where(
        postings.c.group_id == group,
        postings.c.kind == "recap",
        postings.c.state == "posted",
        postings.c.for_date >= since,
        postings.c.for_date < before,
    )
    return tx.execute(query.limit(1)).one_or_none() is not None


def of_posting(tx: Connection, posting: int) -> tuple[int, date] | None:
    """Return the group and the Monday of a recap, or None if there is none of that number."""
    query = select(postings.c.group_id, postings.c.for_date)
    row = tx.execute(query.where(postings.c.id == posting, postings.c.kind == "recap")).one_or_none()
    return (row.group_id, row.for_date) if row else None
