"""Whom a message alerts: what it names, of that what it allows, of that what its author may."""

from __future__ import annotations

import re
from collections.abc import Collection

from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.shapes.messages import AllowedMentions
from tests.platforms.discord.values import Message, Permission

EVERYONE = 1
"""Stands among the alerted for everybody (@everyone and @here)."""


def alerted_by(message: Message, text: str, allowed: AllowedMentions | None) -> set[int]:
    """Return the ids of the people and roles that `text`, the visible text of a new message, alerts."""
    if allowed is None:
        allowed = AllowedMentions(parse=["users", "roles", "everyone"], replied_user=True)
    parse = allowed.parse or []
    users = {int(id) for id in re.findall(r"<@!?(\d+)>", text)}
    roles = {int(id) for id in re.findall(r"<@&(\d+)>", text)}
    found = users if "users" in parse else users & _ids(allowed.users)
    found |= _alertable(message, roles if "roles" in parse else roles & _ids(allowed.roles))
    if "everyone" in parse and re.search(r"@(everyone|here)\b", text) and _may_alert_all(message):
        found.add(EVERYONE)
    if message.reply_to and allowed.replied_user:
        found.add(message.reply_to.author.id)
    return found - {message.author.id}


def _ids(listed: Collection[str | int] | None) -> set[int]:
    return {int(id) for id in listed or []}


def _alertable(message: Message, roles: set[int]) -> set[int]:
    """A role is alerted if anybody may mention it, or the author may mention all."""
    guild = message.channel.guild
    known = [guild.roles[id] for id in roles if id in guild.roles] if guild else []
    return {role.id for role in known if role.mentionable or _may_alert_all(message)}


def _may_alert_all(message: Message) -> bool:
    return bool(in_channel(message.author, message.channel) & Permission.MENTION_EVERYONE)
