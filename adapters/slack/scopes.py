"""What the app asks a workspace for, and why."""

from __future__ import annotations

from collections.abc import Mapping

BASE: Mapping[str, str] = {
    "commands": "people type the slash commands",
    "chat:write": "posts, updates and answers",
    "users:read": "names, languages, time zones, and who is an admin",
    "channels:read": "the name of a public channel, and whether the app is in it",
    "groups:read": "the same for private channels that the app was invited to",
    "channels:join": "joins the public channel of a new study group by itself",
    "im:write": "direct messages: quizzes, exports, notices to owners",
    "files:write": "the recap's picture, exported data",
}
"""Without one of these something that members are promised does not work."""

OPTIONAL: Mapping[str, str] = {
    "channels:history": "looks up whether a message arrived whose confirmation was lost, in public channels",
    "groups:history": "the same in private channels",
}
"""Used for nothing else. Without them such a message is not sent again; its owner is told, with a button for it."""

EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")
