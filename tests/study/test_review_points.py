"""Reviews give no points, on no board, however they are mixed with what does."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from bot.storage import groups
from bot.storage.tables import attempts
from bot.study.answers import answer
from bot.study.quizzes import start_anew
from bot.study.work import Writing, writes
from tests.support.clock import Clock
from tests.support.quiz import ADA, HERE, begin
from tests.support.quiz import finish as finish_quiz
from tests.support.recount import assert_all_adds_up
from tests.support.reviewing import meet, review_all
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, right

BOB = actor("bob")
_change: Writing[..., None] = writes(groups.change)


def test_reviews_give_no_points_and_stand_on_no_board(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(_change, group.id, quiz_counts=True)
    meet(store, clock, right=False)
    clock.advance(days=2)
    assert review_all(store, clock) == 5
    clock.advance(days=90)
    assert review_all(store, clock) == 5
    rows = store.rows(attempts, attempts.c.source == "review")
    assert {(row.correct, row.points, row.counted) for row in rows} == {(True, 0, False)}
    assert_all_adds_up(store)


def test_a_question_missed_in_a_quiz_and_known_in_a_review_gives_no_point_in_a_quiz(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(_change, group.id, quiz_counts=True)
    meet(store, clock, 30, right=False)
    clock.advance(days=2)
    review_all(store, clock)
    quiz = begin(store, clock, count=30)
    anew = store.write(start_anew, ADA, HERE, BANKS, quiz.id, "", 30, clock.advance(minutes=1))
    finish_quiz(store, clock, anew.quiz)
    assert {row.points for row in store.rows(attempts)} == {0}
    assert_all_adds_up(store)


def test_a_question_met_in_a_review_first_still_gives_its_daily_point_once(store: Store, clock: Clock) -> None:
    group = make_group(store)
    meet(store, clock, 30)
    clock.advance(days=3)
    review_all(store, clock)
    daily = ask(store, clock, group)
    assert store.write(answer, ADA, daily.posting, right(daily), clock()).points == 1
    assert_all_adds_up(store)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_mixed_with_reviews_a_question_gives_a_person_one_point_at_most(
    store: Store, clock: Clock, seed: int
) -> None:
    group = make_group(store)
    store.write(_change, group.id, quiz_counts=True)
    chance = Random(seed)
    for _ in range(10):
        quiz = begin(store, clock, where=chance.choice([HERE, None]), about=chance.choice(["", "1", "topic-2-1"]))
        finish_quiz(store, clock, quiz, right=chance.random() < 0.7)
        clock.advance(days=chance.randrange(1, 4))
        review_all(store, clock, right=chance.random() < 0.7)
        daily = ask(store, clock, group) if chance.random() < 0.4 else None
        if daily is not None:
            store.write(answer, ADA, daily.posting, right(daily), clock())
            review_all(store, clock)
    gave = Counter(row.question_id for row in store.rows(attempts) if row.points)
    assert set(gave.values()) == {1}
    assert store.count(attempts, attempts.c.source == "review") > 10
    assert {row.points for row in store.rows(attempts, attempts.c.source == "review")} == {0}
    assert_all_adds_up(store)
