"""Application commands: read, and replaced as a whole."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.platforms.discord.http_routes.call import Call, Handler
from tests.platforms.discord.refusals import Json, unknown_application
from tests.platforms.discord.rules_commands import check_commands
from tests.platforms.discord.shapes.commands import Command


async def get(call: Call) -> list[Json]:
    """Return the commands of everywhere or of one guild."""
    return call.backend.commands.get(_place(call), [])


async def replace(call: Call) -> list[Json]:
    """Replace all commands; one that keeps its name keeps its id."""
    place = _place(call)
    commands = call.read(list[Command])
    check_commands(commands)
    known = {command["name"]: command["id"] for command in call.backend.commands.get(place, [])}
    stored = [_stored(call, command, known.get(command.name), place) for command in commands]
    call.backend.commands[place] = stored
    call.backend.changes.happened()
    return stored


def _stored(call: Call, command: Command, id: str | None, guild: int | None) -> Json:
    world = call.backend.world
    told: Json = {key: _given(value) for key, value in msgspec.to_builtins(command).items() if value is not None}
    permissions = command.default_member_permissions
    told |= {
        "id": id or str(world.new_id()),
        "application_id": str(world.bot.id),
        "version": str(world.new_id()),
        "default_member_permissions": None if permissions is None else str(permissions),
        "nsfw": bool(command.nsfw),
        "name_localizations": command.name_localizations,
        "description_localizations": command.description_localizations,
    }
    if guild:
        return told | {"guild_id": str(guild)}
    contexts = None if command.contexts is None else list(command.contexts)
    return told | {"contexts": contexts, "integration_types": list(command.integration_types or [0])}


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _given(one) for key, one in value.items() if one is not None}
    return [_given(one) for one in value] if isinstance(value, list) else value


def _place(call: Call) -> int | None:
    if call.id("application_id") != call.backend.world.bot.id:
        raise unknown_application()
    return call.backend.world.get_guild(call.id("guild_id")).id if "guild_id" in call.values else None


ROUTES: dict[str, Handler] = {
    "GET /applications/{application_id}/commands": get,
    "PUT /applications/{application_id}/commands": replace,
    "GET /applications/{application_id}/guilds/{guild_id}/commands": get,
    "PUT /applications/{application_id}/guilds/{guild_id}/commands": replace,
}
