"""A corrected key grades mock exams anew, open or over, and their results are held against their answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from bot.model.mock_exam import MockExam
from bot.model.question import Question
from bot.model.ruling import Kind, Ruling
from bot.storage.tables import attempts
from bot.study import verify
from bot.study.mock_exams import look
from bot.study.rulings import groups_reached, regrade_group, rule
from bot.study.work import writes
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.mock_exam import finished, give, hand_in, running, sit
from tests.support.quiz import ADA
from tests.support.store import Store
from tests.support.world import actor, make_group


@writes
def meddle(tx: Connection, statement: str) -> None:
    tx.execute(text(statement))


def other_key(question: Question) -> frozenset[str]:
    """Return another key of as many options."""
    others = [option.id for option in question.options if not option.correct]
    return frozenset([*others, *question.key][: question.choose])


def correct(store: Store, clock: Clock, question: Question) -> int:
    """Correct a question's key as the program does; return how many answers changed."""
    key = other_key(question)
    store.write(rule, Ruling(EXAM, question.id, Kind.CORRECTED, question.revision, key, "", clock()))
    reached = store.read(groups_reached, EXAM, question)
    return sum(store.write(regrade_group, group, EXAM, question, key, clock()) for group in [*reached, None])


def right_and_wrong(store: Store, clock: Clock, where: str) -> MockExam:
    """Return an exam whose first two questions were answered, one of them rightly."""
    if where == "in a group":
        make_group(store)
    exam = sit(store, clock)
    give(store, clock, exam, 0)
    give(store, clock, exam, 1, right=False)
    return exam


@pytest.mark.parametrize("where", ["in a group", "in none"])
def test_a_result_follows_a_corrected_key(store: Store, clock: Clock, where: str) -> None:
    exam = right_and_wrong(store, clock, where)
    before = hand_in(store, clock, exam, right=1)
    question = exam.items[0].question
    assert correct(store, clock, question) == 1
    after = finished(store.write(look, ADA, clock()))
    assert (before.score.total.correct, after.score.total.correct) == (1, 0)
    assert after.exam.items[0].question.key == other_key(question)
    assert after.exam.items[1:] == before.exam.items[1:]
    assert [row.correct for row in store.rows(attempts)] == [False, False]
    assert store.read(verify.exams) == []
    assert correct(store, clock, question) == 0


@pytest.mark.parametrize("where", ["in a group", "in none"])
def test_an_open_one_is_graded_by_the_corrected_key(store: Store, clock: Clock, where: str) -> None:
    exam = right_and_wrong(store, clock, where)
    assert correct(store, clock, exam.items[0].question) == 0
    standing = running(store.write(look, ADA, clock()))
    assert standing.exam.items[0].question.key == other_key(exam.items[0].question)
    assert hand_in(store, clock, replace(exam, items=standing.exam.items), right=0).score.total.correct == 0
    assert store.read(verify.exams) == []


def test_a_ruling_whose_regrading_was_interrupted_holds_at_submission(store: Store, clock: Clock) -> None:
    exam = right_and_wrong(store, clock, "in none")
    question = exam.items[0].question
    store.write(rule, Ruling(EXAM, question.id, Kind.CORRECTED, question.revision, other_key(question), "", clock()))
    result = hand_in(store, clock, exam, right=0)
    assert (result.score.total.correct, result.exam.items[0].question.key) == (0, other_key(question))


def test_another_revision_of_the_question_is_left_as_it_was_asked(store: Store, clock: Clock) -> None:
    exam = right_and_wrong(store, clock, "in none")
    before = hand_in(store, clock, exam, right=1)
    edited = replace(exam.items[0].question, stem="What is it now?")
    assert correct(store, clock, edited) == 0
    assert finished(store.write(look, ADA, clock())) == before


def test_only_the_exams_that_hold_a_question_are_graded_anew(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    hand_in(store, clock, exam, right=3)
    bob = actor("bob")
    clock.advance(minutes=1)
    other = sit(store, clock, bob)
    theirs = hand_in(store, clock, other, right=3, who=bob)
    unshared = next(
        posed.question for posed in exam.items if posed.question.id not in {one.question.id for one in other.items}
    )
    correct(store, clock, unshared)
    assert finished(store.write(look, bob, clock())) == theirs


PLANTED = {
    "an answer lost": "DELETE FROM attempts WHERE source = 'exam' AND correct",
    "a grade turned": "UPDATE attempts SET correct = NOT correct WHERE source = 'exam' AND correct",
    "a point given": "UPDATE attempts SET points = 1 WHERE source = 'exam' AND correct",
    "a result rewritten": "UPDATE exams SET result = CAST(REPLACE(CAST(result AS TEXT), 'true', 'false') AS JSON)",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_difference_is_found(store: Store, clock: Clock, planted: str) -> None:
    exam = sit(store, clock)
    hand_in(store, clock, exam, right=1, wrong=1)
    assert store.read(verify.exams) == []
    statement = PLANTED[planted]
    if store.database.writer.dialect.name == "sqlite":
        statement = statement.replace(" AS JSON)", " AS TEXT)")
    store.write(meddle, statement)
    found = store.read(verify.exams)
    assert {one.kind for one in found} == {"exam"}
    assert all(f"exam {exam.id}" in one.subject for one in found)
