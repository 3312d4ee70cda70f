"""What the attempts say of a group's boards and counts, to hold what is kept beside them against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, case, func, select, text, update
from sqlalchemy import delete as deletion

from bot.storage.tables import attempts, exams, groups, postings, quizzes, standings


class Key(NamedTuple):
    """What a standing is about, within its group."""

    person: int
    exam: str
    domain: str
    period: str
    starts_on: date


class Figures(NamedTuple):
    """What a standing says: answers, right ones, points, and when the last point came (UTC)."""

    answers: int
    correct: int
    points: int
    reached_at: datetime | None


def one_moment(tx: Connection) -> None:
    """Let everything this transaction reads be of one moment; must come first in it. SQLite does so by itself."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def hold_answers(tx: Connection) -> None:
    """Wait for answers under way and let no new one in until this transaction ends (SQLite has one writer anyway).

    Everything that counts an answer keeps the attempt in the same transaction, so this holds boards and counts too.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(text("LOCK TABLE attempts IN SHARE ROW EXCLUSIVE MODE"))


def group_ids(tx: Connection) -> Sequence[int]:
    """Return the number of every group."""
    return tx.execute(select(groups.c.id).order_by(groups.c.id)).scalars().all()


def kept(tx: Connection, group: int) -> dict[Key, Figures]:
    """Return a group's standings as they are kept."""
    rows = tx.execute(select(standings).where(standings.c.group_id == group))
    return {
        Key(row.person_id, row.exam, row.domain, row.period, row.starts_on): Figures(
            row.answers, row.correct, row.points, row.reached_at
        )
        for row in rows
    }


def counted_by_day(tx: Connection, group: int) -> Sequence[tuple[int, str, str, date, Figures]]:
    """Return (person, exam, domain, local date, figures) of the attempts that count in a group."""
    named = (attempts.c.person_id, attempts.c.exam, attempts.c.domain, attempts.c.local_date)
    query = (
        select(
            *named,
            func.count(),
            func.sum(case((attempts.c.correct, 1), else_=0)),
            func.sum(attempts.c.points),
            func.max(case((attempts.c.points > 0, attempts.c.answered_at))),
        )
        .where(attempts.c.group_id == group, attempts.c.counted)
        .group_by(*named)
    )
    return [
        (person, exam, domain, day, Figures(int(answers), int(correct), int(points), reached))
        for person, exam, domain, day, answers, correct, points, reached in tx.execute(query)
    ]


def rewrite(tx: Connection, group: int, figures: Mapping[Key, Figures]) -> None:
    """Replace a group's standings."""
    tx.execute(deletion(standings).where(standings.c.group_id == group))
    rows = [
        {
            "group_id": group,
            "person_id": key.person,
            "exam": key.exam,
            "domain": key.domain,
            "period": key.period,
            "starts_on": key.starts_on,
            **one._asdict(),
        }
        for key, one in figures.items()
    ]
    if rows:
        tx.execute(standings.insert(), rows)


def miscounted(tx: Connection, group: int) -> Sequence[Any]:
    """Return id, answers and attempts of a group's postings whose count of answers is not that of their attempts."""
    given = (
        select(func.count())
        .where(attempts.c.source == "daily", attempts.c.source_id == postings.c.id)
        .correlate(postings)
        .scalar_subquery()
    )
    query = select(postings.c.id, postings.c.answers, given.label("attempts"))
    return tx.execute(query.where(postings.c.group_id == group, postings.c.answers != given)).all()


def recount(tx: Connection, posting: int, answers: int) -> None:
    """Set a posting's count of answers, and let the message that shows it follow while it is open."""
    values = {"answers": answers, "count_dirty": postings.c.closed_at.is_(None)}
    tx.execute(update(postings).where(postings.c.id == posting).values(**values))


def asked(tx: Connection, group: int) -> Iterator[tuple[str, int, Any]]:
    """Yield (source, source id, snapshot) of everything a group's attempts may belong to, a few rows in memory.

    The snapshot is a posting's question, or the list of questions of a quiz or mock exam.
    """
    few = {"yield_per": 100}
    dailies = select(postings.c.id, postings.c.snapshot).where(
        postings.c.group_id == group, postings.c.kind == "daily", postings.c.question_id.is_not(None)
    )
    for id, snapshot in tx.execute(dailies, execution_options=few):
        yield "daily", id, snapshot
    for source, table in (("quiz", quizzes), ("exam", exams)):
        theirs = select(table.c.id, table.c.questions).where(table.c.group_id == group)
        for id, questions in tx.execute(theirs, execution_options=few):
            yield source, id, questions


def answered(tx: Connection, group: int) -> Sequence[Row[Any]]:
    """Return id, source, source_id, question_id, option_ids and correct of a group's attempts."""
    named = ("id", "source", "source_id", "question_id", "option_ids", "correct")
    query = select(*(attempts.c[name] for name in named)).where(attempts.c.group_id == group)
    return tx.execute(query.order_by(attempts.c.id)).all()


def left_by(tx: Connection, source: str, source_id: int) -> dict[str, tuple[bool, int]]:
    """Return whether each answer that something left is right, and its points, by question."""
    mine = (attempts.c.source == source, attempts.c.source_id == source_id)
    query = select(attempts.c.question_id, attempts.c.correct, attempts.c.points).where(*mine)
    return {row.question_id: (row.correct, row.points) for row in tx.execute(query)}


def open_twice(tx: Connection) -> Sequence[Any]:
    """Return workspace_id, question_id and postings of questions that are open more than once in a workspace."""
    named = (postings.c.workspace_id, postings.c.question_id)
    query = (
        select(*named, func.count().label("postings"))
        .where(postings.c.kind == "daily", postings.c.closed_at.is_(None), postings.c.question_id.is_not(None))
        .group_by(*named)
        .having(func.count() > 1)
    )
    return tx.execute(query).all()
