"""Completions, and what people get when Discord or something of ours fails under an answer."""

from __future__ import annotations

import asyncio

import pytest

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Button, Buttons, Card, Choice, text
from tests.adapters.discord.stage import Answering, Stage, feature, held, routing
from tests.platforms.discord.faults import cut_after, failed_after, rate_limited, refused, server_error
from tests.platforms.discord.looking import text_of
from tests.platforms.discord.values import Message

CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"
HELLO = Card("Hello", (text("to you"),))
DAYS = (Choice("daily", "Every day"), Choice("weekdays", "Monday to Friday"))


def always(reply: Reply) -> Answering:
    """Return an answer that is always the same."""

    async def answer(_: Call) -> Reply:
        return reply

    return answer


def controls(*names: str) -> Card:
    """Return a card with a button an action."""
    return Card("Press", (Buttons(tuple(Button(name, pack(name)) for name in names)),))


async def private(stage: Stage) -> Message:
    """Let Ben get a private card by the command `card`."""
    outcome = await (await stage.ben.command(stage.channel, "card")).answered()
    assert outcome.message
    assert outcome.private
    return outcome.message


async def test_completions_come_at_once_and_from_what_is_typed(stage: Stage) -> None:
    await stage.start()
    shown = await stage.ada.complete(stage.channel, "setup", "zone", "berl")
    assert shown
    assert "Europe/Berlin" in [one["value"] for one in shown]


async def test_a_completion_that_fails_says_nothing_and_fails_nothing(stage: Stage) -> None:
    await stage.start()
    stage.platform.faults.always(CALLBACK, server_error())
    typing = asyncio.create_task(stage.ada.complete(stage.channel, "setup", "zone", "berl"))
    await stage.platform.until(lambda: len(stage.platform.requests(CALLBACK)) == 3, "three tries")
    stage.platform.expire()
    assert await typing is None
    stage.platform.faults.clear()
    assert (await stage.ada.command(stage.channel, "help")).text


@pytest.mark.parametrize("fault", [cut_after(), failed_after(500), rate_limited(0), server_error(500)])
async def test_a_first_answer_whose_confirmation_was_lost_is_given_once(stage: Stage, fault: object) -> None:
    stage.route(routing(feature({"hello": always(Tell(HELLO))})))
    await stage.start()
    stage.platform.faults.next(CALLBACK, fault)  # type: ignore[arg-type]
    outcome = await stage.ben.command(stage.channel, "hello")
    await outcome.answered()
    assert outcome.text.startswith("### Hello")
    assert len(stage.ben.sees(stage.channel)) == 1


@pytest.mark.parametrize("fault", [server_error(500), rate_limited(0), failed_after(500)])
async def test_an_answer_that_was_put_off_comes_though_discord_fails_once(stage: Stage, fault: object) -> None:
    answer, _, go = held(always(Tell(HELLO)))
    stage.route(routing(feature({"slow": answer})))
    stage.patience = 0.01
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "slow")
    stage.platform.faults.next("PATCH /webhooks/{webhook_id}/{token}/messages/@original", fault)  # type: ignore[arg-type]
    go.set()
    await outcome.answered()
    assert outcome.text.startswith("### Hello")


async def test_an_answer_comes_though_the_message_that_announced_it_was_dismissed(stage: Stage) -> None:
    answer, _, go = held(always(Tell(HELLO)))
    stage.route(routing(feature({"slow": answer})))
    stage.patience = 0.01
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "slow")
    assert outcome.message
    stage.platform.delete_message(outcome.message)
    go.set()
    await outcome.until(lambda: bool(outcome.follow_ups), "a message of its own")
    assert text_of(outcome.follow_ups[0]).startswith("### Hello")
    assert outcome.follow_ups[0].viewer is stage.ben.user


async def test_a_card_that_discord_refuses_becomes_a_sentence(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.route(routing(feature({"hello": always(Tell(HELLO))})))
    await stage.start()
    stage.platform.faults.next(CALLBACK, refused(400, 50035, "Invalid Form Body"))
    outcome = await stage.ben.command(stage.channel, "hello")
    assert "Something went wrong" in outcome.text
    assert "refused what was drawn" in caplog.text


async def test_a_fault_of_ours_becomes_a_sentence(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_: Call) -> Reply:
        raise KeyError("a fault of ours")

    stage.route(routing(feature({"broken": broken})))
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "broken")
    assert "Something went wrong" in outcome.text
    assert "a fault of ours" in caplog.text


async def test_what_never_ends_is_ended_with_a_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.replies.LONGEST", 0.05)
    answer, _, _ = held(always(Tell(HELLO)))
    stage.route(routing(feature({"hangs": answer})))
    stage.patience = 0.01
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "hangs")
    await outcome.answered()
    assert "could not be confirmed yet" in outcome.text


async def test_a_late_answer_is_noted_and_harms_nothing(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    answer, begun, go = held(always(Tell(HELLO)))
    stage.route(routing(feature({"slow": answer})))
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "slow", wait=False)
    await asyncio.wait_for(begun.wait(), 5)
    stage.platform.expire()
    go.set()
    await stage.listener.stop()
    assert outcome.failed
    assert ": late" in caplog.text
