"""A mock exam: a person's private rehearsal of the real one, by its form and against the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.board import Tally
from bot.model.exam import ExamForm
from bot.model.posting import Posed

FEWEST = 10
"""The shortest form: of fewer questions no domain would be left with two."""

BY_PERSON, BY_TIME = "person", "time"


@dataclass(frozen=True)
class MockExam:
    """A person's mock exam as it stands; all their workspaces of a realm share it.

    `answers` holds the option ids chosen at each position, none where nothing was, `flags` the positions to come back
    to. `submitted_at` (UTC) is None while it is open; then `ended_by` says what ended it, the `person` or the `time`.
    `workspace` is where it was begun, `home` that by adapter and the platform's id, and `group` the study group whose
    command that was, if any. `form` holds the numbers of the real exam that it is scored by.
    """

    id: int
    person: int
    exam: str
    form: ExamForm
    workspace: int
    home: tuple[str, str]
    group: int | None
    items: tuple[Posed, ...]
    answers: tuple[frozenset[str], ...]
    flags: frozenset[int]
    position: int
    minutes: int
    begun_at: datetime
    ends_at: datetime
    submitted_at: datetime | None = None
    ended_by: str = ""

    @property
    def length(self) -> int:
        """How many questions it has."""
        return len(self.items)


@dataclass(frozen=True)
class Graded:
    """How one question of a submitted mock exam came out.

    `counts` is False for one that was open as a daily question when the exam was submitted: it is left out of every
    figure for good, for a figure with it would tell of its key.
    """

    question: str
    domain: str
    task: str
    right: bool
    counts: bool = True


@dataclass(frozen=True)
class Score:
    """What graded questions come to: the scaled score, whether it passes, and tallies in all, by domain and by task.

    `left_out` are the questions that count nowhere, or of which nothing may be told yet.
    """

    scaled: int
    passed: bool
    total: Tally
    domains: Mapping[str, Tally]
    tasks: Mapping[str, Tally]
    left_out: int


@dataclass(frozen=True)
class Sat:
    """A submitted mock exam in figures, for comparison with others. `length` counts all of its questions."""

    id: int
    length: int
    begun_at: datetime
    score: Score


@dataclass(frozen=True)
class Offer:
    """A mock exam that can be started. `after` is the number of the person's newest one, 0 if they had none: a start
    counts only while it is still that."""

    exam: str
    length: int
    minutes: int
    after: int


@dataclass(frozen=True)
class Running:
    """A mock exam is open. `secret` are the positions of questions that are open as daily ones: nothing of them is
    shown and no answer to them is taken. `zone` is the time zone to tell its end in, `now` the present moment (UTC)."""

    exam: MockExam
    secret: frozenset[int]
    zone: str
    now: datetime

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The positions that wait for an answer, in order."""
        return tuple(at for at, given in enumerate(self.exam.answers) if not given and at not in self.secret)

    @property
    def flagged(self) -> tuple[int, ...]:
        """The positions to come back to, in order."""
        return tuple(sorted(self.exam.flags))


@dataclass(frozen=True)
class Finished:
    """A mock exam has been submitted. `graded` stands at each position; nothing may be told of those at `resting` ones
    while their questions are open as daily ones. `before` are earlier exams, newest first."""

    exam: MockExam
    graded: tuple[Graded, ...]
    resting: frozenset[int]
    score: Score
    zone: str
    before: tuple[Sat, ...] = ()


Standing = Running | Finished
"""Where a mock exam stands."""
