"""Quizzes: one open a person, resumed after anything, each press safe to repeat, answers kept as the person's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.quiz import Answered, Asking, Ended, Step, Underway
from bot.storage.tables import attempts, memberships, people, quizzes, standings
from bot.study.quizzes import another, answer_quiz, go_on, leave, move_on, start, start_anew
from tests.support.bank import EXAM, small_bank, with_stems
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.programs import said, started
from tests.support.quiz import ADA, HERE, asked, begin, finish, give, letters, onward, running
from tests.support.store import Store
from tests.support.world import BANKS, actor, make_group, place

BOB = actor("bob")
QUESTIONS = BANKS[EXAM].questions


def test_a_quiz_asks_as_many_different_questions_as_wanted(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock, count=12)
    assert len(set(asked(quiz))) == 12
    assert (quiz.position, quiz.ended_at, quiz.about, quiz.exam) == (0, None, "", EXAM)
    assert len(begin(store, clock, BOB, count=30).items) == len(QUESTIONS)


def test_a_quiz_is_about_what_was_typed(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock, about="domain 2", count=20)
    assert (quiz.about, {posed.question.domain for posed in quiz.items}, len(quiz.items)) == ("2", {"2"}, 5)
    for text, code in (("topic", "about-unclear"), ("zebra", "about-unknown")):
        with pytest.raises(Refused, match=code):
            store.write(start, BOB, HERE, BANKS, text, 5, clock())
    assert store.count(people, people.c.external_id == "bob") == 0


def test_what_was_wrong_comes_back_first_then_what_is_new(store: Store, clock: Clock) -> None:
    first = begin(store, clock, about="1", count=3)
    give(store, clock, first, right=False)
    finish(store, clock, running(store.write(start, ADA, HERE, BANKS, "", 5, clock())))
    clock.advance(hours=1)
    again = asked(begin(store, clock, about="1", count=5))
    assert again[0] == asked(first)[0]
    assert set(again[1:3]).isdisjoint(asked(first))
    assert again[3:] == asked(first)[1:]


def test_an_answer_is_told_and_the_next_question_waits_to_be_asked_for(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock)
    step = give(store, clock, quiz, right=False)
    assert isinstance(step, Answered)
    assert (step.result.correct, step.result.points, step.result.open) == (False, 0, False)
    assert step.result.posed == quiz.present
    assert step.result.chosen == quiz.present.option_ids(letters(quiz.present, right=False))
    following = onward(store, clock, quiz)
    assert isinstance(following, Asking)
    assert (following.quiz.position, following.left_out) == (1, 0)


def test_after_the_last_answer_comes_the_summary(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock, count=3)
    give(store, clock, quiz, right=False)
    ended = finish(store, clock, running(store.write(start, ADA, HERE, BANKS, "", 5, clock())))
    assert [result.correct for result in ended.results] == [False, True, True]
    assert [result.posed for result in ended.results] == list(quiz.items)
    assert (ended.quiz.ended_at, ended.left_out) == (clock(), 0)
    assert store.write(go_on, ADA, quiz.id, clock()) == ended


def test_a_repeated_press_changes_nothing_and_shows_where_the_quiz_stands(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock)
    first = give(store, clock, quiz, right=False)
    assert give(store, clock, quiz, right=True) == first
    second = onward(store, clock, quiz)
    assert onward(store, clock, quiz) == second
    assert give(store, clock, quiz, right=True) == second
    assert store.count(attempts) == 1
    ended = store.write(leave, ADA, quiz.id, clock())
    clock.advance(hours=1)
    assert store.write(leave, ADA, quiz.id, clock()) == give(store, clock, quiz) == onward(store, clock, quiz) == ended


def test_next_is_not_given_before_an_answer(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock)
    step = onward(store, clock, quiz)
    assert isinstance(step, Asking)
    assert step.quiz == quiz


def test_a_wrong_number_of_letters_is_refused(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock)
    for wrong in ("", "ABCDEF", "Z"):
        with pytest.raises(Refused, match="choose"):
            store.write(answer_quiz, ADA, quiz.id, 0, wrong, clock())
    assert store.count(attempts) == 0


def test_leaving_sums_up_what_was_answered_and_the_rest_counts_nowhere(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock)
    give(store, clock, quiz)
    onward(store, clock, quiz)
    ended = store.write(leave, ADA, quiz.id, clock())
    assert isinstance(ended, Ended)
    assert ([result.correct for result in ended.results], ended.left_out) == ([True], 0)
    assert store.count(attempts) == 1
    nothing = store.write(leave, BOB, begin(store, clock, BOB).id, clock())
    assert isinstance(nothing, Ended)
    assert nothing.results == ()


def test_a_quiz_goes_on_after_a_restart_and_after_every_question_was_rewritten(
    store: Store, clock: Clock, database_url: str
) -> None:
    quiz = begin(store, clock)
    give(store, clock, quiz)
    onward(store, clock, quiz)
    store.database.dispose()
    clock.advance(days=40)
    with opened(database_url) as database:
        later, bank = Store(database), {EXAM: with_stems(small_bank(), "Another?")}
        found = running(later.write(start, ADA, None, bank, "", 5, clock()))
        assert (found.id, found.items, found.position) == (quiz.id, quiz.items, 1)
        assert [result.correct for result in finish(later, clock, found).results] == [True] * 5


def test_a_second_quiz_finds_the_first_and_can_take_its_place(store: Store, clock: Clock) -> None:
    quiz = begin(store, clock)
    step = store.write(start, ADA, HERE, BANKS, "domain 3", 9, clock())
    assert step == Underway(quiz, "3", 9)
    fresh = store.write(start_anew, ADA, HERE, BANKS, quiz.id, "3", 9, clock.advance(minutes=1))
    assert isinstance(fresh, Asking)
    assert (fresh.quiz.about, len(fresh.quiz.items)) == ("3", 5)
    assert store.write(start_anew, ADA, HERE, BANKS, quiz.id, "3", 9, clock.advance(minutes=1)) == fresh
    assert [row.ended_at is None for row in store.rows(quizzes)] == [False, True]


def test_another_one_is_about_the_same(store: Store, clock: Clock) -> None:
    ended = finish(store, clock, begin(store, clock, about="domain 4", count=2))
    clock.advance(minutes=1)
    step = store.write(another, ADA, HERE, BANKS, ended.quiz.id, 5, clock())
    assert isinstance(step, Asking)
    assert (step.quiz.about, len(step.quiz.items)) == ("4", 5)
    assert step.quiz.present.question.id not in asked(ended.quiz)


@pytest.mark.parametrize(
    "who", [BOB, actor("ada", "w2"), actor("ada", "w1", adapter="slack"), actor("ada", realm="r2")]
)
def test_a_quiz_is_nobody_elses_and_of_no_other_workspace(store: Store, clock: Clock, who: Actor) -> None:
    quiz = begin(store, clock)
    presses: tuple[Callable[[], Step | Underway], ...] = (
        lambda: store.write(answer_quiz, who, quiz.id, 0, letters(quiz.present, right=True), clock()),
        lambda: store.write(move_on, who, quiz.id, 0, clock()),
        lambda: store.write(leave, who, quiz.id, clock()),
        lambda: store.write(go_on, who, quiz.id, clock()),
        lambda: store.write(another, who, HERE, BANKS, quiz.id, 5, clock()),
        lambda: store.write(start_anew, who, HERE, BANKS, quiz.id, "", 5, clock()),
    )
    for press in presses:
        with pytest.raises(Refused, match="quiz-gone"):
            press()
    assert store.count(attempts) == 0
    assert store.write(go_on, ADA, quiz.id, clock()) == Asking(quiz, 0)


def test_a_person_may_have_a_quiz_in_each_workspace(store: Store, clock: Clock) -> None:
    assert begin(store, clock).id != begin(store, clock, actor("ada", "w2"), place(workspace="w2")).id


def test_of_many_quizzes_started_at_once_by_two_processes_one_is_open(store: Store, database_url: str) -> None:
    make_group(store)
    starting = ("quiz-at-once", database_url, *["ada"] * 10)
    with started(starting, starting) as processes:
        assert sorted(said(process) for process in processes) == ["0", "1"]
    assert store.count(quizzes) == store.count(people, people.c.external_id == "ada") == 1


def test_answers_belong_to_the_channels_group_or_the_persons_only_one(store: Store, clock: Clock) -> None:
    group, other = make_group(store), make_group(store, "random")
    assert begin(store, clock).group == group.id
    assert begin(store, clock, BOB, None).group is None
    give(store, clock, begin(store, clock, actor("eve"), place("random")), actor("eve"))
    assert store.count(memberships, memberships.c.group_id == other.id) == 1
    store.write(leave, actor("eve"), 3, clock())
    assert begin(store, clock, actor("eve"), None).group == other.id
    store.write(leave, actor("eve"), 4, clock())
    give(store, clock, begin(store, clock, actor("eve"), HERE), actor("eve"))
    store.write(leave, actor("eve"), 5, clock())
    assert begin(store, clock, actor("eve"), None).group is None


def test_without_a_group_answers_are_kept_for_the_person_and_count_nowhere(store: Store, clock: Clock) -> None:
    finish(store, clock, begin(store, clock, BOB, None), BOB)
    rows = store.rows(attempts)
    assert [(row.source, row.group_id, row.points, row.counted) for row in rows] == [("quiz", None, 0, False)] * 5
    assert {row.local_date for row in rows} == {clock().date()}
    assert store.count(standings) == store.count(memberships) == 0


def test_the_order_of_options_differs_from_quiz_to_quiz_and_stays_within_one(store: Store, clock: Clock) -> None:
    orders = set()
    for _ in range(8):
        quiz = begin(store, clock, about="topic-1-0")
        assert store.write(go_on, ADA, quiz.id, clock.advance(timedelta(minutes=1))) == Asking(quiz, 0)
        orders |= {posed.order for posed in quiz.items if posed.question.id == "q-1-00"}
        store.write(leave, ADA, quiz.id, clock())
    assert len(orders) > 2
