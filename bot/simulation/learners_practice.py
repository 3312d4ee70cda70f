"""How learners practise: daily questions, quizzes, one favourite domain, cramming, breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from bot.model.question import Question
from bot.model.readiness import Evidence
from bot.simulation.learners import Learner
from bot.simulation.learners_bank import World

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
MOST = 700  # answers, from which on a learner rests


@dataclass(frozen=True)
class Habit:
    """When somebody practises: for how many days, how likely a daily answer and a quiz are on a day, how long quizzes
    are, what domain they are about (None: all), the days of a break (begin, end), and how long before the estimate the
    last answer was. A crammer's quizzes get three times as likely in the last fortnight."""

    days: int
    daily: float
    quiz: float
    length: int
    domain: str | None
    pause: tuple[int, int]
    rest: int
    crams: bool
    again: float


def draw_habit(world: World, rng: Random) -> Habit:
    """Return somebody's habit."""
    days = rng.randint(20, 150)
    begin = rng.randint(0, days)
    return Habit(
        days=days,
        daily=rng.choice((0.0, 0.5, 0.8, 0.95)),
        quiz=rng.choice((0.02, 0.1, 0.25, 0.5)),
        length=rng.choice((5, 10, 10, 20)),
        domain=rng.choice([domain.id for domain in world.bank.exam.domains]) if rng.random() < 0.25 else None,
        pause=(begin, begin + rng.randint(10, 60)) if rng.random() < 0.3 else (0, 0),
        rest=rng.choice((0, 0, 0, 1, 3, 10, 30)),
        crams=rng.random() < 0.25,
        again=rng.uniform(0.0, 0.5),
    )


def practise(learner: Learner, habit: Habit, world: World, rng: Random) -> list[Evidence]:
    """Let somebody practise by their habit; return their answers, oldest first."""
    unseen = sorted(world.bank.questions)
    rng.shuffle(unseen)
    seen: list[str] = []
    answers: list[Evidence] = []
    for day in range(habit.days):
        if habit.pause[0] <= day < habit.pause[1] or len(answers) >= MOST:
            continue
        learner.study_until(learner.began + day, rng.uniform(0, 2))
        asked = _asked(habit, day, world, unseen, seen, rng)
        answers += [_answer(learner, world, one, learner.began + day + rng.random() / 2, rng) for one in asked]
    return sorted(answers, key=lambda one: one.at)


def moment(day: float) -> datetime:
    """Return the moment of a day of the simulation."""
    return EPOCH + timedelta(days=day)


def _asked(habit: Habit, day: int, world: World, unseen: list[str], seen: list[str], rng: Random) -> Sequence[Question]:
    """Return what is asked on a day, taking it from the unseen."""
    asked = []
    if rng.random() < habit.daily and unseen:
        asked.append(unseen.pop())
    if rng.random() < habit.quiz * (3 if habit.crams and day > habit.days - 14 else 1):
        again = [one for one in seen if habit.domain in (None, world.bank.questions[one].domain)]
        old = rng.sample(again, min(len(again), int(habit.length * habit.again)))
        fresh = [one for one in unseen if habit.domain in (None, world.bank.questions[one].domain)]
        new = fresh[-(habit.length - len(old)) :]
        taken = set(new)
        unseen[:] = [one for one in unseen if one not in taken]
        asked += new + old
    seen += [one for one in asked if one not in seen]
    return [world.bank.questions[one] for one in asked]


def _answer(learner: Learner, world: World, question: Question, day: float, rng: Random) -> Evidence:
    right = learner.answer(question.id, question.topic, world.items[question.id], day, rng)
    return Evidence(question.id, question.revision, question.domain, right, moment(day))
