"""Messages in channels: create, read, edit, delete, history."""

from __future__ import annotations

from tests.platforms.discord.compose import write
from tests.platforms.discord.http_routes.call import Call, Handler, snowflake
from tests.platforms.discord.permissions import demand, in_channel, to_send
from tests.platforms.discord.refusals import (
    Fault,
    Json,
    anothers_message,
    archived_thread,
    form,
    missing_access,
    no_guild_in_common,
    not_for_direct_messages,
    reply_without_history,
    unknown_message,
)
from tests.platforms.discord.shapes.messages import CreateForm, EditForm, ReferenceForm
from tests.platforms.discord.values import Channel, Flag, Kind, Message, Permission
from tests.platforms.discord.wire import message_json


async def create(call: Call) -> Json:
    """Create a message; one with an enforced nonce that was used here within minutes is returned instead."""
    world = call.backend.world
    channel = world.get_channel(call.id("channel_id"))
    demand(world.bot, channel)
    said = call.read(CreateForm)
    nonce = None if said.nonce is None else str(said.nonce)
    if nonce and said.enforce_nonce and (known := call.backend.remembered(channel, nonce)):
        if known.deleted:
            raise unknown_message()
        return message_json(known, call.backend.address)
    _demand_sending(call, channel, said)
    message = Message(world.new_id(), channel, world.bot, call.backend.clock())
    message.reply_to = _replied(call, channel, said.message_reference)
    write(world, message, said, call.files, address=call.backend.address)
    channel.messages[message.id] = message
    channel.archived = False
    if nonce:
        call.backend.remember(message, nonce)
    told = message_json(message, call.backend.address)
    return told if nonce is None else {**told, "nonce": said.nonce}


async def get(call: Call) -> Json:
    """Return one message; without Read Message History none is there to be read."""
    message = _message(call)
    if not in_channel(call.backend.world.bot, message.channel) & Permission.READ_MESSAGE_HISTORY:
        raise missing_access()
    return message_json(message, call.backend.address)


async def edit(call: Call) -> Json:
    """Change a message of the bot's own."""
    message = _message(call)
    said = call.read(EditForm)
    if message.author is not call.backend.world.bot:
        raise anothers_message()
    if message.channel.archived:
        raise archived_thread()
    flags = Flag.SUPPRESS_EMBEDS | Flag.COMPONENTS_V2
    world, address = call.backend.world, call.backend.address
    write(world, message, said, call.files, address=address, new=False, flags=flags)
    message.edited_at = call.backend.clock()
    return message_json(message, address)


async def delete(call: Call) -> None:
    """Delete a message: the bot's own, or with Manage Messages anybody's."""
    message = _message(call)
    if message.author is not call.backend.world.bot:
        demand(call.backend.world.bot, message.channel, Permission.MANAGE_MESSAGES)
    call.backend.delete_message(message)


async def history(call: Call) -> list[Json]:
    """Return messages of a channel, newest first; without Read Message History there are none to see."""
    world = call.backend.world
    channel = world.get_channel(call.id("channel_id"))
    demand(world.bot, channel)
    limit = call.number("limit", 50, 1, 100)
    bounds = {name: snowflake(name, call.query[name]) for name in ("before", "after", "around") if name in call.query}
    if len(bounds) > 1:
        raise form(Fault(("before",), "HISTORY_BOUNDS_EXCLUSIVE", "before, after and around exclude each other."))
    if not in_channel(world.bot, channel) & Permission.READ_MESSAGE_HISTORY:
        return []
    there = sorted(id for id, one in channel.messages.items() if not one.deleted and not one.viewer)
    chosen = _window(there, bounds, limit)
    return [message_json(channel.messages[id], call.backend.address) for id in reversed(chosen)]


def _window(ids: list[int], bounds: dict[str, int], limit: int) -> list[int]:
    """Return the ids that a history request is about, oldest first."""
    if "after" in bounds:
        return [id for id in ids if id > bounds["after"]][:limit]
    if "around" in bounds:
        middle = sum(id < bounds["around"] for id in ids)
        first = max(0, middle - limit // 2)
        return ids[first : first + limit]
    return [id for id in ids if id < bounds.get("before", 1 << 64)][-limit:]


def _message(call: Call) -> Message:
    world = call.backend.world
    channel = world.get_channel(call.id("channel_id"))
    demand(world.bot, channel)
    return world.get_message(channel, call.id("message_id"))


def _demand_sending(call: Call, channel: Channel, said: CreateForm) -> None:
    needed = to_send(channel)
    if said.embeds:
        needed |= Permission.EMBED_LINKS
    if call.files:
        needed |= Permission.ATTACH_FILES
    if channel.kind is Kind.DIRECT:
        _demand_reachable(call, channel)
        return
    demand(call.backend.world.bot, channel, needed)
    if said.message_reference and not in_channel(call.backend.world.bot, channel) & Permission.READ_MESSAGE_HISTORY:
        raise reply_without_history()


def _demand_reachable(call: Call, channel: Channel) -> None:
    person = channel.with_user
    assert person
    if not any(person.id in guild.members for guild in call.backend.world.guilds.values() if guild.joined):
        raise no_guild_in_common()
    if not person.takes_direct:
        raise not_for_direct_messages()


def _replied(call: Call, channel: Channel, reference: ReferenceForm | None) -> Message | None:
    if reference is None:
        return None
    message = channel.messages.get(int(reference.message_id))
    there = message and not message.deleted and not message.viewer
    if not there and reference.fail_if_not_exists is not False:
        raise form(Fault(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message"))
    return message if there else None


ROUTES: dict[str, Handler] = {
    "POST /channels/{channel_id}/messages": create,
    "GET /channels/{channel_id}/messages": history,
    "GET /channels/{channel_id}/messages/{message_id}": get,
    "PATCH /channels/{channel_id}/messages/{message_id}": edit,
    "DELETE /channels/{channel_id}/messages/{message_id}": delete,
}
