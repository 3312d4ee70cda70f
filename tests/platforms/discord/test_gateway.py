"""The gateway: shards, sessions that are resumed or not, and what clients are told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from tests.platforms.discord.changes import BOUND
from tests.platforms.discord.client import Waits
from tests.platforms.discord.plain import Listening, running
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild, Permission


async def test_shards_hear_of_their_own_guilds(platform: LoopbackDiscord, waits: Waits) -> None:
    guilds = [platform.guild(f"Guild {shard}", shard=shard, of=2) for shard in (0, 1)]
    channels = [platform.channel(guild) for guild in guilds]
    platform.gateway.shards = 2
    async with running(platform, Listening()) as client:
        assert isinstance(client, Listening)
        await platform.connected(2)
        await client.wait_until_ready()
        assert {one.id: one.shard_id for one in client.guilds} == {guilds[0].id: 0, guilds[1].id: 1}
        assert [one["shard"] for one in platform.gateway.identified] == [[0, 2], [1, 2]]
        for guild, channel in zip(guilds, channels, strict=True):
            message = platform.say(channel, platform.world.bot, "Press")
            await platform.person(guild, "Ada").raw_press(message, "b", wait=False)
            assert (await client.heard()).guild_id == guild.id


async def test_several_processes_share_the_shards(platform: LoopbackDiscord, waits: Waits) -> None:
    guild = platform.guild(shard=1, of=2)
    message = platform.say(platform.channel(guild), platform.world.bot, "Press")
    first, second = (Listening(shard_count=2, shard_ids=[shard]) for shard in (0, 1))
    async with running(platform, first), running(platform, second):
        await platform.connected(2)
        await platform.person(guild, "Ada").raw_press(message, "b", wait=False)
        assert (await second.heard()).guild_id == guild.id
        assert first.get_guild(guild.id) is None


async def test_two_processes_of_one_shard_both_hear_and_the_first_answer_counts(
    online: Listening, platform: LoopbackDiscord, guild: Guild, channel: Channel
) -> None:
    message = platform.say(channel, platform.world.bot, "Press")
    async with running(platform, Listening()) as other:
        assert isinstance(other, Listening)
        await platform.until(lambda: len(platform.gateway.sessions) == 2, "both")
        outcome = await platform.person(guild, "Ada").raw_press(message, "b", wait=False)
        await (await online.heard()).response.send_message("First", ephemeral=True)
        with pytest.raises(discord.HTTPException) as caught:
            await (await other.heard()).response.send_message("Second", ephemeral=True)
    assert (caught.value.code, outcome.text) == (40060, "First")


async def test_a_dropped_connection_is_resumed_and_nothing_missed(
    online: Listening, platform: LoopbackDiscord, guild: Guild, channel: Channel
) -> None:
    message = platform.say(channel, platform.world.bot, "Press")
    await platform.gateway.drop()
    await platform.person(guild, "Ada").raw_press(message, "b", wait=False)
    assert (await online.heard()).guild_id == guild.id
    assert (platform.gateway.resumed, len(platform.gateway.identified)) == (["session-1"], 1)


async def test_a_connection_that_is_cut_is_resumed_too(online: Listening, platform: LoopbackDiscord) -> None:
    await platform.gateway.drop(code=None)
    await platform.until(lambda: platform.gateway.resumed == ["session-1"], "the resumption")


async def test_a_client_knocks_until_the_gateway_is_back(
    online: Listening, platform: LoopbackDiscord, waits: Waits
) -> None:
    platform.gateway.away = True
    await platform.gateway.drop()
    await platform.until(lambda: platform.gateway.turned_away > 1, "two attempts")
    platform.gateway.away = False
    await platform.connected()
    assert len(waits.asked) >= 2


async def test_a_client_that_is_asked_to_reconnect_resumes(online: Listening, platform: LoopbackDiscord) -> None:
    platform.gateway.reconnect()
    await platform.until(lambda: platform.gateway.resumed == ["session-1"], "the resumption")


@pytest.mark.parametrize("resumable", [True, False])
async def test_an_invalid_session_is_resumed_only_if_it_can_be(
    online: Listening, platform: LoopbackDiscord, waits: Waits, resumable: bool
) -> None:
    platform.gateway.invalidate(resumable=resumable)
    seen = platform.gateway.resumed if resumable else platform.gateway.identified
    await platform.until(lambda: len(seen) == (1 if resumable else 2), "the new connection")
    await platform.connected()
    assert waits.asked == ([] if resumable else [5.0])


async def test_a_session_that_was_forgotten_is_begun_anew(online: Listening, platform: LoopbackDiscord) -> None:
    sessions, platform.gateway.sessions = platform.gateway.sessions, []
    assert sessions[0].link
    await sessions[0].link.socket.close(code=4000)
    await platform.until(lambda: len(platform.gateway.identified) == 2, "the new session")


async def test_a_client_that_says_goodbye_has_ended_its_session(platform: LoopbackDiscord, waits: Waits) -> None:
    async with running(platform, Listening()):
        assert len(platform.gateway.sessions) == 1
    await platform.until(lambda: platform.gateway.sessions == [], "the end of the session")


async def test_joining_and_removal_are_told(
    online: Listening, platform: LoopbackDiscord, guild: Guild, channel: Channel
) -> None:
    await online.wait_until_ready()
    told: asyncio.Queue[str] = asyncio.Queue()
    for name in ("guild_join", "guild_remove", "guild_unavailable", "guild_channel_delete", "guild_channel_update"):
        _note(online, name, told)
    other = platform.guild("Another")
    platform.deny(channel, Permission.SEND_MESSAGES)
    platform.delete_channel(channel)
    platform.outage(other)
    platform.remove_bot(guild)
    heard = [await asyncio.wait_for(told.get(), BOUND) for _ in range(5)]
    assert heard == ["guild_join", "guild_channel_update", "guild_channel_delete", "guild_unavailable", "guild_remove"]


def _note(client: Listening, name: str, told: asyncio.Queue[str]) -> None:
    async def note(*_: object) -> None:
        told.put_nowait(name)

    setattr(client, f"on_{name}", note)


@asynccontextmanager
async def talking(platform: LoopbackDiscord) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Speak with the gateway without a library; HELLO was heard."""
    address = f"{platform.gateway.address}?v=10&encoding=json"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        first = await asyncio.wait_for(socket.receive(), BOUND)
        assert json.loads(first.data)["op"] == 10
        yield socket


