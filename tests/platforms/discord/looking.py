"""What a person sees on a message or modal: texts and controls, whatever the generation of components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Message

BUTTON, STRING_SELECT = 2, 3
SELECTS = frozenset({3, 5, 6, 7, 8})
FIELDS = frozenset({3, 4, 5, 6, 7, 8, 19, 21, 22, 23})


def every(components: Sequence[Any]) -> Iterator[Json]:
    """Yield all components, parents before children."""
    for one in components:
        yield one
        yield from every(one.get("components", []))
        yield from every([one[name] for name in ("accessory", "component") if name in one])


def text_of(message: Message) -> str:
    """Return all the words of a message, top to bottom, without those on controls."""
    words: list[str | None] = [message.content]
    for embed in message.embeds:
        words += [embed.get("author", {}).get("name"), embed.get("title"), embed.get("description")]
        words += [word for field in embed.get("fields", []) for word in (field["name"], field["value"])]
        words.append(embed.get("footer", {}).get("text"))
    words += [one["content"] for one in every(message.components) if one["type"] == 10]
    return "\n".join(word for word in words if word)


def controls_of(message: Message) -> list[Json]:
    """Return the buttons and selects of a message that send something (links don't)."""
    return [one for one in every(message.components) if "custom_id" in one]


def buttons_of(message: Message) -> dict[str, str]:
    """Return the ids of the buttons that can be pressed, by label (or emoji)."""
    pressable = [one for one in controls_of(message) if one["type"] == BUTTON and not one.get("disabled")]
    return {one.get("label") or one["emoji"]["name"]: one["custom_id"] for one in pressable}


def control(message: Message, custom_id: str) -> Json:
    """Return the control with an id; an AssertionError names those that are there."""
    found = controls_of(message)
    there = [one["custom_id"] for one in found]
    assert custom_id in there, f"no control {custom_id!r} on the message, only {there}"
    return found[there.index(custom_id)]


def fields_of(modal: Json) -> list[Json]:
    """Return the fields of a modal."""
    return [one for one in every(modal["components"]) if one["type"] in FIELDS]
