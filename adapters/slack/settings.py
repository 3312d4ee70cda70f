"""The settings of this adapter: which way of connecting they mean, and what is wrong with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.chat.port import Setting
from bot.errors import ConfigError

BOT_TOKEN, APP_TOKEN = "STUDYBOT_SLACK_BOT_TOKEN", "STUDYBOT_SLACK_APP_TOKEN"  # names of settings
SIGNING, CLIENT_ID = "STUDYBOT_SLACK_SIGNING_SECRET", "STUDYBOT_SLACK_CLIENT_ID"
CLIENT_SECRET = "STUDYBOT_SLACK_CLIENT_SECRET"  # noqa: S105  # the name of a setting
COMMAND, MANAGERS, API = "STUDYBOT_SLACK_COMMAND", "STUDYBOT_SLACK_MANAGERS", "STUDYBOT_SLACK_API_URL"
PUBLIC_URL = "STUDYBOT_PUBLIC_URL"

SETTINGS: Sequence[Setting] = (
    Setting(BOT_TOKEN, "One workspace: the bot's token (xoxb-…)", secret=True),
    Setting(APP_TOKEN, "One workspace: the app's token for Socket Mode (xapp-…)", secret=True),
    Setting(SIGNING, "Many workspaces: what Slack signs its requests with", secret=True),
    Setting(CLIENT_ID, "Many workspaces: the app's client id"),
    Setting(CLIENT_SECRET, "Many workspaces: the app's client secret", secret=True),
    Setting(COMMAND, "The slash command in front of all others (default study)"),
    Setting(MANAGERS, "Who may set groups up: admins (default), members, or ids of people joined by ','"),
    Setting(API, "Where Slack's API is (default https://slack.com/api/; GovSlack: https://slack-gov.com/api/)"),
)
USUAL_COMMAND, USUAL_API = "study", "https://slack.com/api/"
ADMINS, MEMBERS = "admins", "members"

_COMMAND = re.compile(r"[a-z0-9_-]{1,24}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
_EXAMPLES = {
    BOT_TOKEN: "xoxb-…",
    APP_TOKEN: "xapp-1-…",
    SIGNING: "8f742231b10e…",
    CLIENT_ID: "1234567890.1234567890",
    CLIENT_SECRET: "8f742231b10e…",
    PUBLIC_URL: "https://studybot.example.org",
}
_SOCKET, _HTTP = (BOT_TOKEN, APP_TOKEN), (SIGNING, CLIENT_ID, CLIENT_SECRET, PUBLIC_URL)
MODES: Mapping[str, Sequence[str]] = {"socket": _SOCKET, "http": (SIGNING, CLIENT_ID, CLIENT_SECRET)}
"""The settings that say which way is meant."""


@dataclass(frozen=True)
class OneWorkspace:
    """One workspace, over Socket Mode."""

    bot_token: str
    app_token: str


@dataclass(frozen=True)
class ManyWorkspaces:
    """Any number of workspaces, over HTTP, each installed by OAuth."""

    signing_secret: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class SlackSettings:
    """How to connect, and what holds either way."""

    mode: OneWorkspace | ManyWorkspaces
    command: str = USUAL_COMMAND
    managers: frozenset[str] = frozenset({ADMINS})
    api: str = USUAL_API

    @property
    def authorize(self) -> str:
        """Where people are sent to install the app."""
        return self.api.removesuffix("api/") + "oauth/v2/authorize"


def read(env: Mapping[str, str]) -> SlackSettings | None:
    """Return the settings, or None where there are none; raise ConfigError for the first that is wrong or missing."""
    socket, http = ([name for name in MODES[way] if env.get(name)] for way in ("socket", "http"))
    if not socket and not http:
        return None
    if socket and http:
        fault = f"is given together with {http[0]}: one workspace over Socket Mode, or many over HTTP, not both"
        raise ConfigError(socket[0], fault, _EXAMPLES[socket[0]])
    for name in _SOCKET if socket else _HTTP:
        if not env.get(name):
            raise ConfigError(name, f"missing, but {(socket or http)[0]} is set", _EXAMPLES[name])
    mode = _one(env) if socket else _many(env)
    return SlackSettings(mode, command(env), managers(env), _api(env))


def command(env: Mapping[str, str]) -> str:
    """Return the name of the slash command in front of all others."""
    name = (env.get(COMMAND) or USUAL_COMMAND).removeprefix("/")
    if not _COMMAND.fullmatch(name):
        fault = f"'{name}' is no name for a slash command: small letters, figures, '-' and '_', at most 24"
        raise ConfigError(COMMAND, fault, "dva")
    return name


def managers(env: Mapping[str, str]) -> frozenset[str]:
    """Return who may manage: `admins`, `members`, or ids of people."""
    named = frozenset(part.strip() for part in (env.get(MANAGERS) or ADMINS).split(",") if part.strip())
    for one in named:
        if one not in {ADMINS, MEMBERS} and not _PERSON.fullmatch(one):
            fault = f"'{one}' is neither admins nor members nor the id of a person"
            raise ConfigError(MANAGERS, fault, "admins,U012AB3CD")
    return named


def _one(env: Mapping[str, str]) -> OneWorkspace:
    for name, start in ((BOT_TOKEN, "xoxb-"), (APP_TOKEN, "xapp-")):
        if not env[name].startswith(start):
            raise ConfigError(name, f"does not begin with {start}", _EXAMPLES[name])
    return OneWorkspace(env[BOT_TOKEN], env[APP_TOKEN])


def _many(env: Mapping[str, str]) -> ManyWorkspaces:
    return ManyWorkspaces(env[SIGNING], env[CLIENT_ID], env[CLIENT_SECRET])


def _api(env: Mapping[str, str]) -> str:
    address = env.get(API) or USUAL_API
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.netloc or not parts.path.endswith("/api/"):
        raise ConfigError(API, f"'{address}' is not the address of an API of Slack, which ends with /api/", USUAL_API)
    return address
