"""What an owner does to the next question, to the one that is out, and to the group; each holds at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.calls import Call
from bot.study.verify import differences, open_twice
from tests.fakes.platform import PLACE
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, BERLIN, CLEO, LOUNGE, Scene, asked, faults, told
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


async def test_a_pause_until_a_date_ends_by_itself(real: Scene) -> None:
    await real.begin()
    paused = said(told(await real.command(ADA, "pause", until="5 Mar")))
    assert "Nothing new is asked before Thu, Mar 5." in paused
    assert "The group is paused, and goes on by itself on Thu, Mar 5." in paused
    await real.at(4, 23)
    assert real.posted().title.startswith("The answer to the question of Mon")
    await real.at(5, 8)
    assert real.posted().title == "Daily question · Thu, Mar 5"


async def test_a_pause_that_ended_during_an_outage_costs_no_question(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(ADA, "pause", until="5 Mar"))
    await scene.at(5, 10)
    assert scene.posted().title == "Daily question · Thu, Mar 5"


@pytest.mark.parametrize(("until", "sentence"), [("2 Mar 2026", "a day to come"), ("some time", "is no date")])
async def test_a_pause_that_makes_no_sense_changes_nothing(scene: Scene, until: str, sentence: str) -> None:
    await scene.begin()
    assert sentence in said(told(await scene.command(ADA, "pause", until=until)))
    assert "Next question: Tue, Mar 3" in said(told(await scene.command(ADA, "settings")))


async def test_days_off_have_no_question(scene: Scene) -> None:
    await scene.begin()
    form = asked(await scene.act(ADA, "1:change-when"))
    saved = said(told(await scene.submit(ADA, form, off="3 Mar to 5 Mar")))
    assert "Days off\nMar 3\u2009–\u20095" in saved
    assert "Next question: Fri, Mar 6, 9:00 AM (Europe/Berlin)." in saved
    again = asked(await scene.act(ADA, "1:change-when"))
    assert [field.value for field in again.fields if field.name == "off"] == ["2026-03-03 to 2026-03-05"]
    assert set(faults(await scene.submit(ADA, again, off="soon", time="noon"))) == {"off", "time"}


async def test_a_confirm_step_lets_nothing_count_until_it_is_confirmed(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    told(await scene.submit(ADA, asked(await scene.act(ADA, "1:change-how")), confirm="yes"))
    await scene.at(2, 8)
    daily = await scene.open_daily()
    sure = told(await scene.press(BEN, scene.posted(), wrong(daily)))
    assert sure.title == f"You chose {wrong(daily)}. Are you sure?"
    assert (await scene.open_daily()).answers == 0
    told(await scene.press(BEN, scene.posted(), right(daily)))
    sure = told(await scene.press(BEN, scene.posted(), right(daily)))
    assert told(await scene.press(BEN, sure, "Yes, that is my answer")).title.startswith("Right!")
    assert (await scene.open_daily()).answers == 1


async def test_the_days_to_the_exam_are_counted(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    told(await scene.submit(ADA, asked(await scene.act(ADA, "1:change-goals")), **{"exam-on": "3 Mar"}))
    await scene.at(2, 8)
    assert "1 day until the exam" in said(scene.posted())
    await scene.at(3, 8)
    assert "The exam is today. Good luck!" in said(scene.posted())
    await scene.at(4, 8)
    assert "exam" not in said(scene.posted())


async def test_a_role_is_alerted_by_the_question_alone(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    told(await scene.router.command(Call(ADA, "roles", PLACE, {"alert": "r1"}, labels={"alert": "Study crew"})))
    assert "Alerts\nStudy crew" in said(told(await scene.command(ADA, "settings")))
    await scene.at(2, 8)
    assert scene.posted().ping == "r1"
    await scene.at(3, 7)
    told(await scene.act(ADA, "1:no-alert"))
    await scene.at(3, 8)
    revealed, question = (one.card for one in scene.platform.in_channel())
    assert (revealed.ping, question.ping) == ("", "")


async def test_who_holds_the_named_role_manages_the_group_and_no_other(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(ADA, "setup", LOUNGE, **BERLIN))
    told(await scene.router.command(Call(ADA, "roles", PLACE, {"manage": "r2"}, labels={"manage": "Helpers"})))
    helper = replace(BEN, roles=frozenset({"r1", "r2"}))
    assert "Study group in #general" in told(await scene.command(helper, "settings")).title
    assert "/settings" in said(told(await scene.command(helper, "help")))
    assert "Only people who manage" in said(told(await scene.command(helper, "settings", LOUNGE)))
    assert "Only people who manage" in said(told(await scene.act(helper, "1:no-managers")))
    given = Call(helper, "roles", PLACE, {"manage": "r1"})
    assert "Only people who manage" in said(told(await scene.router.command(given)))
    other = replace(BEN, roles=frozenset({"r1"}))
    assert "Only people who manage" in said(told(await scene.command(other, "settings")))
    told(await scene.act(ADA, "1:no-managers"))
    assert "Only people who manage" in said(told(await scene.command(helper, "settings")))


async def test_a_group_moves_with_all_it_has(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    told(await real.press(BEN, real.posted(), right(daily)))
    card = told(await real.command(ADA, "move", LOUNGE))
    moved = told(await real.press(ADA, card, "#general", LOUNGE))
    assert moved.title == "The study group is in #lounge now"
    assert "Ben" in said(told(await real.command(BEN, "leaderboard", LOUNGE)))
    assert "no study group" in said(told(await real.command(BEN, "today"))).casefold()
    told(await real.press(CLEO, real.posted(), right(daily)))  # what is open stays where it is
    await real.at(3, 8)
    assert real.posted().title.startswith("Revealed · Mon, Mar 2")
    question = real.posted(LOUNGE)
    assert question.title == "Daily question · Tue, Mar 3"
    assert "See why" not in said(question)  # that message is in another channel


async def test_a_group_may_move_back_and_another_may_take_its_place(scene: Scene) -> None:
    await scene.begin()
    told(await scene.act(ADA, "1:move-here:1", LOUNGE))
    told(await scene.act(ADA, "1:move-here:1", PLACE))
    assert "This channel is a study group already." in said(told(await scene.command(ADA, "move")))
    told(await scene.act(ADA, "1:move-here:1", LOUNGE))
    assert "is a study group now" in told(await scene.command(ADA, "setup", **BERLIN)).title
    assert "already" in said(told(await scene.act(ADA, "1:move-here:1", PLACE)))


async def test_a_group_moves_nowhere_it_could_not_post(scene: Scene) -> None:
    await scene.begin()
    scene.platform.missing = ("Send Messages",)
    assert "I still need: Send Messages." in said(told(await scene.act(ADA, "1:move-here:1", LOUNGE)))
    assert "Study group in #general" in told(await scene.command(ADA, "settings")).title
