"""Three seconds, whatever hangs; and deliveries that come again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.chat.actions import pack
from bot.chat.cards import Button, Buttons, Card
from bot.errors import StorageDown
from tests.adapters.slack.gates import Gate, SlowVault
from tests.adapters.slack.reading import card_of, labels, words_of
from tests.adapters.slack.stage import Stage, http_stage, socket_stage
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.world import Message


async def said(outcome: Outcome) -> str:
    """Return everything in the message that a person got."""
    return words_of((await outcome.message()).blocks)


async def opened(stage: Stage) -> Message:
    """Return the first daily question."""
    await stage.set_up()
    return await stage.deliver_now()


async def test_a_cold_look_up_that_hangs_keeps_nobody_waiting(sqlite_url: str) -> None:
    vault = SlowVault()
    async with http_stage(sqlite_url, vault=vault) as stage:
        vault.open.clear()
        outcome = await stage.study_bot(stage.mei, "help")
        assert not outcome.error
        assert not outcome.sights
        vault.open.set()
        assert "How Studybot works" in await said(outcome)


async def test_a_warm_cache_needs_no_look_up(sqlite_url: str) -> None:
    vault = SlowVault()
    async with http_stage(sqlite_url, vault=vault) as stage:
        await said(await stage.study_bot(stage.mei, "help"))
        vault.open.clear()
        assert "How Studybot works" in await said(await stage.study_bot(stage.mei, "help"))


@pytest.mark.parametrize("line", ["today", "setup", "help"])
async def test_a_slow_database_keeps_nobody_waiting_and_the_answer_comes(sqlite_url: str, line: str) -> None:
    gate = Gate()
    async with socket_stage(sqlite_url, prepare=gate.guard) as stage:
        gate.open.clear()
        outcome = await stage.study_bot(stage.ada, line)
        assert not outcome.error
        gate.open.set()
        assert (await outcome.sight()).kind in {"ephemeral", "modal"}


async def test_a_dead_database_is_said_to_be(sqlite_url: str) -> None:
    gate = Gate()
    async with socket_stage(sqlite_url, prepare=gate.guard) as stage:
        message = await opened(stage)
        gate.error = StorageDown()
        commanded = await stage.study_bot(stage.mei, "today")
        assert "can't reach my memory" in await said(commanded)  # waited for, or its answer is taken for the next one
        pressed = await stage.mei.press(message, "A")
        assert "can't reach my memory" in await said(pressed)
        assert (commanded.error, pressed.error) == ("", "")
        gate.error = None
        assert "answer is" in await said(await stage.mei.press(message, "A"))


async def test_slack_that_does_not_say_who_somebody_is_keeps_nobody_from_answering(stage: Stage) -> None:
    message = await opened(stage)
    stage.slack.faults.server_error("users.info", 503, times=None)
    assert "answer is" in await said(await stage.mei.press(message, "A"))


async def test_a_fault_of_ours_is_answered_with_a_sentence_and_noted(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.slack.faults.refuse("views.open", "invalid_arguments")
    outcome = await stage.study_bot(stage.ada, "setup")
    assert "it has been noted" in await said(outcome)


async def test_a_form_that_is_late_opens_by_a_button(stage: Stage) -> None:
    stage.slack.faults.refuse("views.open", "expired_trigger_id")
    late = await (await stage.study_bot(stage.ada, "setup time:17:00")).message()
    assert labels(late.blocks) == ["Open the form"]
    view = await (await stage.ada.press(late, "Open the form")).view()
    time = next(block["element"] for block in view["blocks"] if block["block_id"] == "time")
    assert time["initial_value"] == "17:00"


async def test_a_pressed_buttons_form_that_is_late_opens_by_a_button_too(stage: Stage) -> None:
    await stage.set_up()
    settings = await (await stage.study_bot(stage.ada, "settings")).message()
    stage.slack.faults.refuse("views.open", "expired_trigger_id")
    late = await (await stage.ada.press(settings, "Schedule")).message()
    await (await stage.ada.press(late, "Open the form")).view()


async def test_a_form_whose_faults_come_late_is_offered_again_with_what_was_typed(either: Stage) -> None:
    await (await either.study_bot(either.ada, "setup")).view()
    either.slack.faults.hang("users.info")
    either.core.clock.offset += timedelta(minutes=3)
    outcome = await either.ada.submit({"time": "25:00"})
    assert not outcome.error
    assert not outcome.errors
    either.slack.faults.clear()
    again = await outcome.message()
    assert "is not a time" in words_of(again.blocks)
    view = await (await either.ada.press(again, "Open the form")).view()
    time = next(block["element"] for block in view["blocks"] if block["block_id"] == "time")
    assert time["initial_value"] == "25:00"


async def test_a_fault_of_ours_behind_a_form_is_told_to_whoever_sent_it(sqlite_url: str) -> None:
    gate = Gate()
    async with socket_stage(sqlite_url, prepare=gate.guard) as stage:
        await (await stage.study_bot(stage.ada, "setup")).view()
        gate.error = StorageDown()
        assert "can't reach my memory" in await said(await stage.ada.submit())


async def test_completions_come_from_memory_while_everything_hangs(sqlite_url: str) -> None:
    gate = Gate()
    async with socket_stage(sqlite_url, prepare=gate.guard) as stage:
        view = await (await stage.study_bot(stage.ada, "setup")).view()
        zone = next(block["element"]["action_id"] for block in view["blocks"] if block["block_id"] == "zone")
        gate.open.clear()
        stage.slack.faults.hang("*", times=None)
        assert (await stage.ada.suggest(zone, "berl"))[0]["value"] == "Europe/Berlin"
        gate.open.set()
        stage.slack.faults.clear()


@pytest.mark.parametrize("attempt", [1, 2, 3])
async def test_a_click_that_is_delivered_again_counts_once(either: Stage, attempt: int) -> None:
    message = await opened(either)
    outcome = await either.mei.press(message, "A")
    await outcome.message()
    again = await either.slack.again(outcome, attempt)
    assert not again.error
    await either.deliver()
    assert "1 person has answered" in words_of(either.posted()[0].blocks)
    assert len(outcome.sights) == 1


async def test_a_click_that_is_delivered_again_after_a_restart_is_answered_again(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url) as stage:
        message = await opened(stage)
        outcome = await stage.mei.press(message, "A")
        await outcome.message()
        await stage.restart()
        again = await stage.slack.again(outcome)
        assert "You had answered this one already" in await said(again)
        await stage.deliver()
        assert "1 person has answered" in words_of(stage.posted()[0].blocks)


async def test_what_is_shown_to_all_is_shown_once_however_often_it_is_delivered(either: Stage) -> None:
    await either.set_up()
    board = await (await either.study_bot(either.mei, "leaderboard")).message()
    outcome = await either.mei.press(board, "Show in channel")
    await either.slack.world.changes.until(either.posted, "the board")
    await either.slack.again(outcome)
    await either.connection.listener.stop()
    assert len(either.posted()) == 1


async def test_two_clicks_at_once_leave_one_answer(stage: Stage) -> None:
    message = await opened(stage)
    first, second = await asyncio.gather(stage.mei.press(message, "A"), stage.mei.press(message, "B"))
    await first.message()
    await second.message()
    await stage.deliver()
    assert "1 person has answered" in words_of(stage.posted()[0].blocks)


async def test_a_response_url_that_is_used_up_gives_way_to_another_way(stage: Stage) -> None:
    await stage.set_up()
    stage.slack.faults.refuse("response_url", "used_url")
    outcome = await stage.study_bot(stage.mei, "today")
    assert "No question is open" in await said(outcome)


async def test_an_old_private_message_that_can_not_be_changed_is_answered_beside(stage: Stage) -> None:
    await stage.set_up()
    board = await (await stage.study_bot(stage.mei, "leaderboard")).message()
    stage.slack.faults.server_error("response_url", 404)
    outcome = await stage.mei.press(board, "This month")
    assert "This month's board" in await said(outcome)


async def test_a_press_on_a_message_of_an_unknown_version_is_answered(stage: Stage) -> None:
    card = Card("Old", (Buttons((Button("Press", pack("gone-feature", 1)),)),))
    posted = await stage.connection.sender.post(stage.place, card, "5")
    message = stage.study.find(posted.ref)
    assert message is not None
    assert card_of((await (await stage.mei.press(message, "Press")).message()).blocks).title == "That did not work"
