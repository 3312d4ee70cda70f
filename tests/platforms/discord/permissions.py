"""Who may do what where: Discord's own order of roles and overwrites."""

from __future__ import annotations

from tests.platforms.discord.refusals import missing_access, missing_permissions
from tests.platforms.discord.values import (
    EVERYTHING,
    MEMBERS_MAY,
    NOTHING,
    Channel,
    Kind,
    Member,
    Overwrite,
    Permission,
    User,
)


def in_guild(member: Member) -> Permission:
    """Return what a member may do before any channel has its say."""
    if member.guild.owner_id == member.id:
        return EVERYTHING
    granted = member.guild.everyone.permissions
    for role in member.roles:
        granted |= role.permissions
    return EVERYTHING if granted & Permission.ADMINISTRATOR else granted


def in_channel(user: User, channel: Channel) -> Permission:
    """Return what an account may do in a channel; a thread has the overwrites of its channel."""
    if channel.kind is Kind.DIRECT:
        return MEMBERS_MAY
    guild = channel.guild
    member = guild.members.get(user.id) if guild else None
    if guild is None or member is None:
        return NOTHING
    granted = in_guild(member)
    if granted == EVERYTHING:
        return granted
    overwrites = (channel.parent or channel).overwrites
    granted = _apply(granted, [overwrites.get(guild.id)])
    granted = _apply(granted, [overwrites.get(role.id) for role in member.roles])
    granted = _apply(granted, [overwrites.get(user.id)])
    return granted if granted & Permission.VIEW_CHANNEL else NOTHING


def demand(user: User, channel: Channel, needed: Permission = NOTHING) -> None:
    """Raise what Discord answers to who can't see a channel (50001) or may not do something there (50013)."""
    granted = in_channel(user, channel)
    if not granted & Permission.VIEW_CHANNEL:
        raise missing_access()
    if needed & ~granted:
        raise missing_permissions()


def to_send(channel: Channel) -> Permission:
    """Return the permission that sending into such a channel takes."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.kind is Kind.THREAD else Permission.SEND_MESSAGES


def _apply(granted: Permission, overwrites: list[Overwrite | None]) -> Permission:
    told = [overwrite for overwrite in overwrites if overwrite]
    for overwrite in told:
        granted &= ~overwrite.deny
    for overwrite in told:
        granted |= overwrite.allow
    return granted
