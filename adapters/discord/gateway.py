"""The gateway: discord.py's connection to what happens, kept lean, and its events handed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import discord
from discord.state import AutoShardedConnectionState

from adapters.discord import events
from adapters.discord.events import Event
from adapters.discord.settings import Settings

TOLD_WITHIN = 2.0
"""Seconds without another server after which all have been told of."""


class Ear(Protocol):
    """Whoever hears of what happens."""

    def connected(self, shard: int) -> None:
        """A shard is connected."""
        ...

    async def back(self, guild: str) -> None:
        """A server is there."""
        ...

    async def gone(self, guild: str) -> None:
        """A server is not there any more."""
        ...

    async def serve(self, event: Event) -> None:
        """Somebody did something."""
        ...


class Gateway(discord.AutoShardedClient):
    """A connection for every shard; it keeps servers and channels, no members and no messages."""

    def __init__(self, ear: Ear, settings: Settings) -> None:
        shards = settings.shards
        some: Any = {"shard_ids": list(shards.ids), "shard_count": shards.whole} if shards else {}
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=TOLD_WITHIN,
            **some,
        )
        self._ear = ear

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what somebody did: commands, buttons, choosers, forms and completions alike."""
        event = events.read(interaction)
        if event is not None:
            await self._ear.serve(event)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Hear that we were added to a server. Nothing is posted there unasked."""
        await self._ear.back(str(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Hear that we were removed from a server."""
        await self._ear.gone(str(guild.id))

    async def on_shard_connect(self, shard_id: int) -> None:
        """Be reachable: what people do arrives from now on, while the servers are still being told."""
        self._ear.connected(shard_id)

    async def on_ready(self) -> None:
        """Know all servers. Those that we were added to again while we were away go on."""
        for guild in self.guilds:
            await self._ear.back(str(guild.id))

    def _get_state(self, **options: Any) -> AutoShardedConnectionState[Any]:
        """Return the library's memory, of the lean kind."""
        return _Lean(dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options)


class _Lean(AutoShardedConnectionState[Any]):
    """discord.py's memory without what we never read of a server.

    Of 2,500 servers that is more than all the rest: roles, who may do what in which channel, topics. What a person may
    do comes with everything that they do, and what we may do is asked for when it matters.
    """

    def _get_create_guild(self, data: Any) -> discord.Guild:
        return super()._get_create_guild(_lean(data))


def _lean(guild: Mapping[str, Any]) -> Any:
    """Return a server as Discord tells of it, with its channels' names and places alone."""
    channels = [{**one, "permission_overwrites": [], "topic": None} for one in guild.get("channels", ())]
    everyone = [one for one in guild.get("roles", ()) if one["id"] == guild["id"]]
    return {**guild, "channels": channels, "roles": everyone}
