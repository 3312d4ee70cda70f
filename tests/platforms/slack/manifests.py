"""An app made from its manifest, held to what Slack's manifest reference says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.platforms.slack.consent import SCOPES
from tests.platforms.slack.world import App, Json

EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_archive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_left": "channels:read",
    "channel_rename": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.im": "im:history",
    "tokens_revoked": "",
}
"""The events that exist here, and the scope that each takes."""

COMMAND = re.compile(r"/[^\s/]{1,31}")
COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class Unfit(Exception):
    """Slack would not make an app of this manifest; the message says everything that is wrong."""


def made(manifest: Json) -> tuple[App, frozenset[str]]:
    """Return the app that a manifest makes, and the scopes that an installation asks for."""
    faults = [*_shown(manifest), *_features(manifest), *_access(manifest), *_settings(manifest)]
    if faults:
        raise Unfit("; ".join(faults))
    features, settings = manifest["features"], manifest["settings"]
    access = manifest["oauth_config"]
    app = App(
        commands=frozenset(one["command"] for one in features.get("slash_commands", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        redirects=tuple(access.get("redirect_urls", ())),
        rotates=settings.get("token_rotation_enabled", False),
        messages_tab=features.get("app_home", {}).get("messages_tab_enabled", False),
        name=manifest["display_information"]["name"],
    )
    return app, frozenset(access["scopes"]["bot"])


def _shown(manifest: Json) -> Iterator[str]:
    shown = manifest.get("display_information", {})
    yield from _longer(shown, "name", 35, required=True)
    yield from _longer(shown, "description", 140)
    yield from _longer(shown, "long_description", 4_000)
    if len(shown.get("long_description", "x" * 175)) < 175:
        yield "long_description has fewer than 175 characters"
    if not COLOR.fullmatch(shown.get("background_color", "#000")):
        yield "background_color is no color"


def _features(manifest: Json) -> Iterator[str]:
    features = manifest.get("features", {})
    yield from _longer(features.get("bot_user", {}), "display_name", 80, required=True)
    commands = features.get("slash_commands", ())
    names = [one.get("command", "") for one in commands]
    if len(commands) > 50 or len(set(names)) < len(names):
        yield "there are more than 50 slash commands, or two of one name"
    for one in commands:
        if not COMMAND.fullmatch(one.get("command", "")):
            yield f"{one.get('command')!r} is no slash command of at most 32 characters"
        yield from _longer(one, "description", 2_000, required=True)
        yield from _longer(one, "usage_hint", 1_000)
        if not _in_socket_mode(manifest) and not _secure(one.get("url")):
            yield f"{one.get('command')} has no https address"


def _access(manifest: Json) -> Iterator[str]:
    access = manifest.get("oauth_config", {})
    scopes = set(access.get("scopes", {}).get("bot", ()))
    if unknown := scopes - SCOPES:
        yield f"unknown scopes: {sorted(unknown)}"
    if manifest.get("features", {}).get("slash_commands") and "commands" not in scopes:
        yield "slash commands take the scope commands"
    for event in manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ()):
        if event not in EVENTS or (EVENTS[event] and EVENTS[event] not in scopes):
            yield f"the event {event} is unknown or takes the scope {EVENTS.get(event)}"
    if not all(_secure(one) for one in access.get("redirect_urls", ())):
        yield "a redirect address is not https"


def _settings(manifest: Json) -> Iterator[str]:
    settings = manifest.get("settings", {})
    if _in_socket_mode(manifest):
        return
    for name in ("event_subscriptions", "interactivity"):
        if name in settings and not _secure(settings[name].get("request_url")):
            yield f"{name} has no https address"


def _in_socket_mode(manifest: Json) -> bool:
    return bool(manifest.get("settings", {}).get("socket_mode_enabled"))


def _secure(url: Any) -> bool:
    return isinstance(url, str) and url.startswith("https://")


def _longer(thing: Json, key: str, most: int, *, required: bool = False) -> Iterator[str]:
    value = thing.get(key)
    if value is None and not required:
        return
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        yield f"{key} has not 1 to {most} characters"
