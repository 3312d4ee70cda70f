"""The estimator on trial: what it says of simulated learners, held against the exam that they sat the same day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from random import Random

from bot.model.board import Tally
from bot.model.readiness import Counts, Evidence, Readiness
from bot.rules.readiness import readiness, without
from bot.simulation.learners import draw_learner
from bot.simulation.learners_bank import make_world
from bot.simulation.learners_practice import draw_habit, moment, practise

COMMUNITY = 50
"""Learners who share a bank, and from whose first answers the difficulty of its questions is known."""
BINS = 10


@dataclass(frozen=True)
class Sitting:
    """A learner's estimate and the scaled score of the exam sat on the same day."""

    said: Readiness
    truth: int
    passed: bool

    @property
    def held(self) -> bool:
        """Whether the range holds the truth."""
        return self.said.low <= self.truth <= self.said.high


@dataclass(frozen=True)
class Bin:
    """Sittings whose stated chances to pass were alike: how many, the average chance, the share that passed."""

    sittings: int
    chance: float
    passed: float


def community(seed: str, size: int = COMMUNITY, learning: float = 1.0) -> list[Sitting]:
    """Return a sitting for every learner of a new community who has answered enough."""
    rng = Random(seed)
    world = make_world(rng)
    exam = world.bank.exam
    people = []
    for _ in range(size):
        learner, habit = draw_learner(world, rng.uniform(0, 60), rng, learning), draw_habit(world, rng)
        answers = practise(learner, habit, world, rng)
        day = learner.began + habit.days + habit.rest
        people.append((answers, day, learner.sit(exam, day, rng)))
    counts = _counts([answers for answers, _, _ in people])
    found = []
    for answers, day, truth in people:
        said = readiness(world.bank, answers, without(counts, answers), moment(day))
        if isinstance(said, Readiness):
            found.append(Sitting(said, truth, truth >= exam.form.pass_mark))
    return found


def trial(seed: int, learners: int, learning: float = 1.0, workers: int = 1) -> list[Sitting]:
    """Return the sittings of about that many learners in communities of their own, the same for the same seed, on so
    many processes."""
    seeds = [f"learners/{seed}/{number}" for number in range(max(1, round(learners / COMMUNITY)))]
    size = min(learners, COMMUNITY)
    if workers == 1:
        return [one for each in seeds for one in community(each, size, learning)]
    with ProcessPoolExecutor(workers) as pool:
        return [one for each in pool.map(community, seeds, repeat(size), repeat(learning)) for one in each]


def _counts(histories: Sequence[Sequence[Evidence]]) -> Counts:
    found: dict[tuple[str, str], Tally] = defaultdict(lambda: Tally(0, 0))
    for answers in histories:
        firsts: dict[str, Evidence] = {}
        for one in answers:
            firsts.setdefault(one.question, one)
        for one in firsts.values():
            before = found[one.question, one.revision]
            found[one.question, one.revision] = Tally(before.answers + 1, before.correct + one.right)
    return dict(found)


def coverage(sittings: Sequence[Sitting]) -> float:
    """Return the share of truths that their range holds."""
    return sum(one.held for one in sittings) / len(sittings)


def bins(sittings: Sequence[Sitting]) -> Sequence[Bin]:
    """Return the sittings by their stated chance to pass, in ten parts of equal width; empty ones are left out."""
    parts: Mapping[int, list[Sitting]] = defaultdict(list)
    for one in sittings:
        parts[min(BINS - 1, int(one.said.chance * BINS))].append(one)
    return [
        Bin(
            len(part),
            sum(one.said.chance for one in part) / len(part),
            sum(one.passed for one in part) / len(part),
        )
        for _, part in sorted(parts.items())
    ]


def calibration_error(sittings: Sequence[Sitting]) -> float:
    """Return the expected calibration error of the chances to pass: the distance of stated and real, averaged over ten
    parts by their sizes (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    return sum(one.sittings * abs(one.chance - one.passed) for one in bins(sittings)) / len(sittings)
