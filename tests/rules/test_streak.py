"""Streaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.streak import best_streak, streak


def marks(text: str) -> list[bool]:
    """Return what was answered: `x` yes, `.` no, newest first."""
    return [mark == "x" for mark in text]


@pytest.mark.parametrize(
    ("text", "newest_open", "length"),
    [
        ("", False, 0),
        ("", True, 0),
        ("xxx.x", False, 3),
        (".xxx", False, 0),
        (".xxx", True, 3),
        ("xxx.", True, 3),
        ("..xx", True, 0),
        (".", True, 0),
    ],
)
def test_a_streak_runs_back_to_the_first_question_missed(text: str, newest_open: bool, length: int) -> None:
    assert streak(marks(text), newest_open) == length


@pytest.mark.parametrize(("text", "length"), [("", 0), ("...", 0), ("x.xxx.xx", 3), (".xx", 2), ("xxxx", 4)])
def test_the_best_streak_is_the_longest_run(text: str, length: int) -> None:
    assert best_streak(marks(text)) == length


@given(st.lists(st.booleans(), max_size=40), st.booleans())
def test_streaks_are_what_going_through_the_days_gives(answered: list[bool], newest_open: bool) -> None:
    run = best = 0
    for position in reversed(range(len(answered))):
        if answered[position]:
            run += 1
        elif position or not newest_open:
            run = 0
        best = max(best, run)
    assert streak(answered, newest_open) == run
    assert best_streak(answered) == best
