"""Grading, points and figures."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.scoring import count_right, grade, percent, points_for, spread

answers = st.lists(st.frozensets(st.sampled_from("abcde")), max_size=30)


@pytest.mark.parametrize("key", [{"b"}, {"a", "c"}, {"a", "b", "c"}])
def test_only_the_whole_key_and_nothing_else_is_right(key: set[str]) -> None:
    choices = chain.from_iterable(combinations("abcde", size) for size in range(6))
    assert [set(choice) for choice in choices if grade(frozenset(key), frozenset(choice))] == [key]


def test_an_empty_answer_is_never_right() -> None:
    assert not grade(frozenset(), frozenset())


def test_a_right_answer_that_counts_gives_a_point_in_daily_question_and_quiz_alone() -> None:
    sources = ("daily", "quiz", "review", "exam")
    assert [points_for(source, True) for source in sources] == [1, 1, 0, 0]
    assert [points_for(source, True, counts=False) for source in sources] == [0, 0, 0, 0]
    assert [points_for(source, False) for source in sources] == [0, 0, 0, 0]


def test_the_spread_counts_each_option_in_the_order_shown() -> None:
    given_answers = [frozenset("a"), frozenset("ac"), frozenset("c"), frozenset("ac")]
    assert spread(given_answers, ("c", "b", "a")) == (3, 0, 3)
    assert count_right(given_answers, frozenset("ac")) == 2


@given(answers)
def test_the_spread_is_what_counting_option_by_option_gives(given_answers: list[frozenset[str]]) -> None:
    assert spread(iter(given_answers), "abcde") == tuple(
        len([answer for answer in given_answers if option in answer]) for option in "abcde"
    )


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, 0), (0, 7, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (7, 7, 100)]
)
def test_percent_rounds_halves_up(part: int, whole: int, shown: int) -> None:
    assert percent(part, whole) == shown


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_percent_is_never_off_by_more_than_a_half(part: int, whole: int) -> None:
    assert Fraction(-1, 2) < percent(part, whole) - Fraction(100 * part, whole) <= Fraction(1, 2)
