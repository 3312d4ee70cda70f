"""Readiness: what a person's answers say about how the exam would go today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.board import Tally

Counts = Mapping[tuple[str, str], Tally]
"""(question, revision) → everybody's first answers to it."""


@dataclass(frozen=True)
class Evidence:
    """One answer of a person: to which revision of a question of which domain, whether it was right, when (UTC)."""

    question: str
    revision: str
    domain: str
    right: bool
    at: datetime


@dataclass(frozen=True)
class DomainReadiness:
    """What is expected in one domain: the share right of questions never seen, 0 to 1, and where it lies with 80 %
    probability. `questions` is the domain's part of the exam, `answers` what the person has answered of it."""

    share: float
    low: float
    high: float
    questions: int
    answers: int

    @property
    def lost(self) -> float:
        """How many of the exam's questions of this domain are expected to be wrong."""
        return self.questions * (1 - self.share)


@dataclass(frozen=True)
class Readiness:
    """How the exam would go today: the scaled score expected, the range that holds it with 80 % probability, both to
    the nearest ten, and the chance to pass (0 to 1).

    `thin` are the domains of which little is known, by id; `stale` says that most of what is known is old.
    """

    answers: int
    score: int
    low: int
    high: int
    chance: float
    domains: Mapping[str, DomainReadiness]
    thin: tuple[str, ...]
    stale: bool

    @property
    def costliest(self) -> str:
        """The domain in which most of the exam's questions would be lost."""
        return max(self.domains, key=lambda id: self.domains[id].lost)


@dataclass(frozen=True)
class TooFew:
    """Too little was answered to say anything; `missing` is how many answers more it takes."""

    missing: int
