"""Manifests: what makes an app, and what Slack would not take."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.platforms.slack.manifests import Unfit, made
from tests.platforms.slack.world import Json

URL = "https://bot.example.org/slack/events"
GOOD: Json = {
    "display_information": {"name": "studybot", "description": "x" * 140, "background_color": "#1f3a5f"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "studybot"},
        "slash_commands": [{"command": "/study", "description": "Studies", "url": URL}],
    },
    "oauth_config": {"redirect_urls": [URL], "scopes": {"bot": ["commands", "chat:write", "channels:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "member_joined_channel"], "request_url": URL},
        "interactivity": {"is_enabled": True, "request_url": URL},
        "token_rotation_enabled": True,
    },
}


def changed(path: str, value: Any) -> Json:
    """Return the good manifest with one thing changed."""
    manifest = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    place: Any = manifest
    for one in way:
        place = place[int(one) if one.isdecimal() else one]
    place[last] = value
    return manifest


def test_a_manifest_makes_the_app_that_it_describes() -> None:
    app, scopes = made(GOOD)
    assert (set(app.commands), app.redirects) == ({"/study"}, (URL,))
    assert (app.rotates, app.messages_tab) == (True, True)
    assert app.events == {"app_home_opened", "member_joined_channel"}
    assert scopes == {"commands", "chat:write", "channels:read"}


def test_socket_mode_needs_no_addresses() -> None:
    manifest = changed("settings.socket_mode_enabled", value=True)
    del manifest["features"]["slash_commands"][0]["url"]
    del manifest["settings"]["interactivity"]["request_url"]
    assert made(manifest)[0].commands == {"/study"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "x" * 36),
        ("display_information.description", "x" * 141),
        ("display_information.long_description", "x" * 174),
        ("display_information.background_color", "blue"),
        ("features.bot_user.display_name", ""),
        ("features.slash_commands.0.command", "study"),
        ("features.slash_commands.0.command", "/" + "x" * 32),
        ("features.slash_commands.0.description", ""),
        ("features.slash_commands.0.usage_hint", "x" * 1_001),
        ("features.slash_commands.0.url", "http://bot.example.org"),
        ("features.slash_commands", [{"command": "/study", "description": "x", "url": URL}] * 2),
        ("oauth_config.scopes.bot", ["chat:read"]),
        ("oauth_config.scopes.bot", ["chat:write"]),
        ("oauth_config.redirect_urls", ["http://bot.example.org"]),
        ("settings.event_subscriptions.bot_events", ["no_such_event"]),
        ("settings.event_subscriptions.bot_events", ["message.im"]),
        ("settings.interactivity.request_url", None),
    ],
)
def test_a_manifest_that_slack_would_not_take_is_unfit(path: str, value: Any) -> None:
    with pytest.raises(Unfit):
        made(changed(path, value))
