"""`studybot discord invite`: the link that adds the bot to a server, with the least permissions and why."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from urllib.parse import urlencode

from adapters.discord import settings
from adapters.discord.permissions import WANTED
from bot.chat.port import Program, SendError
from bot.errors import ConfigError


def link(application: str) -> str:
    """Return the address at which whoever manages a server adds the application."""
    asked = 0
    for permission in WANTED:
        asked |= permission.bit
    query = {"client_id": application, "scope": "bot applications.commands", "permissions": asked}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def text(application: str) -> str:
    """Return what the command prints."""
    width = max(len(permission.name) for permission in WANTED)
    lines = (f"  {permission.name:{width}}  {permission.why}" for permission in WANTED)
    return "\n".join(
        (
            "Whoever manages a server adds Studybot to it with this link:",
            "",
            f"  {link(application)}",
            "",
            "It asks for no more than this:",
            "",
            *lines,
            "",
            "To alert a role, Studybot needs nothing more if that role may be mentioned by anyone; else give it",
            "Mention Everyone in the channel of the group.",
        )
    )


def run(env: Mapping[str, str]) -> int:
    """Print the link of the application that the token belongs to."""
    import discord  # noqa: PLC0415  # only here: every command of the program loads this adapter

    from adapters.discord.doctor import application_id  # noqa: PLC0415  # as above

    given = settings.read(env)
    if given is None:
        raise ConfigError(settings.TOKEN, "is missing", settings.EXAMPLE)
    try:
        print(text(asyncio.run(application_id(given))))
    except (discord.LoginFailure, SendError) as error:
        print(
            f"Discord does not tell the application: {error}. `studybot doctor` looks for the cause.", file=sys.stderr
        )
        return 1
    return 0


INVITE = Program(
    "invite",
    "print the link that adds the bot to a server",
    "Asks Discord which application the token belongs to, and prints the link that adds it to a server with the least "
    "permissions, and what each of them is for.",
    run,
)
