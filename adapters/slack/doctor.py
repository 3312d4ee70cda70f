"""What `studybot doctor` says of Slack: settings, tokens, scopes, and the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack import failures
from adapters.slack.access import client
from adapters.slack.scopes import BASE, OPTIONAL
from adapters.slack.settings import (
    APP_TOKEN,
    BOT_TOKEN,
    PUBLIC_URL,
    ManyWorkspaces,
    OneWorkspace,
    SlackSettings,
    read,
)
from bot.chat.port import Finding
from bot.errors import ConfigError

_SECRET_KEY = "STUDYBOT_SECRET_KEY"  # noqa: S105  # the name of a setting
_TROUBLE = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


async def examine(env: Mapping[str, str]) -> Sequence[Finding]:
    """Return a finding for each thing looked at; nothing where there are no settings for Slack."""
    try:
        settings = read(env)
    except ConfigError as error:
        return [Finding(False, "Slack's settings", str(error))]
    if settings is None:
        return []
    if isinstance(settings.mode, OneWorkspace):
        return [*await _bot(settings, settings.mode), await _socket(settings, settings.mode)]
    return await _http(env, settings, settings.mode)


async def _bot(settings: SlackSettings, mode: OneWorkspace) -> list[Finding]:
    try:
        told = await client(settings, mode.bot_token).auth_test()
    except _TROUBLE as error:
        mend = _mend(error, f"install the app again and set {BOT_TOKEN}")
        return [Finding(False, f"Slack bot token: {_why(error)}", mend)]
    if told.get("is_enterprise_install"):
        mend = "install the app into one workspace; a whole Enterprise organisation is not supported yet"
        return [Finding(False, "Slack bot token: it is for a whole organisation", mend)]
    found = [Finding(True, f"Slack bot token: {told.get('user')} in {told.get('team')}")]
    return found + _scopes(told.headers)


def _scopes(headers: Mapping[str, Any]) -> list[Finding]:
    told = next((str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    granted = {part.strip() for part in told.split(",") if part.strip()}
    found = [
        Finding(False, f"Slack scope {scope}: missing ({reason})", "add it to the app and install it again")
        for scope, reason in BASE.items()
        if scope not in granted
    ]
    if not found:
        found = [Finding(True, "Slack scopes: all that are needed")]
    left = [scope for scope in OPTIONAL if scope not in granted]
    if left:
        said = f"Slack scopes left out: {', '.join(left)}; a message whose confirmation is lost is not sent again there"
        found.append(Finding(True, said))
    return found


async def _socket(settings: SlackSettings, mode: OneWorkspace) -> Finding:
    try:
        await client(settings).apps_connections_open(app_token=mode.app_token)
    except _TROUBLE as error:
        mend = _mend(error, f"switch Socket Mode on, and give {APP_TOKEN} the scope connections:write")
        return Finding(False, f"Slack Socket Mode: {_why(error)}", mend)
    return Finding(True, "Slack Socket Mode: it can connect")


async def _http(env: Mapping[str, str], settings: SlackSettings, mode: ManyWorkspaces) -> list[Finding]:
    address = env.get(PUBLIC_URL, "")
    public = address.startswith("https://")
    key = bool(env.get(_SECRET_KEY))
    return [
        Finding(
            public, f"Slack over HTTP at {address}", "" if public else f"Slack calls https alone: mend {PUBLIC_URL}"
        ),
        Finding(key, "Slack tokens are encrypted", "" if key else f"set {_SECRET_KEY} to what `studybot key` prints"),
        await _credentials(settings, mode),
    ]


async def _credentials(settings: SlackSettings, mode: ManyWorkspaces) -> Finding:
    """Ask Slack to exchange a code that it never gave out: it complains of the code only if it knows the app."""
    what = "Slack client id and secret"
    try:
        await client(settings).oauth_v2_access(client_id=mode.client_id, client_secret=mode.client_secret, code="none")
    except SlackApiError as error:
        if failures.code(error) in {"invalid_code", "code_expired", "code_already_used"}:
            return Finding(True, what)
        return Finding(False, f"{what}: {_why(error)}", "copy both from the app's Basic Information")
    except _TROUBLE as error:
        return Finding(False, f"{what}: {_why(error)}", _mend(error, ""))
    return Finding(True, what)


def _mend(error: Exception, refused: str) -> str:
    """Return how to mend what Slack refused, or that it could not be asked."""
    return refused if isinstance(error, SlackApiError) else "see that this machine reaches Slack"


def _why(error: Exception) -> str:
    return failures.code(error) or "refused" if isinstance(error, SlackApiError) else type(error).__name__
