"""Answering, in the channel and privately; the answer again; practising what was revealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.cards import Card, Jump, Mark, Options, Tone
from bot.model.actor import Actor
from bot.model.posting import Daily
from tests.features.look import actions, controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, LOUNGE, Scene, told
from tests.support.bank import small_bank, small_question
from tests.support.world import right, wrong


def marks(card: Card) -> dict[str, Mark]:
    """Return what each option is marked as, by letter."""
    (options,) = (block for block in card.blocks if isinstance(block, Options))
    return {item.letter: item.mark for item in options.items}


async def answered(scene: Scene, who: Actor, letters: str) -> Card:
    return told(await scene.press(who, scene.posted(), letters))


async def test_the_question_tells_nothing_but_itself(scene: Scene) -> None:
    await scene.begin()
    card = scene.posted()
    assert set(marks(card).values()) == {Mark.NONE}
    assert "why" not in said(card)
    assert "Your first answer counts. Reveal: Tue, Mar 3, 9:00 AM (Europe/Berlin)." in said(card)
    assert "Nobody has answered yet. Be the first!" in said(card)


async def test_a_right_answer_is_told_at_once_with_every_why(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    card = await answered(real, BEN, right(daily))
    assert card.title == f"Right! The answer is {right(daily)}."
    assert card.tone is Tone.GOOD
    assert marks(card)[right(daily)] is Mark.CHOSEN_KEY
    assert [f"why {id}" in said(card) for id in "abcd"] == [True] * 4
    assert "The page" in said(card)
    assert "Points of the week\n1" in said(card)
    assert "Keep it to yourself until the reveal" in card.footer


async def test_a_wrong_answer_is_told_kindly_with_the_right_one(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    card = await answered(scene, BEN, wrong(daily))
    assert card.title == f"Not this time: you chose {wrong(daily)}, the answer is {right(daily)}."
    assert card.tone is Tone.BAD
    assert marks(card)[wrong(daily)] is Mark.CHOSEN
    assert marks(card)[right(daily)] is Mark.KEY
    assert "Points of the week\n0" in said(card)


async def test_the_first_answer_stands_whatever_is_pressed_afterwards(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    await answered(real, BEN, wrong(daily))
    again = await answered(real, BEN, right(daily))
    assert again.title.startswith("Not this time")
    assert "You had answered this one already, and your first answer counts." in said(again)
    assert "Points of the week\n0" in said(again)


async def test_the_message_counts_answers_and_does_not_say_how_they_were(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    await answered(scene, BEN, right(daily))
    scene.clock.advance(minutes=1)
    await scene.settle()
    assert "1 person has answered." in said(scene.posted())
    await answered(scene, CLEO, wrong(daily))
    scene.clock.advance(minutes=1)
    await scene.settle()
    assert "2 people have answered." in said(scene.posted())
    assert set(marks(scene.posted()).values()) == {Mark.NONE}


async def test_of_several_right_options_all_are_to_be_chosen(scene: Scene) -> None:
    question = small_question(1, 1, right=2)
    scene.bank = replace(small_bank(), questions={question.id: question})
    await scene.begin()
    daily = await scene.open_daily()
    (chooser,) = controls(scene.posted())[1]
    assert (chooser.least, chooser.most, chooser.prompt) == (2, 2, "Choose 2 options")
    assert "Choose exactly 2 options." in said(await answered(scene, BEN, right(daily)[0]))
    assert "Choose exactly 2 options." in said(await answered(scene, BEN, right(daily)[0] * 2))
    half = right(daily)[0] + wrong(daily)[0]
    assert (await answered(scene, BEN, half)).tone is Tone.BAD
    one, other = list(right(daily))
    assert (await answered(scene, CLEO, other + one)).title == f"Right! The answer is {one} and {other}."


async def test_my_answer_before_answering_says_what_to_do(scene: Scene) -> None:
    await scene.begin()
    card = told(await scene.press(BEN, scene.posted(), "My answer"))
    assert card.title == "Not yet"
    assert "You have not answered this question yet. Press one of its letters." in said(card)


async def test_my_answer_shows_the_answer_again_without_scolding(scene: Scene) -> None:
    await scene.begin()
    first = await answered(scene, BEN, right(await scene.open_daily()))
    assert told(await scene.press(BEN, scene.posted(), "My answer")) == first


async def test_today_shows_the_open_question_and_takes_its_answer(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    card = told(await scene.command(BEN, "today"))
    assert card.title == "Today's question · Mon, Mar 2"
    assert set(actions(card)) < set(actions(scene.posted()))
    outcome = told(await scene.press(BEN, card, right(daily)))
    assert outcome.title.startswith("Right!")
    assert told(await scene.command(BEN, "today")) == outcome


async def test_today_in_a_direct_message_means_the_only_group(scene: Scene) -> None:
    await scene.begin()
    assert told(await scene.command(BEN, "today", EVERYWHERE)).title.startswith("Today's question")
    await scene.begin(place=LOUNGE)
    assert "There are several study groups: #general and #lounge." in said(
        told(await scene.command(BEN, "today", EVERYWHERE))
    )


async def test_today_says_when_the_next_question_comes(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", zone="Europe/Berlin", time="9:00"))
    card = told(await scene.command(BEN, "today"))
    assert card.title == "No question is open"
    assert "Next question: Mon, Mar 2, 9:00 AM (Europe/Berlin)." in said(card)


async def test_today_without_a_group_says_who_can_make_one(scene: Scene) -> None:
    assert "Whoever manages this workspace can make one with /setup." in said(told(await scene.command(BEN, "today")))
    await scene.begin(place=LOUNGE)
    assert "This channel is no study group. Look in #lounge." in said(told(await scene.command(BEN, "today")))


async def revealed(scene: Scene) -> Daily:
    """Let the first question be answered rightly by Ben, and revealed a day later."""
    await scene.begin()
    daily = await scene.open_daily()
    await answered(scene, BEN, right(daily))
    await scene.at(3, 8)
    return daily


async def test_the_reveal_turns_the_message_into_the_answered_one(real: Scene) -> None:
    daily = await revealed(real)
    card = real.platform.in_channel()[0].card
    assert card.title == f"Revealed · Mon, Mar 2 · the answer is {right(daily)}"
    assert "First to be right\nBen" in said(card)
    assert "Got it right\n100%" in said(card)
    assert "why a" in said(card)


async def test_the_next_question_opens_with_the_last_answer(scene: Scene) -> None:
    daily = await revealed(scene)
    opening, jump = scene.posted().blocks[:2]
    text = next(option.text for option in daily.question.options if option.correct)
    assert said(opening) == f"Last question: 100% got it right. The answer is {right(daily)}: {text}"
    assert jump == Jump("See why", scene.platform.in_channel()[0].ref)


async def test_a_reveal_that_nobody_answered_has_words_of_its_own(scene: Scene) -> None:
    await scene.begin()
    await scene.at(3, 8)
    assert "Nobody answered this one." in said(scene.platform.in_channel()[0].card)
    assert "Last question: nobody answered it." in said(scene.posted())


async def test_a_late_press_may_practise_without_points(scene: Scene) -> None:
    daily = await revealed(scene)
    late = told(await scene.act(CLEO, f"1:answer:{daily.posting}:{right(daily)}"))
    assert late.title == "Too late for points"
    practice = told(await scene.press(CLEO, late, "Practise it"))
    assert practice.footer == "Practice only: no points."
    assert set(marks(practice).values()) == {Mark.NONE}
    outcome = told(await scene.press(CLEO, practice, right(daily)))
    assert outcome.title == f"Right! The answer is {right(daily)}."
    assert "Points" not in said(outcome)
    other = told(await scene.press(CLEO, practice, wrong(daily)))
    assert other.title == f"Not this time: you chose {wrong(daily)}, the answer is {right(daily)}."


async def test_my_answer_after_the_reveal(scene: Scene) -> None:
    await revealed(scene)
    card = scene.platform.in_channel()[0].card
    mine = told(await scene.press(BEN, card, "My answer"))
    assert mine.title.startswith("Right!")
    assert mine.footer == ""
    assert told(await scene.press(CLEO, card, "My answer")).title == "Too late for points"


async def test_practising_waits_for_the_reveal(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    for action in (f"1:practise:{daily.posting}", f"1:practise:{daily.posting}:A"):
        assert "its answer stays a secret" in said(told(await scene.act(BEN, action)))


async def test_a_reveal_after_hours_is_announced(scene: Scene) -> None:
    await scene.begin(reveal="4")
    daily = await scene.open_daily()
    await scene.at(2, 12)
    message = scene.platform.in_channel()[-1]
    assert message.card.title == f"The answer to the question of Mon, Mar 2 is {right(daily)}"
    assert message.reply_to == scene.platform.in_channel()[0].ref


@pytest.mark.parametrize(("days", "streak"), [(1, "1 question so far"), (2, "2 questions in a row")])
async def test_a_streak_counts_questions_in_a_row(scene: Scene, days: int, streak: str) -> None:
    await scene.begin()
    for day in range(2, 2 + days):
        await scene.at(day, 8)
        card = await answered(scene, BEN, wrong(await scene.open_daily()))
    assert f"Streak\n{streak}" in said(card)


async def test_a_broken_streak_starts_again(scene: Scene) -> None:
    daily = await revealed(scene)
    await scene.at(4, 8)
    card = told(await scene.act(BEN, f"1:mine:{daily.posting}"))
    assert "Streak\nStarts again with your next answer" in said(card)


async def test_places_are_shared_and_told_of_how_many(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    assert "Place of the week\n1, so far alone" in said(await answered(scene, BEN, right(daily)))
    assert "Place of the week\n1 of 2" in said(await answered(scene, CLEO, right(daily)))
    scene.clock.advance(timedelta(minutes=1))
    assert "Place of the week\nBegins with your first point" in said(await answered(scene, ADA, wrong(daily)))


async def test_a_question_of_another_workspace_is_none(scene: Scene) -> None:
    await scene.begin()
    daily = await scene.open_daily()
    stranger = replace(BEN, workspace="w2")
    for action in ("answer", "mine", "practise"):
        for args in ("", ":A"):
            card = told(await scene.act(stranger, f"1:{action}:{daily.posting}{args}"))
            assert "That question is no longer there." in said(card)
