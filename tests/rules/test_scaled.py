"""The scaled score: from 100 to 1000, never falling, and 720 exactly where it passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.exam import ExamForm
from bot.rules.scaled import pass_share, scaled_score

FORM = ExamForm(65, 130, 100, 1000, 720)
ODD = ExamForm(50, 90, 0, 100, 100)


@pytest.mark.parametrize(
    ("right", "of", "score"),
    [
        (0, 65, 100),
        (65, 65, 1000),
        (18, 25, 720),
        (46, 65, 709),
        (47, 65, 723),
        (9, 25, 410),
        (9, 10, 900),
        (0, 0, 100),
    ],
)
def test_known_scores(right: int, of: int, score: int) -> None:
    assert scaled_score(right, of, FORM) == score


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_it_passes_exactly_from_the_share_that_is_promised(answers: tuple[int, int]) -> None:
    right, of = answers
    score = scaled_score(right, of, FORM)
    assert 100 <= score <= 1000
    assert (score >= 720) == (100 * right >= 72 * of)


@given(st.integers(1, 400))
def test_one_more_right_answer_never_lowers_it(of: int) -> None:
    scores = [scaled_score(right, of, FORM) for right in range(of + 1)]
    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (100, 1000)


def test_a_form_that_only_a_perfect_exam_passes_has_a_score_too() -> None:
    assert pass_share(ODD) == 1
    assert [scaled_score(right, 4, ODD) for right in (0, 2, 4)] == [0, 50, 100]
