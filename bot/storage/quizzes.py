"""Quizzes, and what their choice of questions rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from bot.model.posting import Posed
from bot.model.quiz import Quiz
from bot.storage.tables import attempts, groups, memberships, postings, quizzes, workspaces

SOURCE = "quiz"


def add(tx: Connection, items: Sequence[Posed], **values: Any) -> Quiz:
    """Keep a new quiz and return it. A unique index refuses a second open one of a person in a workspace."""
    new = quizzes.insert().values(questions=msgspec.to_builtins(list(items)), **values)
    return _quiz(tx.execute(new.returning(quizzes)).one())


def open_of(tx: Connection, person: int, workspace: int) -> Quiz | None:
    """Return a person's open quiz in a workspace, or None."""
    return _first(tx, quizzes.c.person_id == person, quizzes.c.workspace_id == workspace, quizzes.c.ended_at.is_(None))


def find(tx: Connection, quiz: int, person: int, adapter: str, workspace: str) -> Quiz | None:
    """Return a quiz if it is this person's and was begun in this workspace, else None."""
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == workspace)
    begun_here = quizzes.c.workspace_id.in_(select(workspaces.c.id).where(*here))
    return _first(tx, quizzes.c.id == quiz, quizzes.c.person_id == person, begun_here)


def move(tx: Connection, quiz: int, position: int, ended_at: datetime | None = None) -> None:
    """Set how far a quiz is, and when it ended."""
    tx.execute(update(quizzes).where(quizzes.c.id == quiz).values(position=position, ended_at=ended_at))


def given(tx: Connection, quiz: Quiz) -> dict[str, Row[Any]]:
    """Return the attempts of a quiz by question."""
    mine = (attempts.c.person_id == quiz.person, attempts.c.source == SOURCE, attempts.c.source_id == quiz.id)
    return {row.question_id: row for row in tx.execute(select(attempts).where(*mine))}


def last_answers(tx: Connection, person: int, exam: str) -> Sequence[Any]:
    """Return question_id, correct and answered_at of a person's last answer to each question they have met."""
    newest = func.row_number().over(
        partition_by=attempts.c.question_id, order_by=(attempts.c.answered_at.desc(), attempts.c.id.desc())
    )
    columns = (attempts.c.question_id, attempts.c.correct, attempts.c.answered_at)
    mine = (attempts.c.person_id == person, attempts.c.exam == exam)
    numbered = select(*columns, newest.label("number")).where(*mine).subquery()
    wanted = (numbered.c.question_id, numbered.c.correct, numbered.c.answered_at)
    return tx.execute(select(*wanted).where(numbered.c.number == 1)).all()


def open_dailies(tx: Connection, person: int, adapter: str, workspace: str) -> dict[str, bool]:
    """Return the questions whose key is a secret: open as daily ones in the workspace, or in a group of the person's.

    The value tells whether the person has answered every daily question that it is.
    """
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == workspace)
    mine = select(memberships.c.group_id).where(memberships.c.person_id == person)
    in_reach = or_(postings.c.workspace_id.in_(select(workspaces.c.id).where(*here)), postings.c.group_id.in_(mine))
    answer = (attempts.c.person_id == person) & (attempts.c.source == "daily") & (attempts.c.source_id == postings.c.id)
    query = (
        select(postings.c.question_id, attempts.c.id.is_not(None).label("answered"))
        .select_from(postings.outerjoin(attempts, answer))
        .where(
            postings.c.kind == "daily", postings.c.closed_at.is_(None), postings.c.question_id.is_not(None), in_reach
        )
    )
    found: dict[str, bool] = {}
    for question, answered in tx.execute(query):
        found[question] = found.get(question, True) and bool(answered)
    return found


def groups_in(tx: Connection, person: int, adapter: str, workspace: str) -> Sequence[int]:
    """Return the groups of a workspace that a person belongs to."""
    joined = memberships.join(groups, groups.c.id == memberships.c.group_id)
    joined = joined.join(workspaces, workspaces.c.id == groups.c.workspace_id)
    query = (
        select(groups.c.id)
        .select_from(joined)
        .where(
            memberships.c.person_id == person,
            workspaces.c.adapter == adapter,
            workspaces.c.external_id == workspace,
        )
    )
    return tx.execute(query.order_by(groups.c.id)).scalars().all()


def _first(tx: Connection, *conditions: ColumnElement[bool]) -> Quiz | None:
    row = tx.execute(select(quizzes).where(*conditions)).one_or_none()
    return _quiz(row) if row else None


def _quiz(row: Row[Any]) -> Quiz:
    return Quiz(
        id=row.id,
        person=row.person_id,
        exam=row.exam,
        about=row.about,
        group=row.group_id,
        items=msgspec.convert(tuple(row.questions), tuple[Posed, ...]),
        position=row.position,
        ended_at=row.ended_at,
    )
