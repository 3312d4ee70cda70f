"""A loopback Discord at work: served on a free port of 127.0.0.1, with the world's side of things for tests to do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from tests.platforms.discord.api import BASE, Api
from tests.platforms.discord.backend import Backend, Request
from tests.platforms.discord.people import Person
from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.values import (
    MEMBERS_MAY,
    NOTHING,
    Channel,
    Guild,
    Kind,
    Member,
    Message,
    Overwrite,
    Permission,
    Role,
    User,
)
from tests.platforms.discord.wire import guild_event_json, role_json


class LoopbackDiscord:
    """What a test holds: it builds the world, lets people act, sets faults, and looks at what came."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.backend = Backend(clock)
        self.world = self.backend.world
        self.gateway = self.backend.gateway
        self.faults = self.backend.faults
        self.limits = self.backend.limits
        self.until = self.backend.changes.until
        self.token = self.world.token
        self.application_id = self.world.bot.id

    @property
    def api(self) -> str:
        """The API's base address, in place of `https://discord.com/api/v10`."""
        return self.backend.address + BASE

    def guild(
        self, name: str = "Study hall", *, bot_may: Permission = MEMBERS_MAY, shard: int = 0, of: int = 1
    ) -> Guild:
        """Add a guild with the bot in it (told at once to clients that are connected)."""
        guild = self.world.guild(name, bot_may=bot_may, shard=shard, of=of)
        self._tell_joined(guild)
        return guild

    def remove_bot(self, guild: Guild) -> None:
        """Remove the bot from a guild."""
        guild.joined = False
        guild.members.pop(self.world.bot.id)
        self.gateway.tell("GUILD_DELETE", {"id": str(guild.id)}, guild)

    def add_bot(self, guild: Guild, bot_may: Permission = MEMBERS_MAY) -> None:
        """Add the bot to a guild that had removed it."""
        role = self.world.role(guild, self.world.bot.name, bot_may, managed=True)
        self.world.member(guild, self.world.bot, role)
        guild.joined = True
        self._tell_joined(guild)

    def outage(self, guild: Guild) -> None:
        """Tell clients that a guild is unavailable; the bot is still in it."""
        self.gateway.tell("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild)

    def channel(self, guild: Guild, name: str = "dva-c02") -> Channel:
        """Add a text channel."""
        channel = self.world.text_channel(guild, name)
        self.backend.channel_changed(channel, "CREATE")
        return channel

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel or thread with everything in it."""
        assert channel.guild
        for thread in [one for one in self.world.channels.values() if one.parent is channel]:
            self.delete_channel(thread)
        self.world.channels.pop(channel.id)
        channel.guild.channels.pop(channel.id, None)
        self.backend.channel_changed(channel, "DELETE")

    def deny(self, channel: Channel, may_not: Permission, who: Role | Member | None = None) -> None:
        """Take permissions from the bot, or from a role or member, in one channel."""
        target = who or self._me(channel)
        channel.overwrites[target.id] = Overwrite(isinstance(target, Role), deny=may_not)
        self.backend.channel_changed(channel, "UPDATE")

    def allow(self, channel: Channel, who: Role | Member | None = None) -> None:
        """Take back what `deny` said."""
        channel.overwrites.pop((who or self._me(channel)).id, None)
        self.backend.channel_changed(channel, "UPDATE")

    def bot_may(self, channel: Channel) -> Permission:
        """Return what the bot may do in a channel."""
        return in_channel(self.world.bot, channel)

    def unhide_commands(self) -> None:
        """Show all commands to everybody, as an administrator may, whatever their default permissions are."""
        for commands in self.backend.commands.values():
            for command in commands:
                command["default_member_permissions"] = None

    def archive(self, thread: Channel) -> None:
        """Archive a thread, as time or a moderator does."""
        assert thread.kind is Kind.THREAD
        thread.archived, thread.changed_at = True, self.backend.clock()
        self.backend.channel_changed(thread, "UPDATE")

    def role(self, guild: Guild, name: str, may: Permission = NOTHING, *, mentionable: bool = False) -> Role:
        """Add a role."""
        role = self.world.role(guild, name, may, mentionable=mentionable)
        told = role_json(role, len(guild.roles) - 1)
        self.gateway.tell("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": told}, guild)
        return role

    def person(
        self, guild: Guild | None, name: str, *roles: Role, may: Permission = NOTHING, locale: str = "en-US"
    ) -> Person:
        """Add a person to a guild (or none), with roles and, by a role of their own, permissions."""
        user = self.world.user(name, locale=locale)
        if guild is not None:
            own = (self.world.role(guild, f"{name}'s", may),) if may else ()
            self.world.member(guild, user, *roles, *own)
        return Person(self.backend, user)

    def join(self, guild: Guild, user: User) -> None:
        """Let a person join one more guild."""
        self.world.member(guild, user)

    def say(self, channel: Channel, author: User, content: str) -> Message:
        """Post a message of somebody else's."""
        message = Message(self.world.new_id(), channel, author, self.backend.clock(), content)
        channel.messages[message.id] = message
        return message

    def delete_message(self, message: Message) -> None:
        """Delete a message, as a moderator does."""
        self.backend.delete_message(message)

    def messages(self, channel: Channel) -> list[Message]:
        """Return what everybody in a channel sees, oldest first."""
        return [one for _, one in sorted(channel.messages.items()) if not one.viewer]

    def direct_messages(self, person: Person) -> list[Message]:
        """Return what the bot wrote to a person directly, oldest first."""
        return self.messages(self.world.direct_channel(person.user))

    def expire(self) -> None:
        """Let the three seconds of everything that waits for an answer be over."""
        for interaction in self.backend.interactions.values():
            interaction.expired = interaction.acknowledged is None
        self.backend.changes.happened()

    def requests(self, route: str) -> list[Request]:
        """Return the requests of one route so far, oldest first, disturbed and refused ones included."""
        assert route in self.faults.routes, route
        return [one for one in self.backend.requests if one.route == route]

    async def connected(self, shards: int = 1) -> None:
        """Wait until so many shards are connected."""
        await self.until(lambda: len(self.gateway.connected) >= shards, f"{shards} connected shards")

    def _me(self, channel: Channel) -> Member:
        assert channel.guild
        return channel.guild.members[self.world.bot.id]

    def _tell_joined(self, guild: Guild) -> None:
        self.gateway.tell("GUILD_CREATE", guild_event_json(guild, self.world.bot), guild)


@asynccontextmanager
async def serve_discord(clock: Callable[[], datetime]) -> AsyncIterator[LoopbackDiscord]:
    """Serve a Discord without guilds on a free port of 127.0.0.1."""
    discord = LoopbackDiscord(clock)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    Api(discord.backend).add_to(app)
    app.router.add_get("/gateway", discord.gateway.serve)
    app.router.add_get("/gateway/", discord.gateway.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    discord.backend.address = f"http://127.0.0.1:{port}"
    discord.gateway.address = f"ws://127.0.0.1:{port}/gateway"
    try:
        yield discord
    finally:
        await discord.gateway.drop(code=1001)
        await runner.cleanup()
    if discord.backend.bugs:
        raise ExceptionGroup("the loopback Discord broke, or its document objects", discord.backend.bugs)
