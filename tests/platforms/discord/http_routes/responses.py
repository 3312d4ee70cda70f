"""What an interaction's token is good for: its original response, and follow-ups."""

from __future__ import annotations

from tests.platforms.discord.compose import write
from tests.platforms.discord.http_routes.call import Call, Handler
from tests.platforms.discord.interactions import Answer, Interaction, loading
from tests.platforms.discord.refusals import Json, Where, invalid_webhook_token, unknown_message, unknown_webhook
from tests.platforms.discord.rules_messages import SETTABLE
from tests.platforms.discord.shapes.messages import ResponseForm
from tests.platforms.discord.values import NO_FLAGS, Flag, Message
from tests.platforms.discord.wire import message_json

ANSWER_FLAGS = SETTABLE | Flag.EPHEMERAL
EDIT_FLAGS = Flag.SUPPRESS_EMBEDS | Flag.COMPONENTS_V2


def blank(call: Call, interaction: Interaction, flags: Flag) -> Message:
    """Return a message of the bot that answers an interaction, with nothing on it yet and in no channel."""
    world = call.backend.world
    world.get_channel(interaction.channel.id)
    message = Message(world.new_id(), interaction.channel, world.bot, call.backend.clock(), flags=flags)
    message.interaction = interaction.metadata()
    message.viewer = interaction.user if flags & Flag.EPHEMERAL else None
    return message


def post(call: Call, interaction: Interaction, said: ResponseForm, at: Where = ()) -> Message:
    """Put a new answer into the channel, for all or for the one person."""
    flags = Flag(said.flags) if isinstance(said.flags, int) else NO_FLAGS
    message = blank(call, interaction, flags & Flag.EPHEMERAL)
    world, address = call.backend.world, call.backend.address
    write(world, message, said, call.files, address=address, at=at, flags=ANSWER_FLAGS)
    message.channel.messages[message.id] = message
    return message


def change(call: Call, message: Message, said: ResponseForm, at: Where = ()) -> None:
    """Change a message; one that was promised becomes what was promised."""
    if message.deleted:
        raise unknown_message()
    promised = loading(message)
    flags = ANSWER_FLAGS if promised else EDIT_FLAGS
    world, address = call.backend.world, call.backend.address
    write(world, message, said, call.files, address=address, at=at, new=promised, flags=flags)
    if promised:
        message.flags &= ~Flag.LOADING
        # Who sees it was said with the promise.
        message.flags = message.flags & ~Flag.EPHEMERAL | (Flag.EPHEMERAL if message.viewer else NO_FLAGS)
    else:
        message.edited_at = call.backend.clock()


async def follow_up(call: Call) -> Json:
    """Post one more message; the first after a promise is what was promised."""
    interaction = _interaction(call)
    said = call.read(ResponseForm)
    interaction.kept = True
    if interaction.response and loading(interaction.response) and not interaction.response.deleted:
        change(call, interaction.response, said)
        return message_json(interaction.response, call.backend.address)
    message = post(call, interaction, said)
    interaction.follow_ups.append(message)
    return message_json(message, call.backend.address)


async def get(call: Call) -> Json:
    """Return the original response or a follow-up."""
    return message_json(_message(call), call.backend.address)


async def edit(call: Call) -> Json:
    """Change the original response or a follow-up."""
    message = _message(call)
    change(call, message, call.read(ResponseForm))
    _interaction(call).kept = True
    return message_json(message, call.backend.address)


async def delete(call: Call) -> None:
    """Delete the original response or a follow-up."""
    call.backend.delete_message(_message(call))


def _interaction(call: Call) -> Interaction:
    if call.id("webhook_id") != call.backend.world.bot.id:
        raise unknown_webhook()
    token = call.values["token"]
    found = next((one for one in call.backend.interactions.values() if one.token == token), None)
    if found is None:
        raise invalid_webhook_token()
    found.demand_alive(call.backend.clock())
    return found


def _message(call: Call) -> Message:
    interaction = _interaction(call)
    if "message_id" in call.values:
        id = call.id("message_id")
        found = next((one for one in (*interaction.follow_ups, _original(interaction)) if one and one.id == id), None)
    else:
        found = _original(interaction)
    if found is None or found.deleted:
        raise unknown_message()
    return found


def _original(interaction: Interaction) -> Message | None:
    """The first answer; for a change to the message whose component was used, that message."""
    changed = interaction.acknowledged in (Answer.UPDATE, Answer.DEFERRED_UPDATE)
    return interaction.source if changed else interaction.response


ROUTES: dict[str, Handler] = {
    "POST /webhooks/{webhook_id}/{token}": follow_up,
    "GET /webhooks/{webhook_id}/{token}/messages/@original": get,
    "PATCH /webhooks/{webhook_id}/{token}/messages/@original": edit,
    "DELETE /webhooks/{webhook_id}/{token}/messages/@original": delete,
    "GET /webhooks/{webhook_id}/{token}/messages/{message_id}": get,
    "PATCH /webhooks/{webhook_id}/{token}/messages/{message_id}": edit,
    "DELETE /webhooks/{webhook_id}/{token}/messages/{message_id}": delete,
}
