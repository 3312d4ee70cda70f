"""Core settings, and the one reader of the environment: every setting also as `…_FILE`."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ConfigError

PREFIX = "STUDYBOT_"
_FILE = "_FILE"


@dataclass(frozen=True)
class CoreSetting:
    """A setting of the core: its name, its default as written, an example, and what it does."""

    name: str
    default: str
    example: str
    summary: str


CORE_SETTINGS = (
    CoreSetting(
        "STUDYBOT_DATABASE_URL",
        "sqlite:///data/studybot.db",
        "postgresql://studybot:password@localhost/studybot",
        "The database: a SQLite file, or PostgreSQL 15 or newer",
    ),
    CoreSetting("STUDYBOT_HTTP_HOST", "127.0.0.1", "0.0.0.0", "The interface to serve on"),  # noqa: S104 - an example
    CoreSetting("STUDYBOT_HTTP_PORT", "8080", "8081", "The port to serve on"),
    CoreSetting("STUDYBOT_PUBLIC_URL", "", "https://studybot.example.org", "The address under which people reach it"),
    CoreSetting(
        "STUDYBOT_CONTENT_DIR", "", "/srv/questions", "Folders of your own exams beside the shipped one, joined by ':'"
    ),
    CoreSetting(
        "STUDYBOT_SECRET_KEY",
        "",
        "the output of `studybot key`",
        "Encrypts what platforms hand us; several joined by ','",
    ),
    CoreSetting("STUDYBOT_RETENTION_DAYS", "30", "90", "How long a workspace that removed the app is kept, in days"),
    CoreSetting("STUDYBOT_ADAPTERS", "", "web", "Platforms to start, joined by ','; by default those with settings"),
)


@dataclass(frozen=True)
class Settings:
    """The core's settings, read and checked. `env` is everything that adapters may read, `…_FILE` resolved."""

    database_url: str
    http_host: str
    http_port: int
    public_url: str
    content_dirs: tuple[Path, ...]
    adapters: tuple[str, ...]
    secret_key: str
    retention_days: int
    env: Mapping[str, str]


def resolve(environ: Mapping[str, str]) -> dict[str, str]:
    """Return our settings with every `…_FILE` replaced by what its file holds, without the white space around it.

    Raises ConfigError for a setting given both ways and for a file that can't be read.
    """
    found = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    for name in [name for name in found if name.endswith(_FILE)]:
        path, plain = found.pop(name), name.removesuffix(_FILE)
        if found.get(plain):
            raise ConfigError(name, f"is given together with {plain}; give one of them", "/run/secrets/studybot")
        try:
            found[plain] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(name, f"names a file that can't be read ({error})", "/run/secrets/studybot") from None
    return found


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the core's settings; raise ConfigError, naming the setting, for the first that is wrong."""
    env = resolve(environ)
    values = {setting.name: env.get(setting.name) or setting.default for setting in CORE_SETTINGS}
    return Settings(
        database_url=values["STUDYBOT_DATABASE_URL"],
        http_host=_interface(values["STUDYBOT_HTTP_HOST"]),
        http_port=_port(values["STUDYBOT_HTTP_PORT"]),
        public_url=_address(values["STUDYBOT_PUBLIC_URL"]),
        content_dirs=tuple(_folder(part) for part in values["STUDYBOT_CONTENT_DIR"].split(":") if part),
        adapters=tuple(part.strip() for part in values["STUDYBOT_ADAPTERS"].split(",") if part.strip()),
        secret_key=values["STUDYBOT_SECRET_KEY"],
        retention_days=_days(values["STUDYBOT_RETENTION_DAYS"]),
        env=env,
    )


def _interface(value: str) -> str:
    if value == "localhost":
        return value
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        fault = f"'{value}' is not an address of this machine in figures"
        raise ConfigError("STUDYBOT_HTTP_HOST", fault, "127.0.0.1") from None


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise ConfigError("STUDYBOT_HTTP_PORT", f"'{value}' is not a port from 0 to 65535", "8080")
    return int(value)


def _days(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 3650:
        raise ConfigError("STUDYBOT_RETENTION_DAYS", f"'{value}' is not a number of days from 1 to 3650", "30")
    return int(value)


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise ConfigError("STUDYBOT_PUBLIC_URL", f"'{value}' is not a web address", "https://studybot.example.org")
    return value.rstrip("/")


def _folder(value: str) -> Path:
    path = Path(value)
    if not path.is_dir():
        raise ConfigError("STUDYBOT_CONTENT_DIR", f"there is no folder '{value}'", "/srv/questions")
    return path
