"""The little world of the local page: one workspace, a few channels, and members to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.calls import Actor, Place
from bot.chat.cards import Choice
from bot.chat.declare import NOBODY, Command, mark

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


@dataclass(frozen=True)
class Role:
    """Some of the members under one name, who can be alerted together."""

    id: str
    name: str
    members: frozenset[str]


CHANNELS = (
    Channel("dva-c02", mark("A channel for a study group")),
    Channel("evening-group", mark("For a second one, at another hour or for another exam")),
    Channel("lounge", mark("For all the rest")),
)
MEMBERS = (
    Member("ada", "Ada", owner=True),
    Member("chidi", "Chidi"),
    Member("mei", "Mei"),
    Member("omar", "Omar"),
    Member("sofia", "Sofia"),
)
OWNER = MEMBERS[0]
ROLES = (
    Role("crew", mark("Study crew"), frozenset({"chidi", "mei", "omar", "sofia"})),
    Role("helpers", mark("Helpers"), frozenset({"mei"})),
)


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
    roles = frozenset(role.id for role in ROLES if who.id in role.members)
    return Actor(ADAPTER, WORKSPACE, REALM, who.id, who.name, may_manage=who.owner, locale=locale, roles=roles)


def role_name(role: str) -> str:
    """Return what people call a role, its id if there is none of it."""
    return next((one.name for one in ROLES if one.id == role), role)


def declared(commands: Sequence[Command[Any]]) -> Sequence[Command[Any]]:
    """Return commands with the page's roles, and nobody, as the choices of every option that takes one."""
    choices = (*(Choice(role.id, role.name) for role in ROLES), NOBODY)
    return [
        replace(
            one, options=tuple(replace(option, choices=choices) if option.role else option for option in one.options)
        )
        for one in commands
    ]
