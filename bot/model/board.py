"""Boards and personal progress as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.group import Group


@dataclass(frozen=True)
class BoardRow:
    """A line of a board. `name` is empty for somebody who stays unnamed; `moved` is places won since the week began,
    None for somebody who was not on the board then."""

    person: int
    place: int
    name: str
    points: int
    answers: int
    correct: int
    moved: int | None


@dataclass(frozen=True)
class Board:
    """A group's board: `period` is week, month or all; `domain` None for all of them; `mine` the reader's own line."""

    group: Group
    period: str
    starts_on: date
    domain: str | None
    rows: tuple[BoardRow, ...]
    mine: BoardRow | None


@dataclass(frozen=True)
class Tally:
    """How many answers were given to something, and how many were right."""

    answers: int
    correct: int


@dataclass(frozen=True)
class Progress:
    """A person's figures across all groups of their realm, for one exam.

    `streak` and `best` count questions in a row in the group asked about (None without one); `active_days` are days
    with an answer among the last 28.
    """

    exam: str
    total: Tally
    domains: dict[str, Tally]
    tasks: dict[str, Tally]
    active_days: int
    this_week: Tally
    streak: int | None
    best: int | None
