"""Slack gives every block and every control an id, where the app gave none."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence

from tests.platforms.slack.world import Json

CONTROLS = frozenset(
    {
        "button",
        "checkboxes",
        "datepicker",
        "datetimepicker",
        "external_select",
        "multi_external_select",
        "multi_static_select",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "static_select",
        "timepicker",
        "number_input",
        "email_text_input",
        "url_text_input",
        "users_select",
        "channels_select",
        "conversations_select",
        "multi_users_select",
    }
)


def named(blocks: Sequence[Json], new_id: Callable[[str], str]) -> list[Json]:
    """Return a copy in which every block has a block_id and every control an action_id."""
    copies = copy.deepcopy(list(blocks))
    for block in copies:
        block.setdefault("block_id", new_id("b"))
        for control in controls(block):
            control.setdefault("action_id", new_id("a"))
    return copies


def controls(block: Json) -> Iterator[Json]:
    """Yield the controls of a block, in order."""
    inside = [block.get("accessory"), block.get("element"), *block.get("elements", ())]
    for one in inside:
        if isinstance(one, dict) and one.get("type") in CONTROLS:
            yield one
