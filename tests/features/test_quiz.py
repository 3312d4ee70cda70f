"""The quiz as members meet it: one message, feedback at once, gone on with later, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.calls import Change, Tell
from bot.chat.cards import Card, Chooser, Link, Mark, Options, Tone
from bot.model.question import Bank
from tests.features.look import actions, controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, Scene, told
from tests.support.bank import small_bank


def key(scene: Scene, card: Card, *, right: bool = True) -> str:
    """Return the letters of the right answer to the question on a card, or of a wrong one."""
    (shown,) = (block for block in card.blocks if isinstance(block, Options))
    texts = {option.text: option for one in scene.bank.questions.values() for option in one.options}
    options = {item.letter: texts[item.spans[0].text].correct for item in shown.items}
    return "".join(letter for letter, correct in options.items() if correct is right)[:1]


async def answered(scene: Scene, card: Card, *, right: bool = True) -> Card:
    return told(await scene.press(BEN, card, key(scene, card, right=right)))


async def finished(scene: Scene, card: Card) -> Card:
    """Answer all that is left rightly and return the summary."""
    while "Summary" not in controls(card)[0]:
        card = told(await scene.press(BEN, card, "Next")) if "Next" in controls(card)[0] else card
        card = await answered(scene, card)
    return told(await scene.press(BEN, card, "Summary"))


async def test_the_question_is_private_and_tells_nothing_of_its_key(scene: Scene) -> None:
    await scene.begin()
    reply = await scene.command(BEN, "quiz")
    assert isinstance(reply, Tell)
    assert reply.card.title == "Quiz · question 1 of 5"
    assert "why" not in said(reply)
    assert "Leave" in controls(reply.card)[0]
    assert len(scene.platform.in_channel()) == 1


async def test_every_press_changes_the_one_message(real: Scene) -> None:
    card = told(await real.command(BEN, "quiz", count="10"))
    reply = await real.press(BEN, card, key(real, card))
    assert isinstance(reply, Change)
    assert (reply.card.title.startswith("Right! The answer is"), reply.card.tone) == (True, Tone.GOOD)
    assert [f"why {id}" in said(reply) for id in "abcd"] == [True] * 4
    assert any(isinstance(block, Link) for block in reply.card.blocks)
    following = await real.press(BEN, reply.card, "Next")
    assert isinstance(following, Change)
    assert following.card.title == "Quiz · question 2 of 10"


async def test_a_second_press_on_an_old_question_shows_what_was_answered_first(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz"))
    first = await answered(scene, card, right=False)
    assert first.title.startswith("Not this time")
    assert await answered(scene, card, right=True) == first
    (options,) = (block for block in first.blocks if isinstance(block, Options))
    assert {item.mark for item in options.items} == {Mark.KEY, Mark.CHOSEN, Mark.NONE}


async def test_the_summary_says_how_it_went_and_what_to_read(scene: Scene) -> None:
    card = await answered(scene, told(await scene.command(BEN, "quiz")), right=False)
    missed = [block.url for block in card.blocks if isinstance(block, Link)]
    summary = await finished(scene, card)
    assert summary.title == "4 of 5 right"
    assert [block.url for block in summary.blocks if isinstance(block, Link)] == missed
    assert "Domain 1\n" in said(summary)
    again = told(await scene.press(BEN, summary, "Another five"))
    assert again.title == "Quiz · question 1 of 5"


async def test_leaving_sums_up_what_was_answered(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz", about="domain 2"))
    assert card.title == "Quiz on Domain 2 · question 1 of 5"
    card = told(await scene.press(BEN, await answered(scene, card), "Next"))
    assert told(await scene.press(BEN, card, "Leave")).title == "1 of 1 right"
    fresh = told(await scene.command(BEN, "quiz"))
    assert told(await scene.press(BEN, fresh, "Leave")).title == "The quiz is over"


async def test_a_second_quiz_offers_to_go_on_or_to_start_anew(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz", about="domain 2"))
    second = told(await scene.press(BEN, await answered(scene, card), "Next"))
    asked_again = told(await scene.command(BEN, "quiz", EVERYWHERE, count="20"))
    assert asked_again.title == "You are at question 2 of 5 of your quiz on Domain 2"
    assert told(await scene.press(BEN, asked_again, "Go on", EVERYWHERE)).blocks == second.blocks
    anew = told(await scene.press(BEN, asked_again, "End it and start anew", EVERYWHERE))
    assert anew.title == "Quiz · question 1 of 20"
    assert told(await scene.press(BEN, asked_again, "End it and start anew", EVERYWHERE)) == anew
    assert told(await scene.press(BEN, second, key(scene, second))).title == "1 of 1 right"


async def test_a_button_of_somebody_elses_quiz_is_refused(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz"))
    elsewhere = replace(BEN, workspace="W2")
    for who in (ADA, CLEO, elsewhere):
        for action in actions(card):
            assert "That quiz is not yours, or no longer there." in said(await scene.act(who, action))


@pytest.mark.parametrize("count", ["0", "31", "-1", "1.5", "many", "٣٣٣", "1000000000000"])
async def test_a_count_out_of_bounds_is_refused_with_the_bounds(scene: Scene, count: str) -> None:
    card = told(await scene.command(BEN, "quiz", count=count))
    assert "is no number of questions. Write one from 1 to 30." in said(card)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("domain 3 4", "Quiz on Domain 3 · question 1 of 4"),
        ("12", "Quiz · question 1 of 12"),
        ("3", "Quiz on Domain 3 · question 1 of 5"),
        ("topic 3-1", "Quiz on Topic 3-1 · question 1 of 2"),
    ],
)
async def test_a_number_after_the_subject_is_the_count(scene: Scene, typed: str, title: str) -> None:
    assert told(await scene.command(BEN, "quiz", about=typed)).title == title


async def test_any_count_from_1_to_30_will_do(scene: Scene) -> None:
    assert told(await scene.command(BEN, "quiz", count="1")).title == "Quiz · question 1 of 1"
    assert told(await scene.command(CLEO, "quiz", count="30")).title == "Quiz · question 1 of 20"


async def test_what_may_mean_several_things_is_chosen_from_a_list(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz", about="topic 3", count="10"))
    (chooser,) = (block for block in card.blocks if isinstance(block, Chooser))
    assert [choice.label for choice in chooser.choices] == ["Topic 3-0", "Topic 3-1", "Topic 3-2"]
    reply = await scene.act(BEN, chooser.action, chosen=(chooser.choices[1].value,))
    assert isinstance(reply, Change)
    assert reply.card.title == "Quiz on Topic 3-1 · question 1 of 2"


async def test_what_is_typed_is_completed_forgivingly(scene: Scene) -> None:
    offered = scene.complete(BEN, "quiz", "about", "")
    assert [choice.label for choice in offered][:2] == ["Everything, as in the exam", "Domain 1: Domain 1"]
    assert [choice.value for choice in scene.complete(BEN, "quiz", "about", "topic 4-2")] == ["topic-4-2"]
    assert scene.complete(BEN, "quiz", "about", "zebra") == ()
    assert [choice.label for choice in scene.complete(BEN, "quiz", "count", "1")] == ["10 questions"]
    (choice, *_) = scene.complete(BEN, "quiz", "about", "domin 3")
    assert told(await scene.command(BEN, "quiz", about=choice.value)).title == "Quiz on Domain 3 · question 1 of 5"


async def test_the_open_question_of_the_group_is_never_asked(scene: Scene) -> None:
    await scene.begin()
    stem = (await scene.open_daily()).question.stem
    assert len(scene.bank.questions) == 20
    card = told(await scene.command(BEN, "quiz", count="30"))
    assert card.title.endswith("of 19")
    for _ in range(18):
        assert stem not in said(card)
        card = told(await scene.press(BEN, await answered(scene, card), "Next"))
    assert stem not in said(card)


async def test_a_question_that_becomes_the_daily_one_is_passed_over_kindly(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz", EVERYWHERE))
    stem = said(card.blocks[0])
    question = next(one for one in scene.bank.questions.values() if one.stem == stem)
    whole, scene.bank = scene.bank, Bank(small_bank().exam, {question.id: question})
    await scene.begin()
    scene.bank = whole
    passed = await answered(scene, card)
    assert passed.title == "Quiz · question 2 of 5"
    assert "I left 1 question out: it has become a daily question" in said(passed)
    assert stem not in said(passed)


async def test_feedback_of_what_is_the_daily_question_now_rests_until_it_is_answered(scene: Scene) -> None:
    card = told(await scene.command(BEN, "quiz", EVERYWHERE))
    question = next(one for one in scene.bank.questions.values() if one.stem == said(card.blocks[0]))
    first = await answered(scene, card)
    scene.bank = Bank(small_bank().exam, {question.id: question})
    await scene.begin()
    rests = await answered(scene, card)
    assert (rests.title, "why" in said(rests)) == ("Not yet", False)
    left = told(await scene.press(BEN, rests, "Leave"))
    assert (left.title, "right" in said(left)) == ("The quiz is over", False)
    await scene.press(BEN, scene.posted(), key(scene, scene.posted()))
    assert told(await scene.press(BEN, rests, "Leave")).title == "1 of 1 right"
    assert first.title.startswith("Right!")


async def test_a_quiz_outlives_a_restart(scene: Scene) -> None:
    card = await answered(scene, told(await scene.command(BEN, "quiz")))
    later = Scene(scene.work, scene.bank, scene.clock)
    assert told(await later.press(BEN, card, "Next")).title == "Quiz · question 2 of 5"
    assert told(await later.command(BEN, "quiz")).title == "Quiz · question 2 of 5"
    asked_anew = told(await later.command(BEN, "quiz", count="3"))
    assert asked_anew.title == "You are at question 2 of 5 of a quiz"


async def test_a_quiz_whose_summary_nobody_looked_at_keeps_no_other_from_beginning(scene: Scene) -> None:
    await answered(scene, told(await scene.command(BEN, "quiz", count="1")))
    assert told(await scene.command(BEN, "quiz", count="3")).title == "Quiz · question 1 of 3"
