"""How hard each question is, on the scale on which people's abilities are measured.

The scale is that of the Rasch model (Rasch, Probabilistic Models for Some Intelligence and Attainment Tests, 1960) with
a floor for guessing, Birnbaum's third parameter held at the share that blind guessing gives (in Lord and Novick,
Statistical Theories of Mental Test Scores, 1968, ch. 17):

    P(right) = c + (1 − c) · logistic(ability − difficulty)

Zero is the average ability of those who answer here. Over people whose abilities are normal with variance V, the share
right is about c + (1 − c) · logistic(−k · difficulty) with k = 1 / √(1 + πV/8) (MacKay, Neural Computation 4, 1992);
read backwards, that gives a difficulty from a share. The author's level, 1 to 3, says what to expect of a question, and
counts as much as some answers do; everybody's answers together say how hard the bank is for those who answer here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import comb, exp, log, pi, sqrt
from typing import NamedTuple

from bot.model.board import Tally
from bot.model.question import Question
from bot.model.readiness import Counts

LEVELS = {1: -1.0, 2: -0.3, 3: 0.4}
"""The difficulty to expect of a level where nobody has answered yet."""
LEVEL_COUNTS_AS = 12
"""A level weighs as much as so many first answers to the question itself."""
BANK_COUNTS_AS = 200
"""What is expected of all levels together weighs as much as so many first answers to anything."""
PEOPLE = 1.1
"""The variance of abilities among people, over all domains."""
SPREAD = 0.7
"""How far questions of one level lie apart, as a standard deviation."""
_FARTHEST = 3.0
_LEVEL_UNKNOWN = 2
_CHANCE_UNKNOWN = 0.25
_K = 1 / sqrt(1 + pi * PEOPLE / 8)


class Item(NamedTuple):
    """A question on the scale: its difficulty, how uncertain that is (standard deviation), the chance of guessing."""

    difficulty: float
    spread: float
    chance: float


Kind = tuple[int, float]
"""What is known of a question before anybody answers it: its level and the chance of guessing."""
UNKNOWN = Item(LEVELS[_LEVEL_UNKNOWN], SPREAD, _CHANCE_UNKNOWN)
"""A question that is in no bank any more."""


def logistic(x: float) -> float:
    """Return the logistic function of x, from 0 to 1."""
    return 1 / (1 + exp(-x))


def chance_of(question: Question) -> float:
    """Return the share of blind guesses that are right: 1 in 4 for single response of four, 1 in 10 for two of five."""
    return 1 / comb(len(question.options), question.choose)


def items(questions: Iterable[Question], counts: Counts) -> Mapping[str, Item]:
    """Return each question on the scale, by id, from its level and the first answers to its present revision."""
    asked = list(questions)
    kinds = {one.id: (one.difficulty, chance_of(one)) for one in asked}
    tallies = {one.id: counts.get((one.id, one.revision), Tally(0, 0)) for one in asked}
    shift = _shift(kinds, tallies)
    return {one.id: _item(*kinds[one.id], shift, tallies[one.id]) for one in asked}


def as_levelled(question: Question | None, items: Mapping[str, Item]) -> Item:
    """Return what is known of a question of which another revision was answered: no more than its level."""
    if question is None:
        return UNKNOWN
    return items[question.id]._replace(spread=SPREAD)


def _expected(level: int, chance: float, shift: float) -> float:
    """Return the share right of average people."""
    return chance + (1 - chance) * logistic(-_K * (LEVELS[level] + shift))


def _shift(kinds: Mapping[str, Kind], tallies: Mapping[str, Tally]) -> float:
    """Return by how much the bank is harder (or, negative, easier) for those who answer here than its levels say.

    It is the shift at which as many answers are expected to be right as are, those that stand for the levels included.
    """
    answers: defaultdict[Kind, float] = defaultdict(float)
    right = 0.0
    for id, kind in kinds.items():
        answers[kind] += tallies[id].answers + BANK_COUNTS_AS / len(kinds)
        right += tallies[id].correct + BANK_COUNTS_AS / len(kinds) * _expected(*kind, 0.0)
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(20):
        middle = (low + high) / 2
        too_easy = sum(number * _expected(*kind, middle) for kind, number in answers.items()) > right
        low, high = (middle, high) if too_easy else (low, middle)
    return (low + high) / 2


def _item(level: int, chance: float, shift: float, tally: Tally) -> Item:
    """Return a question on the scale: its share right shrunk to that of its level, read as a difficulty."""
    n = tally.answers + LEVEL_COUNTS_AS
    share = (tally.correct + LEVEL_COUNTS_AS * _expected(level, chance, shift)) / n
    known = min(0.97, max(0.03, (share - chance) / (1 - chance)))
    slope = (1 - chance) * known * (1 - known) * _K
    spread = min(SPREAD, sqrt(share * (1 - share) / (n + 1)) / slope)
    return Item(-log(known / (1 - known)) / _K, spread, chance)
