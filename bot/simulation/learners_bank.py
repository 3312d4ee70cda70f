"""A made-up bank, and how its questions really are: three-parameter items, unlike what the estimator takes them for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random

from bot.model.exam import Domain, Exam, ExamForm, TaskStatement, Topic
from bot.model.question import Bank, Option, Question, Reference

WEIGHTS = (32, 26, 24, 18)
TOPICS = (14, 12, 11, 9)
"""Topics of each domain."""
QUESTIONS = 8
"""Questions of each topic."""
FORM = ExamForm(65, 130, 100, 1000, 720)
_REFERENCE = (Reference("https://example.com/", "A page", "stored", date(2026, 1, 1)),)


@dataclass(frozen=True)
class TrueItem:
    """A question by the three-parameter logistic model: discrimination, difficulty, the chance of guessing it right."""

    discrimination: float
    difficulty: float
    guessing: float

    def chance(self, ability: float) -> float:
        """Return the probability that somebody of this ability answers it right."""
        return self.guessing + (1 - self.guessing) / (1 + exp(-self.discrimination * (ability - self.difficulty)))


@dataclass(frozen=True)
class World:
    """A bank and the truth about its questions, by id."""

    bank: Bank
    items: Mapping[str, TrueItem]


def draw_item(level: int, rng: Random) -> TrueItem:
    """Return the truth of a new question of a level, 1 to 3: levels are authors' guesses and overlap widely."""
    return TrueItem(rng.lognormvariate(0.0, 0.3), rng.gauss((level - 2) * 0.6, 0.7), rng.uniform(0.2, 0.3))


def draw_level(rng: Random) -> int:
    """Return the level of a new question: half are of the middle one."""
    return rng.choice((1, 2, 2, 3))


def make_world(rng: Random) -> World:
    """Return a new bank and its truth."""
    exam = _exam()
    questions = {
        question.id: question
        for topic in exam.topics
        for number in range(QUESTIONS)
        for question in [_question(topic, number, draw_level(rng))]
    }
    return World(Bank(exam, questions), {id: draw_item(one.difficulty, rng) for id, one in questions.items()})


def _exam() -> Exam:
    domains = tuple(Domain(str(n), f"Domain {n}", weight) for n, weight in enumerate(WEIGHTS, 1))
    tasks = tuple(TaskStatement(f"{domain.id}.1", domain.title, domain.id) for domain in domains)
    topics = tuple(
        Topic(f"{domain.id}-{number}", f"Topic {number}", f"{domain.id}.1", domain.id, None, None, 0)
        for domain, count in zip(domains, TOPICS, strict=True)
        for number in range(count)
    )
    return Exam("simulated", "Simulated Exam", FORM, domains, tasks, topics, complete=True)


def _question(topic: Topic, number: int, level: int) -> Question:
    options = tuple(Option(id, id, id == "a", "") for id in "abcd")
    return Question(
        id=f"{topic.id}-{number}",
        topic=topic.id,
        task=topic.task,
        domain=topic.domain,
        type="single",
        difficulty=level,
        recall=False,
        stem=f"{topic.id}-{number}",
        options=options,
        references=_REFERENCE,
    )
