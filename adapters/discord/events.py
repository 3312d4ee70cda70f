"""Events: what somebody did on Discord, as a call of the core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import discord

from adapters.discord import forms, ids, marker
from adapters.discord.blocks import Where
from adapters.discord.sender import ADAPTER, REALM
from bot.chat.calls import Actor, Call, Place

NOWHERE = "@me"
"""The workspace of what is done in a direct message that is about no server."""


class Did(Enum):
    """What was done."""

    COMMAND = "command"
    COMPLETION = "completion"
    PRESS = "press"
    FORM = "form"


_KINDS = {
    discord.InteractionType.application_command: Did.COMMAND,
    discord.InteractionType.autocomplete: Did.COMPLETION,
    discord.InteractionType.component: Did.PRESS,
    discord.InteractionType.modal_submit: Did.FORM,
}


@dataclass(frozen=True)
class Event:
    """Something done, with what an answer to it needs.

    `pressed` is what the custom id says, where there is one. `private` tells that the message pressed is seen by this
    person alone, so that it can be changed; `kept` is what that message keeps of a form. `typed` is the option that
    is being completed, and what stands in it.
    """

    id: str
    token: str
    application: str
    did: Did
    call: Call
    where: Where
    pressed: ids.Pressed = ids.UNPRESSED
    private: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)
    typed: tuple[str, str] = ("", "")

    @property
    def about(self) -> str:
        """Return the server that a direct message is about, "" elsewhere: its controls carry it on."""
        return "" if self.call.place else self.pressed.guild


def read(interaction: discord.Interaction[Any]) -> Event | None:
    """Return what was done, or None for what is nothing of ours."""
    did = _KINDS.get(interaction.type)
    data: Any = interaction.data
    if did is None or data is None:
        return None
    pressed = ids.parse(str(data.get("custom_id", "")))
    place = _place(interaction)
    common: dict[str, Any] = {
        "id": str(interaction.id),
        "token": interaction.token,
        "application": str(interaction.application_id),
        "did": did,
        "where": Where(place.workspace, place.channel) if place else Where("", str(interaction.channel_id or "")),
        "pressed": pressed,
    }
    actor = _actor(interaction, pressed)
    if did in {Did.COMMAND, Did.COMPLETION}:
        options = tuple(_options(data.get("options") or ()))
        values = {str(one["name"]): str(one["value"]) for one in options}
        focused = next(((str(one["name"]), str(one["value"])) for one in options if one.get("focused")), ("", ""))
        call = Call(actor, str(data["name"]), place, values, labels=_labels(data, options))
        return Event(call=call, typed=focused, **common)
    return Event(call=_pressed(interaction, data, pressed, actor, place), **common, **_message(interaction))


def _pressed(
    interaction: discord.Interaction[Any], data: Any, pressed: ids.Pressed, actor: Actor, place: Place | None
) -> Call:
    chosen = tuple(str(one) for one in data.get("values") or ())
    name = pressed.action
    if name == ids.MENU and chosen:
        name, chosen = chosen[0], ()
    message = interaction.message
    ref = marker.reference(str(message.id), marker.read(_components(message))) if message else None
    values = forms.values(data.get("components") or ())
    return Call(actor, name, place, values, chosen, ref)


def _message(interaction: discord.Interaction[Any]) -> dict[str, Any]:
    message = interaction.message
    if message is None:
        return {}
    return {"private": message.flags.ephemeral, "kept": forms.kept(_components(message))}


def _components(message: discord.Message) -> Sequence[Mapping[str, Any]]:
    return [one.to_dict() for one in message.components]


def _place(interaction: discord.Interaction[Any]) -> Place | None:
    """Return the channel; of a thread, the channel that it belongs to. None in direct messages."""
    channel = interaction.channel
    if interaction.guild_id is None or channel is None:
        return None
    guild = str(interaction.guild_id)
    if isinstance(channel, discord.Thread):
        return Place(ADAPTER, guild, str(channel.parent_id), channel.parent.name if channel.parent else "")
    name = channel.name if isinstance(channel, discord.abc.GuildChannel) else ""
    return Place(ADAPTER, guild, str(channel.id), name)


def _actor(interaction: discord.Interaction[Any], pressed: ids.Pressed) -> Actor:
    user = interaction.user
    may = interaction.permissions
    return Actor(
        adapter=ADAPTER,
        workspace=str(interaction.guild_id or pressed.guild or NOWHERE),
        realm=REALM,
        user=str(user.id),
        name=user.display_name,
        may_manage=may.manage_guild or may.administrator,
        locale=str(interaction.locale),
        roles=_roles(user),
    )


def _roles(user: discord.User | discord.Member) -> frozenset[str]:
    """Return the ids of a member's roles; `Member.roles` would leave out those of a server not told of yet."""
    if not isinstance(user, discord.Member):
        return frozenset()
    return frozenset(str(role) for role in user._roles)  # noqa: SLF001  # see above


def _options(options: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    for one in options:
        if "value" in one:
            yield one
        yield from _options(one.get("options") or ())


def _labels(data: Any, options: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the roles that options name by id."""
    roles: Mapping[str, Any] = (data.get("resolved") or {}).get("roles") or {}
    return {str(one["name"]): str(roles[one["value"]]["name"]) for one in options if one["value"] in roles}
