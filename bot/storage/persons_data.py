"""All that is stored about one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy import delete as deletion

from bot.storage.tables import (
    attempts,
    exams,
    groups,
    memberships,
    notices,
    people,
    postings,
    question_reports,
    quizzes,
    review_cards,
    standings,
)

_ABOUT: dict[str, Table] = {
    table.name: table
    for table in (memberships, attempts, standings, quizzes, exams, review_cards, notices, question_reports)
}


_TELLING = {"correct", "points", "right", "card", "lapses"}
"""What tells how somebody did at a question."""


def row(tx: Connection, person: int) -> Any:
    """Return a person's own row."""
    return tx.execute(select(people).where(people.c.id == person)).one()


def counts(tx: Connection, person: int) -> dict[str, int]:
    """Return how many rows there are about a person, by table."""
    queries = {
        name: select(func.count()).select_from(table).where(table.c.person_id == person)
        for name, table in _ABOUT.items()
    }
    return {name: int(tx.execute(query).scalar_one()) for name, query in queries.items()}


def name_shown(tx: Connection, person: int, group: int) -> bool | None:
    """Return whether a member's name may be shown in a group; None if they are no member."""
    here = (memberships.c.person_id == person, memberships.c.group_id == group)
    found: bool | None = tx.execute(select(memberships.c.name_shown).where(*here)).scalar_one_or_none()
    return found


def set_name_shown(tx: Connection, person: int, group: int, shown: bool) -> bool:
    """Set whether a member's name may be shown in a group; return False if they are no member."""
    here = (memberships.c.person_id == person, memberships.c.group_id == group)
    return tx.execute(update(memberships).where(*here).values(name_shown=shown)).rowcount == 1


def set_muted(tx: Connection, person: int, muted: bool) -> None:
    """Set whether a person takes no direct messages."""
    tx.execute(update(people).where(people.c.id == person).values(muted=muted))


def everything(tx: Connection, person: int, resting: Collection[str]) -> dict[str, Any]:
    """Return all rows about a person as values that JSON can hold; moments in UTC.

    Of the questions of quizzes and mock exams it has the ids alone: their keys are the bank's. How a person did at
    `resting` questions, which are open as daily ones, is left out (null).
    """
    found: dict[str, Any] = {"person": _plain(row(tx, person))}
    for name, table in _ABOUT.items():
        rows = tx.execute(select(table).where(table.c.person_id == person).order_by(*table.primary_key.columns))
        found[name] = [_plain(one) for one in rows]
    for asked in (*found["quizzes"], *found["exams"]):
        asked["questions"] = [posed["question"]["id"] for posed in asked["questions"]]
    results = [result for exam in found["exams"] for result in exam["result"] or ()]
    for one in (*found["attempts"], *found["review_cards"], *results):
        if one.get("question_id", one.get("question")) in resting:
            one.update(dict.fromkeys(_TELLING & one.keys()))
    owned = tx.execute(select(groups.c.id).where(groups.c.owner_id == person).order_by(groups.c.id))
    found["groups_set_up"] = list(owned.scalars())
    return found


def delete(tx: Connection, person: int) -> None:
    """Delete a person and, by their foreign keys, all rows about them; their answers leave the counts of questions."""
    answered = select(attempts.c.source_id).where(attempts.c.person_id == person, attempts.c.source == "daily")
    fewer = {"answers": postings.c.answers - 1, "count_dirty": postings.c.closed_at.is_(None)}
    tx.execute(update(postings).where(postings.c.id.in_(answered)).values(**fewer))
    tx.execute(deletion(people).where(people.c.id == person))


def _plain(one: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date | time) else value for name, value in one._asdict().items()
    }
