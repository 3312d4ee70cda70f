"""Values as Discord's JSON."""

from __future__ import annotations

from datetime import datetime

from tests.platforms.discord.drawing import address as file_address
from tests.platforms.discord.permissions import in_channel, in_guild
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Attachment, Channel, Flag, Guild, Kind, Member, Message, Role, User


def moment(at: datetime | None) -> str | None:
    """Return a moment as Discord writes it."""
    return at.isoformat() if at else None


def user_json(user: User) -> Json:
    """Return an account."""
    return {
        "id": str(user.id),
        "username": user.name.lower(),
        "global_name": None if user.bot else user.name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member_json(member: Member) -> Json:
    """Return a member with the account."""
    return {
        "user": user_json(member.user),
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": moment(member.joined_at),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def role_json(role: Role, position: int) -> Json:
    """Return a role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "permissions": str(int(role.permissions)),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "flags": 0,
    }


def roles_json(guild: Guild) -> list[Json]:
    """Return a guild's roles, @everyone lowest."""
    return [role_json(role, position) for position, role in enumerate(guild.roles.values())]


def channel_json(channel: Channel) -> Json:
    """Return a channel of any kind."""
    last = max(channel.messages, default=None)
    base: Json = {"id": str(channel.id), "type": int(channel.kind), "flags": 0}
    base["last_message_id"] = str(last) if last else None
    if channel.with_user:
        return {**base, "recipients": [user_json(channel.with_user)]}
    assert channel.guild
    base |= {"guild_id": str(channel.guild.id), "name": channel.name}
    return base | (_thread_part(channel) if channel.kind is Kind.THREAD else _text_part(channel))


def _text_part(channel: Channel) -> Json:
    overwrites = [
        {
            "id": str(id),
            "type": 0 if overwrite.role else 1,
            "allow": str(int(overwrite.allow)),
            "deny": str(int(overwrite.deny)),
        }
        for id, overwrite in channel.overwrites.items()
    ]
    return {"position": 0, "parent_id": None, "topic": None, "nsfw": False, "permission_overwrites": overwrites}


def _thread_part(channel: Channel) -> Json:
    assert channel.parent
    return {
        "parent_id": str(channel.parent.id),
        "owner_id": str(channel.owner_id),
        "message_count": len(channel.messages),
        "total_message_sent": len(channel.messages),
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": channel.archived,
            "auto_archive_duration": channel.archive_after,
            "archive_timestamp": moment(channel.changed_at),
            "create_timestamp": moment(channel.changed_at),
            "locked": False,
        },
    }


def guild_json(guild: Guild) -> Json:
    """Return a guild as the API tells it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "preferred_locale": guild.locale,
        "roles": roles_json(guild),
        "icon": None,
        "description": None,
        "splash": None,
        "discovery_splash": None,
        "home_header": None,
        "banner": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "vanity_url_code": None,
        "incidents_data": None,
        "max_presences": None,
        "max_members": 500000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "region": "rotterdam",
    }


def guild_event_json(guild: Guild, bot: User) -> Json:
    """Return a guild as GUILD_CREATE tells it to a client without the members intent: of all members only the bot."""
    return {
        **guild_json(guild),
        "joined_at": moment(guild.members[bot.id].joined_at),
        "large": False,
        "member_count": len(guild.members),
        "members": [member_json(guild.members[bot.id])],
        "channels": [channel_json(one) for one in guild.channels.values() if one.kind is Kind.TEXT],
        "threads": [channel_json(one) for one in guild.channels.values() if one.kind is Kind.THREAD],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment_json(one: Attachment, channel: Channel, address: str) -> Json:
    """Return a file; `address` is that of the loopback, where it can be had."""
    url = file_address(one, f"{address}/attachments/{channel.id}")
    told: Json = {"id": str(one.id), "filename": one.filename, "size": len(one.data), "url": url, "proxy_url": url}
    if one.filename.endswith(".png"):
        told |= {"content_type": "image/png"}
    return told | ({"description": one.description} if one.description else {})


def message_json(message: Message, address: str) -> Json:
    """Return a message as everybody who may see it gets it; never with a nonce."""
    channel = message.channel
    told: Json = {
        "id": str(message.id),
        "channel_id": str(channel.id),
        "author": user_json(message.author),
        "type": 0,
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
        "attachments": [attachment_json(one, channel, address) for one in message.attachments],
        "timestamp": moment(message.created_at),
        "edited_timestamp": moment(message.edited_at),
        "flags": int(message.flags | (Flag.HAS_THREAD if message.thread else Flag(0))),
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
    }
    if message.interaction:
        told |= {"type": 20 if message.interaction["type"] == 2 else 0, "interaction_metadata": message.interaction}
        told |= {"webhook_id": str(message.author.id), "application_id": str(message.author.id)}
    if message.reply_to:
        origin = message.reply_to
        told |= {"type": 19, "referenced_message": None if origin.deleted else message_json(origin, address)}
        told["message_reference"] = {"type": 0, "message_id": str(origin.id), "channel_id": str(channel.id)}
    if message.thread:
        told["thread"] = channel_json(message.thread)
    return told


def presser_json(user: User, channel: Channel) -> Json:
    """Return who did something in a channel, as an interaction tells it: a member with permissions, or an account."""
    member = channel.guild.members.get(user.id) if channel.guild else None
    if member is None:
        return {"user": user_json(user)}
    permissions = in_channel(user, channel) or in_guild(member)
    return {"member": {**member_json(member), "permissions": str(int(permissions))}}
