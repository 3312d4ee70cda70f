"""Faults: what a test lets go wrong happens so, to the real client."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.conftest import Stage, code, refusal
from tests.support.clock import START

POST = "chat.postMessage"


async def post(stage: Stage) -> str:
    return str((await stage.client.chat_postMessage(channel=stage.study.id, text="x"))["ts"])


def posted(stage: Stage) -> int:
    return len(stage.mei.sees(stage.study))


async def test_a_limit_names_the_seconds_to_wait_and_ends(stage: Stage) -> None:
    stage.slack.faults.limit(POST, retry_after=7)
    told = await refusal(post(stage))
    assert (told.status_code, told["error"], told.headers["Retry-After"]) == (429, "ratelimited", "7")
    await post(stage)
    assert posted(stage) == 1


async def test_any_code_can_be_answered_as_often_as_wanted(stage: Stage) -> None:
    stage.slack.faults.refuse(POST, "restricted_action", times=2)
    stage.slack.faults.refuse("*", "fatal_error", times=None)
    codes = [await code(post(stage)) for _ in range(3)]
    assert codes == ["restricted_action", "restricted_action", "fatal_error"]
    stage.slack.faults.clear()
    await post(stage)


@pytest.mark.parametrize(("done", "count"), [(False, 0), (True, 1)])
async def test_a_server_error_comes_before_or_after_the_thing_is_done(stage: Stage, *, done: bool, count: int) -> None:
    stage.slack.faults.server_error(POST, 503, done=done)
    with pytest.raises(SlackApiError) as told:
        await post(stage)
    assert told.value.response.status_code == 503
    assert posted(stage) == count


@pytest.mark.parametrize(("done", "count"), [(False, 0), (True, 1)])
async def test_a_connection_is_lost_before_or_after_the_thing_is_done(stage: Stage, *, done: bool, count: int) -> None:
    stage.slack.faults.drop(POST, done=done)
    with pytest.raises(ClientError):
        await post(stage)
    assert posted(stage) == count


async def test_the_librarys_usual_client_posts_twice_when_an_answer_is_lost(stage: Stage) -> None:
    usual = AsyncWebClient(stage.client.token, base_url=stage.slack.base_url)
    stage.slack.faults.drop(POST, done=True)
    await usual.chat_postMessage(channel=stage.study.id, text="x")
    assert posted(stage) == 2


async def test_an_answer_hangs_until_it_is_released(stage: Stage) -> None:
    fault = stage.slack.faults.hang(POST)
    waiting = asyncio.create_task(post(stage))
    await fault.reached.wait()
    assert not waiting.done()
    assert posted(stage) == 0
    fault.release.set()
    assert await waiting
    assert posted(stage) == 1


async def test_a_connection_is_half_open_after_the_thing_is_done(stage: Stage) -> None:
    fault = stage.slack.faults.hang(POST, done=True)
    waiting = asyncio.create_task(post(stage))
    await fault.reached.wait()
    assert posted(stage) == 1
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()


async def test_every_call_is_on_record(stage: Stage) -> None:
    await post(stage)
    await code(stage.client.chat_postMessage(channel="C404", text="x"))
    calls = [(one.method, one.team, one.error) for one in stage.slack.world.calls]
    assert calls == [(POST, stage.team.id, ""), (POST, stage.team.id, "channel_not_found")]
    assert "token" not in stage.slack.world.calls[0].args
    assert stage.slack.world.calls[0].at == START
