"""The server itself: what is no request of the API, and how a test hears of what went wrong here."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.platforms.discord import changes
from tests.platforms.discord.api import ROUTES
from tests.platforms.discord.http_routes.call import Call
from tests.platforms.discord.server import LoopbackDiscord, serve_discord
from tests.platforms.discord.values import Channel
from tests.support.clock import Clock


async def posted(platform: LoopbackDiscord, channel: Channel, data: str, kind: str) -> tuple[int, Any]:
    """Post a body as it is; return status and answer."""
    headers = {"Authorization": f"Bot {platform.token}", "Content-Type": kind}
    address = f"{platform.api}/channels/{channel.id}/messages"
    async with aiohttp.ClientSession() as session, session.post(address, data=data, headers=headers) as response:
        assert response.headers["Content-Type"] == "application/json"
        return response.status, await response.json()


async def test_a_body_that_is_no_json_is_refused(platform: LoopbackDiscord, channel: Channel) -> None:
    status, answer = await posted(platform, channel, "{", "application/json")
    assert (status, answer["code"]) == (400, 50109)


async def test_a_body_must_say_that_it_is_json(platform: LoopbackDiscord, channel: Channel) -> None:
    status, answer = await posted(platform, channel, "content=x", "application/x-www-form-urlencoded")
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]["_errors"][0]["code"] == "CONTENT_TYPE_INVALID"


async def test_a_file_that_there_is_not_is_not_found(platform: LoopbackDiscord, channel: Channel) -> None:
    address = f"{platform.backend.address}/attachments/{channel.id}/1/x.png"
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.status == 404


async def test_a_fault_of_the_loopback_fails_the_test(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(call: Call) -> None:
        raise LookupError("a bug")

    async def ask_who_i_am() -> None:
        async with serve_discord(clock) as platform:
            headers = {"Authorization": f"Bot {platform.token}"}
            async with aiohttp.ClientSession() as session, session.get(f"{platform.api}/users/@me", headers=headers):
                pass

    monkeypatch.setattr("tests.platforms.discord.api.ROUTES", {**ROUTES, "GET /users/@me": broken})
    with pytest.raises(ExceptionGroup, match="the loopback Discord broke") as caught:
        await ask_who_i_am()
    assert [str(bug) for bug in caught.value.exceptions] == ["a bug"]


async def test_a_wait_in_vain_says_for_what(platform: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BOUND", 0.01)
    with pytest.raises(AssertionError, match=r"waited 0.01 s in vain for a miracle"):
        await platform.until(lambda: False, "a miracle")
