"""Who pressed, where, and what: as the core gets to know it; and presses of every age, in any number."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Button, Buttons, Card, text
from bot.chat.declare import CommandOption
from bot.errors import StorageDown
from tests.adapters.discord.stage import Stage, feature, routing, telling
from tests.contract.test_listener import STRANGE
from tests.platforms.discord.looking import buttons_of
from tests.platforms.discord.values import Permission

HELLO = Card("Hello")
GO = Card("Go", (Buttons((Button("Go", pack("go", 7)),)),))


async def test_a_command_tells_who_did_it_where_and_what_they_may(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    role = stage.platform.role(stage.guild, "Helpers")
    cleo = stage.platform.person(stage.guild, "Cléo *x*", role, locale="de")
    options = (CommandOption[None]("about", "What about"), CommandOption[None]("alert", "Whom to alert", role=True))
    stage.route(routing(feature({"hello": answer}, options=options)))
    await stage.start()
    await cleo.command(stage.channel, "hello", {"about": "@everyone", "alert": role.id})
    await stage.ada.command(stage.channel, "hello")
    mine, hers = calls
    assert mine.place == stage.place
    assert mine.values == {"about": "@everyone", "alert": str(role.id)}
    assert mine.labels == {"alert": "Helpers"}
    actor = mine.actor
    assert (actor.adapter, actor.workspace, actor.realm) == ("discord", str(stage.guild.id), "discord")
    assert (actor.user, actor.name, actor.locale) == (str(cleo.id), "Cléo *x*", "de")
    assert str(role.id) in actor.roles
    assert (actor.may_manage, hers.actor.may_manage) == (False, True)


async def test_administrators_and_owners_may_manage(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    stage.route(routing(feature({"hello": answer})))
    await stage.start()
    await stage.platform.person(stage.guild, "Zoe", may=Permission.ADMINISTRATOR).command(stage.channel, "hello")
    assert calls[0].actor.may_manage


async def test_what_is_done_in_a_thread_is_done_in_its_channel(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    stage.route(routing(feature({"hello": answer})))
    await stage.start()
    posted = await stage.sender.post(stage.place, HELLO, "11")
    await stage.sender.follow_up(stage.place, posted.ref, (), "Talk")
    thread = stage.platform.messages(stage.channel)[0].thread
    assert thread
    await stage.ben.command(thread, "hello")
    assert calls[0].place == stage.place


async def test_what_follows_on_a_direct_message_is_about_the_same_server(stage: Stage) -> None:
    answer, calls = telling(GO)
    stage.route(routing(feature({}, {"go": answer})))
    await stage.start()
    await stage.sender.direct(stage.place.workspace, str(stage.ben.id), GO, "21")
    [message] = stage.platform.direct_messages(stage.ben)
    for _ in range(3):
        outcome = await stage.ben.press(message, buttons_of(message)["Go"])
        assert outcome.message
        message = outcome.message
    assert [call.actor.workspace for call in calls] == [stage.place.workspace] * 3


async def test_in_a_direct_message_what_one_may_do_is_asked_of_the_server(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    stage.route(routing(feature({}, {"go": answer})))
    await stage.start()
    for person, may in ((stage.ada, True), (stage.ben, False)):
        await stage.sender.direct(stage.place.workspace, str(person.id), GO, "21")
        [message] = stage.platform.direct_messages(person)
        await person.press(message, buttons_of(message)["Go"])
        call = calls[-1]
        assert (call.name, call.args) == ("go", ("7",))
        assert (call.actor.workspace, call.actor.may_manage) == (str(stage.guild.id), may)
        assert call.place is None


async def test_somebody_who_left_the_server_may_do_nothing_there(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    stage.route(routing(feature({}, {"go": answer})))
    await stage.start()
    await stage.sender.direct(stage.place.workspace, str(stage.ada.id), GO, "21")
    stage.guild.members.pop(stage.ada.id)
    [message] = stage.platform.direct_messages(stage.ada)
    assert (await stage.ada.press(message, buttons_of(message)["Go"])).text
    assert not calls[0].actor.may_manage


async def test_no_command_is_offered_in_a_direct_message(stage: Stage) -> None:
    """Which server is meant, and so which questions are secret, nobody could tell there."""
    await stage.start()
    direct = stage.platform.world.direct_channel(stage.ben.user)
    for command in stage.core.router.commands:
        with pytest.raises(AssertionError, match="is not offered here"):
            await stage.ben.command(direct, command.name)


@pytest.mark.parametrize("custom_id", [*STRANGE, "d1;", "d1;1;x", "d1o;;", "d1o;;/nothing", "d1f;;;", "d2;;0;1:answer"])
async def test_a_press_of_any_origin_gets_a_sentence(stage: Stage, custom_id: str) -> None:
    await stage.start()
    old = stage.platform.say(stage.channel, stage.platform.world.bot, "an old message")
    outcome = await (await stage.ada.raw_press(old, custom_id)).answered()
    assert not outcome.failed
    assert outcome.text or outcome.modal


async def test_a_database_that_is_down_is_a_private_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.start()

    async def down(*_: object) -> None:
        raise StorageDown("down")

    monkeypatch.setattr(stage.core.work, "read", down)
    outcome = await stage.ben.command(stage.channel, "today")
    assert outcome.private
    assert "I can't reach my memory right now" in outcome.text


async def test_while_the_database_hangs_everybody_is_answered_in_time_and_told_in_the_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.patience = 0.01
    go = asyncio.Event()

    async def hang(*_: object) -> None:
        await go.wait()
        raise StorageDown("given up")

    await stage.start()
    monkeypatch.setattr(stage.core.work, "read", hang)
    outcomes = [await person.command(stage.channel, "today") for person in (stage.ada, stage.ben)]
    assert all(outcome.thinking and outcome.private for outcome in outcomes)
    go.set()
    for outcome in outcomes:
        await outcome.answered()
        assert "I can't reach my memory right now" in outcome.text


@pytest.mark.parametrize("people", [100, 1])
async def test_a_hundred_presses_at_once_are_each_answered_once(stage: Stage, people: int) -> None:
    counted = []

    async def go(call: Call) -> Reply:
        counted.append(call.actor.user)
        await asyncio.sleep(0)
        return Tell(Card("Got it", (text(call.actor.name),)))

    stage.route(routing(feature({}, {"go": go})))
    await stage.start()
    crowd = [stage.platform.person(stage.guild, f"Member {n}") for n in range(people)]
    await stage.sender.post(stage.place, GO, "11")
    [message] = stage.platform.messages(stage.channel)
    pressing = (crowd[n % people].press(message, "1:go:7", wait=False) for n in range(100))
    outcomes = await asyncio.gather(*pressing)
    for outcome in outcomes:
        await outcome.answered()
        assert outcome.private
        assert not outcome.failed
    assert sorted(counted) == sorted(str(crowd[n % people].id) for n in range(100))
    assert len([one for one in crowd[0].sees(stage.channel) if one.viewer]) == 100 // people


async def test_a_log_line_an_interaction_tells_ids_and_outcome_and_nothing_that_was_said(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stage.ben.user.name = "Benedict"
    await stage.start()
    await stage.ben.command(stage.channel, "quiz", {"about": "a secret subject"})
    old = stage.platform.say(stage.channel, stage.platform.world.bot, "an old message")
    await stage.ben.raw_press(old, "1:answer:1:A")
    await stage.ben.complete(stage.channel, "quiz", "about", "another secret")
    await stage.listener.stop()
    lines = [one.getMessage() for one in caplog.records if one.getMessage().startswith("interaction ")]
    ids = rf"server={stage.guild.id} channel={stage.channel.id} user={stage.ben.id} \d+ ms: "
    for line, what in zip(lines, ("command quiz", "press answer", "completion quiz"), strict=True):
        assert re.fullmatch(rf"interaction \d+ {what} {ids}(told|completed)", line)
    for secret in ("secret", "Benedict", stage.platform.token, stage.channel.name):
        assert secret not in caplog.text
