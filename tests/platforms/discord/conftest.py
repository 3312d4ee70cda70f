"""A loopback Discord and a plain client of the real library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import discord
import pytest
import pytest_asyncio

from tests.platforms.discord.client import Waits, pointed_at
from tests.platforms.discord.plain import Listening, running
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


@pytest_asyncio.fixture
async def client(platform: LoopbackDiscord, waits: Waits) -> AsyncIterator[discord.Client]:
    """A client that is logged in and has no gateway: what sends."""
    async with Listening() as client:
        await client.login(platform.token)
        yield client


@pytest_asyncio.fixture
async def online(platform: LoopbackDiscord, channel: Channel, waits: Waits) -> AsyncIterator[Listening]:
    """A client at the gateway, too, that hears what people do and leaves the answers to the test."""
    async with running(platform, Listening()) as client:
        assert isinstance(client, Listening)
        yield client


@pytest_asyncio.fixture
async def sender(client: discord.Client, channel: Channel) -> discord.TextChannel:
    """The channel as that client holds it."""
    found = await client.fetch_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found
