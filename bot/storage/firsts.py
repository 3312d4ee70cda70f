"""Everybody's first answers, over all of an exam's attempts: what the figures of its questions are made of.

Which answer of a person to a question is the first is kept with it (`is_first`), so that questions are quickly counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, exists, func, select, update

from bot.model.board import Tally
from bot.model.readiness import Counts
from bot.storage.tables import attempts

_earlier = attempts.alias("earlier")
_same = (_earlier.c.person_id == attempts.c.person_id, _earlier.c.question_id == attempts.c.question_id)
_FIRST = ~exists().where(*_same, _earlier.c.id < attempts.c.id)


def first_answers(tx: Connection, exam: str) -> Sequence[Row[Any]]:
    """Return person_id, question_id, revision, option_ids and correct of each person's first answer to a question."""
    earliest = func.row_number().over(
        partition_by=(attempts.c.person_id, attempts.c.question_id), order_by=(attempts.c.answered_at, attempts.c.id)
    )
    numbered = select(attempts, earliest.label("number")).where(attempts.c.exam == exam).subquery()
    wanted = ("person_id", "question_id", "revision", "option_ids", "correct")
    return tx.execute(select(*(numbered.c[name] for name in wanted)).where(numbered.c.number == 1)).all()


def first_counts(tx: Connection, exam: str) -> Counts:
    """Return how everybody's first answers to each revision of an exam's questions came out. An index alone answers
    this; at 100,000 answers it takes some 20 ms."""
    columns = (attempts.c.question_id, attempts.c.revision)
    right = func.sum(case((attempts.c.correct, 1), else_=0))
    query = select(*columns, func.count(), right).where(attempts.c.exam == exam, attempts.c.is_first).group_by(*columns)
    return {(question, revision): Tally(int(n), int(correct)) for question, revision, n, correct in tx.execute(query)}


def misnamed(tx: Connection, group: int | None) -> Sequence[Any]:
    """Return id, person_id, question_id and is_first of answers that are kept as first and aren't, or the other way:
    those given in a group, or (None) in none."""
    columns = (attempts.c.id, attempts.c.person_id, attempts.c.question_id, attempts.c.is_first)
    wrong = (attempts.c.group_id == group, attempts.c.is_first != _FIRST)
    return tx.execute(select(*columns).where(*wrong).order_by(attempts.c.id)).all()


def name_anew(tx: Connection, whose: ColumnElement[bool]) -> None:
    """Set anew which of some answers are first."""
    tx.execute(update(attempts).where(attempts.c.is_first != _FIRST, whose).values(is_first=_FIRST))