async def said(socket: aiohttp.ClientWebSocketResponse, frame: object) -> Any:
    """Send a frame, or text that is none, and return what comes next: a frame, or the code of the end."""
    await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
    message = await asyncio.wait_for(socket.receive(), BOUND)
    return json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else socket.close_code


def identify(**more: Any) -> Json:
    """Return a good IDENTIFY, but for `more`."""
    return {"op": 2, "d": {"token": more.pop("token"), "intents": 1, "properties": {}, **more}}


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["no json"], 4002),
        ([{"op": 2}], 4002),
        ([{"op": 3, "d": {}}], 4003),
        ([identify(token="wrong")], 4004),
        ([identify(token="right"), identify(token="right")], 4005),
        ([identify(token="right"), {"op": 99, "d": None}], 4001),
        ([identify(token="right", shard=[2, 2])], 4010),
        ([identify(token="right", intents=1 << 15)], 4014),
        ([identify(token="right", intents=1 << 40)], 4013),
        ([{"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}], 4004),
    ],
)  # fmt: skip
async def test_what_a_client_may_not_say_ends_the_connection(
    platform: LoopbackDiscord, frames: list[Any], code: int
) -> None:
    platform.world.token = "right"
    async with talking(platform) as socket:
        answers = [await said(socket, frame) for frame in frames]
    assert answers[-1] == code


async def test_a_resumption_from_the_future_is_refused(platform: LoopbackDiscord) -> None:
    async with talking(platform) as first:
        ready = await said(first, identify(token=platform.token))
        await first.close(code=4000)
    resume = {"token": platform.token, "session_id": ready["d"]["session_id"], "seq": 99}
    async with talking(platform) as second:
        assert await said(second, {"op": 6, "d": resume}) == 4007


async def test_another_version_of_the_gateway_is_refused(platform: LoopbackDiscord) -> None:
    address = f"{platform.gateway.address}?v=6&encoding=json"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        await asyncio.wait_for(socket.receive(), BOUND)
        assert socket.close_code == 4012


async def test_heartbeats_are_acknowledged_or_swallowed(platform: LoopbackDiscord) -> None:
    async with talking(platform) as socket:
        assert await said(socket, {"op": 1, "d": None}) == {"op": 11}
        platform.gateway.swallow_heartbeats = True
        await socket.send_json({"op": 1, "d": None})
        assert (await said(socket, identify(token=platform.token)))["t"] == "READY"


async def test_a_client_that_asks_for_privileged_intents_is_told(platform: LoopbackDiscord, waits: Waits) -> None:
    async with discord.Client(intents=discord.Intents(guilds=True, message_content=True)) as client:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(platform.token)
