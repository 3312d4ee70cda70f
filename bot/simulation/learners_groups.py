"""Does the choice of daily questions help a group? The same simulated groups, asked by different rules.

A group knows some topics better than others, as one that comes from the same job does, and its members differ. It gets
one question a day, each member answers most of them, and all else is as in `bot.simulation.learners`. The group is
ready when its median member would pass: when the share right that they can expect in a fresh exam is the pass mark's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import sqrt
from random import Random
from statistics import mean, median, stdev

from bot.model.exam import Exam
from bot.model.question import Bank, Question
from bot.rules.scaled import pass_share, scaled_score
from bot.rules.selection import Accuracy, choose_daily
from bot.simulation.learners import Learner, draw_learner
from bot.simulation.learners_bank import World, draw_item, draw_level, make_world

MEMBERS = 8
DAYS = 360
"""Daily questions after which a group that is not ready is given up."""
STEP = 3
"""Days between two looks at how ready a group is."""
MARKS = (60, 120, 240)
"""Questions after which the scores are compared."""
ANSWERED = 0.85
"""The share of daily questions that a member answers."""
SHARED = 0.7
"""Standard deviation of what a group knows in common of a topic."""
BELOW = -0.35
"""Where groups begin, by the average learner: below, so that there is a way to go."""
_LOW, _HIGH, _FINE = -6.0, 6.0, 0.1
_ITEMS = 400

Choose = Callable[[Bank, Sequence[Question], Accuracy, Random], Question]


def by_chance(bank: Bank, history: Sequence[Question], _weak: Accuracy, rng: Random) -> Question:
    """Choose any question not asked yet; when all were, any."""
    asked = {one.id for one in history}
    left = [question for id, question in sorted(bank.questions.items()) if id not in asked]
    return rng.choice(left or sorted(bank.questions.values(), key=lambda one: one.id))


def in_turn(bank: Bank, history: Sequence[Question], _weak: Accuracy, rng: Random) -> Question:
    """Choose as the product does for a group of which it knows nothing: domains by weight, topics in turn."""
    return by_weakness(bank, history, {}, rng)


def by_weakness(bank: Bank, history: Sequence[Question], weak: Accuracy, rng: Random) -> Question:
    """Choose as the product does."""
    chosen = choose_daily(bank, history, frozenset(), weak, rng)
    if chosen is None:
        raise ValueError("a bank without questions")
    return chosen


RULES: Mapping[str, Choose] = {"by chance": by_chance, "topics in turn": in_turn, "weakness first": by_weakness}


@dataclass(frozen=True)
class Course:
    """How a group fared: the questions until it was ready (None: not within `DAYS`), its median score at each mark."""

    ready: int | None
    scores: tuple[int, ...]


def courses(seed: str, level: float = BELOW) -> Mapping[str, Course] | None:
    """Return how one and the same group, at this level, fares under each rule; None if it is ready at the start."""
    found = {name: _course(seed, level, choose) for name, choose in RULES.items()}
    return None if any(course.ready == 0 for course in found.values()) else found


def compared(seed: int, groups: int, workers: int = 1) -> Sequence[Mapping[str, Course]]:
    """Return the courses of so many groups, the same for the same seed, on so many processes."""
    seeds = [f"groups/{seed}/{number}" for number in range(groups)]
    if workers == 1:
        found = list(map(courses, seeds))
    else:
        with ProcessPoolExecutor(workers) as pool:
            found = list(pool.map(courses, seeds))
    return [one for one in found if one is not None]


def sooner(compared: Sequence[Mapping[str, Course]], rule: str, other: str) -> tuple[float, float]:
    """Return how many questions sooner groups are ready under `rule` than under `other`, on average, and the standard
    error of that; a group that is not ready at the end counts as ready there."""
    gains = [_ready(each[other]) - _ready(each[rule]) for each in compared]
    return mean(gains), stdev(gains) / sqrt(len(gains)) if len(gains) > 1 else 0.0


def _ready(course: Course) -> int:
    return DAYS if course.ready is None else course.ready


def _course(seed: str, level: float, choose: Choose) -> Course:
    rng = Random(seed)
    world = make_world(rng)
    common = {topic.id: level + rng.gauss(0.0, SHARED) for topic in world.bank.exam.topics}
    members = [draw_learner(world, 0.0, rng, 1.0, common) for _ in range(MEMBERS)]
    history: list[Question] = []
    tallies: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    ready, scores = None, []
    form = world.bank.exam.form
    for day in range(DAYS + 1):
        if day % STEP == 0 and (ready is None or day in MARKS):
            share = median(_share(world.bank.exam, member, day) for member in members)
            if day in MARKS:
                scores.append(scaled_score(round(share * 10_000), 10_000, form))
            if ready is None and share >= pass_share(form):
                ready = day
        question = choose(world.bank, history, tallies, rng)
        history.append(question)
        _answered(world, members, question, day, tallies, rng)
    return Course(ready, tuple(scores))


def _answered(
    world: World,
    members: Sequence[Learner],
    question: Question,
    day: int,
    tallies: dict[str, tuple[int, int]],
    rng: Random,
) -> None:
    for member in members:
        member.study_until(day, rng.uniform(0, 2))
        if rng.random() < ANSWERED:
            right = member.answer(question.id, question.topic, world.items[question.id], day, rng)
            before = tallies[question.topic]
            tallies[question.topic] = (before[0] + right, before[1] + 1)


def _share(exam: Exam, member: Learner, day: float) -> float:
    """Return the share right that a learner can expect in a fresh exam."""
    whole = sum(domain.weight for domain in exam.domains)
    return sum(domain.weight / whole * _domain_share(exam, member, domain.id, day) for domain in exam.domains)


def _domain_share(exam: Exam, member: Learner, domain: str, day: float) -> float:
    topics = [topic.id for topic in exam.topics if topic.domain == domain]
    curve, grid = _expected(), _grid()
    found = [curve[min(len(grid) - 1, bisect_left(grid, member.ability(topic, day)))] for topic in topics]
    return sum(found) / len(found)


@cache
def _grid() -> Sequence[float]:
    return [_LOW + _FINE * at for at in range(round((_HIGH - _LOW) / _FINE) + 1)]


@cache
def _expected() -> Sequence[float]:
    """Return the share right of new questions at each ability of the grid."""
    rng = Random("learners/items")
    items = [draw_item(draw_level(rng), rng) for _ in range(_ITEMS)]
    return [sum(item.chance(ability) for item in items) / _ITEMS for ability in _grid()]
