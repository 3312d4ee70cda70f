"""Holding what is kept beside the attempts against the attempts themselves, and mending it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.model.posting import Posed
from bot.model.question import Question
from bot.rules.mock_exam import misgraded
from bot.rules.scoring import grade
from bot.storage import firsts, mock_exams, recount
from bot.storage.contradictions import contradictions
from bot.storage.recount import Figures, Key
from bot.storage.tables import attempts
from bot.study.standing import restand, standings_of
from bot.study.work import reads, writes


@dataclass(frozen=True)
class Difference:
    """Something that is kept otherwise than it should be.

    `kind` is `standing`, `count`, `first`, `grade`, `exam`, `open`, or one of `bot.storage.contradictions`; only the
    first three can be written anew from the attempts, the others are for a person to judge. `subject` names it: numbers
    of rows, ids and dates.
    """

    kind: str
    subject: str
    kept: str
    should: str

    @property
    def mendable(self) -> bool:
        """Whether the attempts say what it should be."""
        return self.kind in {"standing", "count", "first"}


@reads
def groups_to_verify(tx: Connection) -> Sequence[int]:
    """Return the number of every group."""
    return recount.group_ids(tx)


@reads
def differences(tx: Connection, group: int) -> Sequence[Difference]:
    """Return what of a group is not as its attempts say, or is contradictory; all read at one moment."""
    recount.one_moment(tx)
    contradictory = [Difference(*one) for one in contradictions(tx, group)]
    return [*_standings(tx, group), *_counts(tx, group), *first_answers(tx, group), *_grades(tx, group), *contradictory]


@reads
def open_twice(tx: Connection) -> Sequence[Difference]:
    """Return the questions that are open more than once in a workspace."""
    return [
        Difference("open", f"workspace {row.workspace_id}, {row.question_id}", f"{row.postings} postings", "1 posting")
        for row in recount.open_twice(tx)
    ]


@reads
def exams(tx: Connection) -> Sequence[Difference]:
    """Return the submitted mock exams whose result is not as their answers say, or that left other answers."""
    recount.one_moment(tx)
    return [
        Difference("exam", f"exam {exam.id}, {wrong.question}", wrong.kept, wrong.should)
        for exam, result in mock_exams.submitted(tx)
        for wrong in misgraded(exam, result, recount.left_by(tx, mock_exams.SOURCE, exam.id))
    ]


@reads
def first_answers(tx: Connection, group: int | None) -> Sequence[Difference]:
    """Return the answers given in a group (None: in none) that are kept as a person's first to a question and aren't,
    or the other way."""
    return [
        Difference(
            "first",
            f"attempt {row.id} of person {row.person_id} at {row.question_id}",
            _order(first=row.is_first),
            _order(first=not row.is_first),
        )
        for row in firsts.misnamed(tx, group)
    ]


@writes
def repair_first_answers(tx: Connection, group: int | None) -> Sequence[Difference]:
    """Set anew which of these answers are first; return what was different. Answers wait meanwhile."""
    recount.hold_answers(tx)
    found = first_answers(tx, group)
    if found:
        firsts.name_anew(tx, attempts.c.group_id == group)
    return found


@writes
def repair(tx: Connection, group: int) -> Sequence[Difference]:
    """Write a group's standings, counts and first answers anew from its attempts; return what was different.

    Answers wait meanwhile, so that none is lost between reading and writing.
    """
    recount.hold_answers(tx)
    standings, counts = _standings(tx, group), _counts(tx, group)
    for row in recount.miscounted(tx, group):
        recount.recount(tx, row.id, row.attempts)
    if standings:
        restand(tx, group)
    return [*standings, *counts, *repair_first_answers(tx, group)]


def _standings(tx: Connection, group: int) -> list[Difference]:
    kept, should = recount.kept(tx, group), standings_of(recount.counted_by_day(tx, group))
    return [
        Difference("standing", _named(group, key), _said(kept.get(key)), _said(should.get(key)))
        for key in sorted(kept.keys() | should.keys())
        if kept.get(key) != should.get(key)
    ]


def _named(group: int, key: Key) -> str:
    return f"group {group}, person {key.person}, {key.exam}, domain {key.domain}, {key.period} of {key.starts_on}"


def _said(figures: Figures | None) -> str:
    if figures is None:
        return "nothing"
    return f"{figures.answers} answers, {figures.correct} right, {figures.points} points, {_moment(figures.reached_at)}"


def _moment(at: datetime | None) -> str:
    return f"last at {at.isoformat()}" if at else "none yet"


def _counts(tx: Connection, group: int) -> list[Difference]:
    return [
        Difference("count", f"group {group}, posting {row.id}", f"{row.answers} answers", f"{row.attempts} answers")
        for row in recount.miscounted(tx, group)
    ]


def _grades(tx: Connection, group: int) -> Iterator[Difference]:
    keys: dict[tuple[str, int, str], frozenset[str]] = {}
    for source, id, snapshot in recount.asked(tx, group):
        for question in _questions(source, snapshot):
            keys[source, id, question.id] = question.key
    for row in recount.answered(tx, group):
        key = keys.get((row.source, row.source_id, row.question_id))
        if key is not None and grade(key, frozenset(row.option_ids)) != row.correct:
            subject = f"group {group}, attempt {row.id} at {row.question_id}"
            yield Difference("grade", subject, _verdict(right=row.correct), _verdict(right=not row.correct))


def _questions(source: str, snapshot: Any) -> Iterable[Question]:
    """Return the questions of a snapshot as they were asked."""
    if source == "daily":
        return [msgspec.convert(snapshot, Question)]
    return [posed.question for posed in msgspec.convert(snapshot, list[Posed])]


def _order(*, first: bool) -> str:
    return "the first answer" if first else "a later answer"


def _verdict(*, right: bool) -> str:
    return "right" if right else "wrong"
