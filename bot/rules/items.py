"""What people's answers say about the questions: how hard each is, whether it tells strong from weak, what its
distractors are worth.

A bot's members choose what they answer and learn meanwhile, so all of this is a hint to look at a question, not a
verdict. Only the first answer of each person counts: the second knows the key.

Sources: Ebel and Frisbie, Essentials of Educational Measurement (5th ed., 1991), for the bands of difficulty and
discrimination; Henrysson, Psychometrika 28 (1963), for leaving the item out of the score it is held against; Haladyna
and Downing, Educational and Psychological Measurement 53 (1993), for distractors under 5 %. From how many answers on a
figure is shown or acted on is our own choice: at 50 answers the standard error of a share is 7 points at most, and that
of a correlation falls under 0.1 at 100.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import comb, sqrt
from typing import Literal

from bot.model.question import Question

SHOWN_FROM = 30
"""Answers from which on a share is worth showing."""
ACT_FROM = 50
"""Answers from which on a share or a distractor's use is acted on; a correlation needs twice as many."""
TOO_EASY = 0.95
TELLS_LITTLE = 0.10
"""A discrimination under it is as good as none; Ebel and Frisbie call everything under 0.20 poor."""
WORKS_FROM = 0.05
"""A distractor that fewer choose does not work."""
OTHERS_LEAST = 5
"""Other questions that a person must have answered, before their share of right answers says how strong they are."""

Suspicion = Literal["hardly-anybody", "strong-wrong", "distractor-first"]
"""Why the key may be wrong: the share right is no better than guessing; the strong are wrong more often than the weak;
a distractor is chosen more often than a key."""


@dataclass(frozen=True)
class First:
    """A person's first answer to a question. `revision` is that of the question they saw, `chosen` are option ids."""

    person: int
    question: str
    revision: str
    chosen: frozenset[str]
    correct: bool


@dataclass(frozen=True)
class Item:
    """The figures of one question in its present revision.

    `discrimination` is the correlation (-1 to 1) of right and wrong with the person's share right in all other
    questions, over the `compared` answers of people who have answered enough others; None where it is undefined.
    `chosen` has the count of each option id, in the question's order.
    """

    question: Question
    answers: int
    right: int
    discrimination: float | None
    compared: int
    chosen: Mapping[str, int]

    @property
    def share(self) -> float:
        """The share right, 0 to 1; 0 without answers."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def chance(self) -> float:
        """The share right of those who guess."""
        return 1 / comb(len(self.question.options), self.question.choose)

    @property
    def most_wrong(self) -> int:
        """How often the most chosen distractor was chosen."""
        return max((count for id_, count in self.chosen.items() if id_ not in self.question.key), default=0)

    @property
    def least_right(self) -> int:
        """How often the key was chosen; of several, the one chosen least."""
        return min((count for id_, count in self.chosen.items() if id_ in self.question.key), default=0)

    @property
    def unused(self) -> tuple[str, ...]:
        """The distractors that don't work, by option id; empty below `ACT_FROM` answers, where it can't be told."""
        if self.answers < ACT_FROM:
            return ()
        few = WORKS_FROM * self.answers
        return tuple(id_ for id_, count in self.chosen.items() if id_ not in self.question.key and count < few)


def items(questions: Iterable[Question], firsts: Collection[First]) -> tuple[Item, ...]:
    """Return the figures of every question, in the order given.

    A question's own figures are of its present revision; how strong people are comes from all that they answered.
    """
    right_of: Counter[int] = Counter(first.person for first in firsts if first.correct)
    all_of: Counter[int] = Counter(first.person for first in firsts)
    answers: defaultdict[tuple[str, str], list[First]] = defaultdict(list)
    for first in firsts:
        answers[first.question, first.revision].append(first)
    return tuple(_item(question, answers[question.id, question.revision], right_of, all_of) for question in questions)


def suspicions(item: Item, act_from: int = ACT_FROM) -> tuple[Suspicion, ...]:
    """Return why the question's key may be wrong; nothing below `act_from` answers (for the correlation, twice)."""
    found: list[Suspicion] = []
    if item.answers >= act_from:
        if item.share <= item.chance:
            found.append("hardly-anybody")
        if item.most_wrong > item.least_right:
            found.append("distractor-first")
    if item.compared >= 2 * act_from and item.discrimination is not None and item.discrimination < 0:
        found.append("strong-wrong")
    return tuple(found)


def band(discrimination: float) -> str:
    """Return Ebel and Frisbie's word for a discrimination."""
    bands = ((0.40, "excellent"), (0.30, "good"), (0.20, "fair"), (0.0, "poor"))
    return next((word for least, word in bands if discrimination >= least), "negative")


def correlation(pairs: Collection[tuple[float, float]]) -> float | None:
    """Return Pearson's correlation, from -1 to 1; None for fewer than two pairs or where one side never varies.

    With right and wrong as 1 and 0 on one side this is the point-biserial correlation.
    """
    n = len(pairs)
    if n < 2:
        return None
    mean_x, mean_y = (sum(side) / n for side in zip(*pairs, strict=True))
    over_x = sum((x - mean_x) ** 2 for x, _ in pairs)
    over_y = sum((y - mean_y) ** 2 for _, y in pairs)
    if min(over_x, over_y) < 1e-12 * n:
        return None
    both = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    found: float = both / (sqrt(over_x) * sqrt(over_y))
    return max(-1.0, min(1.0, found))


def _item(question: Question, answers: Collection[First], right_of: Counter[int], all_of: Counter[int]) -> Item:
    pairs = [
        (float(first.correct), (right_of[first.person] - first.correct) / others)
        for first in answers
        if (others := all_of[first.person] - 1) >= OTHERS_LEAST
    ]
    chosen = Counter(id_ for first in answers for id_ in first.chosen)
    return Item(
        question=question,
        answers=len(answers),
        right=sum(first.correct for first in answers),
        discrimination=correlation(pairs),
        compared=len(pairs),
        chosen={option.id: chosen[option.id] for option in question.options},
    )
