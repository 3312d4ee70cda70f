"""Mock exams give nobody a point and stand on no board, whatever a group's settings are and however often one sits."""

from __future__ import annotations

from random import Random

import pytest

from bot.model.group import Group
from bot.storage.tables import attempts, standings
from bot.study.answers import answer
from bot.study.mock_exams import submit
from bot.study.quizzes import leave
from bot.study.verify import exams as exam_differences
from tests.support.clock import Clock
from tests.support.mock_exam import finished, give, hand_in, sit
from tests.support.quiz import ADA, HERE, group_where_quizzes_count
from tests.support.quiz import begin as begin_quiz
from tests.support.quiz import finish as finish_quiz
from tests.support.quiz import give as give_quiz
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, right


@pytest.fixture
def group(store: Store) -> Group:
    return group_where_quizzes_count(store)


def test_sitting_again_and_again_gives_nothing(store: Store, clock: Clock, group: Group) -> None:
    after = 0
    for _ in range(3):
        exam = sit(store, clock, length=20, after=after, banks=BANKS)
        clock.advance(minutes=1)
        hand_in(store, clock, exam, right=20)
        after = exam.id
    assert store.count(attempts) == 60
    assert {(row.points, row.counted) for row in store.rows(attempts)} == {(0, False)}
    assert store.count(standings) == 0


def test_what_was_met_in_a_mock_exam_gives_no_point_in_a_quiz(store: Store, clock: Clock, group: Group) -> None:
    hand_in(store, clock, sit(store, clock, length=20, banks=BANKS), right=20)
    clock.advance(minutes=1)
    finish_quiz(store, clock, begin_quiz(store, clock, count=30))
    assert sum(row.points for row in store.rows(attempts)) == 0
    assert store.count(attempts, attempts.c.source == "quiz") == 20


def test_a_daily_question_met_in_a_mock_exam_still_counts(store: Store, clock: Clock, group: Group) -> None:
    hand_in(store, clock, sit(store, clock, length=20, banks=BANKS), right=20)
    daily = ask(store, clock, group)
    assert store.write(answer, ADA, daily.posting, right(daily), clock()).points == 1
    assert_all_adds_up(store)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_boards_are_of_other_answers_alone(
    store: Store, clock: Clock, group: Group, seed: int
) -> None:
    chance, after = Random(seed), dict.fromkeys(("ada", "bob"), 0)
    for _ in range(10):
        name = chance.choice(["ada", "bob"])
        who = actor(name)
        exam = sit(store, clock, who, chance.choice([HERE, None]), length=10, after=after[name], banks=BANKS)
        for position in range(chance.randrange(10)):
            give(store, clock, exam, position, who, right=chance.random() < 0.7)
        quiz = begin_quiz(store, clock, who)
        give_quiz(store, clock, quiz, who)
        finished(store.write(submit, who, exam.id, True, clock.advance(minutes=chance.randrange(20))))
        store.write(leave, who, quiz.id, clock())
        after[name] = exam.id
        if chance.random() < 0.4:
            daily = ask(store, clock, group)
            store.write(answer, who, daily.posting, right(daily), clock())
    assert {row.points for row in store.rows(attempts, attempts.c.source == "exam")} <= {0}
    assert_all_adds_up(store)
    assert store.read(exam_differences) == []
