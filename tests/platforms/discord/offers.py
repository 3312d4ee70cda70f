"""What Discord's app lets a person do with a command or modal, and what it then sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.platforms.discord.backend import Backend
from tests.platforms.discord.looking import fields_of
from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Channel, Guild, Kind, Permission, User
from tests.platforms.discord.wire import channel_json, member_json, role_json, user_json

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER = 1, 2, 3, 4, 5, 6, 7, 8, 10
TYPES: Mapping[int, type | tuple[type, ...]] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}
SEVERAL = frozenset({3, 5, 6, 7, 8, 19, 22})
"""Fields of a modal that send `values`; the others send `value`."""


def command_data(
    backend: Backend, user: User, channel: Channel, name: str, values: Mapping[str, Any], focused: str | None
) -> Json:
    """Return what a person's command sends; `focused` is the option that is being typed into, for completions."""
    top, *path = name.split()
    command = _offered(backend, user, channel, top)
    leaf, kinds = command, []
    for step in path:
        leaf = next((one for one in leaf.get("options", []) if one["name"] == step), {})
        assert leaf, f"no /{name}"
        kinds.append(leaf["type"])
    sent: list[Json] = [
        _option(option, values, focused) for option in leaf.get("options", []) if option["name"] in values
    ]
    unknown = set(values) - {option["name"] for option in leaf.get("options", [])}
    assert not unknown, f"/{name} has no options {sorted(unknown)}"
    if focused is None:
        missing = [one["name"] for one in leaf.get("options", []) if one.get("required") and one["name"] not in values]
        assert not missing, f"/{name} needs {missing}"
    for step, kind in reversed(list(zip(path, kinds, strict=True))):
        sent = [{"name": step, "type": kind, "options": sent}]
    data: Json = {"id": command["id"], "name": top, "type": 1, "options": sent}
    resolved = _resolved(backend, channel.guild, leaf.get("options", []), values)
    return data | ({"resolved": resolved} if resolved else {})


def _offered(backend: Backend, user: User, channel: Channel, name: str) -> Json:
    """Return the command as the app offers it: the guild's own before the global one, to those who may."""
    guild = channel.guild
    own = backend.commands.get(guild.id, []) if guild else []
    command = next((one for one in [*own, *backend.commands[None]] if one["name"] == name), None)
    there = [one["name"] for one in [*own, *backend.commands[None]]]
    assert command, f"no /{name} here, only {there}"
    context = 1 if channel.kind is Kind.DIRECT else 0
    if "guild_id" not in command and command["contexts"] is not None:
        assert context in command["contexts"], f"/{name} is not offered here"
    needed = Permission(int(command["default_member_permissions"] or 0))
    if guild:
        may = in_channel(user, channel)
        assert may & Permission.USE_APPLICATION_COMMANDS, "the person may not use commands here"
        assert needed & may == needed, f"/{name} is hidden from this person"
    return command


def _option(option: Json, values: Mapping[str, Any], focused: str | None) -> Json:
    name, kind, value = option["name"], option["type"], values[option["name"]]
    sent: Json = {"name": name, "type": kind}
    if name == focused:
        assert option.get("autocomplete"), f"{name!r} has no completions"
        return sent | {"value": value, "focused": True}
    if kind in (USER, CHANNEL, ROLE):
        return sent | {"value": str(value)}
    assert isinstance(value, TYPES[kind]), f"{name!r} is of type {kind}, not {value!r}"
    choices = [one["value"] for one in option.get("choices", [])]
    assert not choices or value in choices, f"{name!r} offers {choices}, not {value!r}"
    _demand_bounds(option, value)
    return sent | {"value": value}


def _demand_bounds(option: Json, value: Any) -> None:
    size = len(value) if isinstance(value, str) else value
    for least, most in (("min_length", "max_length"), ("min_value", "max_value")):
        assert size >= option.get(least, size), f"{option['name']!r} is too small"
        assert size <= option.get(most, size), f"{option['name']!r} is too large"


def _resolved(backend: Backend, guild: Guild | None, options: Sequence[Json], values: Mapping[str, Any]) -> Json:
    """Return what the ids among the values stand for."""
    told: Json = {}
    for option in options:
        if option["name"] not in values or option["type"] not in (USER, CHANNEL, ROLE):
            continue
        id = int(values[option["name"]])
        if option["type"] == ROLE:
            assert guild, "there are no roles outside guilds"
            told.setdefault("roles", {})[str(id)] = role_json(guild.roles[id], 1)
        elif option["type"] == CHANNEL:
            told.setdefault("channels", {})[str(id)] = channel_json(backend.world.channels[id]) | {"permissions": "0"}
        else:
            told.setdefault("users", {})[str(id)] = user_json(backend.world.users[id])
            if guild and id in guild.members:
                member = member_json(guild.members[id])
                member.pop("user")
                told.setdefault("members", {})[str(id)] = member | {"permissions": "0"}
    return told


def modal_data(modal: Json, values: Mapping[str, Any]) -> Json:
    """Return what a filled-in modal sends: every field, those not named with what stood in them."""
    unknown = set(values) - {field["custom_id"] for field in fields_of(modal)}
    assert not unknown, f"the modal has no fields {sorted(unknown)}"
    sent = []
    for number, component in enumerate(modal["components"], start=1):
        told: Json = {"type": component["type"], "id": 100 + number}
        if component["type"] == 18:
            told["component"] = _field(component["component"], values, number)
        elif component["type"] == 1:
            told["components"] = [_field(component["components"][0], values, number)]
        sent.append(told)
    return {"custom_id": modal["custom_id"], "components": sent}


def _field(field: Json, values: Mapping[str, Any], number: int) -> Json:
    custom_id, kind = field["custom_id"], field["type"]
    told: Json = {"type": kind, "custom_id": custom_id, "id": number}
    options = field.get("options") or []
    standing = [option["value"] for option in options if option.get("default")]
    if kind in SEVERAL:
        chosen = list(values.get(custom_id, standing))
        _demand_choice(field, chosen, [option["value"] for option in options])
        return told | {"values": chosen}
    if kind == 23:
        return told | {"value": bool(values.get(custom_id, field.get("default")))}
    if kind == 21:
        picked = values.get(custom_id, next(iter(standing), None))
        _demand_choice(field, [picked] if picked else [], [option["value"] for option in options])
        return told | {"value": picked}
    return told | {"value": _text(field, values.get(custom_id, field.get("value") or ""))}


def _text(field: Json, text: str) -> str:
    assert text or field.get("required") is False, f"{field['custom_id']!r} is required"
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    assert not text or least <= len(text) <= most, f"{field['custom_id']!r} takes {least} to {most} characters"
    return text


def _demand_choice(field: Json, chosen: Sequence[str], offered: Sequence[str]) -> None:
    name = field["custom_id"]
    assert not offered or set(chosen) <= set(offered), f"{name!r} offers {list(offered)}"
    if field.get("required") is False and not chosen:
        return
    least = max(1 if field.get("min_values") is None else field["min_values"], 1)
    most = field.get("max_values") or (len(offered) if field["type"] == 22 else 1)
    assert least <= len(chosen) <= most, f"{name!r} takes {least} to {most} values"
