"""A quiz: a person's private questions, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.posting import Posed

MOST_QUESTIONS = 30


@dataclass(frozen=True)
class About:
    """What a quiz may be about: `kind` is `domain`, `task`, `section` or `topic`; ids of one exam never clash."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True)
class Quiz:
    """A person's quiz: its questions in the order asked, and how far it is.

    `about` is the id of an About, empty for everything. `group` is the study group that its answers belong to, if any.
    `position` counts from 0; once it has passed the last question, or the person left, `ended_at` (UTC) is set.
    """

    id: int
    person: int
    exam: str
    about: str
    group: int | None
    items: tuple[Posed, ...]
    position: int
    ended_at: datetime | None

    @property
    def present(self) -> Posed:
        """The question it stands at; raises IndexError once it has passed the last."""
        return self.items[self.position]

    @property
    def last(self) -> bool:
        """Whether it stands at its last question."""
        return self.position == len(self.items) - 1


@dataclass(frozen=True)
class Result:
    """An answer in a quiz; `points` are those it gave. `open` tells that the question is a daily one right now, which
    the person has not answered: then nothing of its key may be shown."""

    posed: Posed
    chosen: frozenset[str]
    correct: bool
    points: int
    open: bool


@dataclass(frozen=True)
class Asking:
    """The present question waits for its answer. `left_out` questions before it were just passed over, because they
    have become open as daily questions."""

    quiz: Quiz
    left_out: int


@dataclass(frozen=True)
class Answered:
    """The present question has been answered."""

    quiz: Quiz
    result: Result


@dataclass(frozen=True)
class Ended:
    """The quiz is over; `results` are of what was answered, in the order asked.

    `left_out` questions were passed over because they had become open as daily questions.
    """

    quiz: Quiz
    results: tuple[Result, ...]
    left_out: int


@dataclass(frozen=True)
class Underway:
    """A quiz was asked for, and this one is not over yet. `about` and `count` are what was asked for."""

    quiz: Quiz
    about: str
    count: int


Step = Asking | Answered | Ended
"""Where a quiz stands."""
