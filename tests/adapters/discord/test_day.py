"""A study group's days on Discord: the real core, its delivery and the real discord.py, with restarts between."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.chat.port import SendError
from tests.adapters.discord.stage import Stage
from tests.platforms.discord.faults import cut_after, rate_limited, refused
from tests.platforms.discord.interactions import Answer
from tests.platforms.discord.looking import buttons_of, controls_of, text_of
from tests.platforms.discord.people import Person
from tests.platforms.discord.values import Message, Permission
from tests.support.bank import EXAM
from tests.support.crash import Crash
from tests.support.world import BANKS

POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"


NAMES = (
    "@everyone",
    "<@1> ~~x~~",
    "**b** ||s||",
    "[a](https://evil.example)",
    "\u202eevil",
    "👩\u200d💻",
    " ",
    "x" * 32,
)


async def set_up(stage: Stage) -> None:
    """Let Ada set the group up by the form, and post the first question at once."""
    await stage.start()
    opened = await stage.ada.command(stage.channel, "setup")
    assert opened.kind is Answer.MODAL
    await stage.restart()
    made = await stage.ada.submit(opened, {"zone": "Europe/Berlin", "time": "9:00"})
    assert "is a study group now" in made.text
    assert made.message
    await stage.restart()
    pressed = await stage.ada.press(made.message, buttons_of(made.message)["Post the first one now"])
    assert "on its way" in pressed.text
    await stage.settle()


def asked(stage: Stage) -> Message:
    """Return the open question's message."""
    return next(one for one in stage.platform.messages(stage.channel) if text_of(one).startswith("### Daily question"))


async def answer(person: Person, question: Message, letters: str) -> str:
    """Answer by buttons or by the menu; return what this person alone gets to read."""
    [first, *_] = controls_of(question)
    if first["type"] == 3:
        outcome = await person.choose(question, first["custom_id"], sorted(letters)[: first["max_values"]])
    else:
        outcome = await person.press(question, buttons_of(question)[letters[0]])
    assert outcome.private
    return outcome.text


async def test_a_group_is_set_up_asked_answered_and_revealed_over_restarts(stage: Stage) -> None:
    await set_up(stage)
    question = asked(stage)
    assert question.thread
    assert question.thread.name.startswith("Question of")
    for person in (stage.ada, stage.ben):
        await stage.restart()
        said = await answer(person, question, "ABC")
        assert said.startswith(("### Right", "### Not this time"))
    again = await stage.ben.press(question, buttons_of(question)["My answer"])
    assert again.text.startswith(("### Right", "### Not this time"))
    stage.advance(seconds=30)
    await stage.settle()
    assert "2 people have answered." in text_of(question)
    await stage.restart()
    stage.advance(days=1, hours=2)
    await stage.settle()
    assert text_of(question).startswith("### Revealed")
    assert "✅" in text_of(question)
    cleo = stage.platform.person(stage.guild, "Cleo")
    late = await cleo.raw_press(question, "1:answer:1:A")  # from a client that still shows yesterday's message
    assert "Too late for points" in late.text
    assert asked(stage) is not question
    assert "See why" in text_of(asked(stage))


async def test_a_question_whose_answer_was_lost_twice_is_looked_up_and_there_once(stage: Stage) -> None:
    stage.platform.faults.next(POST, cut_after(), cut_after())
    await set_up(stage)
    assert len(stage.platform.messages(stage.channel)) == 1
    stage.advance(minutes=10)  # the nonce is forgotten
    await stage.restart()
    await stage.settle()
    await stage.settle()
    assert len(stage.platform.messages(stage.channel)) == 1
    assert len(stage.platform.requests(POST)) == 2
    assert (await answer(stage.ben, asked(stage), "ABC")).startswith("### ")


