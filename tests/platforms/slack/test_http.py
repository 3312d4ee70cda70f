"""Signed requests, as the library's own verifier takes them, and those that it must refuse."""

from __future__ import annotations

from datetime import timedelta

from slack_bolt.app.async_app import AsyncApp

from tests.platforms.slack.apps import LARGEST, bolt, over_http
from tests.platforms.slack.conftest import Stage
from tests.platforms.slack.lines import Addresses, Parcel, sign

COMMAND = Parcel("slash_commands", {"command": "/study", "text": "übung & co", "user_id": "U1", "team_id": "T1"})


def answering(stage: Stage) -> AsyncApp:
    app = bolt(stage.client)

    @app.command("/study")
    async def study(ack: object) -> None:
        await ack("here")  # type: ignore[operator] # Bolt hands in what it is named after

    return app


def test_the_signature_is_that_of_slacks_documentation() -> None:
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name="
        "foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2F"
        "hooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015."
        "47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert signature == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_a_genuine_request_passes_and_a_forged_old_or_huge_one_does_not(stage: Stage) -> None:
    async with over_http(stage.slack, answering(stage)) as line:
        statuses = {
            "genuine": await line.forge(COMMAND),
            "unsigned": await line.forge(COMMAND, signature=""),
            "forged": await line.forge(COMMAND, signature="v0=" + "0" * 64),
            "old": await line.forge(COMMAND, age=timedelta(minutes=6)),
            "early": await line.forge(COMMAND, age=timedelta(minutes=-6)),
            "huge": await line.forge(COMMAND, padding=LARGEST),
        }
    assert {name: answer.status for name, answer in statuses.items()} == {
        "genuine": 200,
        "unsigned": 401,
        "forged": 401,
        "old": 401,
        "early": 401,
        "huge": 413,
    }
    assert statuses["forged"].error == "http_error"


async def test_an_address_of_events_proves_itself(stage: Stage) -> None:
    async with over_http(stage.slack, answering(stage)) as line:
        assert await line.challenge()
        stage.slack.world.app.signing_secret = "another"
        assert not await line.challenge()


async def test_each_kind_may_have_an_address_of_its_own(stage: Stage) -> None:
    async with over_http(stage.slack, answering(stage)):
        url = stage.slack.server.base
        line = stage.slack.use_http(Addresses(f"{url}/commands", f"{url}/interactive", f"{url}/events"))
        answers = [await line.deliver(Parcel(kind, {}), 1) for kind in ("slash_commands", "interactive", "events_api")]
    assert [one.status for one in answers] == [404, 404, 404]


async def test_nobody_there_is_said_to_be_nobody(stage: Stage) -> None:
    async with over_http(stage.slack, answering(stage)):
        pass
    assert (await stage.ada.command(stage.study, "/study")).error == "dispatch_failed"
