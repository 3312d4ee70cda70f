"""Mock exams as they stand, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Text, cast, func, select, update

from bot.model.exam import ExamForm
from bot.model.mock_exam import Graded, MockExam
from bot.model.posting import Posed
from bot.storage.tables import exams, workspaces

SOURCE = "exam"
_FEW = {"yield_per": 50}  # rows in memory; each holds all of its questions


def add(tx: Connection, items: Sequence[Posed], form: ExamForm, **values: Any) -> MockExam:
    """Keep a new mock exam and return it. A unique index refuses a second open one of a person."""
    nothing = {"answers": [[] for _ in items], "flags": [], "length": len(items)}
    asked = {"questions": msgspec.to_builtins(list(items)), "form": msgspec.to_builtins(form)}
    new = exams.insert().values(**asked, **nothing, **values)
    id = tx.execute(new.returning(exams.c.id)).scalar_one()
    return _exam(tx.execute(_whole(exams.c.id == id)).one())


def open_of(tx: Connection, person: int) -> MockExam | None:
    """Return a person's open mock exam, or None."""
    return _first(tx, exams.c.person_id == person, exams.c.submitted_at.is_(None))


def find(tx: Connection, exam: int, person: int) -> MockExam | None:
    """Return a mock exam if it is this person's, else None."""
    return _first(tx, exams.c.id == exam, exams.c.person_id == person)


def newest(tx: Connection, person: int) -> MockExam | None:
    """Return a person's newest mock exam, open or not, or None."""
    return _first(tx, exams.c.id == select(func.max(exams.c.id)).where(exams.c.person_id == person).scalar_subquery())


def last_asked(tx: Connection, person: int, exam: str) -> frozenset[str]:
    """Return the ids of the questions of a person's newest mock exam of an exam; none if they had none."""
    mine = (exams.c.person_id == person, exams.c.exam == exam)
    row = tx.execute(select(exams.c.questions).where(*mine).order_by(exams.c.id.desc()).limit(1)).one_or_none()
    return frozenset(posed["question"]["id"] for posed in row.questions) if row else frozenset()


def set_answers(tx: Connection, exam: int, answers: Sequence[frozenset[str]]) -> None:
    """Keep what is chosen at each position."""
    _change(tx, exam, answers=[sorted(one) for one in answers])


def set_flags(tx: Connection, exam: int, flags: frozenset[int]) -> None:
    """Keep the positions to come back to."""
    _change(tx, exam, flags=sorted(flags))


def set_position(tx: Connection, exam: int, position: int) -> None:
    """Keep where the person is."""
    _change(tx, exam, position=position)


def set_items(tx: Connection, exam: int, items: Sequence[Posed]) -> None:
    """Put other snapshots in place of an exam's questions."""
    _change(tx, exam, questions=msgspec.to_builtins(list(items)))


def submit(tx: Connection, exam: int, at: datetime, by: str, result: Sequence[Graded]) -> None:
    """Close a mock exam with how each question came out."""
    _change(tx, exam, submitted_at=at, ended_by=by, result=msgspec.to_builtins(list(result)))


def set_result(tx: Connection, exam: int, result: Sequence[Graded]) -> None:
    """Put another result in place of a submitted exam's."""
    _change(tx, exam, result=msgspec.to_builtins(list(result)))


def result_of(tx: Connection, exam: int) -> tuple[Graded, ...]:
    """Return how each question of a submitted exam came out."""
    return _result(tx.execute(select(exams.c.result).where(exams.c.id == exam)).scalar_one())


def earlier(tx: Connection, exam: MockExam, limit: int) -> Sequence[tuple[Any, ExamForm, tuple[Graded, ...]]]:
    """Return id and begun_at, the form and the result of a person's mock exams before one, newest first."""
    mine = (exams.c.person_id == exam.person, exams.c.exam == exam.exam, exams.c.id < exam.id)
    columns = (exams.c.id, exams.c.begun_at, exams.c.form, exams.c.result)
    query = select(*columns).where(*mine, exams.c.submitted_at.is_not(None)).order_by(exams.c.id.desc()).limit(limit)
    return [(row, msgspec.convert(row.form, ExamForm), _result(row.result)) for row in tx.execute(query)]


def overdue(tx: Connection, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
    """Return (exam, person) of open mock exams whose time is over, by person, so that locks are taken in one order."""
    over = (exams.c.submitted_at.is_(None), exams.c.ends_at <= now)
    query = select(exams.c.id, exams.c.person_id).where(*over).order_by(exams.c.person_id).limit(limit)
    return [(row.id, row.person_id) for row in tx.execute(query)]


def soonest_end(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment after `after` at which the time of an open mock exam is over, or None."""
    query = select(func.min(exams.c.ends_at)).where(exams.c.submitted_at.is_(None), exams.c.ends_at > after)
    found: datetime | None = tx.execute(query).scalar_one()
    return found


def holding(tx: Connection, group: int | None, exam: str, question: str) -> Sequence[MockExam]:
    """Return the mock exams of a group (None: of none) that hold a question, in whatever revision."""
    here = (exams.c.exam == exam, exams.c.group_id.is_not_distinct_from(group), holds(exams.c.questions, question))
    return [_exam(row) for row in tx.execute(_whole(*here))]


def holds(questions: ColumnElement[Any], question: str) -> ColumnElement[bool]:
    """Return the condition that a column of snapshots may hold a question: its id stands there, for whatever reason."""
    return cast(questions, Text).contains(f'"{question}"', autoescape=True)


def submitted(tx: Connection) -> Iterator[tuple[MockExam, tuple[Graded, ...]]]:
    """Yield every submitted mock exam with its result, by number, a few in memory."""
    query = _whole(exams.c.submitted_at.is_not(None)).order_by(exams.c.id)
    for row in tx.execute(query, execution_options=_FEW):
        yield _exam(row), _result(row.result)


def _change(tx: Connection, exam: int, **values: Any) -> None:
    tx.execute(update(exams).where(exams.c.id == exam).values(**values))


def _whole(*conditions: ColumnElement[bool]) -> Any:
    joined = exams.join(workspaces, workspaces.c.id == exams.c.workspace_id)
    return select(exams, workspaces.c.adapter, workspaces.c.external_id).select_from(joined).where(*conditions)


def _first(tx: Connection, *conditions: ColumnElement[bool]) -> MockExam | None:
    row = tx.execute(_whole(*conditions)).one_or_none()
    return _exam(row) if row else None


def _result(kept: Any) -> tuple[Graded, ...]:
    return msgspec.convert(tuple(kept), tuple[Graded, ...])


def _exam(row: Row[Any]) -> MockExam:
    return MockExam(
        id=row.id,
        person=row.person_id,
        exam=row.exam,
        form=msgspec.convert(row.form, ExamForm),
        workspace=row.workspace_id,
        home=(row.adapter, row.external_id),
        group=row.group_id,
        items=msgspec.convert(tuple(row.questions), tuple[Posed, ...]),
        answers=tuple(frozenset(one) for one in row.answers),
        flags=frozenset(row.flags),
        position=row.position,
        minutes=row.minutes,
        begun_at=row.begun_at,
        ends_at=row.ends_at,
        submitted_at=row.submitted_at,
        ended_by=row.ended_by,
    )
