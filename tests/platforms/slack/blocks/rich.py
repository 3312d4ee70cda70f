"""The rules of rich text, where words and what is marked up are elements of their own."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.blocks.report import Report
from tests.platforms.slack.world import Json

MANY = 40_000
"""Slack names no limit here; what the whole message may hold is one."""

STYLES = frozenset({"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"})
INLINE: dict[str, tuple[set[str], set[str]]] = {
    "text": ({"text"}, {"style"}),
    "link": ({"url"}, {"text", "unsafe", "style"}),
    "emoji": ({"name"}, {"unicode", "url", "style"}),
    "user": ({"user_id"}, {"style"}),
    "usergroup": ({"usergroup_id"}, {"style"}),
    "channel": ({"channel_id"}, {"style"}),
    "broadcast": ({"range"}, {"style"}),
    "date": ({"timestamp", "format"}, {"url", "fallback", "style"}),
    "color": ({"value"}, {"style"}),
    "team": ({"team_id"}, {"style"}),
}
"""The elements of a line: what each must have and what it may have."""

LINES: dict[str, tuple[set[str], set[str], frozenset[str]]] = {
    "rich_text_section": ({"elements"}, set(), frozenset(INLINE)),
    "rich_text_quote": ({"elements"}, {"border"}, frozenset(INLINE)),
    "rich_text_preformatted": ({"elements"}, {"border", "language"}, frozenset({"text", "link"})),
    "rich_text_list": ({"elements", "style"}, {"indent", "offset", "border"}, frozenset({"rich_text_section"})),
}
"""The parts of rich text: what each must have, what it may have, and what may stand in it."""


def rich_text(block: Json, at: str, report: Report) -> None:
    """Check a block of rich text."""
    report.keys(block, at, {"elements"}, {"block_id"})
    for number, one in enumerate(report.listed(block, "elements", at, MANY)):
        _part(one, f"{at}/elements/{number}", report, frozenset(LINES))


def _part(thing: Any, at: str, report: Report, allowed: frozenset[str]) -> None:
    """Check a part or an element, where one of the kinds `allowed` may stand."""
    kind = thing.get("type") if isinstance(thing, dict) else None
    if kind not in allowed:
        report.say(f"unsupported type: {kind}", f"{at}/type")
        return
    if kind in INLINE:
        _element(thing, at, report)
        return
    required, optional, inside = LINES[kind]
    report.keys(thing, at, required, optional)
    for number, one in enumerate(report.listed(thing, "elements", at, MANY, least=0)):
        _part(one, f"{at}/elements/{number}", report, inside)
    if kind == "rich_text_list" and thing.get("style") not in {"bullet", "ordered"}:
        report.say("must be bullet or ordered", f"{at}/style")


def _element(thing: Json, at: str, report: Report) -> None:
    required, optional = INLINE[thing["type"]]
    if report.keys(thing, at, required, optional):
        for key in required - {"timestamp"}:
            report.length(thing[key], f"{at}/{key}", MANY)
    if thing["type"] == "broadcast" and thing.get("range") not in {"here", "channel", "everyone"}:
        report.say("must be here, channel or everyone", f"{at}/range")
    style = thing.get("style", {})
    if not isinstance(style, dict) or not style.keys() <= STYLES:
        report.say("must be a style object", f"{at}/style")
