"""The little world of the local page: one workspace, a few channels, and members to be."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.calls import Actor, Place
from bot.chat.declare import mark

ADAPTER = "web"
WORKSPACE = "local"
REALM = "local"


@dataclass(frozen=True)
class Channel:
    """A channel of the page; `about` is a marked sentence."""

    id: str
    about: str


@dataclass(frozen=True)
class Member:
    """Somebody to be on the page; the owner may manage the workspace."""

    id: str
    name: str
    owner: bool = False


CHANNELS = (
    Channel("dva-c02", mark("The study group's daily question")),
    Channel("evening-group", mark("A second group, for another hour or another exam")),
    Channel("lounge", mark("No study group here yet")),
)
MEMBERS = (
    Member("ada", "Ada", owner=True),
    Member("chidi", "Chidi"),
    Member("mei", "Mei"),
    Member("omar", "Omar"),
    Member("sofia", "Sofia"),
)
OWNER = MEMBERS[0]


def member(user: str) -> Member | None:
    """Return the member with this id, or None."""
    return next((one for one in MEMBERS if one.id == user), None)


def direct(user: str) -> str:
    """Return the channel of the messages that the bot sends to one member."""
    return f"@{user}"


def known(channel: str) -> bool:
    """Return whether there is such a channel, a member's direct messages included."""
    if channel.startswith("@"):
        return member(channel[1:]) is not None
    return any(one.id == channel for one in CHANNELS)


def may_read(who: Member, channel: str, to: str | None) -> bool:
    """Return whether a member may see a message of a channel that is addressed `to` somebody (None: everyone)."""
    return to in {None, who.id} and (channel == direct(who.id) or not channel.startswith("@"))


def place(channel: str) -> Place | None:
    """Return the place of a channel; direct messages have none."""
    return None if channel.startswith("@") else Place(ADAPTER, WORKSPACE, channel, channel)


def actor(who: Member, locale: str) -> Actor:
    """Return a member as the one who acts."""
    return Actor(ADAPTER, WORKSPACE, REALM, who.id, who.name, may_manage=who.owner, locale=locale)
