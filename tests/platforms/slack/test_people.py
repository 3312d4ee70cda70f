"""What people do reaches an app on the real slack-bolt, by Socket Mode and by HTTP, and they see what it answers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.platforms.slack.apps import Reach, bolt, in_socket_mode, over_http
from tests.platforms.slack.conftest import Stage
from tests.platforms.slack.filling import Impossible
from tests.platforms.slack.waiting import PATIENCE
from tests.platforms.slack.world import Json

BUTTON = {"type": "button", "action_id": "answer", "value": "42:B", "text": {"type": "plain_text", "text": "B"}}
OPTIONS = [{"text": {"type": "plain_text", "text": one}, "value": one} for one in "ABCD"]
BOXES = {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS}
ROW = [{"type": "actions", "elements": [BUTTON]}]
SEVERAL = [{"type": "actions", "block_id": "row", "elements": [BOXES, BUTTON]}]


@pytest.fixture(params=[in_socket_mode, over_http], ids=["socket", "http"])
def reach(request: pytest.FixtureRequest) -> Reach:
    found: Reach = request.param
    return found


async def test_a_command_is_answered_in_its_acknowledgement(stage: Stage, reach: Reach) -> None:
    app = bolt(stage.client)

    @app.command("/study")
    async def study(ack: Any, command: Json) -> None:
        await ack(f"understood: {command['text']} in {command['channel_name']}")

    async with reach(stage.slack, app):
        outcome = await stage.ada.command(stage.study, "/study", "help")
        assert outcome.body == {"text": "understood: help in study"}
        assert (await outcome.message()).text == "understood: help in study"
        assert stage.mei.sees(stage.study) == []


async def test_a_command_may_be_answered_for_all_to_see(stage: Stage, reach: Reach) -> None:
    app = bolt(stage.client)

    @app.command("/study")
    async def study(ack: Any) -> None:
        await ack(text="here", response_type="in_channel")

    async with reach(stage.slack, app):
        await stage.ada.command(stage.study, "/study")
        assert [one.text for one in stage.mei.sees(stage.study)] == ["here"]


async def test_a_button_is_answered_at_its_response_url(stage: Stage, reach: Reach) -> None:
    app = bolt(stage.client)

    @app.action("answer")
    async def answer(ack: Any, action: Json, respond: Any) -> None:
        await ack()
        await respond(text=f"chosen: {action['value']}", replace_original=False)

    async with reach(stage.slack, app):
        await stage.client.chat_postMessage(channel=stage.study.id, text="Which one?", blocks=ROW)
        question = stage.mei.sees(stage.study)[0]
        outcome = await stage.mei.press(question, "B")
        assert outcome.body == {}
        assert (await outcome.message("ephemeral")).text == "chosen: 42:B"
        assert stage.ada.sees(stage.study) == [question]


async def test_what_is_chosen_stays_chosen_and_comes_with_the_button(stage: Stage, reach: Reach) -> None:
    app, told = bolt(stage.client), []

    @app.action("boxes")
    @app.action("answer")
    async def answer(ack: Any, body: Json) -> None:
        await ack()
        told.append((body["actions"][0]["action_id"], body["state"]["values"]["row"]["boxes"]["selected_options"]))

    async with reach(stage.slack, app):
        await stage.client.chat_postMessage(channel=stage.study.id, text="Which two?", blocks=SEVERAL)
        question = stage.mei.sees(stage.study)[0]
        await stage.mei.choose(question, "boxes", ["A", "C"])
        await stage.mei.press(question, "answer")
        await stage.ada.press(question, "answer")
    assert told == [("boxes", [OPTIONS[0], OPTIONS[2]]), ("answer", [OPTIONS[0], OPTIONS[2]]), ("answer", [])]


async def test_a_private_message_is_replaced_and_deleted_by_its_own_buttons(stage: Stage, reach: Reach) -> None:
    app = bolt(stage.client)

    @app.action("answer")
    async def answer(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        assert "message" not in body
        if body["container"]["is_ephemeral"] and body["actions"][0]["value"] == "42:B":
            later = [{"type": "actions", "elements": [BUTTON | {"value": "end"}]}]
            await respond(text="next", blocks=later, replace_original=True)
        else:
            await respond(delete_original=True)

    async with reach(stage.slack, app):
        await stage.client.chat_postEphemeral(channel=stage.study.id, user=stage.mei.id, text="first", blocks=ROW)
        (message,) = stage.mei.sees(stage.study)
        await (await stage.mei.press(message, "answer")).sight("changed")
        assert message.text == "next"
        await stage.mei.press(message, "answer")
        await stage.slack.world.changes.until(lambda: message.deleted, "the message to go")
        assert stage.mei.sees(stage.study) == []


async def test_opening_app_home_tells_the_app_which_publishes_it(stage: Stage, reach: Reach) -> None:
    app = bolt(stage.client)

    @app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    async with reach(stage.slack, app):
        outcome = await stage.ada.open_home()
        assert outcome.error == ""
        assert [one["type"] for one in (await outcome.view("home"))["blocks"]] == ["divider"]
        assert stage.ada.home is not None
        assert stage.mei.home is None


async def test_who_is_not_answered_in_time_is_told_so(stage: Stage, reach: Reach) -> None:
    app, released = bolt(stage.client), asyncio.Event()

    @app.command("/study")
    async def study(ack: Any) -> None:
        await released.wait()
        await ack("too late")

    async with reach(stage.slack, app):
        stage.slack.patience = 0.1
        outcome = await stage.ada.command(stage.study, "/study")
        released.set()
        assert outcome.error == "operation_timeout"
        assert stage.ada.sees(stage.study) == []


async def test_what_was_delivered_can_be_delivered_again(stage: Stage, reach: Reach) -> None:
    app = bolt(stage.client)
    told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    @app.event("app_home_opened")
    async def opened(body: Json, request: Any) -> None:
        told.put_nowait((body["event_id"], request.headers.get("x-slack-retry-num", [""])[0]))

    async with reach(stage.slack, app):
        outcome = await stage.ada.open_home()
        await stage.slack.again(outcome, attempt=1)
        await stage.slack.again(outcome, under_another_id=True)
        async with asyncio.timeout(PATIENCE):
            (first, retry), (second, retried), (third, fresh) = [await told.get() for _ in range(3)]
    assert (first == second, first == third) == (True, False)
    assert (retry in {"", "0"}, retried, fresh in {"", "0"}) == (True, "1", True)


async def test_a_press_that_no_message_offers_can_be_sent_all_the_same(stage: Stage, reach: Reach) -> None:
    app, told = bolt(stage.client), []

    @app.action("old")
    async def old(ack: Any, action: Json) -> None:
        told.append(action["value"])
        await ack()

    async with reach(stage.slack, app):
        await stage.client.chat_postMessage(channel=stage.study.id, text="x")
        await stage.ada.act(stage.ada.sees(stage.study)[0], "old", "'; DROP TABLE")
    assert told == ["'; DROP TABLE"]


async def test_a_press_in_a_shared_channel_comes_from_the_persons_own_workspace(stage: Stage, reach: Reach) -> None:
    app, told = bolt(stage.client), []
    other = stage.slack.workspace("other")
    eve = stage.slack.person(other, "eve")
    both = stage.slack.channel(stage.team, other, people=[stage.ada, eve])

    @app.action("answer")
    async def answer(ack: Any, body: Json) -> None:
        await ack()
        told.append((body["team"]["id"], body["user"]["team_id"]))

    async with reach(stage.slack, app):
        await stage.client.chat_postMessage(channel=both.id, text="Which one?", blocks=ROW)
        await eve.press(eve.sees(both)[0], "answer")
    assert told == [(stage.team.id, other.id)]


async def test_nobody_does_what_slack_does_not_offer_them(stage: Stage) -> None:
    await stage.client.chat_postMessage(channel=stage.study.id, text="Which one?", blocks=SEVERAL)
    question = stage.ada.sees(stage.study)[0]
    stranger = stage.slack.person(stage.team, "kofi")
    impossible = [
        stage.ada.press(question, "no-such-button"),
        stage.ada.choose(question, "boxes", ["Z"]),
        stage.ada.command(stage.study, "/unknown"),
        stage.ada.submit(),
        stage.ada.press_in_view("x", home=True),
        stranger.press(question, "answer"),
        stranger.command(stage.study, "/study"),
    ]
    for deed in impossible:
        with pytest.raises(Impossible):
            await deed


async def test_nobody_there_is_told_at_once(stage: Stage) -> None:
    assert (await stage.ada.command(stage.study, "/study")).error == "dispatch_failed"


async def test_events_that_the_app_did_not_ask_for_are_not_sent(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="did not subscribe"):
        await stage.slack.event(stage.team.id, {"type": "message"})
