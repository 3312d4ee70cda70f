"""What a Discord consists of: guilds, roles, members, channels, messages. Linked values without behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from tests.platforms.discord.refusals import Json

if TYPE_CHECKING:
    from tests.platforms.discord.rules_messages import Draft


class Permission(IntFlag):
    """The permissions that matter to a bot that posts, edits, finds and opens threads."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NOTHING = Permission(0)
EVERYTHING = Permission((1 << 52) - 1)
MEMBERS_MAY = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What @everyone of a new guild may do."""


class Kind(IntEnum):
    """The kinds of channels."""

    TEXT = 0
    DIRECT = 1
    THREAD = 11


class Flag(IntFlag):
    """A message's flags."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SILENT = 1 << 12
    COMPONENTS_V2 = 1 << 15


NO_FLAGS = Flag(0)


@dataclass(eq=False)
class User:
    """An account. `takes_direct` is whether strangers and bots may write to it."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    takes_direct: bool = True


@dataclass(eq=False)
class Role:
    """A role of a guild; @everyone has the guild's id."""

    id: int
    name: str
    permissions: Permission
    mentionable: bool = False
    managed: bool = False


@dataclass(eq=False)
class Member:
    """A person in a guild."""

    user: User
    guild: Guild
    roles: list[Role]
    joined_at: datetime
    nick: str | None = None

    @property
    def id(self) -> int:
        """The account's id."""
        return self.user.id


@dataclass
class Overwrite:
    """What a channel allows or denies to one role or member, over the guild's permissions."""

    role: bool
    allow: Permission = NOTHING
    deny: Permission = NOTHING


@dataclass(eq=False)
class Attachment:
    """A file on a message."""

    id: int
    filename: str
    data: bytes
    description: str | None = None


@dataclass(eq=False)
class Message:
    """A message. `viewer` is the only account that sees an ephemeral one; `alerted` are the ids that it pinged.

    `embeds` and `components` are as Discord shows them, `draft` as they were written.
    """

    id: int
    channel: Channel
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: Flag = NO_FLAGS
    edited_at: datetime | None = None
    reply_to: Message | None = None
    thread: Channel | None = None
    interaction: Json | None = None
    viewer: User | None = None
    alerted: set[int] = field(default_factory=set)
    draft: Draft | None = None
    deleted: bool = False


@dataclass(eq=False)
class Channel:
    """A text channel, a thread, or the direct messages of one person with the bot."""

    id: int
    kind: Kind
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    with_user: User | None = None
    owner_id: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    archived: bool = False
    archive_after: int = 1440
    changed_at: datetime | None = None


@dataclass(eq=False)
class Guild:
    """A server. `joined` is whether the bot is in it."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    joined: bool = True
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)

    @property
    def everyone(self) -> Role:
        """The role that everybody has."""
        return self.roles[self.id]
