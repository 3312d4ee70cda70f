"""Standings: a row a group, person, period and domain, kept in the attempt's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from bot.storage.tables import memberships, standings
from bot.storage.upsert import insert

ALL_TIME = date(1, 1, 1)


def add(
    tx: Connection,
    key: dict[str, Any],
    periods: Sequence[tuple[str, date]],
    *,
    correct: bool,
    points: int,
    now: datetime,
) -> None:
    """Count one answer in every period. `key` holds group_id, person_id, exam and domain.

    Atomic increments, one row a statement: no lost update whatever runs beside, and SQLAlchemy caches the statement.
    """
    statement = insert(tx, standings)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["group_id", "person_id", "exam", "period", "starts_on", "domain"],
        set_={
            "answers": standings.c.answers + new.answers,
            "correct": standings.c.correct + new.correct,
            "points": standings.c.points + new.points,
            "reached_at": _later(new.reached_at) if points else standings.c.reached_at,
        },
    )
    counted = {"answers": 1, "correct": int(correct), "points": points, "reached_at": now if points else None}
    tx.execute(statement, [{**key, **counted, "period": name, "starts_on": start} for name, start in periods])


def _later(at: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """Return the later of a moment and the one that is kept: of two answers at once the later may be kept first."""
    return case((standings.c.reached_at > at, standings.c.reached_at), else_=at)


def shown_names(tx: Connection, group: int) -> frozenset[int]:
    """Return the members of a group whose names may be shown."""
    query = select(memberships.c.person_id).where(memberships.c.group_id == group, memberships.c.name_shown)
    return frozenset(tx.execute(query).scalars())


def board(
    tx: Connection, group: int, exam: str, period: str, starts_on: date, domain: str | None = None
) -> Sequence[Any]:
    """Return person_id, name, name_shown, answers, correct, points and reached_at of everyone who answered, summed
    over domains, in no order."""
    shown = memberships.join(
        standings,
        (memberships.c.person_id == standings.c.person_id) & (memberships.c.group_id == standings.c.group_id),
    )
    query = (
        select(
            standings.c.person_id,
            memberships.c.name,
            memberships.c.name_shown,
            func.sum(standings.c.answers).label("answers"),
            func.sum(standings.c.correct).label("correct"),
            func.sum(standings.c.points).label("points"),
            func.max(standings.c.reached_at).label("reached_at"),
        )
        .select_from(shown)
        .where(
            standings.c.group_id == group,
            standings.c.exam == exam,
            standings.c.period == period,
            standings.c.starts_on == starts_on,
            *([standings.c.domain == domain] if domain is not None else []),
        )
        .group_by(standings.c.person_id, memberships.c.name, memberships.c.name_shown)
    )
    return tx.execute(query).all()
