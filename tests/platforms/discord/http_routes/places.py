"""Guilds, channels, threads, people, and who the bot itself is."""

from __future__ import annotations

from tests.platforms.discord.http_routes.call import Call, Handler
from tests.platforms.discord.permissions import demand
from tests.platforms.discord.refusals import (
    Fault,
    Json,
    form,
    not_for_direct_messages,
    thread_exists,
    unknown_member,
    unknown_role,
    unknown_user,
    wrong_channel_kind,
)
from tests.platforms.discord.shapes.messages import DirectForm, ThreadForm
from tests.platforms.discord.values import Channel, Kind, Permission
from tests.platforms.discord.wire import channel_json, guild_json, member_json, roles_json, user_json


async def me(call: Call) -> Json:
    """Return the bot's own account."""
    return user_json(call.backend.world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US"}


async def application(call: Call) -> Json:
    """Return the application."""
    world = call.backend.world
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user_json(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "owner": user_json(world.operator),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
    }


async def gateway_bot(call: Call) -> Json:
    """Return where the gateway is, with how many shards."""
    gateway = call.backend.gateway
    used = len(gateway.identified)
    limit = {"total": 1000, "remaining": 1000 - used, "reset_after": 86400000, "max_concurrency": 1}
    return {"url": gateway.address, "shards": gateway.shards, "session_start_limit": limit}


async def guild(call: Call) -> Json:
    """Return a guild that the bot is in."""
    return guild_json(call.backend.world.get_guild(call.id("guild_id")))


async def guild_roles(call: Call) -> list[Json]:
    """Return a guild's roles."""
    return roles_json(call.backend.world.get_guild(call.id("guild_id")))


async def guild_role(call: Call) -> Json:
    """Return one role of a guild."""
    roles = roles_json(call.backend.world.get_guild(call.id("guild_id")))
    found = next((role for role in roles if role["id"] == call.values["role_id"]), None)
    if found is None:
        raise unknown_role()
    return found


async def guild_channels(call: Call) -> list[Json]:
    """Return a guild's channels, without threads."""
    found = call.backend.world.get_guild(call.id("guild_id")).channels.values()
    return [channel_json(one) for one in found if one.kind is Kind.TEXT]


async def guild_member(call: Call) -> Json:
    """Return one member of a guild."""
    found = call.backend.world.get_guild(call.id("guild_id")).members.get(call.id("user_id"))
    if found is None:
        raise unknown_member()
    return member_json(found)


async def user(call: Call) -> Json:
    """Return any account."""
    found = call.backend.world.users.get(call.id("user_id"))
    if found is None:
        raise unknown_user()
    return user_json(found)


async def channel(call: Call) -> Json:
    """Return a channel that the bot sees."""
    return channel_json(_seen(call))


async def direct(call: Call) -> Json:
    """Return the direct messages with a person, begun now if there were none."""
    world = call.backend.world
    form_ = call.read(DirectForm)
    person = world.users.get(int(form_.recipient_id))
    if person is None:
        raise form(Fault(("recipient_id",), "USER_NOT_FOUND", "Unknown User"))
    if person.bot:
        raise not_for_direct_messages()
    return channel_json(world.direct_channel(person))


async def begin_thread(call: Call) -> Json:
    """Begin a thread at a message."""
    place = _seen(call)
    if place.kind is not Kind.TEXT:
        raise wrong_channel_kind()
    wanted = call.read(ThreadForm)
    message = call.backend.world.get_message(place, call.id("message_id"))
    demand(call.backend.world.bot, place, Permission.CREATE_PUBLIC_THREADS)
    if message.thread:
        raise thread_exists()
    thread = call.backend.world.thread(message, wanted.name, wanted.auto_archive_duration or 1440)
    call.backend.channel_changed(thread, "CREATE")
    return channel_json(thread)


def _seen(call: Call) -> Channel:
    world = call.backend.world
    found = world.get_channel(call.id("channel_id"))
    demand(world.bot, found)
    return found


ROUTES: dict[str, Handler] = {
    "GET /users/@me": me,
    "GET /applications/@me": application,
    "GET /oauth2/applications/@me": application,
    "GET /gateway/bot": gateway_bot,
    "GET /guilds/{guild_id}": guild,
    "GET /guilds/{guild_id}/roles": guild_roles,
    "GET /guilds/{guild_id}/roles/{role_id}": guild_role,
    "GET /guilds/{guild_id}/channels": guild_channels,
    "GET /guilds/{guild_id}/members/{user_id}": guild_member,
    "GET /users/{user_id}": user,
    "GET /channels/{channel_id}": channel,
    "POST /users/@me/channels": direct,
    "POST /channels/{channel_id}/messages/{message_id}/threads": begin_thread,
}
