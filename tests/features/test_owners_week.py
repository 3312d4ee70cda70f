"""What an owner does to the group between questions: pauses, days off, style, roles, another channel."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.chat.calls import Call
from tests.fakes.platform import (
    PLACE,
    WORKSPACE,
    Fault,
    be_down,
    break_down,
    drop,
    limit,
    lose,
    refuse,
)
from tests.features.look import said
from tests.features.scene import ADA, BEN, BERLIN, CLEO, LOUNGE, Scene, asked, faults, told
from tests.support.world import right, wrong


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


async def test_both_roles_can_be_taken_away_by_the_command_itself(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    told(await scene.command(ADA, "roles", alert="r1", manage="r2"))
    helper = replace(BEN, roles=frozenset({"r2"}))
    assert "Only people who manage" in said(told(await scene.command(helper, "roles", manage="none")))
    assert "Alerts\nr1\nManaged also by\nNobody else" in said(told(await scene.command(ADA, "roles", manage="none")))
    assert "Only people who manage" in said(told(await scene.command(helper, "roles", alert="none")))
    assert "Alerts\nNobody\n" in said(told(await scene.command(ADA, "roles", alert="none")))
    await scene.at(2, 8)
    assert scene.posted().ping == ""


async def test_a_group_moves_with_all_it_has(real: Scene) -> None:
    await real.begin()
    daily = await real.open_daily()
    told(await real.press(BEN, real.posted(), right(daily)))
    card, question = told(await real.command(ADA, "move", LOUNGE)), real.posted()
    moved = told(await real.press(ADA, card, "#general", LOUNGE))
    assert moved.title == "The study group is in #lounge now"
    assert "I have said so in #general, too." in said(moved)
    assert real.posted().title == "The daily questions are in #lounge from now on"
    assert "Ben" in said(told(await real.command(BEN, "leaderboard", LOUNGE)))
    assert told(await real.command(BEN, "today")).title.startswith("Right!")  # asked where the question still is
    told(await real.press(CLEO, question, right(daily)))  # what is open stays where it is
    await real.at(3, 8)
    assert real.platform.in_channel()[0].card.title.startswith("Revealed · Mon, Mar 2")
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


async def test_each_channel_that_is_left_is_told_once_each_time(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    for place in (LOUNGE, PLACE, LOUNGE):
        told(await scene.act(ADA, "1:move-here:1", place))
    assert "already" in said(told(await scene.act(ADA, "1:move-here:1", LOUNGE)))
    there = "The daily questions are in #{} from now on"
    assert [one.card.title for one in scene.platform.in_channel()] == [there.format("lounge")] * 2
    assert [one.card.title for one in scene.platform.in_channel(LOUNGE.channel)] == [there.format("general")]


async def test_a_move_that_is_pressed_twice_at_once_is_told_once(real: Scene) -> None:
    told(await real.command(ADA, "setup", **BERLIN))
    pressed = await asyncio.gather(*(real.act(ADA, "1:move-here:1", LOUNGE) for _ in range(3)))
    assert sum("already" in said(told(one)) for one in pressed) == 2
    assert len(real.platform.in_channel()) == 1


@pytest.mark.parametrize("fault", [refuse("no-permission"), be_down, limit(5), drop, lose, break_down])
async def test_a_channel_that_can_not_be_told_keeps_no_group_from_moving(scene: Scene, fault: Fault) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    scene.sender.fails("post", fault)
    moved = told(await scene.act(ADA, "1:move-here:1", LOUNGE))
    assert moved.title == "The study group is in #lounge now"
    assert "I could not say so in #general, or it was never confirmed. Please tell its members." in said(moved)
    assert "Study group in #lounge" in told(await scene.command(ADA, "settings", LOUNGE)).title


async def test_a_group_moves_away_from_a_channel_that_is_gone(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    scene.platform.channels.discard((WORKSPACE, PLACE.channel))
    assert "I could not say so in #general" in said(told(await scene.act(ADA, "1:move-here:1", LOUNGE)))
    await scene.at(2, 8)
    assert scene.posted(LOUNGE).title == "Daily question · Mon, Mar 2"


async def test_a_group_moves_nowhere_it_could_not_post(scene: Scene) -> None:
    await scene.begin()
    scene.platform.missing = ("Send Messages",)
    assert "I still need: Send Messages." in said(told(await scene.act(ADA, "1:move-here:1", LOUNGE)))
    assert "Study group in #general" in told(await scene.command(ADA, "settings")).title


async def test_no_change_of_settings_ends_an_open_question_at_once(scene: Scene) -> None:
    await scene.begin()
    await scene.at(2, 20)
    form = asked(await scene.act(ADA, "1:change-when"))
    told(await scene.submit(ADA, form, reveal="1"))
    await scene.at(2, 21)
    assert scene.posted().title == "Daily question · Mon, Mar 2"  # as its message promises
    await scene.at(3, 8)
    assert scene.platform.in_channel()[0].card.title.startswith("Revealed · Mon, Mar 2")