async def test_a_crash_between_sending_and_recording_posts_nothing_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.start()
    await stage.ada.command(stage.channel, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    post = type(stage.sender).post

    async def crash(*args: object, **kwargs: object) -> None:
        await post(*args, **kwargs)  # type: ignore[arg-type]
        raise Crash

    monkeypatch.setattr(type(stage.sender), "post", crash)
    stage.advance(hours=2, minutes=1)
    with pytest.raises(Crash):
        await stage.settle()
    monkeypatch.undo()
    assert len(stage.platform.messages(stage.channel)) == 1
    stage.advance(minutes=20)
    await stage.restart()
    await stage.settle()
    assert len(stage.platform.messages(stage.channel)) == 1
    assert (await answer(stage.ben, asked(stage), "ABC")).startswith("### ")


async def test_a_deleted_question_is_revealed_in_a_message_of_its_own(stage: Stage) -> None:
    await set_up(stage)
    stage.platform.delete_message(asked(stage))
    stage.advance(days=1, hours=2)
    await stage.settle()
    titles = [text_of(one).split("\n")[0] for one in stage.platform.messages(stage.channel)]
    assert sorted(title.split(" · ")[0] for title in titles) == ["### Daily question", "### Revealed"]


async def test_a_channel_that_is_deleted_pauses_its_group_and_its_owner_hears_of_it(stage: Stage) -> None:
    await set_up(stage)
    stage.platform.delete_channel(stage.channel)
    stage.advance(days=1, hours=2)
    await stage.settle()
    await stage.settle()
    told = stage.platform.direct_messages(stage.ada)
    assert "I had to pause #dva-c02" in text_of(told[0])


async def test_a_transient_miss_loses_no_settings_and_the_question_comes(stage: Stage) -> None:
    await stage.start()
    await stage.ada.command(stage.channel, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    stage.platform.faults.always(POST, refused(503, 0, "Service Unavailable"))
    stage.advance(hours=2, minutes=1)
    await stage.settle()
    stage.platform.faults.clear()
    for _ in range(3):
        stage.advance(minutes=5)
        await stage.settle()
    assert buttons_of(asked(stage))
    assert "Europe/Berlin" in (await stage.ada.command(stage.channel, "settings")).text


async def test_a_missing_permission_is_named_before_anything_is_saved(stage: Stage) -> None:
    await stage.start()
    stage.platform.deny(stage.channel, Permission.ATTACH_FILES | Permission.SEND_MESSAGES)
    refused_ = await stage.ada.command(stage.channel, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    assert "Send Messages and Attach Files" in refused_.text
    stage.platform.allow(stage.channel)
    assert "no study group here yet" in (await stage.ben.command(stage.channel, "today")).text


async def test_a_thread_that_can_not_be_opened_is_told_of_and_the_question_stands(stage: Stage) -> None:
    stage.platform.deny(stage.channel, Permission.CREATE_PUBLIC_THREADS)
    await set_up(stage)
    assert asked(stage).thread is None
    assert "thread" in (await stage.ada.command(stage.channel, "why")).text


async def test_a_reveal_that_can_not_be_edited_does_not_end_the_day(stage: Stage) -> None:
    await set_up(stage)
    stage.platform.faults.next(EDIT, refused(400, 50083, "Thread is archived"))
    stage.advance(days=1, hours=2)
    await stage.settle()
    shown = [text_of(one) for one in stage.platform.messages(stage.channel)]
    assert any(text.startswith("### Revealed") for text in shown)


async def test_at_the_global_limit_a_question_waits_and_is_not_lost(stage: Stage) -> None:
    await stage.start()
    await stage.ada.command(stage.channel, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    stage.platform.faults.next(POST, rate_limited(30, everywhere=True))
    stage.advance(hours=2, minutes=1)
    await stage.settle()
    assert stage.platform.messages(stage.channel) == []
    await stage.restart()
    await stage.settle()  # the thirty seconds are not over
    assert stage.platform.messages(stage.channel) == []
    stage.advance(seconds=31)
    await stage.settle()
    assert len(stage.platform.messages(stage.channel)) == 1


async def test_names_are_shown_as_they_are_and_alert_nobody(stage: Stage) -> None:
    await set_up(stage)
    crowd = [stage.platform.person(stage.guild, name) for name in NAMES]
    for person in crowd:
        await answer(person, asked(stage), "ABC")
    for command in ("leaderboard", "progress", "privacy"):
        assert (await crowd[0].command(stage.channel, command)).text
    board = await crowd[0].command(stage.channel, "leaderboard")
    assert board.message
    await crowd[0].press(board.message, buttons_of(board.message)["Show in channel"])
    stage.advance(days=1, hours=2)
    await stage.settle()
    for message in [*stage.platform.messages(stage.channel), board.message]:
        assert message.alerted == set()
        bare = re.sub(r"```.*?```|`[^`]*`|\\.", "", text_of(message), flags=re.DOTALL)
        assert not re.search(r"@everyone|<@|<#|<t:|~~|\|\||https://evil|\u202e", bare)


async def test_the_longest_question_that_authors_may_write_is_asked_answered_and_revealed(stage: Stage) -> None:
    question = next(iter(BANKS[EXAM].questions.values()))
    long = replace(
        question,
        stem="Which *one*? " + "stem_word " * 80,
        options=tuple(replace(one, text=f"{one.text} " + "*o* " * 70, why="_why_ " * 60) for one in question.options),
    )
    assert len(long.stem) + sum(len(one.text) + len(one.why) for one in long.options) > 3_300
    stage.study({EXAM: replace(BANKS[EXAM], questions={long.id: long})})
    await set_up(stage)
    assert (await answer(stage.ben, asked(stage), "B")).startswith("### ")
    stage.advance(days=1, hours=2)
    await stage.settle()
    [revealed] = [one for one in stage.platform.messages(stage.channel) if text_of(one).startswith("### Revealed")]
    assert all(f"**{letter}.**" in text_of(revealed) for letter in "ABCD")


async def test_delivery_needs_no_gateway(stage: Stage) -> None:
    await set_up(stage)
    await stage.listener.stop()
    from adapters.discord.sender import DiscordSender  # noqa: PLC0415

    stage.core.senders["discord"] = DiscordSender(stage.wire())
    stage.advance(days=1, hours=2)
    await stage.settle()
    assert buttons_of(asked(stage))
    assert not stage.platform.gateway.connected
    with pytest.raises(SendError):
        await stage.sender.check(stage.place)  # the stopped one
