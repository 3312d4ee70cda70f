"""Which question a study group gets next, and the order of its options."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from bot.model.exam import Domain
from bot.model.question import Bank, Question

Accuracy = Mapping[str, tuple[int, int]]
"""Topic → (right answers, all answers) of a group; a topic that is absent has none."""


@dataclass(frozen=True)
class Asked:
    """A daily question that the group had and that is in no bank any more, with the domain and topic it had then."""

    id: str
    domain: str
    topic: str


def seed_for(group_id: int, for_date: date) -> int:
    """Return the seed of a group's choice for a day: the same in every process, another for every group."""
    digest = hashlib.sha256(f"{group_id}/{for_date.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def room(bank: Bank) -> int:
    """Return how many groups of one workspace can hold questions of every domain open at once: as many as its smallest
    domain has in use."""
    counts = Counter(question.domain for question in bank.questions.values() if not question.retired)
    return min(counts[domain.id] for domain in bank.exam.domains)


def choose_daily(
    bank: Bank, history: Sequence[Question | Asked], unavailable: frozenset[str], weak: Accuracy, rng: Random
) -> Question | None:
    """Return the question that keeps the exam's weights best, or None if there is none to ask.

    `history` is all that the group was asked, oldest first; `unavailable` are ids that are disputed, or open in the
    workspace. A question new to the group comes before one it had; of those, the one asked longest ago is next.
    """
    usable = {
        id_: question
        for id_, question in sorted(bank.questions.items())
        if not question.retired and id_ not in unavailable
    }
    last_use = {asked.id: position for position, asked in enumerate(history)}
    fresh = [question for id_, question in usable.items() if id_ not in last_use]
    if not fresh:
        return min(usable.values(), key=lambda question: last_use[question.id], default=None)
    open_to = {question.domain for question in fresh}
    domain = choose_domain(bank.exam.domains, open_to, Counter(asked.domain for asked in history), rng)
    within = [question for question in fresh if question.domain == domain]
    topics = {question.topic for question in within}
    topic = _choose_topic(topics, [asked.topic for asked in history if asked.domain == domain], weak, rng)
    return rng.choice([question for question in within if question.topic == topic])


def choose_domain(domains: Sequence[Domain], open_to: set[str], asked: Mapping[str, int], rng: Random) -> str:
    """Return the domain in `open_to` whose turn it is.

    With k domains none strays from its share by more than 1 − 1/(2k − 2) of a question at any prefix, as long as all
    are open: R. Tijdeman, "The chairman assignment problem", Discrete Mathematics 32 (1980). To take the largest
    remainder each time is simpler, but passes 1 from five domains on. A domain that was closed for a while is first
    when it opens again, until it has its share.
    """
    weights = {domain.id: domain.weight for domain in domains if domain.weight}
    whole = sum(weights.values())
    turn = sum(asked.get(id_, 0) for id_ in weights) + 1
    slacks = max(2 * len(weights) - 2, 1)  # as many slacks as make one question

    def urgency(id_: str) -> tuple[bool, Fraction, int]:
        """In whole numbers, for this runs for every group of an installation at once: `owed` is questions × `whole`,
        and the fraction is (1 − slack − owed) / share but for a factor that all have."""
        owed = weights[id_] * turn - asked.get(id_, 0) * whole
        return owed * slacks < whole, Fraction(whole * (slacks - 1) - owed * slacks, weights[id_]), -owed

    weighted = {id_: urgency(id_) for id_ in sorted(open_to & weights.keys())}
    if not weighted:
        return rng.choice(sorted(open_to))
    best = min(weighted.values())
    return rng.choice([id_ for id_, urgent in weighted.items() if urgent == best])


def _choose_topic(topics: set[str], past: Sequence[str], weak: Accuracy, rng: Random) -> str:
    """Return the topic with the largest product of rest and error rate.

    Rest is the number of the domain's questions since the topic's last one: the topic just asked comes last, one never
    asked has rested longest. The error rate is Laplace's, (wrong + 1) / (answers + 2): without answers it is a half,
    and it is never 0, so that a topic that everyone knows still returns.
    """
    last = {topic: position for position, topic in enumerate(past)}

    def pull(topic: str) -> Fraction | int:
        rest = len(past) - 1 - last.get(topic, -2)
        if topic not in weak:
            return rest  # in halves
        right, answers = weak[topic]
        return Fraction(2 * rest * (answers - right + 1), answers + 2)

    pulls = {topic: pull(topic) for topic in sorted(topics)}
    best = max(pulls.values())
    return rng.choice([topic for topic, pulled in pulls.items() if pulled == best])


def option_order(question: Question, rng: Random) -> tuple[str, ...]:
    """Return the ids of the options in the order to show: by chance, or as written where their order has meaning."""
    ids = [option.id for option in question.options]
    if question.shuffle:
        rng.shuffle(ids)
    return tuple(ids)
