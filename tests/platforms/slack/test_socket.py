"""Socket Mode with the real client: what is sent and acknowledged, and what becomes of connections."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.platforms.slack.apps import bolt, in_socket_mode
from tests.platforms.slack.conftest import Stage, client
from tests.platforms.slack.lines import Parcel
from tests.platforms.slack.loopback import loopback
from tests.platforms.slack.socket import MOST
from tests.platforms.slack.world import Json

SOON = 0.4
"""Seconds between pings, where a test waits for the client to notice something. It takes half of it for silence."""


def answering(stage: Stage) -> AsyncApp:
    """Return an app that answers `/study` and takes note of App Home."""
    app = bolt(stage.client)

    @app.command("/study")
    async def study(ack: Any) -> None:
        await ack("here")

    @app.event("app_home_opened")
    async def opened(ack: Any) -> None:
        await ack()

    return app


async def test_a_connection_begins_with_a_greeting(stage: Stage) -> None:
    async with in_socket_mode(stage.slack, answering(stage)):
        (hello,) = stage.slack.hub.connections[0].sent
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": stage.slack.world.app.id}


async def test_an_envelope_says_whether_its_acknowledgement_may_carry_something(stage: Stage) -> None:
    async with in_socket_mode(stage.slack, answering(stage)):
        await stage.ada.command(stage.study, "/study")
        await stage.ada.open_home()
        envelopes = stage.slack.hub.connections[0].sent[1:]
    assert [one["accepts_response_payload"] for one in envelopes] == [True, False]
    assert [one.get("retry_attempt") for one in envelopes] == [None, 0]


async def test_an_envelope_is_repeated_with_its_attempt_and_reason(stage: Stage) -> None:
    async with in_socket_mode(stage.slack, answering(stage)):
        outcome = await stage.ada.command(stage.study, "/study")
        await stage.slack.again(outcome, attempt=2, reason="timeout")
        repeated = stage.slack.hub.connections[0].sent[-1]
    assert (repeated["retry_attempt"], repeated["retry_reason"]) == (2, "timeout")
    assert repeated["payload"] == outcome.parcel.payload


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_the_client_connects_anew_when_it_is_asked_to(stage: Stage, reason: str) -> None:
    async with in_socket_mode(stage.slack, answering(stage)):
        await stage.slack.hub.refresh(reason)
        await stage.slack.hub.reopened(1)
        assert (await stage.ada.command(stage.study, "/study")).error == ""


async def test_the_client_comes_back_after_a_lost_connection(stage: Stage) -> None:
    async with in_socket_mode(stage.slack, answering(stage), ping=SOON):
        stage.slack.hub.drop()
        await stage.slack.hub.reopened(1)
        assert (await stage.ada.command(stage.study, "/study")).error == ""


async def test_a_silent_connection_swallows_what_is_sent_until_the_client_notices(stage: Stage) -> None:
    async with in_socket_mode(stage.slack, answering(stage), ping=SOON):
        stage.slack.hub.silence()
        stage.slack.patience = 0.01
        assert (await stage.ada.command(stage.study, "/study")).error == "operation_timeout"
        await stage.slack.hub.reopened(1)
        stage.slack.patience = 3.0
        assert (await stage.ada.command(stage.study, "/study")).error == ""


async def test_a_ticket_opens_one_connection(stage: Stage) -> None:
    opened = client(stage.slack, stage.slack.app_token)
    url = (await opened.apps_connections_open(app_token=stage.slack.app_token))["url"]
    async with ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        for again in (url, url.replace("ticket.", "none.")):
            with pytest.raises(WSServerHandshakeError):
                await session.ws_connect(again)


async def test_an_app_has_ten_connections_at_most(stage: Stage) -> None:
    async with ClientSession() as session:
        sockets = [await session.ws_connect(stage.slack.hub.ticket()) for _ in range(MOST)]
        one_more = await session.ws_connect(stage.slack.hub.ticket())
        assert (await one_more.receive_json())["reason"] == "too_many_websockets"
        assert len(stage.slack.hub.connections) == MOST
        for socket in sockets:
            await socket.close()


async def test_the_way_into_socket_mode_can_be_limited(stage: Stage) -> None:
    stage.slack.faults.limit("apps.connections.open", retry_after=0)
    async with in_socket_mode(stage.slack, answering(stage)):
        assert [one.method for one in stage.slack.world.calls].count("apps.connections.open") == 2


async def badly_acknowledged(times: int, payload: Json | None) -> None:
    """Serve a Slack for a client that acknowledges an event so many times, and with a payload if one is given."""

    async def acknowledge(connected: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        for _ in range(times):
            await connected.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    async with loopback() as slack:
        app = AsyncApp(client=client(slack, slack.install(slack.workspace())))
        async with in_socket_mode(slack, app) as handler:
            handler.client.socket_mode_request_listeners[:] = [acknowledge]
            await slack.deliver(Parcel("events_api", {"event": {}}))
            await slack.world.changes.until(lambda: slack.world.complaints, "a complaint")


async def test_what_slack_would_pass_over_in_silence_fails_the_test_in_the_end() -> None:
    with pytest.raises(AssertionError, match="is acknowledged twice"):
        await badly_acknowledged(2, None)
    with pytest.raises(AssertionError, match="carries a payload"):
        await badly_acknowledged(1, {"text": "x"})


async def test_waiting_for_what_does_not_happen_ends(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="for a new connection"):
        await stage.slack.world.changes.until(lambda: False, "a new connection", within=0.01)
    async with asyncio.timeout(1):
        assert await stage.slack.world.changes.until(lambda: "so", "what is so already") == "so"
