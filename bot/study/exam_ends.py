"""The end of mock exams: submitted by the person or by the time, graded, and set beside earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.model.actor import Actor
from bot.model.mock_exam import BY_TIME, Finished, Graded, MockExam, Sat
from bot.model.question import Question
from bot.rules.calendar import local_date
from bot.rules.mock_exam import graded, score
from bot.rules.rulings import as_corrected, corrected
from bot.storage import groups, mock_exams, people, quizzes, rulings
from bot.storage.tables import notices
from bot.storage.upsert import insert
from bot.study.counting import Given, keep
from bot.study.work import writes

COMPARED = 5
"""How many earlier mock exams a result is shown beside."""

NOTICE_GRACE = timedelta(days=1)
_AT_ONCE = 5  # exams ended in one transaction, up to 65 answers each: others wait for it on SQLite


@writes
def end_overdue(tx: Connection, now: datetime) -> tuple[int, bool]:
    """Submit mock exams whose time is over as they stand, and owe each person a notice.

    Returns how many those were, and whether there may be more.
    """
    over = mock_exams.overdue(tx, now, _AT_ONCE)
    for id, person in over:
        people.lock(tx, person)
        exam = mock_exams.find(tx, id, person)
        if exam is not None and exam.submitted_at is None:  # nobody was faster
            _owe_notice(tx, end_in_time(tx, exam, now), now)
    return len(over), len(over) == _AT_ONCE


def end_in_time(tx: Connection, exam: MockExam, now: datetime) -> MockExam:
    """Return a mock exam, submitted as it stands if its time is over. The person must be locked."""
    over = exam.submitted_at is None and now >= exam.ends_at
    return finish(tx, exam, exam.ends_at, BY_TIME, None) if over else exam


def finish(tx: Connection, exam: MockExam, at: datetime, by: str, actor: Actor | None) -> MockExam:
    """Submit an open mock exam: grade it by the keys that hold now, and keep its answers as the person's own.

    What is open as a daily question at this moment counts nowhere and leaves no answer, for every figure with it would
    tell of its key. The person must be locked.
    """
    ruled = rulings.of_exam(tx, exam.exam)
    items = tuple(replace(posed, question=as_corrected(posed.question, ruled)) for posed in exam.items)
    if items != exam.items:
        mock_exams.set_items(tx, exam.id, items)
    ended = replace(exam, items=items, submitted_at=at, ended_by=by)
    results = graded(ended, secrets_of(tx, exam, actor))
    mock_exams.submit(tx, exam.id, at, by, results)
    group = groups.by_id(tx, exam.group) if exam.group is not None else None
    for posed, chosen, result in zip(items, exam.answers, results, strict=True):
        if chosen and result.counts:
            keep(tx, Given(exam.person, posed.question, exam.exam, chosen, mock_exams.SOURCE, exam.id, group, at))
    return ended


def finished(tx: Connection, exam: MockExam, actor: Actor) -> Finished:
    """Return a submitted mock exam with its figures, beside earlier ones.

    What has become an open daily question since rests, and no figure is made with it, until its reveal or until the
    person has answered it.
    """
    secret = {id for id, answered in secrets_of(tx, exam, actor).items() if not answered}
    results = mock_exams.result_of(tx, exam.id)
    before = []
    for row, form, others in mock_exams.earlier(tx, exam, COMPARED):
        before.append(Sat(row.id, len(others), row.begun_at, score(others, form, _among(others, secret))))
    resting = _among(results, secret)
    return Finished(exam, results, resting, score(results, exam.form, resting), zone_of(tx, exam), tuple(before))


def secrets_of(tx: Connection, exam: MockExam, actor: Actor | None) -> Mapping[str, bool]:
    """Return the questions whose key is a secret for an exam, as `quizzes.open_dailies` does: open in the workspace
    where it was begun, in the one where the person acts now, or in a group of theirs."""
    found = quizzes.open_dailies(tx, exam.person, *exam.home)
    if actor is not None and (actor.adapter, actor.workspace) != exam.home:
        for id, answered in quizzes.open_dailies(tx, exam.person, actor.adapter, actor.workspace).items():
            found[id] = found.get(id, True) and answered
    return found


def zone_of(tx: Connection, exam: MockExam) -> str:
    """Return the time zone to tell a person the moments of their exam in: their own, else the group's, else UTC."""
    if own := people.zone(tx, exam.person):
        return own
    group = groups.by_id(tx, exam.group) if exam.group is not None else None
    return group.schedule.zone if group else "UTC"


def regrade(tx: Connection, group: int | None, exam: str, was: Question, key: frozenset[str]) -> None:
    """Put a corrected key into the mock exams of a group (None: of none) that hold a revision of a question, and grade
    those that were submitted anew. The answers that they left are graded with all others."""
    new = corrected(was, key)
    for one in mock_exams.holding(tx, group, exam, was.id):
        held = [posed.question.id == was.id and posed.question.revision == was.revision for posed in one.items]
        if any(held):
            items = [
                replace(posed, question=new) if here else posed for posed, here in zip(one.items, held, strict=True)
            ]
            mock_exams.set_items(tx, one.id, items)
            if one.submitted_at is not None:
                void = {result.question for result in mock_exams.result_of(tx, one.id) if not result.counts}
                mock_exams.set_result(tx, one.id, graded(replace(one, items=tuple(items)), void))


def _among(results: tuple[Graded, ...], secret: set[str]) -> frozenset[int]:
    return frozenset(at for at, one in enumerate(results) if one.question in secret)


def _owe_notice(tx: Connection, exam: MockExam, now: datetime) -> None:
    values = {
        "person_id": exam.person,
        "workspace_id": exam.workspace,
        "group_id": exam.group,
        "kind": f"exam-{exam.id}",
        "for_date": local_date(exam.ends_at, zone_of(tx, exam)),
        "due_at": now,
        "grace_until": now + NOTICE_GRACE,
        "next_try_at": now,
        "created_at": now,
    }
    unique = ["person_id", "kind", "for_date"]
    tx.execute(insert(tx, notices).values(**values).on_conflict_do_nothing(index_elements=unique))
