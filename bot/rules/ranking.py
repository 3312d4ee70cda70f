"""The order of a board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.clock import require_utc

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    """A person's figures in a group's board for a period; `last_at` is the UTC moment of the last point, if any."""

    person: int
    name: str
    points: int
    answers: int
    correct: int
    last_at: datetime | None


@dataclass(frozen=True)
class Ranked:
    """A standing and its place: 1 is best, equal points share a place (1, 1, 3)."""

    place: int
    standing: Standing


def rank(rows: Iterable[Standing]) -> list[Ranked]:
    """Return the board, best first: more points, fewer wrong answers, last point earlier, smaller person id.

    The order is total, so a board never flickers between two readings; only points make the place.
    """
    board: list[Ranked] = []
    for position, row in enumerate(sorted(rows, key=_order), start=1):
        shared = board and board[-1].standing.points == row.points
        board.append(Ranked(board[-1].place if shared else position, row))
    return board


def place_of(rows: Iterable[Standing], person: int) -> int | None:
    """Return a person's place on the board of `rows`, or None if they are not on it."""
    return next((ranked.place for ranked in rank(rows) if ranked.standing.person == person), None)


def _order(row: Standing) -> tuple[int, int, datetime, int]:
    last = _NEVER if row.last_at is None else require_utc(row.last_at)
    return -row.points, row.answers - row.correct, last, row.person
