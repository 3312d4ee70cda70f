"""The app's manifest, from which Slack makes the app: made from the commands that the core declares. Pure."""

from __future__ import annotations

from typing import Any

import yaml

from adapters.slack.blocks import clip
from adapters.slack.line import Commands, offered, usage
from adapters.slack.names import OWN
from adapters.slack.scopes import BASE, EVENTS, OPTIONAL

EVENTS_PATH, INSTALL_PATH, CALLBACK_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"
_USAGE, _SUMMARY = 1_000, 2_000

_HEAD = """\
# From this Slack makes the app: https://api.slack.com/apps → Create New App → From a manifest.
# Written by `studybot slack manifest` from the commands that there are; changes made here are lost.
#
# What the app asks for, and why:
{scopes}
#
# Only to look up whether a message arrived whose confirmation was lost; leave them out if you like:
{optional}
"""


def manifest(commands: Commands, prefix: str, address: str = "") -> dict[str, Any]:
    """Return the manifest: for Socket Mode, or for HTTP at `address`."""
    url = f"{address}{EVENTS_PATH}" if address else ""
    oauth: dict[str, Any] = {"redirect_urls": [f"{address}{CALLBACK_PATH}"]} if address else {}
    return {
        "display_information": {
            "name": "studybot",
            "description": "A daily exam question for your study group",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
            "bot_user": {"display_name": "studybot", "always_online": True},
            "slash_commands": _slash_commands(offered(commands), prefix, url),
        },
        "oauth_config": oauth | {"scopes": {"bot": [*BASE, *OPTIONAL]}},
        "settings": {
            "event_subscriptions": ({"request_url": url} if url else {}) | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True}
            | ({"request_url": url, "message_menu_options_url": url} if url else {}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": bool(url),
        },
    }


def document(commands: Commands, prefix: str, address: str = "") -> str:
    """Return the manifest as the YAML file that Slack takes, with every scope explained."""
    head = _HEAD.format(scopes=_reasons(BASE), optional=_reasons(OPTIONAL))
    made = manifest(commands, prefix, address)
    return head + yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)


def _reasons(scopes: Any) -> str:
    return "\n".join(f"#   {scope:18} {reason}" for scope, reason in scopes.items())


def _slash_commands(commands: Commands, prefix: str, url: str) -> list[dict[str, Any]]:
    names = " | ".join(command.name for command in commands)
    made = [_slash(prefix, "The study group: its commands, or help with nothing behind it", f"[{names}]", url)]
    return made + [_slash(one.name, one.summary, usage(one), url) for one in commands if one.name in OWN]


def _slash(name: str, summary: str, hint: str, url: str) -> dict[str, Any]:
    made: dict[str, Any] = {"command": f"/{name}"} | ({"url": url} if url else {})
    return made | {"description": clip(summary, _SUMMARY), "usage_hint": clip(hint, _USAGE), "should_escape": False}


