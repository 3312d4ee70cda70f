"""Looking at cards and forms as a reader does: every text that is seen, and everything that can be pressed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from enum import Enum

import msgspec

from bot.chat.cards import Button, Buttons, Card, Chooser, Span

_UNSEEN = {
    "action",  # carried by a control
    "complete",  # names the command whose completion a field uses
    "language",  # of code
    "message",  # a platform's reference
    "name",  # of a form's field; a fact's name is seen, see below
    "png",
    "url",  # a link shows its text
    "value",  # of a choice, or what stands in a form's field; a fact's value is seen, see below
}
_FILES = {("Document", "text")}  # a file to keep, for programs
_SEEN = {("Field", "name"), ("Field", "value")}


def leaves(shown: object) -> Iterator[str]:
    """Yield every text that a reader sees in a card, form, reply or any part of one; spans side by side are one text.

    Whatever is not known as unseen counts as seen, so a new kind of block is looked at from its first day.
    """
    if isinstance(shown, str):
        if shown and not isinstance(shown, Enum):
            yield shown
    elif isinstance(shown, tuple | list):
        if shown and all(isinstance(one, Span) for one in shown):
            yield "".join(one.text for one in shown)
        else:
            for one in shown:
                yield from leaves(one)
    elif isinstance(shown, Mapping):
        yield from leaves(tuple(shown.values()))
    else:
        for name in _names(shown):
            here = (type(shown).__name__, name)
            if here in _SEEN or (name not in _UNSEEN and here not in _FILES):
                yield from leaves(getattr(shown, name))


def _names(shown: object) -> tuple[str, ...]:
    if isinstance(shown, msgspec.Struct):
        return shown.__struct_fields__
    if dataclasses.is_dataclass(shown):
        return tuple(field.name for field in dataclasses.fields(shown))
    return ()


def said(shown: object) -> str:
    """Return everything that a reader sees, one text a line, with ordinary spaces."""
    return "\n".join(leaves(shown)).replace("\u202f", " ")


def controls(card: Card) -> tuple[dict[str, str], tuple[Chooser, ...]]:
    """Return the actions of a card's buttons by label, and its choosers."""
    buttons: list[Button] = []
    for block in card.blocks:
        buttons += block.items if isinstance(block, Buttons) else ()
    return {one.label: one.action for one in buttons}, tuple(one for one in card.blocks if isinstance(one, Chooser))


def actions(card: Card) -> list[str]:
    """Return every action id on a card."""
    buttons, choosers = controls(card)
    return [*buttons.values(), *(one.action for one in choosers)]
