"""Everybody's first answers, over all of an exam's attempts: what the figures of its questions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from bot.storage.tables import attempts


def first_answers(tx: Connection, exam: str) -> Sequence[Row[Any]]:
    """Return person_id, question_id, revision, option_ids and correct of each person's first answer to a question."""
    earliest = func.row_number().over(
        partition_by=(attempts.c.person_id, attempts.c.question_id), order_by=(attempts.c.answered_at, attempts.c.id)
    )
    numbered = select(attempts, earliest.label("number")).where(attempts.c.exam == exam).subquery()
    wanted = ("person_id", "question_id", "revision", "option_ids", "correct")
    return tx.execute(select(*(numbered.c[name] for name in wanted)).where(numbered.c.number == 1)).all()
