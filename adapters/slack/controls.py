"""Buttons and choosers as Block Kit, and what was chosen when one is pressed. Pure.

An action id is the packed action; where a message has the same twice, a mark behind it tells them apart. Where a card
is shown outside of the channel it is about, the ids of its blocks begin with that channel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.slack.blocks import ID, Block, Element, button, option, plain, rich, run, section
from bot.chat.cards import Button, Buttons, Chooser, Tone

PICK = "s:pick"
"""The checkboxes and lists whose choices are sent by a button beside them."""

_ROW, _CHECKBOXES, _LIST, _PLACEHOLDER = 25, 10, 100, 150
_STYLES = {Tone.PRIMARY: "primary", Tone.GOOD: "primary", Tone.BAD: "danger"}
_TWIN = "#"


def block_id(about: str, number: int, kind: str = "") -> str:
    """Return the id of a message's block; `about` is the channel that its buttons mean, or nothing."""
    return f"{about}~{kind}{number}"


def about(block: str) -> str:
    """Return the channel that a block's id names, or nothing."""
    return block.partition("~")[0] if "~" in block else ""


def action_of(action_id: str) -> str:
    """Return the packed action behind an action id."""
    return action_id.partition(_TWIN)[0]


def buttons(card: Buttons, taken: set[str]) -> Iterator[Block]:
    """Return rows of buttons; `taken` holds the action ids that the message has already."""
    elements = [_button(one, taken) for one in card.items]
    for at in range(0, len(elements), _ROW):
        yield {"type": "actions", "elements": elements[at : at + _ROW]}


def chooser(card: Chooser, block: str, taken: set[str]) -> Iterator[Block]:
    """Return a chooser: one of several by a list that sends at once, several by checkboxes and a button."""
    yield from rich([section(run(card.prompt, "bold"))])
    choices = [option(one.value, one.label) for one in card.choices][:_LIST]
    if not choices:
        return
    if card.most == 1:
        select = _select("static_select", _free(card.action, taken), card.submit, choices)
        yield {"type": "actions", "elements": [select]}
        return
    submit = button(card.submit, _free(card.action, taken), "primary", f"{card.least}:{card.most}")
    if len(choices) <= _CHECKBOXES:
        picks: Element = {"type": "checkboxes", "action_id": PICK, "options": choices}
        yield {"type": "actions", "block_id": block, "elements": [picks, submit]}
        return
    several = _select("multi_static_select", PICK, card.prompt, choices) | {"max_selected_items": card.most}
    text = plain(card.prompt, _PLACEHOLDER)
    yield {"type": "section", "block_id": f"{block}-picks", "text": text, "accessory": several}
    yield {"type": "actions", "block_id": block, "elements": [submit]}


def chosen(action: Mapping[str, Any], state: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what was chosen with a pressed element: its own choice, or that of the checkboxes beside it."""
    if isinstance(action.get("selected_option"), dict):
        return (str(action["selected_option"].get("value", "")),)
    values = state.get("values") or {}
    block = str(action.get("block_id", ""))
    found = values.get(block, {}).get(PICK) or values.get(f"{block}-picks", {}).get(PICK) or {}
    return tuple(str(one["value"]) for one in found.get("selected_options") or ())


def bounds(action: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return how many choices a pressed button demands, or None if it is no chooser's."""
    least, _, most = str(action.get("value") or "").partition(":")
    return (int(least), int(most)) if least.isdecimal() and most.isdecimal() else None


def _button(one: Button, taken: set[str]) -> Element:
    return button(one.label, _free(one.action, taken), _STYLES.get(one.tone, ""))


def _select(kind: str, action: str, placeholder: str, choices: Sequence[Element]) -> Element:
    return {"type": kind, "action_id": action, "placeholder": plain(placeholder, _PLACEHOLDER), "options": choices}


def _free(action: str, taken: set[str]) -> str:
    """Return an action's id, told apart from those that are taken, and take it."""
    found, number = action[:ID], 1
    while found in taken:
        number += 1
        found = f"{action[: ID - 8]}{_TWIN}{number}"
    taken.add(found)
    return found
