"""Readiness as a member reads it: nothing before enough answers, then a range, a chance and what would help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.calls import Tell
from bot.chat.cards import Card
from bot.features.readiness import chance_words, readiness_blocks
from bot.i18n import words
from bot.model.readiness import DomainReadiness, Readiness, TooFew
from bot.rules.readiness import FEWEST
from bot.study.groups import group_at
from tests.fakes.platform import PLACE
from tests.features.look import said
from tests.features.samples import EXAM
from tests.features.scene import BEN, CLEO, EVERYWHERE, Scene
from tests.support.bank import small_bank
from tests.support.given import give

W = words("en")
READY = Readiness(
    120,
    700,
    640,
    750,
    0.42,
    {"d1": DomainReadiness(0.8, 0.7, 0.9, 39, 80), "d2": DomainReadiness(0.5, 0.4, 0.6, 26, 40)},
    (),
    stale=False,
)


def sentences(found: Readiness | TooFew) -> str:
    return said(Card("", readiness_blocks(W, EXAM, found)))


async def answered(scene: Scene, number: int) -> None:
    await scene.begin()
    group = await scene.work.read(group_at, PLACE)
    assert group
    daily = (await scene.open_daily()).question.id  # until its reveal it would say nothing
    questions = [one for id, one in sorted(scene.bank.questions.items()) if id != daily]
    for at, question in enumerate(questions[:number]):
        now = scene.clock() + timedelta(minutes=at)
        await scene.work.write(give, BEN, group, now, at % 4 > 0, source="quiz", source_id=1, question=question)


async def test_before_forty_answers_it_says_how_many_are_missing(real: Scene) -> None:
    real.bank = small_bank(12)
    await answered(real, 10)
    assert "30 answers more, and I can estimate how the exam would go." in said(await real.command(BEN, "progress"))


async def test_from_forty_answers_on_it_tells_score_range_and_chance_to_oneself_alone(real: Scene) -> None:
    real.bank = small_bank(12)
    await answered(real, FEWEST)
    for place in (PLACE, EVERYWHERE):
        reply = await real.command(BEN, "progress", place)
        assert isinstance(reply, Tell)
        assert "points, and 8 times out of 10 between" in said(reply)
        assert "It takes 720 to pass: your chance is" in said(reply)
        assert " costs most: about " in said(reply)
    assert "If you sat the exam today" not in said(await real.command(CLEO, "progress"))
    assert len(real.platform.in_channel()) == 1


def test_the_estimate_is_told_in_whole_sentences() -> None:
    told = sentences(READY)
    assert "About 700 points, and 8 times out of 10 between 640 and 750." in told
    assert "It takes 720 to pass: your chance is about 4 in 10." in told
    assert "Security costs most: about 13 of its 26 questions would be wrong." in told
    assert "Estimated from 120 answers" in told
    assert "narrow the range" not in told


def test_it_says_why_it_is_no_surer() -> None:
    told = sentences(replace(READY, thin=("d1", "d2"), stale=True))
    assert "Little is known of how you do in Development and Security" in told
    assert "Most of your answers are weeks old" in told


def test_one_missing_answer_is_told_as_one() -> None:
    assert "1 answer more, and I can" in sentences(TooFew(1))


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.0, "less than 1 in 10"),
        (0.049, "less than 1 in 10"),
        (0.05, "about 1 in 10"),
        (0.42, "about 4 in 10"),
        (0.949, "about 9 in 10"),
        (0.95, "more than 9 in 10"),
        (1.0, "more than 9 in 10"),
    ],
)
def test_a_chance_is_told_no_closer_than_it_is_known(chance: float, told: str) -> None:
    assert chance_words(W, chance) == told
