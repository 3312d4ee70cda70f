"""Readiness: how the exam would go if a person sat it today.

From the posterior of `bot.rules.ability` comes the distribution of the number of right answers in one fresh exam: at
each point of the grid a domain's number is binomial, since its questions are drawn anew from such as the bank has; the
domains are added up at each general ability (given which they are independent), and all is averaged. So the range and
the chance to pass hold all three uncertainties: of the person's ability, of the questions' difficulty, and of the luck
of 65 questions. What they do not hold is whether the real exam is harder or easier than the bank.

The numbers of this module and of `bot.rules.ability` were chosen on simulated learners (docs/readiness.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from math import comb

from bot.model.board import Tally
from bot.model.exam import ExamForm
from bot.model.question import Bank
from bot.model.readiness import Counts, DomainReadiness, Evidence, Readiness, TooFew
from bot.rules.ability import Curve, Slice, Weighed, curve, marginal, posterior
from bot.rules.apportion import apportion
from bot.rules.difficulty import Item, as_levelled, items
from bot.rules.scaled import scaled_score

FEWEST = 40
"""Answers below which nothing is said."""
HALF_LIFE_DAYS = 60.0
"""An answer weighs half as much after so many days …"""
HALF_LIFE_ANSWERS = 120.0
"""… or after so many answers to the same domain."""
GROWTH = 0.01
"""What an answer with its explanation adds to the ability in its domain: learners gain about 0.1 a repetition of what
it is about (Koedinger and others, PNAS 120, 2023), and a domain holds some ten things to know …"""
GROWTH_MOST = 1.0
"""… and the most that all answers since are taken to have added."""
REMEMBERED = 0.7
"""The chance that the key of a question answered just now is remembered …"""
MEMORY_DAYS = 30.0
"""… which halves in so many days."""
THIN = 6.0
"""A domain with a total weight of answers below it is called thin."""
STALE = 0.5
"""An average weight of answers below it, by their days alone, is called stale."""
_TAIL = 0.1  # on either side of the range
_PARTS = 1000  # of a question, in which positions between two numbers of right answers are counted
_NOTHING = 1e-9  # of a probability: left out


def readiness(bank: Bank, answers: Sequence[Evidence], others: Counts, now: datetime) -> Readiness | TooFew:
    """Return how the exam would go today, from a person's answers, oldest first, and `others`' first answers.

    `others` must leave out the person's own, or they would be used twice.
    """
    if len(answers) < FEWEST:
        return TooFew(FEWEST - len(answers))
    scale = items(bank.questions.values(), others)
    domains = {domain.id: domain.weight for domain in bank.exam.domains}
    evidence, days = _weighed(bank, answers, scale, now)
    slices = posterior({id: evidence[id] for id in domains})
    lengths = apportion(bank.exam.form.questions, domains, dict.fromkeys(domains, bank.exam.form.questions))
    shares = {id: _share(bank, id, scale) for id in domains}
    counts = _count(slices, {id: _binomials(lengths[id], shares[id]) for id in domains})
    by_domain = {id: _domain(marginal(slices, id), shares[id], lengths[id], len(evidence[id])) for id in domains}
    return _readiness(bank.exam.form, counts, by_domain, evidence, days, len(answers))


def _readiness(
    form: ExamForm,
    counts: Sequence[float],
    domains: Mapping[str, DomainReadiness],
    evidence: Mapping[str, Sequence[Weighed]],
    days: float,
    answers: int,
) -> Readiness:
    mean = sum(right * probability for right, probability in enumerate(counts))
    passing = [scaled_score(right, form.questions, form) >= form.pass_mark for right in range(len(counts))]
    known = {id: sum(one.weight for one in evidence[id]) for id in domains}
    return Readiness(
        answers=answers,
        score=_scaled(mean, form),
        low=_scaled(_quantile(counts, _TAIL), form),
        high=_scaled(_quantile(counts, 1 - _TAIL), form),
        chance=min(1.0, sum(one for one, passes in zip(counts, passing, strict=True) if passes)),
        domains=domains,
        thin=tuple(id for id in domains if known[id] < THIN),
        stale=days < STALE,
    )


def _weighed(
    bank: Bank, answers: Sequence[Evidence], scale: Mapping[str, Item], now: datetime
) -> tuple[Mapping[str, list[Weighed]], float]:
    """Return a person's answers as evidence, by domain, and the average weight that their days alone leave them."""
    found: defaultdict[str, list[Weighed]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    for one in answers:
        totals[one.domain] += 1
    seen: dict[str, datetime] = {}
    by_days = 0.0
    for one in answers:
        totals[one.domain] -= 1
        question = bank.questions.get(one.question)
        same = question is not None and question.revision == one.revision
        item = scale[one.question] if same else as_levelled(question, scale)
        before = seen.get(one.question)
        seen[one.question] = one.at
        if before is not None:
            item = _again(item, _days(before, one.at))
        since = totals[one.domain]
        item = item._replace(difficulty=item.difficulty + min(GROWTH_MOST, GROWTH * since))
        old = 0.5 ** (_days(one.at, now) / HALF_LIFE_DAYS)
        by_days += old
        found[one.domain].append(Weighed(item, one.right, old * 0.5 ** (since / HALF_LIFE_ANSWERS)))
    return found, by_days / len(answers)


def _again(item: Item, days: float) -> Item:
    """Return a question as it is for somebody who answered it so many days before."""
    remembered = REMEMBERED * 0.5 ** (days / MEMORY_DAYS)
    return item._replace(chance=remembered + (1 - remembered) * item.chance)


def _days(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds() / 86400)


def _share(bank: Bank, domain: str, scale: Mapping[str, Item]) -> Curve:
    """Return the share right of the bank's questions of a domain at each ability of the grid."""
    asked = [curve(scale[one.id]) for one in bank.questions.values() if one.domain == domain and not one.retired]
    asked = asked or [curve(Item(0.0, 0.0, 0.25))]
    return tuple(sum(column) / len(asked) for column in zip(*asked, strict=True))


def _binomials(n: int, shares: Curve) -> Sequence[Sequence[float]]:
    """Return for each ability the probabilities of 0 to n right answers."""
    ways = [comb(n, right) for right in range(n + 1)]
    return [[way * p**right * (1 - p) ** (n - right) for right, way in enumerate(ways)] for p in shares]


def _count(slices: Iterable[Slice], binomials: Mapping[str, Sequence[Sequence[float]]]) -> Sequence[float]:
    """Return the probabilities of each number of right answers in the whole exam."""
    whole: list[float] = []
    for one in slices:
        here = [one.probability]
        for domain, table in binomials.items():
            here = _added(here, _mixed(one.domains[domain], table))
        whole = [before + now for before, now in zip(whole, here, strict=True)] if whole else here
    return whole


def _mixed(probabilities: Curve, table: Sequence[Sequence[float]]) -> list[float]:
    mixed = [0.0] * len(table[0])
    for probability, row in zip(probabilities, table, strict=True):
        if probability > _NOTHING:
            mixed = [before + probability * here for before, here in zip(mixed, row, strict=True)]
    return mixed


def _added(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Return the distribution of a sum of two independent numbers."""
    found = [0.0] * (len(one) + len(other) - 1)
    for at, p in enumerate(one):
        for more, q in enumerate(other):
            found[at + more] += p * q
    return found


def _quantile(counts: Sequence[float], level: float) -> float:
    """Return the number of right answers below which `level` lies, each number spread evenly over half a step to
    either side: else steps of one question would make every range too wide."""
    sums = list(accumulate(counts))
    wanted = level * sums[-1]
    at = next(place for place, total in enumerate(sums) if total >= wanted)
    within = (wanted - (sums[at] - counts[at])) / counts[at] if counts[at] else 0.0
    return min(len(counts) - 1.0, max(0.0, at - 0.5 + within))


def _scaled(right: float, form: ExamForm) -> int:
    """Return the scaled score of a number of right answers that need not be whole, to the nearest ten."""
    exact = scaled_score(round(right * _PARTS), form.questions * _PARTS, form)
    return max(form.scale_min, min(form.scale_max, (exact + 5) // 10 * 10))


def _domain(probabilities: Curve, shares: Curve, questions: int, answers: int) -> DomainReadiness:
    sums = list(accumulate(probabilities))
    low, high = (
        shares[next(at for at, total in enumerate(sums) if total >= level * sums[-1])] for level in (_TAIL, 1 - _TAIL)
    )
    mean = sum(probability * share for probability, share in zip(probabilities, shares, strict=True))
    return DomainReadiness(mean, low, high, questions, answers)


def without(counts: Counts, answers: Sequence[Evidence]) -> Counts:
    """Return everybody's first answers without those of the person who gave `answers` (oldest first)."""
    left = dict(counts)
    seen = set()
    for one in answers:
        if one.question not in seen:
            seen.add(one.question)
            key = one.question, one.revision
            tally = left.get(key, Tally(0, 0))
            left[key] = Tally(max(0, tally.answers - 1), max(0, tally.correct - one.right))
    return left
