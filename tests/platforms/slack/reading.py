"""How a message reads: its words as a person sees them, and what in it is no plain text. Pure.

Slack finds markup in the text of a message and in `mrkdwn`: `<!channel>`, `<@U1>`, `<#C1>`, `<https://…|label>` and
bare addresses; in `rich_text` what is marked up is an element of its own, and in `plain_text` there is nothing.
"""

from __future__ import annotations

import html
import re
from typing import Any

from tests.platforms.slack.world import Message

_MARKED = re.compile(r"<([^<>]+)>")
_BARE = re.compile(r"https?://[^\s<>|]+")
_ELEMENTS = {
    "broadcast": ("!", "range"),
    "user": ("@", "user_id"),
    "usergroup": ("!subteam^", "usergroup_id"),
    "channel": ("#", "channel_id"),
    "link": ("", "url"),
}
LOUD = ("!channel", "!here", "!everyone", "!subteam")


def words(message: Message) -> str:
    """Return everything that stands in a message, a line a text, entities resolved."""
    found = _texts(message.blocks) if message.blocks else [message.text]
    return "\n".join(html.unescape(one) for one in found)


def marked(message: Message) -> list[str]:
    """Return what Slack makes of text: mentions (`!channel`, `@U1`, `#C1`) and links, the fallback's included."""
    return _found(message.text, verbatim=message.verbatim) + _in(message.blocks)


def alerts(message: Message) -> list[str]:
    """Return whom a message alerts: everybody (`!channel`, `!here`, `!everyone`), a group of people, single ones."""
    return [one for one in marked(message) if one.startswith(LOUD) or one.startswith("@")]


def _texts(thing: Any) -> list[str]:
    if isinstance(thing, list):
        return [found for one in thing for found in _texts(one)]
    if not isinstance(thing, dict):
        return []
    own = [thing["text"]] if isinstance(thing.get("text"), str) else []
    return own + [found for key, one in thing.items() if key not in {"value", "metadata"} for found in _texts(one)]


def _in(thing: Any) -> list[str]:
    if isinstance(thing, list):
        return [found for one in thing for found in _in(one)]
    if not isinstance(thing, dict):
        return []
    kind = thing.get("type")
    if kind in {"mrkdwn", "markdown"}:
        return _found(str(thing.get("text", "")), verbatim=bool(thing.get("verbatim")))
    if kind in _ELEMENTS:
        sign, key = _ELEMENTS[kind]
        return [f"{sign}{thing[key]}"]
    return [] if kind == "plain_text" else [found for one in thing.values() for found in _in(one)]


def _found(text: str, *, verbatim: bool) -> list[str]:
    """Return what is marked up in a text: what stands in angle brackets and, unless `verbatim`, bare addresses."""
    bare = [] if verbatim else _BARE.findall(_MARKED.sub(" ", text))
    return [one.partition("|")[0] for one in _MARKED.findall(text)] + bare
