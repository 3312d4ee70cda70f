"""Postings: what is owed to a group, and what members see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.model.question import Question
from bot.model.ruling import Ruling

LETTERS = "ABCDEF"


@dataclass(frozen=True)
class Posed:
    """A question as it was asked: its snapshot and the order of its options."""

    question: Question
    order: tuple[str, ...]

    def option_ids(self, letters: str) -> frozenset[str]:
        """Return the option ids behind letters as shown; raise KeyError for a letter that was not shown."""
        shown = dict(zip(LETTERS, self.order, strict=False))
        return frozenset(shown[letter] for letter in letters)

    def letters(self, option_ids: frozenset[str]) -> str:
        """Return the letters under which options were shown, in order."""
        return "".join(letter for letter, id in zip(LETTERS, self.order, strict=False) if id in option_ids)


@dataclass(frozen=True)
class Daily(Posed):
    """A daily question as it was asked.

    `closed_at` is set once it was revealed or `withdrawn`: from then on nothing counts, and unless it was withdrawn the
    key is public. `round` is 0, and one more for each question that it took the place of.
    """

    posting: int
    group: int
    for_date: date
    state: str
    answers: int
    due_at: datetime
    reveal_at: datetime | None
    closed_at: datetime | None
    message_ref: str | None
    place: int = 0
    round: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class Outcome:
    """A person's answer to a daily question. `repeated` tells that it had been given before this call.

    `points` are those of this answer; `week_points`, `place` and `members` are the person's standing of the week it
    counted in; `streak` counts questions in a row.
    """

    daily: Daily
    chosen: frozenset[str]
    correct: bool
    points: int
    answered_at: datetime
    repeated: bool
    streak: int
    week_points: int
    place: int
    members: int


@dataclass(frozen=True)
class Spread:
    """How a question was answered: answers, how many were right, and how many chose each option id."""

    answers: int
    correct: int
    per_option: tuple[tuple[str, int], ...]
    first_correct: str | None = None
    """Name of who was right first, if anybody was and the name may be shown; an empty string if it may not."""


@dataclass(frozen=True)
class Revealed:
    """A daily question after its reveal, for everyone to see, with what was ruled on it, if anything."""

    daily: Daily
    spread: Spread
    ruling: Ruling | None = None
