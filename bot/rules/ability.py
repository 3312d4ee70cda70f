"""What somebody's answers say about their ability in each domain of an exam.

The model: a general ability, normal among people around 0; the ability in a domain, normal around the general one, so
that what is known of one domain tells something of the others; answers by `bot.rules.difficulty`. Given the general
ability the domains are independent, so that the whole posterior is a sum over a grid of it, of products of sums over
grids (as in Mislevy and Bock's quadrature, Applied Psychological Measurement 6, 1982): exact up to the grid, without
anything random or iterative. A right answer in place of a wrong one never lowers any ability: the likelihood ratio of
the two rises with the ability, and the prior is positively dependent (Karlin and Rinott, Journal of Multivariate
Analysis 10, 1980).

People learn and forget, so an answer's likelihood is raised to a power below 1 that falls with its age, counted in days
and in answers given since (the discounting of West, Harrison and Migon, JASA 80, 1985). An answer to a question seen
before counts as one with a better chance of guessing: the key may be remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp, log, pi, sqrt
from typing import NamedTuple

from bot.rules.difficulty import Item, logistic

GENERAL = 0.85
"""Standard deviation of the general ability among people."""
WITHIN = 0.6
"""Standard deviation of a person's ability in a domain around their general one."""
_STEP = 0.2
GRID = tuple(round(_STEP * at, 1) for at in range(-20, 21))
"""The abilities looked at in a domain."""
_GENERAL_GRID = tuple(round(0.3 * at, 1) for at in range(-10, 11))
_NOTHING = 1e-9  # of a probability: left out

Curve = tuple[float, ...]
"""A value at each ability of the grid."""


class Weighed(NamedTuple):
    """An answer as evidence: to what, whether right, and the power (0 to 1) that its likelihood has."""

    item: Item
    right: bool
    weight: float


class Slice(NamedTuple):
    """The posterior at one general ability: its probability, and each domain's probabilities over the grid."""

    probability: float
    domains: Mapping[str, Curve]


def curve(item: Item) -> Curve:
    """Return the probability of a right answer at each ability of the grid.

    A difficulty that is uncertain makes the curve flatter, by MacKay's factor again.
    """
    return _curve(round(item.difficulty, 1), round(item.spread, 1), round(item.chance, 2))


def posterior(evidence: Mapping[str, Sequence[Weighed]]) -> Sequence[Slice]:
    """Return what is known of somebody's abilities: a slice for each general ability that is possible at all.

    `evidence` holds each domain's answers.
    """
    likelihoods = {domain: _likelihood(answers) for domain, answers in evidence.items()}
    found = []
    for general, prior in zip(_GENERAL_GRID, _general(), strict=True):
        whole, domains = prior, {}
        for domain, likelihood in likelihoods.items():
            joint = [here * there for here, there in zip(_within(general), likelihood, strict=True)]
            total = sum(joint)
            whole *= total
            domains[domain] = tuple(one / total for one in joint)
        found.append(Slice(whole, domains))
    mass = sum(one.probability for one in found)
    kept = [one._replace(probability=one.probability / mass) for one in found]
    return [one for one in kept if one.probability > _NOTHING]


def marginal(slices: Sequence[Slice], domain: str) -> Curve:
    """Return the probabilities over the grid of the ability in one domain."""
    columns = zip(*(one.domains[domain] for one in slices), strict=True)
    weights = [one.probability for one in slices]
    return tuple(sum(weight * here for weight, here in zip(weights, column, strict=True)) for column in columns)


def _likelihood(answers: Sequence[Weighed]) -> Curve:
    """Return the likelihood of a domain's answers over the grid, its highest point at 1."""
    total = [0.0] * len(GRID)
    for item, right, weight in answers:
        said = _logs(round(item.difficulty, 1), round(item.spread, 1), round(item.chance, 2), right)
        total = [before + weight * here for before, here in zip(total, said, strict=True)]
    highest = max(total)
    return tuple(exp(one - highest) for one in total)


@lru_cache(4096)
def _curve(difficulty: float, spread: float, chance: float) -> Curve:
    flatter = 1 / sqrt(1 + pi * spread * spread / 8)
    return tuple(chance + (1 - chance) * logistic(flatter * (ability - difficulty)) for ability in GRID)


@lru_cache(8192)
def _logs(difficulty: float, spread: float, chance: float, right: bool) -> Curve:
    return tuple(log(p if right else 1 - p) for p in _curve(difficulty, spread, chance))


@lru_cache
def _general() -> Curve:
    return _normal(_GENERAL_GRID, 0.0, GENERAL)


@lru_cache(64)
def _within(general: float) -> Curve:
    return _normal(GRID, general, WITHIN)


def _normal(grid: Sequence[float], mean: float, deviation: float) -> Curve:
    density = [exp(-(((one - mean) / deviation) ** 2) / 2) for one in grid]
    whole = sum(density)
    return tuple(one / whole for one in density)
