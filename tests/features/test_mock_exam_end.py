"""The end of a mock exam as members meet it: its result, every question explained, others told only by choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.calls import Show
from bot.chat.cards import Link
from bot.model.question import Bank
from tests.features.look import actions, controls, said
from tests.features.scene import ADA, BEN, EVERYWHERE, Scene, asked, told
from tests.features.sitting import answered, begun, submitted
from tests.support.bank import small_bank
from tests.support.crash import InlineWork
from tests.support.databases import SqliteFiles, opened


@pytest.fixture
def scene(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Scene]:
    """A scene with a bank of 120 questions, all of single response."""
    with opened(sqlite_files.copy(tmp_path)) as database:
        yield Scene(InlineWork(database), small_bank(30, multiple=False))


async def test_afterwards_every_question_is_explained_or_only_what_was_missed(scene: Scene) -> None:
    result = await submitted(scene, await answered(scene, await begun(scene), 7, 2))
    card = told(await scene.press(BEN, result, "Go through all questions"))
    titles = [card.title]
    while "Next" in controls(card)[0]:
        assert all(f"why {id}" in said(card) for id in "abcd")
        assert any(isinstance(block, Link) for block in card.blocks)
        card = told(await scene.press(BEN, card, "Next"))
        titles.append(card.title)
    assert [title.split(" ")[0] for title in titles] == ["Right!"] * 7 + ["Not"] * 2 + ["You"]
    assert titles[-1].startswith("You left this one open: the answer is")
    missed = told(await scene.press(BEN, result, "Only what I missed"))
    assert missed.footer == "Question 8 of 10"
    assert told(await scene.press(BEN, missed, "Result")) == result
    form = asked(await scene.press(BEN, missed, "Something is wrong"))
    assert told(await scene.submit(BEN, form)).title == "Thank you, it is noted"


async def test_afterwards_the_command_shows_the_last_result_and_offers_another(scene: Scene) -> None:
    first = await submitted(scene, await answered(scene, await begun(scene), 5))
    assert told(await scene.command(BEN, "exam")) == first
    offer = told(await scene.press(BEN, first, "Start another"))
    assert "65" in said(offer)
    scene.clock.advance(minutes=1)
    second = await submitted(scene, await answered(scene, await begun(scene), 8))
    assert "Beside your earlier ones:" in said(second)
    assert "+270" in said(second)


async def test_an_old_start_button_starts_nothing(scene: Scene) -> None:
    offer = told(await scene.command(BEN, "exam", length="10"))
    result = await submitted(scene, told(await scene.press(BEN, offer, "Start")))
    assert told(await scene.press(BEN, offer, "Start")) == result


async def test_the_result_is_shown_to_others_only_by_choice_and_tells_no_question(scene: Scene) -> None:
    await scene.begin()
    result = await submitted(scene, await answered(scene, await begun(scene), 8))
    assert len(scene.platform.in_channel()) == 1
    reply = await scene.press(BEN, result, "Show in channel")
    assert isinstance(reply, Show)
    assert reply.card.title == "Ben passed a mock exam: 800 of 1000"
    assert not any(stem in said(reply) for stem in [one.stem for one in scene.bank.questions.values()])
    assert "Domain" not in said(reply)
    assert actions(reply.card) == []
    private = told(await scene.command(BEN, "exam", EVERYWHERE))
    assert "Show in channel" not in controls(private)[0]


async def test_when_time_is_up_a_direct_message_says_so_and_nothing_else(scene: Scene) -> None:
    await scene.begin()
    card = await answered(scene, await begun(scene), 8)
    await scene.at(2, 8, 19)
    assert scene.platform.direct_to("ben") == []
    await scene.at(2, 8, 20)
    (told_,) = scene.platform.direct_to("ben")
    assert told_.card.title == "Your mock exam is over"
    assert "800" not in said(told_.card)
    result = told(await scene.press(BEN, told_.card, "See the result", EVERYWHERE))
    assert "Time was up, so it was submitted as it stood." in said(result)
    late = told(await scene.press(BEN, card, "Back"))
    assert late.title == result.title == "Mock exam passed: 800 of 1000"
    await scene.at(2, 9)
    assert len(scene.platform.direct_to("ben")) == 1


async def test_who_takes_no_messages_learns_it_at_the_next_press(scene: Scene) -> None:
    await scene.begin()
    card = await begun(scene)
    await scene.act(BEN, "1:mute:yes")
    await scene.at(2, 9)
    assert scene.platform.direct_to("ben") == []
    assert "Time was up" in said(told(await scene.press(BEN, card, "Next")))


async def test_the_open_question_of_the_group_is_in_no_mock_exam(scene: Scene) -> None:
    scene.bank = small_bank(4, multiple=False)
    await scene.begin()
    stem = (await scene.open_daily()).question.stem
    card = await begun(scene, "16")
    assert card.title.endswith("of 15")
    for _ in range(14):
        assert stem not in said(card)
        card = told(await scene.press(BEN, card, "Next"))
    assert stem not in said(card)


async def test_what_becomes_the_daily_question_is_hidden_and_rests_afterwards(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", zone="Europe/Berlin", time="9:00"))
    scene.clock.now = scene.clock.now.replace(hour=7, minute=50)
    card = await answered(scene, await begun(scene), 1)
    first = told(await scene.press(BEN, card, "Back"))
    question = next(one for one in scene.bank.questions.values() if one.stem == said(first.blocks[1]))
    whole, scene.bank = scene.bank, Bank(small_bank().exam, {question.id: question})
    await scene.at(2, 8)
    scene.bank = whole
    hidden = told(await scene.command(BEN, "exam"))
    assert "This one has become a daily question." in said(hidden)
    assert question.stem not in said(hidden)
    result = await submitted(scene, hidden)
    assert "1 question is left out of all this: it was a daily question when the exam ended." in said(result)
    assert "0 of 9" in said(result)
    rests = told(await scene.press(BEN, result, "Go through all questions"))
    assert (rests.title, "why" in said(rests), question.stem in said(rests)) == ("Not yet", False, False)


async def test_a_mock_exam_runs_over_both_databases(real: Scene) -> None:
    real.bank = small_bank(5)
    await real.begin()
    offer = told(await real.command(BEN, "exam"))
    card = told(await real.press(BEN, offer, "Start"))
    for _ in range(6):
        letters = "AB" if controls(card)[1] else "A"
        card = told(await real.press(BEN, told(await real.press(BEN, card, letters)), "Next"))
    assert "Answered\n6" in said(told(await real.press(BEN, card, "Overview")))
    result = await submitted(real, card)
    assert result.title.startswith("Mock exam")
    assert told(await real.command(BEN, "exam")) == result
