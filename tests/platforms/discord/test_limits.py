"""Rate limits that are counted, and a client that obeys them while the clock moves on."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.platforms.discord.client import pointed_at
from tests.platforms.discord.plain import Listening
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild
from tests.support.clock import START, Clock

CREATE = "POST /channels/{channel_id}/messages"


async def test_a_client_that_reads_the_headers_is_never_refused(
    platform: LoopbackDiscord, channel: Channel, clock: Clock
) -> None:
    platform.limits.set(CREATE, 2, seconds=5)
    with pointed_at(platform, passing=clock.advance):
        async with Listening() as client:
            await client.login(platform.token)
            sender = client.get_partial_messageable(channel.id)
            await asyncio.gather(*(sender.send(str(number)) for number in range(6)))
    assert [one.status for one in platform.requests(CREATE)] == [200] * 6
    assert len(platform.messages(channel)) == 6
    assert (clock() - START).total_seconds() >= 10


async def test_each_channel_has_its_own_count_and_every_window_a_new_one(
    platform: LoopbackDiscord, guild: Guild, channel: Channel, clock: Clock
) -> None:
    platform.limits.set(CREATE, 1, seconds=5)
    other = platform.channel(guild, "other")
    headers = {"Authorization": f"Bot {platform.token}"}

    async def status(place: Channel) -> tuple[int, str]:
        address = f"{platform.api}/channels/{place.id}/messages"
        async with aiohttp.request("POST", address, headers=headers, json={"content": "x"}) as got:
            return got.status, got.headers["X-RateLimit-Reset-After"]

    assert [await status(channel), await status(other)] == [(200, "5.000"), (200, "5.000")]
    clock.advance(seconds=2)
    assert await status(channel) == (429, "3.000")
    clock.advance(seconds=3)
    assert await status(channel) == (200, "5.000")
    assert [len(platform.messages(one)) for one in (channel, other)] == [2, 1]
