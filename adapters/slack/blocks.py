"""The bricks of Block Kit that we build with. Pure.

What people or content wrote stands in `rich_text` and `plain_text` only, where Slack looks for no markup or mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.chat.cards import Spans

Block = dict[str, Any]
Element = dict[str, Any]

HEADER, LABEL, OPTION_VALUE, BUTTON_VALUE, ID = 150, 75, 150, 2_000, 255
"""Slack's limits of characters: a header, the label of a button or option, the values of both, an id."""
CONTEXT = 1_500
_ELEMENT = 2_500
"""A run of text longer than this is told in several."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
NAMELESS = "–"
"""Stands where Slack wants a text and there is none."""


def clean(text: str) -> str:
    """Return a text without the signs that can't be seen but turn or break a line of a chat."""
    return _UNSEEN.sub("", text)


def width(text: str) -> int:
    """Return the length of a text as Slack's clients count it: signs beyond the first 65,536 count twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def clip(text: str, limit: int) -> str:
    """Return a text of at most `limit`, its end left out where it is longer."""
    if width(text) <= limit:
        return text
    room = limit - 1
    kept = []
    for sign in text:
        room -= 2 if sign > "\uffff" else 1
        if room < 0:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + "…"


def plain(text: str, limit: int) -> Element:
    """Return a `plain_text` of at most `limit`; never empty, for Slack refuses that."""
    return {"type": "plain_text", "text": clip(clean(text).strip(), limit) or NAMELESS, "emoji": False}


def run(text: str, *styles: str) -> list[Element]:
    """Return a text as elements of rich text, in pieces that no limit can hurt."""
    text = clean(text)
    style = {"style": dict.fromkeys(styles, True)} if styles else {}
    return [{"type": "text", "text": text[at : at + _ELEMENT], **style} for at in range(0, len(text), _ELEMENT)]


def runs(spans: Spans, *styles: str) -> list[Element]:
    """Return spans as elements of rich text; code stays code."""
    return [part for span in spans for part in run(span.text, *styles, *(("code",) if span.code else ()))]


def emoji(name: str) -> Element:
    """Return an emoji by Slack's name."""
    return {"type": "emoji", "name": name}


def link(text: str, url: str) -> Element:
    """Return a link that reads `text`."""
    return {"type": "link", "url": url, "text": clip(clean(text), _ELEMENT) or url}


def section(*parts: Iterable[Element]) -> Element:
    """Return a line of rich text."""
    return {"type": "rich_text_section", "elements": [element for part in parts for element in part]}


def quote(elements: Sequence[Element]) -> Element:
    """Return a line set apart by a bar."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(items: Iterable[Sequence[Element]]) -> Element:
    """Return a list with bullets."""
    return {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": [section(item) for item in items]}


def preformatted(text: str) -> Element:
    """Return lines in signs of one width, kept as they are."""
    return {"type": "rich_text_preformatted", "elements": run(text), "border": 0}


def rich(elements: Iterable[Element]) -> list[Block]:
    """Return elements as one block; none where there is nothing to show."""
    shown = [element for element in elements if element["elements"]]
    return [{"type": "rich_text", "elements": shown}] if shown else []


def header(text: str) -> Block:
    """Return a heading."""
    return {"type": "header", "text": plain(text, HEADER)}


def quiet(text: str) -> list[Block]:
    """Return a small grey line; none for an empty text."""
    return [{"type": "context", "elements": [plain(text, CONTEXT)]}] if clean(text).strip() else []


def button(label: str, action: str, style: str = "", value: str = "") -> Element:
    """Return a button; `style` is primary, danger or nothing."""
    made: Element = {"type": "button", "text": plain(label, LABEL), "action_id": action[:ID]}
    if style:
        made["style"] = style
    if value:
        made["value"] = value
    return made


def option(value: str, label: str) -> Element:
    """Return one of the values of a select or of checkboxes."""
    return {"text": plain(label, LABEL), "value": value[:OPTION_VALUE] or NAMELESS}
