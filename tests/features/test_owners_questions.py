"""What an owner does to the next question and to the one that is out; each holds at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.cards import Card
from bot.study.verify import differences, open_twice
from tests.fakes.platform import PLACE
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, BERLIN, CLEO, LOUNGE, Scene, asked, told
from tests.support.world import right, wrong

QUESTIONS = "1:questions"


async def press(scene: Scene, label: str) -> str:
    """Press a button of the card that *Questions* shows, and return what is said."""
    card = told(await scene.act(ADA, QUESTIONS))
    [label] = [one for one in controls(card)[0] if one.startswith(label)]
    return said(told(await scene.press(ADA, card, label)))


async def why(scene: Scene) -> str:
    return said(told(await scene.command(BEN, "why")))


async def sound(scene: Scene) -> bool:
    """Return whether every board and count is what the answers say."""
    return not await scene.work.read(differences, 1) and not await scene.work.read(open_twice)


async def test_a_skipped_question_is_not_asked_and_breaks_no_streak(real: Scene) -> None:
    await real.begin()
    told(await real.press(BEN, real.posted(), right(await real.open_daily())))
    skipped = await press(real, "Skip Tue, Mar 3")
    assert "The question of Tue, Mar 3 is skipped." in skipped
    assert "Next question: Wed, Mar 4, 9:00 AM (Europe/Berlin)." in skipped
    await real.at(3, 8)
    assert await real.maybe_open_daily(PLACE) is None
    await real.at(4, 8)
    feedback = told(await real.press(BEN, real.posted(), wrong(await real.open_daily())))
    assert "2 questions in a row" in said(feedback)
    assert "Skipped: the owner wished so" in await why(real)


async def test_a_second_press_skips_nothing_more(scene: Scene) -> None:
    await scene.begin()
    card = told(await scene.act(ADA, QUESTIONS))
    told(await scene.press(ADA, card, "Skip Tue, Mar 3"))
    assert "not the next one any more" in said(told(await scene.press(ADA, card, "Skip Tue, Mar 3")))
    assert "Next question: Wed, Mar 4" in said(told(await scene.command(ADA, "settings")))


async def skip(scene: Scene, day: str) -> Card:
    """Skip the next question and return what is said, which has the button that undoes it."""
    return told(await scene.press(ADA, told(await scene.act(ADA, QUESTIONS)), f"Skip {day}"))


async def test_a_skip_that_is_undone_costs_no_question(real: Scene) -> None:
    await real.begin()
    skipped = await skip(real, "Tue, Mar 3")
    assert "Only people who manage" in said(told(await real.press(BEN, skipped, "Undo")))
    undone = said(told(await real.press(ADA, skipped, "Undo")))
    assert "The question of Tue, Mar 3 comes after all." in undone
    assert "Next question: Tue, Mar 3, 9:00 AM (Europe/Berlin)." in undone
    assert "not skipped any more. /settings shows" in said(told(await real.press(ADA, skipped, "Undo")))
    await real.at(3, 8)
    assert real.posted().title == "Daily question · Tue, Mar 3"
    assert "the owner wished so" not in await why(real)
    await real.at(4, 8)
    assert real.posted().title == "Daily question · Wed, Mar 4"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_several_skips_are_undone_in_any_order(scene: Scene, order: tuple[int, int]) -> None:
    await scene.begin()
    skipped = [await skip(scene, "Tue, Mar 3"), await skip(scene, "Wed, Mar 4")]
    for one in order:
        told(await scene.press(ADA, skipped[one], "Undo"))
    for day, name in ((3, "Tue"), (4, "Wed"), (5, "Thu")):
        await scene.at(day, 8)
        assert scene.posted().title == f"Daily question · {name}, Mar {day}"


async def test_a_skip_behind_another_one_is_undone_alone(scene: Scene) -> None:
    await scene.begin()
    await skip(scene, "Tue, Mar 3")
    assert "Next question: Wed, Mar 4" in said(told(await scene.press(ADA, await skip(scene, "Wed, Mar 4"), "Undo")))
    await scene.at(3, 8)
    assert await scene.maybe_open_daily(PLACE) is None
    await scene.at(4, 8)
    assert scene.posted().title == "Daily question · Wed, Mar 4"


async def test_once_its_time_has_passed_a_skip_is_not_undone(scene: Scene) -> None:
    await scene.begin()
    skipped = await skip(scene, "Tue, Mar 3")
    await scene.at(3, 8)
    assert "Its time has passed." in said(told(await scene.press(ADA, skipped, "Undo")))
    assert "Skipped: the owner wished so" in await why(scene)
    assert "on its way" in await press(scene, "Post today's now")
    await scene.settle()
    assert scene.posted().title == "Daily question · Tue, Mar 3"


async def test_an_undone_skip_asks_nothing_twice(scene: Scene) -> None:
    await scene.begin()
    skipped = await skip(scene, "Tue, Mar 3")
    await scene.at(3, 7)
    await press(scene, "Post today's now")
    assert "not skipped any more. /settings shows" in said(told(await scene.press(ADA, skipped, "Undo")))
    await scene.at(3, 8)
    asked = [one.card.title for one in scene.platform.in_channel() if one.card.title.startswith("Daily question")]
    assert asked == ["Daily question · Tue, Mar 3"]


async def test_a_day_that_has_become_one_off_is_not_asked_by_undoing_its_skip(scene: Scene) -> None:
    await scene.begin()
    skipped = await skip(scene, "Tue, Mar 3")
    told(await scene.submit(ADA, asked(await scene.act(ADA, "1:change-when")), off="3 Mar"))
    assert "not skipped any more. /settings shows" in said(told(await scene.press(ADA, skipped, "Undo")))
    assert "Next question: Wed, Mar 4" in said(told(await scene.command(ADA, "settings")))


async def test_a_skip_that_is_undone_while_another_is_made_leaves_no_day_out(real: Scene) -> None:
    await real.begin()
    undo = controls(await skip(real, "Tue, Mar 3"))[0]["Undo"]
    await asyncio.gather(real.act(ADA, undo), real.act(ADA, "1:skip:2026-03-04"), real.act(ADA, undo))
    await real.at(3, 8)
    assert real.posted().title == "Daily question · Tue, Mar 3"


async def test_a_skip_undone_in_a_pause_ends_no_pause(scene: Scene) -> None:
    await scene.begin()
    skipped = await skip(scene, "Tue, Mar 3")
    told(await scene.command(ADA, "pause"))
    assert "/resume starts it again" in said(told(await scene.press(ADA, skipped, "Undo")))
    assert "Next question: Tue, Mar 3" in said(told(await scene.command(ADA, "resume")))


async def test_a_skipped_question_may_be_posted_after_all(scene: Scene) -> None:
    await scene.begin()
    await press(scene, "Skip")
    await scene.at(3, 9)
    assert "on its way" in await press(scene, "Post today's now")
    await scene.settle()
    assert scene.posted().title == "Daily question · Tue, Mar 3"
    assert "the owner wished so" not in await why(scene)


async def test_an_unanswered_question_is_replaced_in_its_own_message(real: Scene) -> None:
    await real.begin()
    old, before = await real.open_daily(), real.posted()
    assert "Nobody had answered the old one." in await press(real, "Replace")
    real.clock.advance(seconds=5)
    await real.settle()
    new = await real.open_daily()
    assert (new.posting, new.question.id == old.question.id) == (old.posting, False)
    assert len(real.platform.in_channel()) == 1
    assert new.question.options[0].text in said(real.posted())
    late = said(told(await real.press(BEN, before, right(old))))
    assert "has just been changed" in late
    assert told(await real.press(BEN, real.posted(), right(new))).title.startswith("Right!")
    assert await sound(real)


async def test_a_question_can_be_replaced_more_than_once(scene: Scene) -> None:
    await scene.begin()
    seen = {(await scene.open_daily()).question.id}
    for _ in range(2):
        await press(scene, "Replace")
        seen.add((await scene.open_daily()).question.id)
    assert len(seen) == 3


async def test_an_answered_question_is_not_replaced(scene: Scene) -> None:
    await scene.begin()
    card, daily = told(await scene.act(ADA, QUESTIONS)), await scene.open_daily()
    told(await scene.press(BEN, scene.posted(), right(daily)))
    assert "Somebody has answered it by now" in said(told(await scene.press(ADA, card, "Replace the open one")))
    assert "Replace the open one" not in controls(told(await scene.act(ADA, QUESTIONS)))[0]


async def test_a_withdrawn_question_counts_for_nobody(real: Scene) -> None:
    await real.begin()
    first = await real.open_daily()
    told(await real.press(BEN, real.posted(), right(first)))
    await real.at(3, 8)
    second = await real.open_daily()
    told(await real.press(BEN, real.posted(), wrong(second)))
    told(await real.press(CLEO, real.posted(), right(second)))
    asked_owner = told(await real.act(ADA, f"1:withdraw:{second.posting}"))
    assert "2 answers go with it" in said(asked_owner)
    assert "counts for nobody" in said(told(await real.press(ADA, asked_owner, "Withdraw it")))
    real.clock.advance(seconds=21)  # an edit of its count may still be under way
    await real.settle()
    assert real.posted().title.startswith("Withdrawn · Tue, Mar 3")
    board = said(told(await real.command(CLEO, "leaderboard")))
    assert "Ben" in board
    assert "Cleo" not in board
    assert "was withdrawn" in said(told(await real.act(CLEO, f"1:mine:{second.posting}")))
    assert "was withdrawn" in said(told(await real.act(CLEO, f"1:answer:{second.posting}:A")))
    assert "Withdrawn Tue, Mar 3" in await why(real)
    assert await sound(real)
    await real.at(4, 8)
    assert "Last question: 100% got it right." in said(real.posted())
    again = told(await real.press(BEN, real.posted(), wrong(await real.open_daily())))
    assert "2 questions in a row" in said(again)


async def test_withdrawing_twice_does_it_once(scene: Scene) -> None:
    await scene.begin()
    now = f"1:withdraw-now:{(await scene.open_daily()).posting}"
    told(await scene.act(ADA, now))
    assert "no longer there" in said(told(await scene.act(ADA, now)))
    await scene.settle()
    assert len(scene.platform.in_channel()) == 1


async def test_another_groups_question_can_not_be_touched(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(ADA, "setup", LOUNGE, **BERLIN))
    posting = (await scene.open_daily()).posting
    for name in ("replace", "withdraw", "withdraw-now"):
        assert "no longer there" in said(told(await scene.act(ADA, f"1:{name}:{posting}", LOUNGE)))
