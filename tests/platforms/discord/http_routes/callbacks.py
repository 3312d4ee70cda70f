"""The first answer to an interaction."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.platforms.discord.http_routes.call import Call, Handler
from tests.platforms.discord.http_routes.responses import blank, change, post
from tests.platforms.discord.interactions import Answer, Did, Interaction, loading
from tests.platforms.discord.refusals import Fault, Json, form, unknown_interaction
from tests.platforms.discord.rules_messages import check_flags
from tests.platforms.discord.rules_modals import check_modal
from tests.platforms.discord.shapes.base import read
from tests.platforms.discord.shapes.callbacks import (
    Callback,
    ChoicesCallback,
    DeferredCallback,
    MessageCallback,
    ModalCallback,
    UpdateCallback,
)
from tests.platforms.discord.values import Flag
from tests.platforms.discord.wire import message_json

_MESSAGES = frozenset({Answer.MESSAGE, Answer.DEFERRED})
_UPDATES = frozenset({Answer.UPDATE, Answer.DEFERRED_UPDATE})
ANSWERS = {
    Did.COMMAND: _MESSAGES | {Answer.MODAL},
    Did.COMPONENT: _MESSAGES | _UPDATES | {Answer.MODAL},
    Did.COMPLETION: frozenset({Answer.CHOICES}),
    Did.MODAL: _MESSAGES,
}
"""What answers what; a modal that a component opened may also change that component's message."""


async def answer(call: Call) -> Json | None:
    """Acknowledge an interaction: once, in time, and with something that answers it."""
    interaction = call.backend.interactions.get(call.id("interaction_id"))
    if interaction is None:
        raise unknown_interaction()
    interaction.demand_open(call.values["token"], call.backend.clock())
    callback: Any = read(Callback, call.body)  # type: ignore[arg-type]  # msgspec reads unions, which are no types
    kind = Answer(msgspec.to_builtins(callback)["type"])
    if kind not in _answers(interaction):
        sentence = f"An interaction of type {int(interaction.did)} is not answered with {int(kind)}."
        raise form(Fault(("type",), "INTERACTION_CALLBACK_TYPE_INVALID", sentence))
    _carry_out(call, interaction, callback)
    interaction.acknowledged = kind
    return _told(call, interaction, kind) if call.query.get("with_response") in ("1", "true") else None


def _answers(interaction: Interaction) -> frozenset[Answer]:
    more = _UPDATES if interaction.did is Did.MODAL and interaction.source else frozenset[Answer]()
    return ANSWERS[interaction.did] | more


def _carry_out(call: Call, interaction: Interaction, callback: Any) -> None:
    if isinstance(callback, MessageCallback):
        interaction.response = post(call, interaction, callback.data, ("data",))
    elif isinstance(callback, DeferredCallback):
        flags = check_flags(callback.data.flags if callback.data else 0, ("data",), Flag.EPHEMERAL)
        interaction.response = blank(call, interaction, flags | Flag.LOADING)
        interaction.channel.messages[interaction.response.id] = interaction.response
    elif isinstance(callback, UpdateCallback):
        assert interaction.source
        change(call, interaction.source, callback.data, ("data",))
    elif isinstance(callback, ChoicesCallback):
        interaction.choices = msgspec.to_builtins(callback.data.choices)
    elif isinstance(callback, ModalCallback):
        check_modal(callback.data, ("data",))
        interaction.modal = msgspec.to_builtins(callback.data)


def _told(call: Call, interaction: Interaction, kind: Answer) -> Json:
    told: Json = {"id": str(interaction.id), "type": int(interaction.did), "channel_id": str(interaction.channel.id)}
    if interaction.channel.guild:
        told["guild_id"] = str(interaction.channel.guild.id)
    message = interaction.source if kind in _UPDATES else interaction.response
    if message is None:
        return {"interaction": told}
    told |= {"response_message_id": str(message.id), "response_message_loading": loading(message)}
    told["response_message_ephemeral"] = bool(message.flags & Flag.EPHEMERAL)
    if kind not in (Answer.MESSAGE, Answer.UPDATE):
        return {"interaction": told}
    shown = message_json(message, call.backend.address)
    return {"interaction": told, "resource": {"type": int(kind), "message": shown}}


ROUTES: dict[str, Handler] = {"POST /interactions/{interaction_id}/{token}/callback": answer}
