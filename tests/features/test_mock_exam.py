"""The mock exam as members meet it: offered, sat in one message, ended in time, explained, and private."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.calls import Change, Show, Tell
from bot.chat.cards import Buttons, Card, Link, Mark, Options, Tone
from bot.model.question import Bank
from tests.fakes.platform import PLACE
from tests.features.look import actions, controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, Scene, asked, told
from tests.support.bank import small_bank
from tests.support.crash import InlineWork
from tests.support.databases import SqliteFiles, opened


@pytest.fixture
def scene(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Scene]:
    """A scene with a bank of 120 questions, all of single response."""
    with opened(sqlite_files.copy(tmp_path)) as database:
        yield Scene(InlineWork(database), small_bank(30, multiple=False))


def key(scene: Scene, card: Card, *, right: bool = True) -> str:
    """Return the letter of the right answer to the question on a card, or of a wrong one."""
    (shown,) = (block for block in card.blocks if isinstance(block, Options))
    texts = {option.text: option for one in scene.bank.questions.values() for option in one.options}
    return next(item.letter for item in shown.items if texts[item.spans[0].text].correct is right)


async def begun(scene: Scene, length: str = "10") -> Card:
    """Return the first question of a new mock exam of Ben's."""
    return told(await scene.press(BEN, told(await scene.command(BEN, "exam", length=length)), "Start"))


async def answered(scene: Scene, card: Card, rightly: int, wrongly: int = 0) -> Card:
    """Answer so many questions from the present one on, and return the card that stands there then."""
    for at in range(rightly + wrongly):
        card = told(await scene.press(BEN, card, key(scene, card, right=at < rightly)))
        card = told(await scene.press(BEN, card, "Next")) if "Next" in controls(card)[0] else card
    return card


async def submitted(scene: Scene, card: Card) -> Card:
    """Submit, whatever is open."""
    card = told(await scene.press(BEN, card, "Submit"))
    return told(await scene.press(BEN, card, "Submit it anyway")) if "Submit it anyway" in controls(card)[0] else card


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


async def test_the_command_brings_one_back_from_anywhere_and_after_a_restart(scene: Scene) -> None:
    card = await answered(scene, await begun(scene), 3)
    later = Scene(scene.work, scene.bank, scene.clock)
    for place in (PLACE, EVERYWHERE):
        assert told(await later.command(BEN, "exam", place, length="65")) == card
    assert told(await later.press(BEN, card, "Back")).title == "Mock exam · question 3 of 10"


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


async def test_a_button_of_somebody_elses_is_refused(scene: Scene) -> None:
    card = await begun(scene)
    overview = told(await scene.press(BEN, card, "Overview"))
    result = await submitted(scene, await answered(scene, card, 1))
    for shown in (card, overview, result):
        for action in actions(shown):
            if action.split(":")[1] not in {"exam-again", "exam-start"}:
                for who in (ADA, CLEO, replace(BEN, realm="elsewhere")):
                    assert "That mock exam is not yours, or no longer there." in said(await scene.act(who, action))


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
