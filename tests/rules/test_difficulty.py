"""How hard questions are: by their level, by first answers, and by both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.board import Tally
from bot.model.question import Question
from bot.model.readiness import Counts
from bot.rules.difficulty import SPREAD, chance_of, items
from tests.support.bank import small_question

QUESTIONS = [replace(small_question(1, number), difficulty=number % 3 + 1) for number in range(30)]


def answered(right: int, of: int, *questions: Question) -> Counts:
    return {(one.id, one.revision): Tally(of, right) for one in questions}


def test_blind_guesses_are_right_as_often_as_there_are_ways_to_choose() -> None:
    assert chance_of(small_question(1, 0)) == 0.25
    assert chance_of(small_question(1, 0, right=2)) == 0.1


def test_without_answers_the_level_says_how_hard_a_question_is() -> None:
    found = items(QUESTIONS, {})
    easy, middle, hard = (found[QUESTIONS[at].id].difficulty for at in range(3))
    assert easy < middle < hard


@pytest.mark.parametrize("of", [5, 50, 500])
def test_the_more_answers_the_less_the_level_matters(of: int) -> None:
    hardest = next(one for one in QUESTIONS if one.difficulty == 3)
    level = items(QUESTIONS, {})[hardest.id]
    found = items(QUESTIONS, answered(of * 9 // 10, of, hardest))[hardest.id]
    less = items(QUESTIONS, answered(of // 10 * 9 // 10, of // 10, hardest))[hardest.id]
    assert found.difficulty < less.difficulty <= level.difficulty + 0.01
    assert found.spread <= less.spread <= SPREAD


def test_more_right_answers_make_a_question_easier() -> None:
    difficulties = [
        items(QUESTIONS, answered(right, 40, QUESTIONS[0]))[QUESTIONS[0].id].difficulty for right in range(41)
    ]
    assert difficulties == sorted(difficulties, reverse=True)


def test_where_everybody_does_well_all_questions_count_as_easier() -> None:
    well, badly = (items(QUESTIONS, answered(right, 50, *QUESTIONS[:15])) for right in (45, 20))
    untouched = QUESTIONS[20].id
    assert well[untouched].difficulty < items(QUESTIONS, {})[untouched].difficulty < badly[untouched].difficulty


def test_answers_to_another_revision_say_nothing() -> None:
    edited = replace(QUESTIONS[0], stem="Another?")
    assert items([edited, *QUESTIONS[1:]], answered(0, 90, QUESTIONS[0])) == items([edited, *QUESTIONS[1:]], {})


def test_questions_that_all_or_none_get_right_stay_finite() -> None:
    found = items(QUESTIONS, {**answered(0, 10_000, QUESTIONS[0]), **answered(10_000, 10_000, QUESTIONS[1])})
    assert -6 < found[QUESTIONS[1].id].difficulty < found[QUESTIONS[0].id].difficulty < 6
