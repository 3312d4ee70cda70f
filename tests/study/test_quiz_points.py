"""What a quiz gives on a group's board: nothing unless the group wants it, then one point a question and person."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from bot.model.group import Group
from bot.model.quiz import Answered, Asking
from bot.storage.tables import attempts, memberships, standings
from bot.study.answers import answer
from bot.study.quizzes import leave, start_anew
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.quiz import ADA, HERE, asked, begin, finish, give, group_where_quizzes_count
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, place, reveal, right


@pytest.fixture
def group(store: Store) -> Group:
    return group_where_quizzes_count(store)


def points(store: Store) -> int:
    """Return all points there are, after checking that no question gave one person two of them in a group."""
    gave = Counter((row.group_id, row.person_id, row.question_id) for row in store.rows(attempts) if row.points)
    assert set(gave.values()) <= {1}
    assert_all_adds_up(store)
    return sum(gave.values())


def test_quizzes_give_no_points_unless_the_group_wants_it(store: Store, clock: Clock) -> None:
    group = make_group(store)
    finish(store, clock, begin(store, clock))
    assert {(row.group_id, row.points, row.counted) for row in store.rows(attempts)} == {(group.id, 0, False)}
    assert (points(store), store.count(standings)) == (0, 0)


def test_a_first_right_answer_gives_a_point_and_makes_a_member(store: Store, clock: Clock, group: Group) -> None:
    quiz = begin(store, clock)
    step = give(store, clock, quiz)
    assert isinstance(step, Answered)
    assert step.result.points == 1
    assert [row.group_id for row in store.rows(memberships)] == [group.id]
    assert [len(finish(store, clock, quiz).results), points(store)] == [5, 5]


def test_repeating_a_question_gives_nothing_more(store: Store, clock: Clock, group: Group) -> None:
    for _ in range(3):
        finish(store, clock, begin(store, clock, about="domain 1", count=30))
        clock.advance(minutes=1)
    assert (store.count(attempts), points(store)) == (15, 5)


def test_a_question_once_missed_gives_no_point_in_a_later_quiz(store: Store, clock: Clock, group: Group) -> None:
    finish(store, clock, begin(store, clock, about="domain 1", count=30), right=False)
    finish(store, clock, begin(store, clock, about="domain 1", count=30))
    assert points(store) == 0


def test_quitting_and_starting_anew_gives_nothing_more(store: Store, clock: Clock, group: Group) -> None:
    quiz = begin(store, clock, about="topic-1-1")
    give(store, clock, quiz)
    store.write(leave, ADA, quiz.id, clock())
    again = begin(store, clock, about="topic-1-1")
    give(store, clock, again)
    anew = store.write(start_anew, ADA, HERE, BANKS, again.id, "topic-1-1", 5, clock.advance(minutes=1))
    assert isinstance(anew, Asking)
    finish(store, clock, anew.quiz)
    assert points(store) == 2
    assert len(asked(anew.quiz)) == 2


def test_a_quiz_and_the_daily_question_give_one_point_between_them(store: Store, clock: Clock, group: Group) -> None:
    everything = begin(store, clock, count=30)
    finish(store, clock, everything)
    daily = ask(store, clock, group)
    outcome = store.write(answer, ADA, daily.posting, right(daily), clock())
    assert (outcome.correct, outcome.points) == (True, 0)
    assert points(store) == len(everything.items) == len(BANKS[EXAM].questions)


def test_a_daily_question_met_again_in_a_quiz_gives_nothing_more(store: Store, clock: Clock, group: Group) -> None:
    daily = ask(store, clock, group)
    store.write(answer, ADA, daily.posting, right(daily), clock())
    reveal(store, clock, daily)
    clock.advance(hours=1)
    finish(store, clock, begin(store, clock, about=daily.question.topic, count=30))
    again = [row for row in store.rows(attempts) if row.question_id == daily.question.id]
    assert [(row.source, row.points) for row in again] == [("daily", 1), ("quiz", 0)]
    assert points(store) == store.count(attempts) - 1


def test_quizzes_of_one_person_side_by_side_count_a_question_once(store: Store, clock: Clock, group: Group) -> None:
    group_where_quizzes_count(store, "w2")
    there = actor("ada", "w2")
    quizzes = begin(store, clock, count=30), begin(store, clock, there, place(workspace="w2"), count=30)
    finish(store, clock, quizzes[0])
    finish(store, clock, quizzes[1], there)
    assert {row.group_id for row in store.rows(attempts) if row.points} == {group.id}
    assert points(store) == len(BANKS[EXAM].questions)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_a_question_gives_a_person_one_point_at_most(
    store: Store, clock: Clock, group: Group, seed: int
) -> None:
    chance = Random(seed)
    people = [actor(name) for name in ("ada", "bob")]
    for _ in range(12):
        who = chance.choice(people)
        quiz = begin(store, clock, who, chance.choice([HERE, None]), about=chance.choice(["", "1", "topic-2-1"]))
        for _ in range(chance.randrange(3)):
            give(store, clock, quiz, who, right=chance.random() < 0.8)
        store.write(leave, who, quiz.id, clock.advance(timedelta(minutes=chance.randrange(90))))
        if chance.random() < 0.4:
            daily = ask(store, clock, group)
            store.write(answer, who, daily.posting, right(daily), clock())
    assert points(store) > 3
