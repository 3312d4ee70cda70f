"""Learners as the estimator does not imagine them.

A learner knows each topic to a degree of its own: a general ability, a part common to the domain, and one of the topic.
An answer with its explanation teaches the topic, the more the less of it is known, and study beside the bot teaches
everything a little. What was learned is forgotten by half in a time that grows with every repetition. A question seen
before may be answered from memory, whatever is known of its topic. None of this is in `bot.rules.ability`, which knows
neither topics nor discrimination nor learning, and takes age for all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log
from random import Random

from bot.model.exam import Exam
from bot.rules.apportion import apportion
from bot.rules.scaled import scaled_score
from bot.simulation.learners_bank import TrueItem, World, draw_item, draw_level

CEILING = 2.5
"""The most that practice can add to the ability in a topic."""
_STUDIED_MOST = 1.2
_REMEMBERED = 0.85
_LONGEST = 365.0  # days: the most that a half-life grows to


@dataclass
class _Learned:
    """What practice has added in a topic: how much, when that was (days), and in how many days half of it is gone."""

    gain: float
    day: float
    half_life: float

    def left(self, day: float) -> float:
        return self.gain * _kept(day - self.day, self.half_life)


@dataclass
class Learner:
    """Somebody who studies for the exam. Days are counted from the beginning of the simulation."""

    abilities: Mapping[str, float]
    rate: float
    half_life: float
    memory: float
    study: float
    began: float
    _learned: dict[str, _Learned] = field(default_factory=dict)
    _seen: dict[str, float] = field(default_factory=dict)
    _studied: float = 0.0
    _studied_on: float = 0.0

    def ability(self, topic: str, day: float) -> float:
        """Return the ability in a topic on a day."""
        learned = self._learned.get(topic)
        return self.abilities[topic] + self._study_left(day) + (learned.left(day) if learned else 0.0)

    def answer(self, question: str, topic: str, item: TrueItem, day: float, rng: Random) -> bool:
        """Answer a question, read its explanation and learn from it; return whether the answer was right."""
        known = self._seen.get(question)
        remembered = known is not None and rng.random() < _REMEMBERED * _kept(day - known, self.memory)
        right = remembered or rng.random() < item.chance(self.ability(topic, day))
        self._seen[question] = day
        self._learn(topic, day, 0.7 if right else 1.3)
        return right

    def study_until(self, day: float, hours: float) -> None:
        """Study beside the bot until a day, for so many hours."""
        self._studied = min(_STUDIED_MOST, self._study_left(day) + self.study * hours)
        self._studied_on = day

    def sit(self, exam: Exam, day: float, rng: Random) -> int:
        """Return the scaled score of one exam of questions that nobody has seen, sat on a day."""
        weights = {domain.id: domain.weight for domain in exam.domains}
        parts = apportion(exam.form.questions, weights, dict.fromkeys(weights, exam.form.questions))
        right = 0
        for domain, count in parts.items():
            topics = [topic.id for topic in exam.topics if topic.domain == domain]
            for _ in range(count):
                item = draw_item(draw_level(rng), rng)
                right += rng.random() < item.chance(self.ability(rng.choice(topics), day))
        return scaled_score(right, exam.form.questions, exam.form)

    def _learn(self, topic: str, day: float, effect: float) -> None:
        before = self._learned.get(topic)
        left, half_life = (before.left(day), before.half_life * 1.5) if before else (0.0, self.half_life)
        gain = left + self.rate * effect * (1 - left / CEILING)
        self._learned[topic] = _Learned(gain, day, min(half_life, _LONGEST))

    def _study_left(self, day: float) -> float:
        return self._studied * _kept(day - self._studied_on, 2 * self.half_life)


def _kept(days: float, half_life: float) -> float:
    """Return the share that is left after so many days."""
    return exp(-log(2) * days / half_life)


def draw_learner(
    world: World, began: float, rng: Random, learning: float = 1.0, common: Mapping[str, float] | None = None
) -> Learner:
    """Return a new learner, who learns `learning` times as fast as people here usually do; `common` is what a group
    knows of each topic more (or less) than others."""
    general = rng.gauss(-0.1, 0.75)
    within = {domain.id: rng.gauss(0.0, 0.45) for domain in world.bank.exam.domains}
    abilities = {
        topic.id: general + within[topic.domain] + rng.gauss(0.0, 0.5) + (common or {}).get(topic.id, 0.0)
        for topic in world.bank.exam.topics
    }
    return Learner(
        abilities=abilities,
        rate=learning * rng.lognormvariate(-1.5, 0.5),
        half_life=rng.uniform(15, 60),
        memory=rng.uniform(10, 60),
        study=learning * max(0.0, rng.gauss(0.008, 0.008)),
        began=began,
    )
