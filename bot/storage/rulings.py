"""Rulings, reports, and what a corrected key reaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.model.ruling import Kind, MemberReport, Ruling, Wrong
from bot.storage.mock_exams import holds
from bot.storage.tables import attempts, exams, postings, question_reports, question_rulings, quizzes
from bot.storage.upsert import insert


def put(tx: Connection, ruling: Ruling) -> None:
    """Keep a ruling in place of an earlier one on the same question."""
    values = {
        "kind": str(ruling.kind),
        "revision": ruling.revision,
        "option_ids": sorted(ruling.key) if ruling.key is not None else None,
        "note": ruling.note,
        "ruled_at": ruling.at,
    }
    statement = insert(tx, question_rulings).values(exam=ruling.exam, question_id=ruling.question, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["exam", "question_id"], set_=values))


def lift(tx: Connection, exam: str, question: str) -> bool:
    """Delete the ruling on a question; return whether there was one."""
    here = (question_rulings.c.exam == exam, question_rulings.c.question_id == question)
    return tx.execute(delete(question_rulings).where(*here)).rowcount == 1


def of_exam(tx: Connection, exam: str) -> Sequence[Ruling]:
    """Return the rulings on an exam's questions, by question."""
    query = select(question_rulings).where(question_rulings.c.exam == exam).order_by(question_rulings.c.question_id)
    return [_ruling(row) for row in tx.execute(query)]


def of_question(tx: Connection, exam: str, question: str) -> Ruling | None:
    """Return the ruling on a question, or None."""
    here = (question_rulings.c.exam == exam, question_rulings.c.question_id == question)
    row = tx.execute(select(question_rulings).where(*here)).one_or_none()
    return _ruling(row) if row else None


def add_report(tx: Connection, person: int, report: MemberReport) -> None:
    """Keep a member's report in place of their earlier one on the same revision of the question."""
    said = {"fault": str(report.wrong), "comment": report.comment, "reported_at": report.at, "settled_at": None}
    key = {"person_id": person, "question_id": report.question, "revision": report.revision}
    statement = insert(tx, question_reports).values(**key, exam=report.exam, **said)
    tx.execute(statement.on_conflict_do_update(index_elements=list(key), set_=said))


def open_reports(tx: Connection, exam: str) -> Sequence[MemberReport]:
    """Return the reports that nobody has ruled on yet, by question, oldest first."""
    query = (
        select(question_reports)
        .where(question_reports.c.exam == exam, question_reports.c.settled_at.is_(None))
        .order_by(question_reports.c.question_id, question_reports.c.reported_at, question_reports.c.id)
    )
    return [
        MemberReport(row.exam, row.question_id, row.revision, Wrong(row.fault), row.comment, row.reported_at)
        for row in tx.execute(query)
    ]


def settle_reports(tx: Connection, exam: str, question: str, now: datetime) -> int:
    """Settle what was reported of a question; return how many reports that were."""
    here = (question_reports.c.exam == exam, question_reports.c.question_id == question)
    return tx.execute(
        update(question_reports).where(*here, question_reports.c.settled_at.is_(None)).values(settled_at=now)
    ).rowcount


def groups_reached(tx: Connection, exam: str, question: str, revision: str) -> Sequence[int]:
    """Return the groups that were asked a revision of a question or hold answers to it, by number.

    Those whose members may hold it in a quiz or mock exam are among them, whatever the revision.
    """
    found: set[int] = set()
    conditions = [(table, _asked(table, exam, question, revision)) for table in (postings, attempts)]
    conditions += [(table, (table.c.exam == exam, holds(table.c.questions, question))) for table in (quizzes, exams)]
    for table, condition in conditions:
        query = select(table.c.group_id).where(*condition, table.c.group_id.is_not(None))
        found |= set(tx.execute(query.distinct()).scalars())
    return sorted(found)


def change_snapshots(tx: Connection, group: int | None, exam: str, old: tuple[str, str], new: tuple[str, Any]) -> None:
    """Put a corrected question into every posting and quiz of a group (None: quizzes of no group) that holds it.

    `old` is its id and revision, `new` its revision and JSON values.
    """
    question, revision = old
    asked = (*_asked(postings, exam, question, revision), postings.c.group_id == group)
    values = {"revision": new[0], "snapshot": new[1]}
    tx.execute(update(postings).where(*asked).values(**values))
    holding = select(quizzes.c.id, quizzes.c.questions).where(
        quizzes.c.exam == exam, quizzes.c.group_id.is_not_distinct_from(group)
    )
    for id, items in tx.execute(holding).all():
        if any(item["question"]["id"] == question for item in items):
            changed = [{**item, "question": new[1]} if item["question"]["id"] == question else item for item in items]
            tx.execute(update(quizzes).where(quizzes.c.id == id).values(questions=changed))


def answers_to(tx: Connection, group: int | None, exam: str, question: str) -> Sequence[Any]:
    """Return the attempts at a question in a group (None: in none), by person, oldest first."""
    query = select(attempts).where(
        attempts.c.exam == exam, attempts.c.question_id == question, attempts.c.group_id.is_not_distinct_from(group)
    )
    return tx.execute(query.order_by(attempts.c.person_id, attempts.c.answered_at, attempts.c.id)).all()


def set_grade(tx: Connection, attempt: int, revision: str, *, correct: bool, points: int) -> None:
    """Grade an attempt anew, as one at another revision of its question."""
    tx.execute(
        update(attempts).where(attempts.c.id == attempt).values(correct=correct, points=points, revision=revision)
    )


def last_revealed(tx: Connection, group: int, exam: str, question: str, revision: str) -> Any:
    """Return the row of a group's newest revealed posting of a revision of a question, or None."""
    asked = (*_asked(postings, exam, question, revision), postings.c.group_id == group)
    seen = (postings.c.kind == "daily", postings.c.closed_at.is_not(None), postings.c.message_ref.is_not(None))
    return tx.execute(select(postings).where(*asked, *seen).order_by(postings.c.id.desc()).limit(1)).one_or_none()


def _asked(table: Any, exam: str, question: str, revision: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.exam == exam, table.c.question_id == question, table.c.revision == revision)


def _ruling(row: Any) -> Ruling:
    key = frozenset(row.option_ids) if row.option_ids is not None else None
    return Ruling(row.exam, row.question_id, Kind(row.kind), row.revision, key, row.note, row.ruled_at)
