"""A plain client of the real library, for tests of the loopback itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
from discord.http import Route

from tests.platforms.discord.changes import BOUND
from tests.platforms.discord.server import LoopbackDiscord


class Listening(discord.AutoShardedClient):
    """A bot without privileged intents that leaves every interaction to the test."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05, **options)
        self._heard: asyncio.Queue[discord.Interaction] = asyncio.Queue()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Keep what a person did."""
        self._heard.put_nowait(interaction)

    async def heard(self) -> discord.Interaction:
        """Return the next thing that a person did."""
        return await asyncio.wait_for(self._heard.get(), BOUND)


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


async def ask(client: discord.Client, method: str, path: str, body: object = None) -> Any:
    """Send a request as the library's HTTP client sends it, and return the answer."""
    options: dict[str, Any] = {} if body is None else {"json": body}
    return await client.http.request(Route(method, path), **options)


async def refusal(client: discord.Client, method: str, path: str, body: object = None) -> discord.HTTPException:
    """Send a request that is refused and return what the library makes of the refusal."""
    with pytest.raises(discord.HTTPException) as caught:
        await ask(client, method, path, body)
    return caught.value
