"""The world behind the API: who and what there is, by id. Ids carry the injected clock's time, as Discord's do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from tests.platforms.discord.refusals import unknown_channel, unknown_guild, unknown_message
from tests.platforms.discord.values import (
    EVERYTHING,
    MEMBERS_MAY,
    NOTHING,
    Channel,
    Guild,
    Kind,
    Member,
    Message,
    Permission,
    Role,
    User,
)

EPOCH_MS = 1420070400000
TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAw.Gloop.back-bot-token"
"""The bot's token, unless a world is given another."""


class World:
    """Everything that is there. Reading and building only: what may be done is for the API to say."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.token = TOKEN
        self._count = 0
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, User] = {}
        self.bot = self.user("studybot", bot=True)
        self.operator = self.user("operator")

    def new_id(self) -> int:
        """Return a new id: milliseconds since Discord's epoch, and a count that orders what came in the same one."""
        self._count += 1
        return (int(self.clock().timestamp() * 1000) - EPOCH_MS << 22) + self._count

    def born(self, id: int) -> datetime:
        """Return when an id was given out."""
        return datetime.fromtimestamp(((id >> 22) + EPOCH_MS) / 1000, UTC)

    def user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """Add an account."""
        user = User(self.new_id(), name, bot, locale)
        self.users[user.id] = user
        return user

    def guild(self, name: str, *, bot_may: Permission = MEMBERS_MAY, shard: int = 0, of: int = 1) -> Guild:
        """Add a guild with the bot in it, by a role of its own that may `bot_may`; `shard` of so many is its shard."""
        id = self.new_id()
        while (id >> 22) % of != shard:
            id += 1 << 22
        guild = Guild(id, name, owner_id=self.operator.id)
        guild.roles[id] = Role(id, "@everyone", MEMBERS_MAY)
        self.guilds[id] = guild
        self.member(guild, self.operator)
        self.member(guild, self.bot, self.role(guild, self.bot.name, bot_may, managed=True))
        return guild

    def role(
        self,
        guild: Guild,
        name: str,
        may: Permission = NOTHING,
        *,
        mentionable: bool = False,
        managed: bool = False,
    ) -> Role:
        """Add a role to a guild."""
        role = Role(self.new_id(), name, may & EVERYTHING, mentionable, managed)
        guild.roles[role.id] = role
        return role

    def member(self, guild: Guild, user: User, *roles: Role) -> Member:
        """Let an account join a guild."""
        member = Member(user, guild, list(roles), self.clock())
        guild.members[user.id] = member
        return member

    def text_channel(self, guild: Guild, name: str) -> Channel:
        """Add a text channel to a guild."""
        channel = Channel(self.new_id(), Kind.TEXT, name, guild)
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, user: User) -> Channel:
        """Return the direct messages of a person with the bot, begun now if there were none."""
        found = (one for one in self.channels.values() if one.with_user is user)
        channel = next(found, None) or Channel(self.new_id(), Kind.DIRECT, user.name, with_user=user)
        self.channels[channel.id] = channel
        return channel

    def thread(self, message: Message, name: str, archive_after: int) -> Channel:
        """Begin a thread at a message; it has the message's id."""
        parent = message.channel
        thread = Channel(message.id, Kind.THREAD, name, parent.guild, parent, owner_id=self.bot.id)
        thread.archive_after, thread.changed_at = archive_after, self.clock()
        message.thread = self.channels[thread.id] = thread
        return thread

    def get_guild(self, id: int) -> Guild:
        """Return a guild that the bot is in, or raise 10004."""
        guild = self.guilds.get(id)
        if guild is None or not guild.joined:
            raise unknown_guild()
        return guild

    def get_channel(self, id: int) -> Channel:
        """Return a channel, or raise 10003; those of a guild that removed the bot are there, but out of sight."""
        channel = self.channels.get(id)
        if channel is None:
            raise unknown_channel()
        return channel

    def get_message(self, channel: Channel, id: int) -> Message:
        """Return a message that everybody in the channel sees, or raise 10008."""
        message = channel.messages.get(id)
        if message is None or message.deleted or message.viewer:
            raise unknown_message()
        return message
