"""A question open as a daily one is in no mock exam, and one that becomes open tells nothing there."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.model.actor import Actor
from bot.model.group import Group
from bot.model.mock_exam import MockExam
from bot.model.posting import Daily, Posed
from bot.model.question import Bank
from bot.storage.tables import attempts
from bot.study.answers import answer
from bot.study.exam_ends import end_overdue
from bot.study.mock_exams import look, submit
from bot.study.privacy import export
from tests.support.bank import EXAM, small_bank, small_question
from tests.support.clock import Clock
from tests.support.mock_exam import WHOLE, asked, finished, give, hand_in, running, sit
from tests.support.quiz import ADA
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, place, reveal, right, wrong

THERE = actor("ada", "w2")


def only(posed: Posed) -> Mapping[str, Bank]:
    """Return a bank in which there is this question alone, so that the next daily one is it."""
    return {EXAM: Bank(small_bank().exam, {posed.question.id: posed.question})}


def opened_in(store: Store, clock: Clock, group: Group, exam: MockExam, at: int = 0) -> Daily:
    """Let a question of an exam become a group's daily one, while the exam's time runs."""
    daily = ask(store, clock, group, only(exam.items[at]))
    assert daily.question.id == exam.items[at].question.id
    assert clock() < exam.ends_at
    return daily


def revealed(store: Store, clock: Clock, daily: Daily) -> None:
    """Reveal a daily question; what comes after it is a question of no exam."""
    other = small_question(1, 99)
    reveal(store, clock, daily, {EXAM: Bank(small_bank().exam, {other.id: other})})


def long(store: Store, clock: Clock, who: Actor = ADA, where: str = "w1") -> MockExam:
    """Return an exam begun half an hour before groups are asked, so that it is under way then."""
    clock.now = clock.now.replace(hour=7, minute=50)
    return sit(store, clock, who, place(workspace=where), length=WHOLE, banks=BANKS)


def test_what_is_open_in_the_workspace_or_in_a_group_of_the_person_is_left_out(store: Store, clock: Clock) -> None:
    here = ask(store, clock, make_group(store))
    far = make_group(store, workspace="w2", now=clock())
    store.write(answer, THERE, (first := ask(store, clock, far)).posting, right(first), clock())
    there = ask(store, clock, far)
    exam = sit(store, clock, length=WHOLE, banks=BANKS)
    assert there.question.id not in asked(exam)
    assert len(asked(exam)) >= 18
    assert here.question.id != there.question.id


def test_nothing_of_a_question_that_becomes_open_is_shown_and_no_answer_is_taken(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = long(store, clock)
    opened_in(store, clock, group, exam)
    standing = running(give(store, clock, exam, 0))
    assert (standing.secret, standing.exam.answers[0]) == (frozenset({0}), frozenset())
    assert 0 not in standing.unanswered
    assert running(give(store, clock, exam, 1)).exam.answers[1]


def test_it_is_hidden_in_the_workspace_where_it_is_open_whoever_its_group_is(store: Store, clock: Clock) -> None:
    far = make_group(store, workspace="w2")
    exam = long(store, clock)
    opened_in(store, clock, far, exam)
    assert running(store.write(look, THERE, clock())).secret == {0}
    assert running(store.write(look, ADA, clock())).secret == frozenset()


def test_it_is_hidden_where_it_is_open_in_the_workspace_of_the_beginning(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = long(store, clock)
    opened_in(store, clock, group, exam)
    assert running(store.write(look, THERE, clock())).secret == {0}


@pytest.mark.parametrize("ending", ["submitted", "ended by time"])
def test_what_is_open_at_the_end_counts_nowhere_for_good(store: Store, clock: Clock, ending: str) -> None:
    group = make_group(store)
    exam = long(store, clock)
    for at in (0, 1):
        give(store, clock, exam, at)
    daily = opened_in(store, clock, group, exam)
    if ending == "submitted":
        store.write(submit, ADA, exam.id, True, clock())
    else:
        clock.now = exam.ends_at
        store.write(end_overdue, clock())
    result = finished(store.write(look, ADA, clock()))
    assert (result.score.total.answers, result.score.total.correct, result.score.left_out) == (19, 1, 1)
    assert [row.question_id for row in store.rows(attempts)] == [exam.items[1].question.id]
    assert (result.graded[0].counts, result.resting) == (False, frozenset({0}))
    revealed(store, clock, daily)
    later = finished(store.write(look, ADA, clock()))
    assert (later.score, later.resting) == (result.score, frozenset())


def test_what_becomes_open_after_the_end_rests_until_its_reveal(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = long(store, clock)
    result = hand_in(store, clock, exam, right=2)
    daily = opened_in(store, clock, group, exam)
    resting = finished(store.write(look, ADA, clock()))
    assert (resting.resting, resting.score.total.answers, resting.score.total.correct) == (frozenset({0}), 19, 1)
    revealed(store, clock, daily)
    assert finished(store.write(look, ADA, clock())) == result


def test_the_comparison_leaves_out_what_rests_as_well(store: Store, clock: Clock) -> None:
    group = make_group(store)
    first = long(store, clock)
    hand_in(store, clock, first, right=2)
    clock.advance(minutes=1)
    second = sit(store, clock, length=10, after=first.id)
    hand_in(store, clock, second, right=3)
    opened_in(store, clock, group, first)
    (before,) = finished(store.write(look, ADA, clock())).before
    assert (before.score.total.answers, before.score.total.correct, before.length) == (19, 1, 20)


def test_who_has_answered_the_daily_question_is_told_again(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = long(store, clock)
    result = hand_in(store, clock, exam, right=2)
    daily = opened_in(store, clock, group, exam)
    store.write(answer, ADA, daily.posting, wrong(daily), clock())
    assert finished(store.write(look, ADA, clock())).score == result.score


def test_the_export_holds_back_how_a_resting_question_went(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = long(store, clock)
    hand_in(store, clock, exam, right=2)
    daily = opened_in(store, clock, group, exam)
    stored = store.read(export, ADA)
    assert [row["correct"] for row in stored["attempts"]] == [None, True]
    (row,) = stored["exams"]
    assert [one["right"] for one in row["result"]][:3] == [None, True, False]
    assert row["questions"] == asked(exam)
    store.write(answer, ADA, daily.posting, wrong(daily), clock())
    assert {row["correct"] for row in store.read(export, ADA)["attempts"] if row["source"] == "exam"} == {True}
