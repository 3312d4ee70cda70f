"""Modals that Discord does not take."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from tests.platforms.discord.outcomes import Outcome
from tests.platforms.discord.plain import ask, refusal
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild


def text(custom_id: str = "t", **more: Any) -> Json:
    """Return a good text input, but for `more`."""
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def label(component: Json, **more: Any) -> Json:
    """Return a good label around a field, but for `more`."""
    return {"type": 18, "label": "Name", "component": component, **more}


def options(count: int, **more: Any) -> list[Json]:
    """Return good options, but for `more`."""
    return [{"label": str(number), "value": str(number), **more} for number in range(count)]


def modal(*components: Json, **more: Any) -> Json:
    """Return a good modal around its components, but for `more`."""
    return {"custom_id": "m", "title": "A form", "components": list(components), **more}


def radio(count: int, **more: Any) -> Json:
    """Return radio buttons."""
    return label({"type": 21, "custom_id": "r", "options": options(count, **more)})


def boxes(count: int, **more: Any) -> Json:
    """Return checkboxes."""
    return label({"type": 22, "custom_id": "c", "options": options(count), **more})


def menu(count: int, **more: Any) -> Json:
    """Return a menu."""
    return label({"type": 3, "custom_id": "s", "options": options(count), **more})


FINE: dict[str, Json] = {
    "five labelled fields": modal(*(label(text(str(number))) for number in range(5))),
    "a field in the older way": modal({"type": 1, "components": [text(label="Name")]}),
    "a text beside a field": modal({"type": 10, "content": "Please"}, label(text())),
    "radio buttons and checkboxes": modal(radio(10), boxes(10, min_values=0, required=False)),
    "a checkbox": modal(label({"type": 23, "custom_id": "y"})),
    "a menu": modal(menu(25, max_values=25), label({"type": 8, "custom_id": "place"})),
    "the longest texts": modal(
        label(text(value="x" * 4000, placeholder="x" * 100), label="x" * 45, description="x" * 100), title="x" * 45
    ),
}

REFUSED: dict[str, tuple[Json, str]] = {
    "a title too long": (modal(label(text()), title="x" * 46), "data.title: Must be 45 or fewer"),
    "an id too long": (modal(label(text()), custom_id="x" * 101), "data.custom_id: Must be 100"),
    "no fields": (modal(), "data.components: Must be 1 or more"),
    "six fields": (modal(*(label(text(str(n))) for n in range(6))), "data.components: Must be 5 or fewer"),
    "a label too long": (modal(label(text(), label="x" * 46)), "label: Must be 45"),
    "a description too long": (modal(label(text(), description="x" * 101)), "description: Must be 100"),
    "a label in the field too": (modal(label(text(label="Name"))), "The label stands in the Label component"),
    "no label at all": (modal({"type": 1, "components": [text()]}), "components.0.label: This field is required"),
    "a value too long": (modal(label(text(value="x" * 4001))), "value: Must be 4000"),
    "a value beyond its own limit": (modal(label(text(value="xx", max_length=1))), "value: Must be between 0 and 1"),
    "a hint too long": (modal(label(text(placeholder="x" * 101))), "placeholder: Must be 100"),
    "limits the wrong way round": (modal(label(text(min_length=5, max_length=4))), "min_length exceeds max_length"),
    "two fields with one id": (modal(label(text()), label(text())), "component.custom_id: Component custom id"),
    "one radio button": (modal(radio(1)), "options: Must be 2 or more"),
    "eleven radio buttons": (modal(radio(11)), "options: Must be 10 or fewer"),
    "two chosen radio buttons": (modal(radio(2, default=True)), "At most one option is the default"),
    "a radio button twice": (modal(radio(2, value="x")), "options.1.value: The specified option value is already"),
    "eleven checkboxes": (modal(boxes(11)), "options: Must be 10 or fewer"),
    "more checks than boxes": (modal(boxes(2, max_values=3)), "must not decrease"),
    "26 options": (modal(menu(26)), "options: Must be 25"),
    "a menu that can't be used": (modal(menu(2, disabled=True)), "disabled: Modals can't have disabled components"),
    "a required menu of none": (modal(menu(2, min_values=0)), "min_values: min_values must be at least 1"),
    "required checks of none": (modal(boxes(2, min_values=0)), "min_values: min_values must be at least 1"),
    "a button": (modal(label({"type": 2, "custom_id": "b", "style": 1, "label": "A"})), 'field "type" is not taken'),
    "a row of messages": (modal({"type": 1, "components": [{"type": 3, "custom_id": "s", "options": []}]}), '"type"'),
}  # fmt: skip


async def pressed(platform: LoopbackDiscord, guild: Guild, channel: Channel) -> Outcome:
    """Return a press that waits for an answer."""
    message = platform.say(channel, platform.world.bot, "Press")
    return await platform.person(guild, "Ada").raw_press(message, "b", wait=False)


@pytest.mark.parametrize("form", FINE.values(), ids=FINE.keys())
async def test_a_modal_within_the_limits_opens(
    platform: LoopbackDiscord, online: discord.Client, guild: Guild, channel: Channel, form: Json
) -> None:
    outcome = await pressed(platform, guild, channel)
    path = f"/interactions/{outcome.interaction.id}/{outcome.interaction.token}/callback"
    await ask(online, "POST", path, {"type": 9, "data": form})
    assert outcome.modal


@pytest.mark.parametrize(("form", "says"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_modal_beyond_them_is_refused(
    platform: LoopbackDiscord, online: discord.Client, guild: Guild, channel: Channel, form: Json, says: str
) -> None:
    outcome = await pressed(platform, guild, channel)
    path = f"/interactions/{outcome.interaction.id}/{outcome.interaction.token}/callback"
    refused = await refusal(online, "POST", path, {"type": 9, "data": form})
    assert (refused.status, refused.code, outcome.modal) == (400, 50035, None)
    assert says in refused.text
