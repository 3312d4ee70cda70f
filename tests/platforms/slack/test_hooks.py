"""Response URLs through the library's webhook client: five uses within thirty minutes, and what they refuse."""

from __future__ import annotations

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.platforms.slack.conftest import Stage
from tests.support.clock import Clock

DIVIDER = {"type": "divider"}


def hook(stage: Stage) -> AsyncWebhookClient:
    """Return a client of the response URL of something that mei did in the channel."""
    return AsyncWebhookClient(stage.slack.hooks.url(stage.study, stage.team.id, stage.mei.id))


async def test_an_answer_is_for_one_person_unless_it_says_otherwise(stage: Stage) -> None:
    answers = hook(stage)
    assert (await answers.send(text="psst")).body == "ok"
    await answers.send(text="hear, hear", response_type="in_channel")
    assert [one.text for one in stage.mei.sees(stage.study)] == ["psst", "hear, hear"]
    assert [one.text for one in stage.ada.sees(stage.study)] == ["hear, hear"]


async def test_five_answers_and_no_more(stage: Stage) -> None:
    answers = hook(stage)
    told = [await answers.send(text=str(number)) for number in range(6)]
    assert [one.status_code for one in told] == [200] * 5 + [404]
    assert told[-1].body == "used_url"


async def test_thirty_minutes_and_no_longer(stage: Stage, clock: Clock) -> None:
    answers = hook(stage)
    clock.advance(minutes=30)
    assert (await answers.send(text="just so")).status_code == 200
    clock.advance(seconds=1)
    told = await answers.send(text="late")
    assert (told.status_code, told.body) == (404, "expired_url")


async def test_an_answer_is_held_to_the_rules_of_messages(stage: Stage) -> None:
    answers = hook(stage)
    told = [
        await answers.send(text="x", blocks=[DIVIDER] * 51),
        await answers.send(text="", blocks=[DIVIDER]),
        await AsyncWebhookClient(answers.url.replace("hook.", "none.")).send(text="x"),
    ]
    assert [(one.status_code, one.body) for one in told] == [
        (400, "invalid_blocks"),
        (400, "no_text"),
        (404, "no_service"),
    ]
    assert len(stage.slack.world.complaints) == 2
    stage.slack.world.complaints.clear()


@pytest.mark.parametrize("done", [False, True])
async def test_an_answer_may_be_lost(stage: Stage, *, done: bool) -> None:
    stage.slack.faults.server_error("response_url", done=done)
    assert (await hook(stage).send(text="x")).status_code == 500
    assert len(stage.mei.sees(stage.study)) == int(done)
