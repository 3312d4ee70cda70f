"""Ruling on questions, and what a corrected key changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from bot.model.question import Question
from bot.model.ruling import MemberReport, Ruling
from bot.rules.rulings import Graded, corrected, points_in_order
from bot.rules.scoring import grade
from bot.storage import postings, recount, rulings
from bot.study.exam_ends import regrade as regrade_exams
from bot.study.revealing import ruling_row
from bot.study.standing import restand
from bot.study.work import reads, writes


@writes
def rule(tx: Connection, ruling: Ruling) -> int:
    """Keep a ruling, which selection follows from this transaction on; return how many reports it settles."""
    rulings.put(tx, ruling)
    return rulings.settle_reports(tx, ruling.exam, ruling.question, ruling.at)


@writes
def uphold(tx: Connection, exam: str, question: str, now: datetime) -> tuple[bool, int]:
    """Let a question be as its file says; return whether a ruling was lifted, and how many reports are settled.

    Answers that a corrected key graded anew stay as they are.
    """
    return rulings.lift(tx, exam, question), rulings.settle_reports(tx, exam, question, now)


@reads
def rulings_of(tx: Connection, exam: str) -> Sequence[Ruling]:
    """Return the rulings on an exam's questions, by question."""
    return rulings.of_exam(tx, exam)


@reads
def reports_of(tx: Connection, exam: str) -> Sequence[MemberReport]:
    """Return what members reported and nobody has ruled on yet, by question, oldest first."""
    return rulings.open_reports(tx, exam)


@reads
def groups_reached(tx: Connection, exam: str, question: Question) -> Sequence[int]:
    """Return the groups that were asked a question, as it is given, or whose members were, in practice of their own."""
    return rulings.groups_reached(tx, exam, question.id, question.revision)


@writes
def regrade_group(
    tx: Connection, group: int | None, exam: str, question: Question, key: frozenset[str], now: datetime
) -> int:
    """Grade every answer of a group (None: of no group) to a question anew, with its boards; return how many changed.

    What shows the question shows the new key from then on, and the group is owed a message about a revealed one. Doing
    it again changes nothing. Raises ValueError as `bot.rules.rulings.corrected`.
    """
    recount.hold_answers(tx)
    new = corrected(question, key)
    told = rulings.last_revealed(tx, group, exam, question.id, question.revision) if group is not None else None
    was = (question.id, question.revision)
    rulings.change_snapshots(tx, group, exam, was, (new.revision, postings.snapshot(new)))
    regrade_exams(tx, group, exam, question, key)
    changed = 0
    rows = rulings.answers_to(tx, group, exam, question.id)
    for _, mine in groupby(rows, key=lambda row: row.person_id):
        changed += _regrade_person(tx, list(mine), question, new)
    if changed and group is not None:
        restand(tx, group)
    if told is not None:
        postings.owe_ruling(tx, ruling_row(told, now))
    return changed


def _regrade_person(tx: Connection, rows: Sequence[Any], was: Question, new: Question) -> int:
    """Grade one person's answers, oldest first, and return how many changed; those to another revision keep theirs."""
    mine = [row.revision == was.revision for row in rows]
    answers = [
        Graded(row.id, grade(new.key, frozenset(row.option_ids)) if here else row.correct, row.counted, row.source)
        for row, here in zip(rows, mine, strict=True)
    ]
    changed = 0
    for row, here, one, points in zip(rows, mine, answers, points_in_order(answers), strict=True):
        if here or points != row.points:
            revision = new.revision if here else row.revision
            rulings.set_grade(tx, row.id, revision, correct=one.right, points=points)
        changed += (one.right, points) != (row.correct, row.points)
    return changed
