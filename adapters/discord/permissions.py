"""Permissions: what the bot may do in a channel and a person in a server, by Discord's rules. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ADMINISTRATOR, MANAGE_SERVER = 1 << 3, 1 << 5
_EVERYTHING = (1 << 64) - 1


@dataclass(frozen=True)
class Permission:
    """A permission: its bit, its name in Discord's own interface, and what we need it for."""

    bit: int
    name: str
    why: str


VIEW = Permission(1 << 10, "View Channels", "to see the channel that a study group lives in")
SEND = Permission(1 << 11, "Send Messages", "to post the daily question, its reveal and the weekly recap")
ATTACH = Permission(1 << 15, "Attach Files", "to add the picture of the weekly recap")
HISTORY = Permission(
    1 << 16,
    "Read Message History",
    "to look for a message whose sending was never confirmed, so that none is posted twice, and to reply to one",
)
THREADS = Permission(1 << 35, "Create Public Threads", "to open a thread for discussion below a question")

NEEDED: Sequence[Permission] = (VIEW, SEND, ATTACH, HISTORY)
"""Without one of these a group can't work in a channel."""

WANTED: Sequence[Permission] = (*NEEDED, THREADS)
"""What the invitation asks for."""


def missing(granted: int) -> Sequence[str]:
    """Return the name of each needed permission that is not granted."""
    return [one.name for one in NEEDED if not granted & one.bit]


def in_guild(guild: Mapping[str, Any], member: Mapping[str, Any]) -> int:
    """Return the permissions that a member has in a server, before those of any channel."""
    if guild.get("owner_id") == member["user"]["id"]:
        return _EVERYTHING
    mine = {guild["id"], *member["roles"]}  # the role @everyone has the server's id
    granted = 0
    for role in guild["roles"]:
        if role["id"] in mine:
            granted |= int(role["permissions"])
    return _EVERYTHING if granted & ADMINISTRATOR else granted


def in_channel(guild: Mapping[str, Any], member: Mapping[str, Any], channel: Mapping[str, Any]) -> int:
    """Return what a member may do in a channel: @everyone's overwrites come first, then the roles', then their own."""
    granted = in_guild(guild, member)
    if granted == _EVERYTHING:
        return granted
    overwrites = channel.get("permission_overwrites") or ()
    for ids in ({guild["id"]}, set(member["roles"]), {member["user"]["id"]}):
        granted = _changed(granted, overwrites, ids)
    # Whoever can't see a channel can do nothing in it.
    return granted if granted & VIEW.bit else 0


def _changed(granted: int, overwrites: Iterable[Mapping[str, Any]], ids: Collection[str]) -> int:
    allow = deny = 0
    for one in overwrites:
        if one["id"] in ids:
            allow |= int(one["allow"])
            deny |= int(one["deny"])
    return granted & ~deny | allow
