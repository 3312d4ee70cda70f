"""Simulated learners: they learn, forget and guess; and the estimator stands its trial on them."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from random import Random

import pytest

from bot.model.readiness import Readiness
from bot.simulation.learners import Learner, draw_learner
from bot.simulation.learners_bank import World, make_world
from bot.simulation.learners_groups import RULES, compared, courses, sooner
from bot.simulation.learners_practice import draw_habit, practise
from bot.simulation.learners_trial import Sitting, bins, calibration_error, coverage, trial

FOUR_ERRORS = 4
"""Standard errors by which a small trial may miss: its seed is fixed, so it can't be unlucky some day."""


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(Random("a world"))


def a_learner(world: World, learning: float = 1.0) -> Learner:
    return draw_learner(world, 0.0, Random("a learner"), learning)


def test_questions_are_guessed_right_as_often_as_the_model_says(world: World) -> None:
    assert all(0.2 <= one.guessing <= 0.3 for one in world.items.values())
    assert all(one.chance(-40) == pytest.approx(one.guessing) for one in world.items.values())
    assert all(one.chance(40) == pytest.approx(1) for one in world.items.values())


def test_an_answer_teaches_its_topic_and_what_was_learned_fades(world: World) -> None:
    learner, topic, other = a_learner(world), "1-0", "1-1"
    before = {one: learner.ability(one, 0) for one in (topic, other)}
    learner.answer("1-0-0", topic, world.items["1-0-0"], 0, Random(1))
    assert learner.ability(topic, 0) > before[topic]
    assert learner.ability(other, 0) == before[other]
    assert before[topic] < learner.ability(topic, 100) < learner.ability(topic, 0)


def test_repetition_makes_it_last(world: World) -> None:
    once, twice = a_learner(world), a_learner(world)
    start = once.ability("1-0", 0)
    for learner, days in ((once, (10,)), (twice, (0, 10))):
        for day in days:
            learner.answer("1-0-0", "1-0", world.items["1-0-0"], day, Random(1))

    def kept(learner: Learner) -> float:
        return (learner.ability("1-0", 70) - start) / (learner.ability("1-0", 10) - start)

    assert kept(twice) > kept(once)


def test_study_beside_the_bot_teaches_all_topics(world: World) -> None:
    learner = a_learner(world)
    before = learner.ability("4-0", 0)
    for day in range(30):
        learner.study_until(day, 1)
    assert learner.ability("4-0", 29) > before


def test_domains_go_together_but_are_not_alike(world: World) -> None:
    rng = Random("correlated")
    pairs = [
        tuple(sum(one.ability(f"{domain}-{n}", 0) for n in range(9)) / 9 for domain in "12")
        for one in (draw_learner(world, 0, rng) for _ in range(300))
    ]
    assert 0.5 < _correlation(pairs) < 0.9


def _correlation(pairs: Sequence[tuple[float, ...]]) -> float:
    n = len(pairs)
    mean_x, mean_y = (sum(side) / n for side in zip(*pairs, strict=True))
    both = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return float(both) / sqrt(sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs))


def test_answers_come_in_order_and_the_same_for_the_same_seed(world: World) -> None:
    def answers(seed: int) -> list[object]:
        rng = Random(seed)
        return list(practise(draw_learner(world, 0, rng), draw_habit(world, rng), world, rng))

    found = practise(a_learner(world), draw_habit(world, Random(5)), world, Random(5))
    assert found
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert answers(3) == answers(3) != answers(4)


def sitting(chance: float, passed: bool, truth: int = 700) -> Sitting:
    return Sitting(Readiness(50, 700, 650, 750, chance, {}, (), stale=False), truth, passed)


def test_coverage_is_the_share_of_truths_within_their_range() -> None:
    assert coverage([sitting(0.5, True, truth) for truth in (649, 650, 700, 750, 751)]) == 0.6


def test_the_calibration_error_weighs_each_part_by_its_size() -> None:
    found = [sitting(0.25, True), sitting(0.25, False), sitting(0.95, True), sitting(0.95, True)]
    assert [(one.sittings, one.passed) for one in bins(found)] == [(2, 0.5), (2, 1.0)]
    assert calibration_error(found) == pytest.approx((0.25 + 0.05) / 2)
    assert calibration_error([sitting(1.0, True)]) == 0


@pytest.mark.slow
def test_ranges_and_chances_hold_on_learners_of_another_model() -> None:
    """A short form of `studybot simulate learners`: the bounds are those of the long one, and what chance adds."""
    found = trial(seed=2, learners=300)
    n = len(found)
    assert n > 200
    assert 0.75 - FOUR_ERRORS * sqrt(0.75 * 0.25 / n) < coverage(found) < 0.85 + FOUR_ERRORS * sqrt(0.85 * 0.15 / n)
    chance, passed = (sum(side) / n for side in zip(*((one.said.chance, one.passed) for one in found), strict=True))
    assert abs(chance - passed) < 0.05 + FOUR_ERRORS * sqrt(0.25 / n)


def test_a_trial_is_the_same_on_one_process_and_on_two() -> None:
    alone, shared = (trial(seed=3, learners=60, workers=workers) for workers in (1, 2))
    assert alone == shared


@pytest.mark.slow
def test_the_same_groups_are_asked_by_every_rule() -> None:
    found = compared(seed=3, groups=2)
    assert found == compared(seed=3, groups=2, workers=2)
    assert all(set(one) == set(RULES) for one in found)
    assert sooner(found, "by chance", "by chance") == (0, 0)


@pytest.mark.slow
def test_a_group_ready_from_the_beginning_is_left_out() -> None:
    assert courses("anything", level=4.0) is None
