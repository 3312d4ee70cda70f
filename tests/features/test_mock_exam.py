"""The mock exam as members meet it: offered, sat in one message, gone back and forth in, and private."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.calls import Change, Tell
from bot.chat.cards import Buttons, Card, Mark, Options, Tone
from tests.fakes.platform import PLACE
from tests.features.look import actions, controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, Scene, told
from tests.features.sitting import answered, begun, key, submitted
from tests.support.bank import small_bank
from tests.support.crash import InlineWork
from tests.support.databases import SqliteFiles, opened


@pytest.fixture
def scene(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Scene]:
    """A scene with a bank of 120 questions, all of single response."""
    with opened(sqlite_files.copy(tmp_path)) as database:
        yield Scene(InlineWork(database), small_bank(30, multiple=False))


def marks(card: Card) -> list[Mark]:
    (shown,) = (block for block in card.blocks if isinstance(block, Options))
    return [item.mark for item in shown.items]


async def test_nothing_runs_before_start_is_pressed(scene: Scene) -> None:
    reply = await scene.command(BEN, "exam")
    assert isinstance(reply, Tell)
    assert "65" in said(reply)
    assert "130 minutes" in said(reply)
    assert "720 of 1000" in said(reply)
    assert told(await scene.command(BEN, "exam")) == reply.card
    scene.clock.advance(hours=5)
    assert told(await scene.press(BEN, reply.card, "Start")).title == "Mock exam · question 1 of 65"


async def test_a_shorter_one_says_that_its_score_is_more_of_a_chance(scene: Scene) -> None:
    card = told(await scene.command(BEN, "exam", length="20"))
    assert "40 minutes" in said(card)
    assert "the more of the score is chance" in said(card)
    assert [one.label for one in scene.complete(BEN, "exam", "length", "1")] == ["10 questions"]
    for wrong in ("9", "66", "-1", "many"):
        refused = said(told(await scene.command(BEN, "exam", length=wrong)))
        assert f"“{wrong}” is no length of a mock exam. Write a number of questions from 10 to 65." in refused


async def test_every_press_changes_the_one_message_and_tells_nothing_of_the_key(scene: Scene) -> None:
    await scene.begin()
    card = await begun(scene)
    for press in (key(scene, card), "Flag", "Next", "Back", "Overview"):
        reply = await scene.press(BEN, card, press)
        assert isinstance(reply, Change)
        card = reply.card
        assert "why" not in said(card)
        assert len(actions(card)) == len(set(actions(card)))
    assert len(scene.platform.in_channel()) == 1


async def test_a_chosen_answer_stands_out_and_can_be_changed(scene: Scene) -> None:
    card = await begun(scene)
    for letter in ("C", "A", "A"):
        card = told(await scene.press(BEN, card, letter))
        assert marks(card) == [Mark.CHOSEN if one == letter else Mark.NONE for one in "ABCD"]
        (letters, _) = (block for block in card.blocks if isinstance(block, Buttons))
        assert [one.label for one in letters.items if one.tone is Tone.PRIMARY] == [letter]
    assert marks(told(await scene.press(BEN, told(await scene.press(BEN, card, "Next")), "Back"))) == marks(card)


async def test_the_time_left_is_told_with_the_moment_it_ends(scene: Scene) -> None:
    await scene.begin()
    assert "20 minutes left: until Mon, Mar 2, 9:20 AM (Europe/Berlin)." in said(await begun(scene))
    scene.clock.advance(minutes=5, seconds=1)
    assert "14 minutes left" in said(told(await scene.command(BEN, "exam")))
    scene.clock.advance(minutes=14)
    assert "Less than a minute left" in said(told(await scene.command(BEN, "exam")))


async def test_the_overview_says_what_is_open_and_flagged_and_leads_there(scene: Scene) -> None:
    card = await answered(scene, await begun(scene, "20"), 2)
    card = told(await scene.press(BEN, card, "Flag"))
    overview = told(await scene.press(BEN, card, "Overview"))
    assert "Answered\n2" in said(overview)
    assert "Open:\n3–20" in said(overview)
    assert "Flagged:\n3" in said(overview)
    ten = told(await scene.press(BEN, overview, "11–20"))
    assert ten.title == "Questions 11 to 20"
    twelfth = told(await scene.press(BEN, ten, "12"))
    assert twelfth.title == "Mock exam · question 12 of 20"
    assert told(await scene.press(BEN, overview, "Next open one")).title == "Mock exam · question 13 of 20"
    assert told(await scene.press(BEN, overview, "Next flagged one")).title == "Mock exam · question 3 of 20"
    assert "Unflag" in controls(card)[0]


async def test_submitting_with_open_questions_asks_once(scene: Scene) -> None:
    card = await answered(scene, await begun(scene), 8)
    asked_once = told(await scene.press(BEN, card, "Submit"))
    assert "2 questions are still open, and would count as wrong." in said(asked_once)
    assert told(await scene.press(BEN, asked_once, "Go to the next open one")).title.endswith("10 of 10")
    result = told(await scene.press(BEN, asked_once, "Submit it anyway"))
    assert (result.title, result.tone) == ("Mock exam passed: 800 of 1000", Tone.GOOD)


async def test_a_whole_one_is_submitted_without_asking(scene: Scene) -> None:
    card = await answered(scene, await begun(scene), 5, 5)
    result = told(await scene.press(BEN, card, "Submit"))
    assert result.title == "Mock exam: 530 of 1000, not yet a pass"
    assert "Domain 1\n" in said(result)
    assert "Task 4.1\n" in said(result)
    assert "The real exam's scale is not public." in said(result)


async def test_the_command_brings_one_back_from_anywhere_and_after_a_restart(scene: Scene) -> None:
    card = await answered(scene, await begun(scene), 3)
    later = Scene(scene.work, scene.bank, scene.clock)
    for place in (PLACE, EVERYWHERE):
        assert told(await later.command(BEN, "exam", place, length="65")) == card
    assert told(await later.press(BEN, card, "Back")).title == "Mock exam · question 3 of 10"


async def test_a_button_of_somebody_elses_is_refused(scene: Scene) -> None:
    card = await begun(scene)
    overview = told(await scene.press(BEN, card, "Overview"))
    result = await submitted(scene, await answered(scene, card, 1))
    for shown in (card, overview, result):
        for action in actions(shown):
            if action.split(":")[1] not in {"exam-again", "exam-start"}:
                for who in (ADA, CLEO, replace(BEN, realm="elsewhere")):
                    assert "That mock exam is not yours, or no longer there." in said(await scene.act(who, action))
