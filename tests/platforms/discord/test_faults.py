"""Faults that a test sets, as the real client meets them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.platforms.discord.client import Waits
from tests.platforms.discord.faults import (
    OLD_MESSAGES,
    cut_after,
    cut_before,
    failed_after,
    held_after,
    held_before,
    rate_limited,
    refused,
    server_error,
)
from tests.platforms.discord.people import Person
from tests.platforms.discord.plain import Listening
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild

CREATE = "POST /channels/{channel_id}/messages"


@pytest.mark.parametrize("everywhere", [False, True], ids=["of a route", "of the whole bot"])
async def test_a_rate_limit_is_obeyed_and_nothing_lost(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord, waits: Waits, everywhere: bool
) -> None:
    platform.faults.next(CREATE, rate_limited(2.5, everywhere=everywhere))
    await sender.send("Hello")
    assert waits.asked == [2.5]
    assert [one.status for one in platform.requests(CREATE)] == [429, 200]
    assert len(platform.messages(channel)) == 1


async def test_a_rate_limit_may_have_a_code(
    client: discord.Client, sender: discord.TextChannel, platform: LoopbackDiscord, waits: Waits
) -> None:
    sent = await sender.send("Hello")
    route = "PATCH /channels/{channel_id}/messages/{message_id}"
    platform.faults.next(route, rate_limited(40, code=OLD_MESSAGES))
    await sent.edit(content="Changed")
    answer = {"message": "You are being rate limited.", "retry_after": 40, "global": False, "code": 30046}
    assert (platform.requests(route)[0].answer, waits.asked) == (answer, [40])


async def test_a_rate_limit_beyond_the_client_s_patience_is_raised(
    platform: LoopbackDiscord, channel: Channel, waits: Waits
) -> None:
    async with Listening(max_ratelimit_timeout=30) as client:
        await client.login(platform.token)
        platform.faults.next(CREATE, rate_limited(31))
        with pytest.raises(discord.RateLimited) as caught:
            await client.get_partial_messageable(channel.id).send("Hello")
    assert caught.value.retry_after == 31


@pytest.mark.parametrize("status", [500, 502])
async def test_server_errors_are_tried_again(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord, waits: Waits, status: int
) -> None:
    platform.faults.next(CREATE, server_error(status), server_error(status))
    await sender.send("Hello")
    assert waits.asked == [1, 3]
    assert len(platform.messages(channel)) == 1


async def test_lasting_server_errors_are_raised_until_the_test_clears_them(
    sender: discord.TextChannel, platform: LoopbackDiscord
) -> None:
    platform.faults.always(CREATE, server_error(503))
    with pytest.raises(discord.DiscordServerError):
        await sender.send("Hello")
    platform.faults.clear()
    await sender.send("Hello")


async def test_any_error_of_the_api_can_be_answered(sender: discord.TextChannel, platform: LoopbackDiscord) -> None:
    platform.faults.next(CREATE, refused(403, 50013), refused(404, 10003))
    with pytest.raises(discord.Forbidden) as forbidden:
        await sender.send("Hello")
    with pytest.raises(discord.NotFound) as gone:
        await sender.send("Hello")
    assert [forbidden.value.code, gone.value.code] == [50013, 10003]


async def test_a_connection_cut_before_leaves_nothing_and_one_cut_after_leaves_it_done(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    for cut, there in ((cut_before(), 0), (cut_after(), 1)):
        platform.faults.next(CREATE, cut)
        with pytest.raises(aiohttp.ClientError):
            await sender.send("Hello", nonce="7")
        assert len(platform.messages(channel)) == there
    assert (await sender.send("Hello", nonce="7")).id == platform.messages(channel)[0].id


async def test_a_failure_can_come_after_the_thing_was_done(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    platform.faults.next(CREATE, failed_after(500))
    await sender.send("Hello", nonce="7")
    assert [one.status for one in platform.requests(CREATE)] == [200, 200]
    assert len(platform.messages(channel)) == 1


async def test_a_request_hangs_until_it_is_let_go(
    sender: discord.TextChannel, channel: Channel, platform: LoopbackDiscord
) -> None:
    for held, there in ((held_before, 0), (held_after, 2)):
        let_go = asyncio.Event()
        platform.faults.next(CREATE, held(let_go))
        sending = asyncio.create_task(sender.send("Hello"))
        await platform.until(lambda: platform.faults.holding == 1, "the request that hangs")
        assert len(platform.messages(channel)) == there
        let_go.set()
        await sending


async def test_an_acknowledgement_can_be_disturbed_too(
    online: Listening, platform: LoopbackDiscord, guild: Guild, channel: Channel, waits: Waits
) -> None:
    ada: Person = platform.person(guild, "Ada")
    platform.faults.next("POST /interactions/{interaction_id}/{token}/callback", rate_limited(0.3), server_error())
    outcome = await ada.raw_press(platform.say(channel, platform.world.bot, "Press"), "b", wait=False)
    await (await online.heard()).response.send_message("Here", ephemeral=True)
    assert (outcome.text, waits.asked) == ("Here", [0.3, 3])


def test_a_route_that_there_is_not_can_not_be_disturbed(platform: LoopbackDiscord) -> None:
    with pytest.raises(AssertionError, match="no route 'GET /channel'"):
        platform.faults.next("GET /channel", server_error())
