"""The app's manifest, from which Slack makes the app: made from the commands that the core declares. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from adapters.slack.blocks import clip
from adapters.slack.line import Commands, offered, usage
from adapters.slack.names import OWN
from adapters.slack.scopes import BASE, EVENTS, OPTIONAL
from adapters.slack.settings import USUAL_COMMAND

EVENTS_PATH, INSTALL_PATH, CALLBACK_PATH = "/slack/events", "/slack/install", "/slack/oauth_redirect"
SHIPPED = Path(__file__).with_name("manifest.yaml")
_USAGE, _SUMMARY = 1_000, 2_000

_HEAD = """\
# From this Slack makes the app: https://api.slack.com/apps → Create New App → From a manifest.
# Made from the commands that there are (python -m tools.write_generated); `studybot slack manifest` fits it to your
# settings.
#
# What the app asks for, and why:
{scopes}
#
# Only to look up whether a message arrived whose confirmation was lost; leave them out if you like:
{optional}
"""


def manifest(commands: Commands) -> dict[str, Any]:
    """Return the manifest of the app as it is shipped: for Socket Mode, under the usual command."""
    return {
        "display_information": {
            "name": "studybot",
            "description": "A daily exam question for your study group",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "studybot", "always_online": True},
            "slash_commands": _slash_commands(offered(commands)),
        },
        "oauth_config": {"scopes": {"bot": [*BASE, *OPTIONAL]}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def aimed(made: dict[str, Any], prefix: str, address: str) -> dict[str, Any]:
    """Return a shipped manifest under another command, and for HTTP where there is an address."""
    made = copy.deepcopy(made)
    slash, settings = made["features"]["slash_commands"], made["settings"]
    slash[0]["command"] = f"/{prefix}"
    if address:
        url = f"{address}{EVENTS_PATH}"
        for one in slash:
            one["url"] = url
        made["oauth_config"]["redirect_urls"] = [f"{address}{CALLBACK_PATH}"]
        settings["event_subscriptions"]["request_url"] = url
        settings["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
        settings |= {"socket_mode_enabled": False, "token_rotation_enabled": True}
    return made


def document(made: dict[str, Any]) -> str:
    """Return a manifest as the YAML file that Slack takes, with every scope explained."""
    head = _HEAD.format(scopes=_reasons(BASE), optional=_reasons(OPTIONAL))
    return head + yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)


def shipped(prefix: str, address: str) -> str:
    """Return the manifest that is shipped with the program, for these settings."""
    return document(aimed(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")), prefix, address))


def _reasons(scopes: Mapping[str, str]) -> str:
    return "\n".join(f"#   {scope:18} {reason}" for scope, reason in scopes.items())


def _slash_commands(commands: Commands) -> list[dict[str, Any]]:
    known = " | ".join(command.name for command in commands)
    made = [_slash(USUAL_COMMAND, "Your study group's commands; with nothing behind it, help", f"[{known}]")]
    return made + [_slash(one.name, one.summary, usage(one)) for one in commands if one.name in OWN]


def _slash(name: str, summary: str, hint: str) -> dict[str, Any]:
    made = {"command": f"/{name}", "description": clip(summary, _SUMMARY), "usage_hint": clip(hint, _USAGE)}
    return made | {"should_escape": False}
