"""Spaced repetition: what is remembered of a question that somebody has met, and where their review stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from bot.model.posting import Posed


class Rating(IntEnum):
    """How an answer came out, by the numbers of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Felt(StrEnum):
    """How a right answer felt, where somebody says so."""

    HARD = "hard"
    EASY = "easy"


@dataclass(frozen=True)
class Memory:
    """What FSRS knows of a question after an answer on a `day` of study: stability (days) and difficulty (1 to 10)."""

    stability: float
    difficulty: float
    day: date


@dataclass(frozen=True)
class ReviewCard:
    """A question that a person has met, and when it is to come again.

    `memory` is after the last answer, `before` what it was before that, and `rating` what lay between them. `answers`
    counts all answers, `lapses` the times it was forgotten. `due_at` (UTC) heeds no exam, as
    `bot.rules.review.comes_at` does.
    """

    exam: str
    question: str
    memory: Memory
    before: Memory | None
    rating: Rating
    answers: int
    lapses: int
    due_at: datetime
    answered_at: datetime


@dataclass(frozen=True)
class ToReview:
    """A question waits for its answer; `due` counts it and all that are due with it. `key` and `turn` name it in what
    can be pressed. `left_out` tells that another one was passed over, because it is a daily question now."""

    exam: str
    posed: Posed
    key: str
    turn: int
    due: int
    left_out: bool
    reminded: bool


@dataclass(frozen=True)
class Reviewed:
    """An answer in a review: `next_on` is the local day on which the question comes again, `due` how many still are.

    `open` tells that the question is a daily one right now, which the person has not answered: then nothing of its key
    may be shown. `felt` is what the person said about it, if anything.
    """

    exam: str
    posed: Posed
    key: str
    turn: int
    chosen: frozenset[str]
    correct: bool
    felt: Felt | None
    next_on: date
    due: int
    open: bool


@dataclass(frozen=True)
class Rested:
    """No question is asked now: `due` are due still, `done` answers were given in reviews today.

    `next_at` (UTC) is when the next falls due if none is, None if the person has met nothing yet. `reminded` is whether
    they get reminders.
    """

    due: int
    done: int
    next_at: datetime | None
    zone: str
    reminded: bool


Review = ToReview | Reviewed | Rested
"""Where a review stands."""
