"""Reading what Slack was sent: blocks back into words, and into a card of titles and paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.chat.cards import Block, Button, Buttons, Card, Tone, text

_TONES = {"✅ ": Tone.GOOD, "❌ ": Tone.BAD, "⚠️ ": Tone.WARNING}


def card_of(blocks: Sequence[Mapping[str, Any]]) -> Card:
    """Return the card that blocks show: its title and tone, whom it alerts, its paragraphs and its buttons."""
    title = next((str(one["text"]["text"]) for one in blocks if one["type"] == "header"), "")
    tone = next((tone for sign, tone in _TONES.items() if title.startswith(sign)), Tone.PLAIN)
    title = next((title.removeprefix(sign) for sign in _TONES if title.startswith(sign)), title)
    alerted = [str(one["range"]) for one in elements(blocks) if one["type"] == "broadcast"]
    shown = tuple(read for one in blocks if (read := _read(one)) is not None)
    return Card(title, shown, tone, ping="".join(alerted))


def _read(block: Mapping[str, Any]) -> Block | None:
    if block["type"] == "actions":
        buttons = [one for one in block["elements"] if one["type"] == "button"]
        return Buttons(tuple(Button(one["text"]["text"], one["action_id"]) for one in buttons))
    alerts = any(one["type"] == "broadcast" for one in elements(block))
    return text(words_of([block])) if block["type"] == "rich_text" and not alerts else None


def words_of(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Return every text of blocks, line by line."""
    return "\n".join("".join(_texts(one)) for one in blocks)


def labels(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what stands on the buttons."""
    found = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return [str(one["text"]["text"]) for one in found if one["type"] == "button"]


def elements(blocks: object) -> Iterator[Mapping[str, Any]]:
    """Yield everything that has a type, inside out."""
    if isinstance(blocks, Mapping):
        if "type" in blocks:
            yield blocks
        for value in blocks.values():
            yield from elements(value)
    elif isinstance(blocks, list | tuple):
        for value in blocks:
            yield from elements(value)


def _texts(block: object) -> Iterator[str]:
    if isinstance(block, Mapping):
        if isinstance(block.get("text"), str):
            yield block["text"]
        elif block.get("type") == "broadcast":
            yield f"@{block['range']}"
        for value in block.values():
            if isinstance(value, Mapping | list):
                yield from _texts(value)
    elif isinstance(block, list):
        for value in block:
            yield from _texts(value)
