"""What an answer is worth, and how the answers to a question came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def grade(key: frozenset[str], chosen: frozenset[str]) -> bool:
    """Return whether an answer is right: all of the key and nothing else, as in the real exam."""
    return bool(key) and chosen == key


def points_for(source: str, correct: bool, *, counts: bool = True) -> int:
    """Return the points of an answer: 1 for a right one that counts; reviews and exams never give any.

    Whether it counts is the group's setting for quizzes, and that no answer to the same question gave a point before.
    """
    return int(correct and counts and source in {"daily", "quiz"})


def spread(answers: Iterable[frozenset[str]], option_ids: Sequence[str]) -> tuple[int, ...]:
    """Return how many answers chose each option, in the order of `option_ids`.

    With multiple response the counts sum to more than the answers.
    """
    chosen = Counter(option for answer in answers for option in answer)
    return tuple(chosen[option] for option in option_ids)


def count_right(answers: Iterable[frozenset[str]], key: frozenset[str]) -> int:
    """Return how many answers are right."""
    return sum(grade(key, answer) for answer in answers)


def percent(part: int, whole: int) -> int:
    """Return `part` of `whole` in whole percent, halves rounded up. 0 of 0 is 0: say "nobody" rather than show it."""
    return (200 * part + whole) // (2 * whole) if whole else 0
