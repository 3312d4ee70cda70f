"""Controls: buttons and choosers as action rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from adapters.discord import ids
from adapters.discord.marker import Component
from adapters.discord.pieces import BUTTON, ROW, SELECT
from adapters.discord.text import label
from bot.chat.cards import Button, Buttons, Chooser, Tone

T = TypeVar("T")

IN_A_ROW = 5
IN_A_LIST = 25
MOST_BUTTONS = 20
"""More of them in one message become lists: Discord shows 40 components in all."""

_STYLES = {Tone.PRIMARY: 1, Tone.PLAIN: 2, Tone.GOOD: 3, Tone.WARNING: 2, Tone.BAD: 4}


class Namer:
    """Gives every control of a message a custom id of its own, as Discord demands, about a guild if one is meant."""

    def __init__(self, guild: str) -> None:
        self._guild = guild
        self._used: dict[str, int] = {}

    def __call__(self, action: str) -> str | None:
        """Return the id of a control, or None if there is none left for the action."""
        nth = self._used.get(action, 0)
        self._used[action] = nth + 1
        named = ids.action(action, self._guild, nth)
        return named if nth == 0 or named != action else None


def buttons(block: Buttons, name: Namer) -> tuple[Component, ...]:
    """Return buttons in rows of nearly the same length; an action that is there twice is shown once."""
    made = [one for one in (_button(item, name) for item in block.items) if one]
    rows = -(-len(made) // IN_A_ROW)
    return tuple({"type": ROW, "components": list(part)} for part in _parts(made, rows))


def menus(block: Buttons, name: Namer) -> tuple[Component, ...]:
    """Return many buttons as lists, whose values are the actions."""
    items = list({item.action: item for item in block.items if len(item.action) <= 100}.values())
    lists = []
    for part in _parts(items, -(-len(items) // IN_A_LIST)):
        options = [{"label": label(one.label, 100), "value": one.action} for one in part]
        lists.append(_select(name(ids.MENU), f"{options[0]['label']} …", options, 1, 1))
    return tuple(lists)


def chooser(block: Chooser, name: Namer, texts: Mapping[str, str]) -> tuple[Component, ...]:
    """Return a chooser as a list; of more choices than a list takes, as several. `texts` say more about a label."""
    choices = list({one.value: one for one in block.choices if 0 < len(one.value) <= 100}.values())
    lists = []
    for part in _parts(choices, -(-len(choices) // IN_A_LIST)):
        options = [
            {"label": label(one.label, 100), "value": one.value}
            | ({"description": label(texts[one.label], 100)} if one.label in texts else {})
            for one in part
        ]
        most = min(max(block.most, 1), len(options))
        lists.append(_select(name(block.action), block.prompt, options, min(block.least, most), most))
    return tuple(lists)


def _select(
    custom_id: str | None, prompt: str, options: Sequence[Mapping[str, str]], least: int, most: int
) -> Component:
    select = {
        "type": SELECT,
        "custom_id": custom_id,
        "placeholder": label(prompt, 150),
        "options": list(options),
        "min_values": least,
        "max_values": most,
    }
    return {"type": ROW, "components": [select]}


def _button(item: Button, name: Namer) -> Component | None:
    custom_id = name(item.action)
    if custom_id is None or not 0 < len(custom_id) <= ids.MAX_LENGTH:
        return None
    return {"type": BUTTON, "style": _STYLES[item.tone], "label": label(item.label, 80), "custom_id": custom_id}


def _parts(items: Sequence[T], n: int) -> Iterator[Sequence[T]]:
    """Yield items in `n` parts of nearly the same length."""
    at = 0
    for part in range(n):
        size = len(items) // n + (part < len(items) % n)
        yield items[at : at + size]
        at += size
