"""A question open as a daily one is in no quiz, and a quiz tells nothing of it, whenever it becomes open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.group import Group
from bot.model.posting import Daily, Posed
from bot.model.question import Bank
from bot.model.quiz import Answered, Asking, Ended, Quiz, Step
from bot.storage.tables import attempts
from bot.study.answers import answer
from bot.study.quizzes import go_on, leave, start
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.quiz import ADA, HERE, asked, begin, finish, give, onward, open_dailies
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, open_daily, reveal, right, wrong

BOB = actor("bob")


def only(posed: Posed) -> Mapping[str, Bank]:
    """Return a bank in which there is this question alone, so that the next daily one is it."""
    return {EXAM: Bank(small_bank().exam, {posed.question.id: posed.question})}


def look(store: Store, clock: Clock, quiz: Quiz, who: Actor = ADA) -> Step:
    return store.write(go_on, who, quiz.id, clock())


def test_what_is_open_in_any_group_of_the_workspace_is_left_out(store: Store, clock: Clock) -> None:
    here, beside = make_group(store), make_group(store, "random")
    ask(store, clock, here)
    both = [store.read(open_daily, group.id) for group in (here, beside)]
    open_now = {daily.question.id for daily in both if daily is not None}
    assert len(open_now) == 2
    left = set(BANKS[EXAM].questions) - open_now
    assert set(asked(begin(store, clock, count=30))) == left
    assert set(asked(begin(store, clock, BOB, None, count=30))) == left


def test_what_is_open_in_a_group_of_the_person_elsewhere_is_left_out(store: Store, clock: Clock) -> None:
    group = make_group(store, workspace="w2")
    first = ask(store, clock, group)
    store.write(answer, actor("ada", "w2"), first.posting, right(first), clock())
    second = ask(store, clock, group)
    assert second.question.id not in asked(begin(store, clock, count=30))
    assert second.question.id in asked(begin(store, clock, BOB, count=30))


def test_where_nothing_but_an_open_question_is_left_there_is_no_quiz(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    with pytest.raises(Refused, match="quiz-empty"):
        store.write(start, ADA, HERE, only(daily), "", 5, clock())
    reveal(store, clock, daily)
    clock.advance(hours=1)
    assert asked(begin(store, clock, banks=only(daily))) == [daily.question.id]


@pytest.mark.parametrize("pressing", ["answer", "look"])
def test_a_question_that_becomes_open_meanwhile_is_passed_over(store: Store, clock: Clock, pressing: str) -> None:
    group = make_group(store)
    quiz = begin(store, clock)
    ask(store, clock, group, only(quiz.present))
    step = give(store, clock, quiz) if pressing == "answer" else look(store, clock, quiz)
    assert isinstance(step, Asking)
    assert (step.quiz.position, step.left_out) == (1, 1)
    assert store.count(attempts) == 0
    ended = finish(store, clock, step.quiz)
    assert (len(ended.results), ended.left_out) == (4, 1)


def test_a_quiz_whose_last_question_becomes_open_is_over(store: Store, clock: Clock) -> None:
    group = make_group(store)
    quiz = begin(store, clock, count=1)
    ask(store, clock, group, only(quiz.present))
    ended = give(store, clock, quiz)
    assert isinstance(ended, Ended)
    assert (ended.results, ended.left_out, ended.quiz.ended_at) == ((), 1, clock())


def answered_then_opened(store: Store, clock: Clock) -> tuple[Group, Quiz, Daily]:
    """Return a quiz whose present question was answered, and is a daily one since."""
    group = make_group(store)
    quiz = begin(store, clock)
    give(store, clock, quiz, right=False)
    return group, quiz, ask(store, clock, group, only(quiz.present))


def test_feedback_rests_while_its_question_is_open_and_until_the_person_answered_it(store: Store, clock: Clock) -> None:
    _, quiz, daily = answered_then_opened(store, clock)
    step = look(store, clock, quiz)
    assert isinstance(step, Answered)
    assert step.result.open
    store.write(answer, ADA, daily.posting, wrong(daily), clock())
    after = look(store, clock, quiz)
    assert isinstance(after, Answered)
    assert not after.result.open


def test_feedback_is_there_again_after_the_reveal(store: Store, clock: Clock) -> None:
    _, quiz, daily = answered_then_opened(store, clock)
    reveal(store, clock, daily)
    step = look(store, clock, quiz)
    assert isinstance(step, Answered)
    assert not step.result.open


def test_the_summary_knows_what_it_must_not_tell(store: Store, clock: Clock) -> None:
    _, quiz, _ = answered_then_opened(store, clock)
    onward(store, clock, quiz)
    ended = store.write(leave, ADA, quiz.id, clock())
    assert isinstance(ended, Ended)
    assert [result.open for result in ended.results] == [True]


def test_an_answer_in_one_group_does_not_open_the_same_question_of_another(store: Store, clock: Clock) -> None:
    here, there = make_group(store), make_group(store, workspace="w2")
    earlier = ask(store, clock, there)
    store.write(answer, actor("ada", "w2"), earlier.posting, right(earlier), clock())
    beside = store.read(open_daily, here.id)
    assert beside is not None
    unused = min(BANKS[EXAM].questions.keys() - {earlier.question.id, beside.question.id})
    daily = ask(store, clock, here, only(Posed(BANKS[EXAM].questions[unused], ())))  # both groups are asked it now
    store.write(answer, ADA, daily.posting, right(daily), clock())
    assert store.read(open_dailies, _person(store), "web", "w1") == {daily.question.id: False}


def _person(store: Store) -> int:
    (row,) = {row.person_id for row in store.rows(attempts)}
    return int(row)
