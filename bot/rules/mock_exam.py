"""Mock exams: which questions one asks, how long it takes, and what its answers come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import NamedTuple

from bot.model.board import Tally
from bot.model.exam import ExamForm
from bot.model.mock_exam import Graded, MockExam, Score
from bot.model.question import Bank, Question
from bot.rules.apportion import apportion
from bot.rules.scaled import scaled_score
from bot.rules.scoring import grade

Pools = Mapping[str, Sequence[Question]]


def minutes_for(length: int, form: ExamForm) -> int:
    """Return the minutes for a form of `length` questions: as many a question as in the real exam, rounded up."""
    return -(-length * form.minutes // form.questions)


def usable(bank: Bank, unavailable: Collection[str]) -> list[Question]:
    """Return the questions that a mock exam may ask, by id; `unavailable` ones and retired ones are left out."""
    return [one for _, one in sorted(bank.questions.items()) if not one.retired and one.id not in unavailable]


def compose(
    bank: Bank, length: int, last: Collection[str], unavailable: Collection[str], rng: Random
) -> list[Question]:
    """Return the questions of a new mock exam in the order asked: `length`, or all there are if they are fewer.

    In order of precedence: every domain has its weight's share by largest remainder, as long as it has so many; none of
    the `last` exam's comes back before the domain's others are used up; multiple response has the share that it has in
    the bank; within a domain task statements, and within those topics, take turns.
    """
    asked_before: dict[str, list[Question]] = {domain.id: [] for domain in bank.exam.domains}
    fresh: dict[str, list[Question]] = {domain.id: [] for domain in bank.exam.domains}
    found = usable(bank, unavailable)
    rng.shuffle(found)
    for question in found:
        (asked_before if question.id in last else fresh)[question.domain].append(question)
    there = {id: len(fresh[id]) + len(asked_before[id]) for id in fresh}
    quotas = apportion(length, {domain.id: domain.weight for domain in bank.exam.domains}, there)
    pools = {id: fresh[id] + asked_before[id][: max(0, quotas[id] - len(fresh[id]))] for id in fresh}
    several = _several(found, pools, quotas)
    chosen = [one for id, quota in quotas.items() for one in _spread(pools[id], quota, several[id])]
    rng.shuffle(chosen)
    return chosen


def graded(exam: MockExam, secret: Collection[str]) -> tuple[Graded, ...]:
    """Return how each question of an exam came out, in order; one without an answer is wrong, as in the real exam.

    `secret` are the questions that are open as daily ones, which don't count.
    """
    return tuple(
        Graded(
            posed.question.id,
            posed.question.domain,
            posed.question.task,
            grade(posed.question.key, given),
            posed.question.id not in secret,
        )
        for posed, given in zip(exam.items, exam.answers, strict=True)
    )


class Misgraded(NamedTuple):
    """A question of a submitted exam that is kept otherwise than its answer says."""

    question: str
    kept: str
    should: str


def misgraded(exam: MockExam, results: Sequence[Graded], left: Mapping[str, tuple[bool, int]]) -> Iterator[Misgraded]:
    """Yield what is wrong in a submitted exam: grades other than its answers have, and the answers that it `left`.

    Those are (right, points) by question: one for every answered question that counts, graded alike, without a point.
    """
    void = {one.question for one in results if not one.counts}
    for should, kept, given in zip(graded(exam, void), results, exam.answers, strict=True):
        if kept != should:
            yield Misgraded(should.question, _verdict(kept.right), _verdict(should.right))
        wanted = (should.right, 0) if given and should.counts else None
        found = left.get(should.question)
        if found != wanted:
            yield Misgraded(should.question, _answer(found), _answer(wanted))


def _verdict(right: bool) -> str:
    return "right" if right else "wrong"


def _answer(left: tuple[bool, int] | None) -> str:
    return f"an answer that is {_verdict(left[0])}, {left[1]} points" if left else "no answer"


def score(results: Sequence[Graded], form: ExamForm, resting: Collection[int] = ()) -> Score:
    """Return what graded questions come to, without those at `resting` positions and those that don't count."""
    told = [one for at, one in enumerate(results) if one.counts and at not in resting]
    total = _tally(told)
    scaled = scaled_score(total.correct, total.answers, form)
    return Score(
        scaled=scaled,
        passed=scaled >= form.pass_mark,
        total=total,
        domains={id: _tally([one for one in told if one.domain == id]) for id in sorted({one.domain for one in told})},
        tasks={id: _tally([one for one in told if one.task == id]) for id in sorted({one.task for one in told})},
        left_out=len(results) - len(told),
    )


def _tally(results: Sequence[Graded]) -> Tally:
    return Tally(len(results), sum(one.right for one in results))


def _several(found: Sequence[Question], pools: Pools, quotas: Mapping[str, int]) -> dict[str, int]:
    """Return how many questions with several right options each domain's part holds: the bank's share of the whole,
    halves rounded up, as far as the pools have them."""
    multiple = sum(one.choose > 1 for one in found)
    wanted = int(Fraction(sum(quotas.values()) * multiple, len(found)) + Fraction(1, 2)) if found else 0
    there = {id: sum(one.choose > 1 for one in pool) for id, pool in pools.items()}
    least = {id: max(0, quota - (len(pools[id]) - there[id])) for id, quota in quotas.items()}
    most = {id: min(quota, there[id]) for id, quota in quotas.items()}
    return {id: max(n, least[id]) for id, n in apportion(wanted, quotas, most).items()}


def _spread(pool: Sequence[Question], quota: int, several: int) -> list[Question]:
    """Return `quota` questions of a pool, `several` of them of multiple response: each time one of the task statement,
    then of the topic, that has had the fewest, the first such in the pool."""
    left, chosen = list(pool), list[Question]()
    tasks, topics = Counter[str](), Counter[str]()
    for at in range(quota):
        wanted = [one for one in left if (one.choose > 1) == (at < several)]
        question = min(wanted, key=lambda one: (tasks[one.task], topics[one.topic]))
        left.remove(question)
        chosen.append(question)
        tasks[question.task] += 1
        topics[question.topic] += 1
    return chosen
