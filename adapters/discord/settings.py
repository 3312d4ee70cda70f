"""The settings of this adapter, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.port import Setting
from bot.errors import ConfigError

TOKEN = "STUDYBOT_DISCORD_TOKEN"  # noqa: S105  # the name of a setting
SHARDS = "STUDYBOT_DISCORD_SHARDS"
DEV_GUILD = "STUDYBOT_DISCORD_DEV_GUILD"

SETTINGS: Sequence[Setting] = (
    Setting(TOKEN, "Token of the bot, from the page Bot of its application", secret=True),
    Setting(SHARDS, "Shards of this process, such as 0-3/8; all of them by default"),
    Setting(DEV_GUILD, "Id of the one server that gets the commands, for development; all servers by default"),
)

_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SHARDS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", re.ASCII)
EXAMPLE = "the-token-that-discord-showed-once"


@dataclass(frozen=True)
class Shards:
    """The shards of this process, of `whole` in all."""

    ids: tuple[int, ...]
    whole: int


@dataclass(frozen=True)
class Settings:
    """What was set. `shards` is None for as many as Discord advises, `dev_guild` "" for commands everywhere."""

    token: str
    shards: Shards | None
    dev_guild: str


def read(env: Mapping[str, str]) -> Settings | None:
    """Return the settings, or None without a token; raise ConfigError for the first that is wrong."""
    token = env.get(TOKEN, "").strip()
    shards, guild = _shards(env.get(SHARDS, "").strip()), env.get(DEV_GUILD, "").strip()
    if guild and not (guild.isascii() and guild.isdecimal() and 15 <= len(guild) <= 20):
        raise ConfigError(DEV_GUILD, f"'{guild}' is no id of a server", "1234567890123456789")
    if not token:
        return None
    if not _TOKEN.fullmatch(token):
        raise ConfigError(TOKEN, "is no bot token: it has three parts with dots between them", EXAMPLE)
    return Settings(token, shards, guild)


def _shards(written: str) -> Shards | None:
    if not written:
        return None
    found = _SHARDS.fullmatch(written)
    first, last, whole = (int(part) for part in (found[1], found[2] or found[1], found[3])) if found else (1, 0, 0)
    if not 0 <= first <= last < whole:
        raise ConfigError(SHARDS, f"'{written}' names no shards FIRST-LAST/ALL, counted from 0", "0-3/8")
    return Shards(tuple(range(first, last + 1)), whole)
