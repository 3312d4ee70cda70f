"""What boards, streaks and recaps of a study group must be, counted plainly from a list of what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Given:
    """An answer to a daily question: by whom, to which, what, when (UTC), and the local date of that moment."""

    person: str
    question: str
    domain: str
    chosen: frozenset[str]
    at: datetime
    local: date


@dataclass
class PlainModel:
    """A group's questions with their keys, oldest first, and its answers; `people` in the order they first appeared."""

    keys: dict[str, frozenset[str]] = field(default_factory=dict)
    answers: list[Given] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    def appears(self, person: str) -> None:
        """Somebody is known from now on."""
        if person not in self.people:
            self.people.append(person)

    def forget(self, person: str) -> None:
        """Somebody deletes all that is stored about them."""
        self.people.remove(person)
        self.answers = [one for one in self.answers if one.person != person]

    def right(self, one: Given) -> bool:
        """Return whether an answer is right by the key as it stands now."""
        return one.chosen == self.keys[one.question]

    def board(self, first: date, last: date) -> list[tuple[int, str, int, int, int]]:
        """Return (place, person, points, answers, right) of the local days from `first` to `last`, best first."""
        rows = []
        for number, person in enumerate(self.people):
            mine = [one for one in self.answers if one.person == person and first <= one.local <= last]
            won = [one.at for one in mine if self.right(one)]
            if mine:
                last_point = f"{max(won)}" if won else "never"  # the word sorts behind every moment
                rows.append((-len(won), len(mine) - len(won), last_point, number, person, len(mine)))
        return [
            (1 + sum(other[0] < row[0] for other in rows), row[4], -row[0], row[5], row[5] - row[1])
            for row in sorted(rows)
        ]

    def streak(self, person: str, *, newest_open: bool) -> int:
        """Return how many questions in a row somebody has answered; an open newest one does not break it."""
        count = 0
        for number, question in enumerate(reversed(self.keys)):
            if any(one.person == person and one.question == question for one in self.answers):
                count += 1
            elif not (number == 0 and newest_open):
                break
        return count

    def week(self, monday: date) -> list[Given]:
        """Return the answers whose local date lies in a week."""
        return [one for one in self.answers if monday <= one.local < monday + WEEK]

    def tally(self, answers: Iterable[Given]) -> tuple[int, int]:
        """Return how many answers there are, and how many are right."""
        found = list(answers)
        return len(found), sum(map(self.right, found))
