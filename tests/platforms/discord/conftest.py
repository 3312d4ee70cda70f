"""A loopback Discord and a plain client of the real library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import discord
import pytest
import pytest_asyncio

from tests.platforms.discord.client import Waits, pointed_at
from tests.platforms.discord.server import LoopbackDiscord, serve_discord
from tests.platforms.discord.values import Channel, Guild
from tests.support.clock import Clock


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest_asyncio.fixture
async def platform(clock: Clock) -> AsyncIterator[LoopbackDiscord]:
    """A Discord without guilds."""
    async with serve_discord(clock) as platform:
        yield platform


@pytest.fixture
def waits(platform: LoopbackDiscord) -> Iterator[Waits]:
    """discord.py, pointed at the loopback Discord."""
    with pointed_at(platform) as waits:
        yield waits


@pytest.fixture
def guild(platform: LoopbackDiscord) -> Guild:
    """A guild with the bot in it."""
    return platform.guild()


@pytest.fixture
def channel(platform: LoopbackDiscord, guild: Guild) -> Channel:
    """A text channel."""
    return platform.channel(guild)


@asynccontextmanager
async def running(platform: LoopbackDiscord, client: discord.Client) -> AsyncIterator[discord.Client]:
    """Run a client until the block ends."""
    async with client:
        task = asyncio.create_task(client.start(platform.token))
        try:
            await platform.connected()
            yield client
        finally:
            await client.close()
            await asyncio.wait([task])
            task.exception()


def new_client(shards: int | None = None) -> discord.AutoShardedClient:
    """Return a client as a bot without privileged intents makes it."""
    return discord.AutoShardedClient(intents=discord.Intents(guilds=True), shard_count=shards, guild_ready_timeout=0.05)


@pytest_asyncio.fixture
async def sender(
    platform: LoopbackDiscord, channel: Channel, waits: Waits
) -> AsyncIterator[discord.PartialMessageable]:
    """The channel as a client without a gateway holds it: for sending."""
    client = new_client()
    async with client:
        await client.login(platform.token)
        yield client.get_partial_messageable(channel.id)
