"""Rendering: a card as a message made of Discord's components (version 2). Pure.

Nothing fails here: what is too long is shortened, reasons first; what can be pressed is never what is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.discord import marker as markers
from adapters.discord.blocks import QUIET, Sheet, Where, heading, pieces, quiet
from adapters.discord.controls import MOST_BUTTONS, Namer
from adapters.discord.marker import Component
from adapters.discord.pieces import (
    CONTAINER,
    HEADING,
    SEPARATOR,
    Attachment,
    Piece,
    Rule,
    Solid,
    Words,
    fitted,
    joint,
    of_text,
    text_display,
)
from adapters.discord.text import BLANK
from bot.chat import cards
from bot.chat.cards import Card, Tone
from bot.i18n import Words as Language
from bot.i18n import words

COMPONENTS_V2, EPHEMERAL = 1 << 15, 1 << 6
MOST_COMPONENTS, MOST_TEXT, MOST_BYTES, MOST_FILES = 40, 4_000, 10_000, 10

_COLORS = {Tone.GOOD: 0x3BA55D, Tone.BAD: 0xED4245, Tone.WARNING: 0xFAA61A, Tone.PRIMARY: 0x5865F2}
_HERE = Where()


@dataclass(frozen=True)
class Message:
    """A message to send: its components, what is attached, and the one role that it alerts ("" for none)."""

    components: Sequence[Component]
    files: Sequence[Attachment] = ()
    ping: str = ""

    def payload(self, *, private: bool = False) -> dict[str, Any]:
        """Return the message as Discord's API takes it, its files named but not in it."""
        attached = [
            {"id": at, "filename": one.name} | ({"description": one.description} if one.description else {})
            for at, one in enumerate(self.files)
        ]
        return {
            "components": list(self.components),
            "flags": COMPONENTS_V2 | (EPHEMERAL if private else 0),
            "attachments": attached,
            "allowed_mentions": {"parse": [], "roles": [self.ping] if self.ping else [], "replied_user": False},
        }


def render(card: Card, where: Where = _HERE, language: Language | None = None, guild: str = "") -> Message:
    """Return a card as a message. `guild` is what its controls are about, where the message itself is in none."""
    spoken = language or words("en")
    many = sum(len(block.items) for block in card.blocks if isinstance(block, cards.Buttons)) > MOST_BUTTONS
    sheet = Sheet(card, where, spoken, Namer(guild), many)
    found = [*of_text(card.title, heading, kind=HEADING), *_body(card, sheet), *of_text(card.footer, quiet, kind=QUIET)]
    inside = _within(found, MOST_COMPONENTS - bool(card.ping))
    shown = _light(inside, MOST_TEXT - 32)
    container: Component = {"type": CONTAINER, "components": shown}
    if card.tone in _COLORS:
        container["accent_color"] = _COLORS[card.tone]
    ping = card.ping if card.ping.isascii() and card.ping.isdecimal() else ""
    alert = [text_display(f"<@&{ping}>")] if ping else []
    return Message([*alert, container], _files(inside), ping)


def stamped(message: Message, marker: str) -> Message:
    """Return the message with a marker in it; components must not be used otherwise."""
    while sum(1 for _ in markers.walk(message.components)) < markers.PARTS:
        message.components[-1]["components"].append({"type": SEPARATOR, "divider": False, "spacing": 1})
    markers.stamp(message.components, marker)
    return message


def _body(card: Card, sheet: Sheet) -> Iterator[Piece]:
    """Yield the pieces of a card's blocks, with a line above a question's options."""
    for block in card.blocks:
        if isinstance(block, cards.Options):
            yield Rule()
        yield from pieces(block, sheet)


def _within(found: Sequence[Piece], most: int) -> Sequence[Piece]:
    """Return as many pieces as make `most` components, giving up lines, then files and pictures, then the order."""
    found = _with_files(found)
    for allowed in (
        found,
        [one for one in found if not isinstance(one, Rule)],
        [one for one in found if isinstance(one, Words) or (isinstance(one, Solid) and one.control)],
    ):
        if _count(allowed) <= most:
            return allowed
    told = [one for one in found if isinstance(one, Words)]
    left = most - 2  # the container and one text
    kept: list[Piece] = [*told]
    for one in found:
        if isinstance(one, Solid) and one.control and (size := _size(one)) <= left:
            kept.append(one)
            left -= size
    return kept


def _with_files(found: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces without the files that are too many for one message."""
    kept: list[Piece] = []
    files = 0
    for one in found:
        files += len(one.files) if isinstance(one, Solid) else 0
        if not (isinstance(one, Solid) and one.files and files > MOST_FILES):
            kept.append(one)
    return kept


def _count(found: Sequence[Piece]) -> int:
    """Return how many components pieces make, words beside each other being one."""
    texts = sum(
        isinstance(one, Words) and (not at or not isinstance(found[at - 1], Words)) for at, one in enumerate(found)
    )
    return 1 + texts + sum(_size(one) for one in found)


def _size(one: Piece) -> int:
    if isinstance(one, Solid):
        return sum(1 for _ in markers.walk(one.components))
    return int(isinstance(one, Rule))


def _light(found: Sequence[Piece], limit: int) -> list[Component]:
    """Return pieces as components whose texts are not too heavy either.

    Discord counts their bytes, too, and fails (with 500) beyond a weight that texts of three bytes a character reach
    before they reach the number of characters.
    """
    shown = _texts(found, limit)
    while (weight := _weight(shown)) > MOST_BYTES and limit > 1:
        limit = min(limit - 1, limit * MOST_BYTES // weight)
        shown = _texts(found, limit)
    return shown


def _weight(shown: Sequence[Component]) -> int:
    """Return the weight of all texts: bytes, and twelve more for each."""
    texts = [one["content"] for one in markers.walk(shown) if "content" in one]
    return sum(len(text.encode("utf-8", "replace")) + 12 for text in texts)


def _texts(found: Sequence[Piece], limit: int) -> list[Component]:
    """Return pieces as components, words beside each other in one."""
    words = [one for one in found if isinstance(one, Words)]
    drawn = dict(zip(map(id, words), fitted(words, limit - 2 * len(words)), strict=False))
    shown: list[Component] = []
    text, before = "", None
    for one in found:
        if isinstance(one, Words):
            if id(one) in drawn:
                text += (joint(before, one) if before else "") + drawn[id(one)]
                before = one
            continue
        if text:
            shown.append(text_display(text))
        text, before = "", None
        shown += [{"type": SEPARATOR, "divider": True, "spacing": 1}] if isinstance(one, Rule) else one.components
    if text or not shown:
        shown.append(text_display(text or BLANK))
    return shown


def _files(found: Sequence[Piece]) -> Sequence[Attachment]:
    return [file for one in found if isinstance(one, Solid) for file in one.files]
