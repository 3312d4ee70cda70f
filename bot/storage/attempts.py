"""Attempts: one answer of a person to one question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from bot.model.board import Tally
from bot.model.readiness import Evidence
from bot.storage.tables import attempts, memberships
from bot.storage.upsert import insert

_RIGHT = func.sum(case((attempts.c.correct, 1), else_=0))


def add(tx: Connection, **values: Any) -> bool:
    """Keep an attempt; return False, keeping nothing, if this person has answered this already.

    Holds by the unique key: of two at once, one waits for the other's commit and then finds it there.
    """
    statement = insert(tx, attempts).values(**values)
    unique = ["person_id", "source", "source_id", "question_id"]
    added = tx.execute(statement.on_conflict_do_nothing(index_elements=unique).returning(attempts.c.id))
    return added.one_or_none() is not None


def find(tx: Connection, person: int, source: str, source_id: int) -> Row[Any] | None:
    """Return a person's attempt at something, or None."""
    here = (attempts.c.person_id == person, attempts.c.source == source, attempts.c.source_id == source_id)
    return tx.execute(select(attempts).where(*here)).one_or_none()


def met(tx: Connection, person: int, question: str, group: int | None) -> tuple[bool, bool]:
    """Return whether a person has answered a question before, wherever, and whether it gave them a point in a group."""
    query = select(attempts.c.group_id, attempts.c.points).where(
        attempts.c.person_id == person, attempts.c.question_id == question
    )
    rows = tx.execute(query).all()
    return bool(rows), any(row.points > 0 and row.group_id == group for row in rows)


def of_posting(tx: Connection, posting: int) -> Sequence[Any]:
    """Return option_ids, correct, name and name_shown of all answers to a daily question, first answer first."""
    joined = attempts.outerjoin(
        memberships,
        (memberships.c.person_id == attempts.c.person_id) & (memberships.c.group_id == attempts.c.group_id),
    )
    query = (
        select(attempts.c.option_ids, attempts.c.correct, memberships.c.name, memberships.c.name_shown)
        .select_from(joined)
        .where(attempts.c.source == "daily", attempts.c.source_id == posting)
        .order_by(attempts.c.answered_at, attempts.c.id)
    )
    return tx.execute(query).all()


def answered(tx: Connection, person: int, postings: Sequence[int]) -> frozenset[int]:
    """Return those of the given daily postings that a person has answered."""
    query = select(attempts.c.source_id).where(
        attempts.c.person_id == person, attempts.c.source == "daily", attempts.c.source_id.in_(postings)
    )
    return frozenset(tx.execute(query).scalars())


def of_person(tx: Connection, person: int, exam: str) -> Sequence[Evidence]:
    """Return everything a person has answered of an exam, oldest first."""
    columns = (attempts.c.question_id, attempts.c.revision, attempts.c.domain, attempts.c.correct)
    query = (
        select(*columns, attempts.c.answered_at)
        .where(attempts.c.person_id == person, attempts.c.exam == exam)
        .order_by(attempts.c.answered_at, attempts.c.id)
    )
    return [Evidence(*row) for row in tx.execute(query)]


def by_task(tx: Connection, person: int, exam: str) -> Sequence[tuple[str, str, Tally]]:
    """Return (domain, task, tally) of everything a person has answered of an exam."""
    query = (
        select(attempts.c.domain, attempts.c.task, func.count(), _RIGHT)
        .where(attempts.c.person_id == person, attempts.c.exam == exam)
        .group_by(attempts.c.domain, attempts.c.task)
        .order_by(attempts.c.domain, attempts.c.task)
    )
    return [(domain, task, Tally(int(answers), int(right))) for domain, task, answers, right in tx.execute(query)]


def days_since(tx: Connection, person: int, exam: str, after: date) -> Sequence[tuple[date, Tally]]:
    """Return the local days after `after` on which a person answered, with their tallies, oldest first."""
    query = (
        select(attempts.c.local_date, func.count(), _RIGHT)
        .where(attempts.c.person_id == person, attempts.c.exam == exam, attempts.c.local_date > after)
        .group_by(attempts.c.local_date)
        .order_by(attempts.c.local_date)
    )
    return [(day, Tally(int(answers), int(right))) for day, answers, right in tx.execute(query)]


def by_topic(tx: Connection, groups: Sequence[int]) -> dict[int, dict[str, tuple[int, int]]]:
    """Return for each group its members' right answers and all answers to its daily questions, by topic.

    Practice does not count here: the single question of a topic would become a daily one soon after somebody missed it
    in a quiz, who then knows its answer.
    """
    query = (
        select(attempts.c.group_id, attempts.c.topic, _RIGHT, func.count())
        .where(attempts.c.group_id.in_(groups), attempts.c.source == "daily")
        .group_by(attempts.c.group_id, attempts.c.topic)
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for group, topic, correct, total in tx.execute(query):
        found.setdefault(group, {})[topic] = (int(correct), int(total))
    return found
