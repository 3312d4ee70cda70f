"""What a person does to controls: which there are, what stands in them, and how Slack tells the app. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.platforms.slack.blocks.naming import controls
from tests.platforms.slack.world import Json

Value = str | Sequence[str]
"""What a person gives: a text, the value of an option, or the values of several."""

MANY = frozenset({"checkboxes", "multi_static_select", "multi_external_select"})
ONE = frozenset({"radio_buttons", "static_select", "external_select", "overflow"})
PICKED = {"datepicker": "date", "timepicker": "time", "users_select": "user", "channels_select": "channel"}


class Impossible(AssertionError):
    """A person can't do this: Slack shows them no such thing, or does not let them."""


def find(blocks: Sequence[Json], action: str) -> tuple[Json, Json]:
    """Return the block and the control that carries an action id (or the button with that label)."""
    for block in blocks:
        for control in controls(block):
            if action in {control["action_id"], control.get("text", {}).get("text")}:
                return block, control
    raise Impossible(f"there is no control {action!r} in {[one['action_id'] for one in every(blocks)]}")


def every(blocks: Sequence[Json]) -> Iterator[Json]:
    """Yield every control of the blocks."""
    for block in blocks:
        yield from controls(block)


def options(control: Json) -> list[Json]:
    """Return the options of a control, those in groups included."""
    grouped = [one for group in control.get("option_groups", ()) for one in group["options"]]
    return [*control.get("options", ()), *grouped]


def initial(control: Json) -> Json | None:
    """Return what stands in a control before anybody touches it, None if it holds nothing ever (a button)."""
    kind = control["type"]
    if kind in MANY:
        return {"type": kind, "selected_options": list(control.get("initial_options", ()))}
    if kind in ONE:
        return {"type": kind, "selected_option": control.get("initial_option")}
    if kind in PICKED:
        return {"type": kind, f"selected_{PICKED[kind]}": control.get(f"initial_{PICKED[kind]}")}
    if kind in {"plain_text_input", "number_input", "email_text_input", "url_text_input"}:
        return {"type": kind, "value": control.get("initial_value")}
    return None


def filled(control: Json, value: Value, offered: Sequence[Json] = ()) -> Json:
    """Return what stands in a control after a person gave `value`; `offered` are options that were looked up."""
    kind = control["type"]
    known = {one["value"]: one for one in (*options(control), *offered)}
    if kind in MANY:
        if missing := [one for one in value if one not in known]:
            raise Impossible(f"{control['action_id']} offers no {missing}, only {list(known)}")
        return {"type": kind, "selected_options": [known[one] for one in value]}
    if not isinstance(value, str):
        raise Impossible(f"{control['action_id']} takes one value")
    if kind in ONE:
        if value not in known:
            raise Impossible(f"{control['action_id']} offers no {value!r}, only {list(known)}")
        return {"type": kind, "selected_option": known[value]}
    if kind in PICKED:
        return {"type": kind, f"selected_{PICKED[kind]}": value}
    least, most = control.get("min_length", 0), control.get("max_length", 3_000)
    if value and not least <= len(value) <= most:
        raise Impossible(f"{control['action_id']} takes {least} to {most} characters")
    return {"type": kind, "value": value or None}


def state(blocks: Sequence[Json], touched: Mapping[tuple[str, str], Json]) -> Json:
    """Return the values of all controls, by block and action: what a person put in, else what stood there."""
    values: Json = {}
    for block in blocks:
        for control in controls(block):
            at = (block["block_id"], control["action_id"])
            held = touched.get(at, initial(control))
            if held is not None:
                values.setdefault(at[0], {})[at[1]] = held
    return values


def required(blocks: Sequence[Json], values: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the labels of inputs that must be filled and are not; Slack lets nobody submit before."""
    empty: list[str] = []
    for block in blocks:
        if block["type"] == "input" and not block.get("optional", False):
            held = values[block["block_id"]][block["element"]["action_id"]]
            if not any(value for key, value in held.items() if key != "type"):
                empty.append(str(block["label"]["text"]))
    return empty


def acted(block: Json, control: Json, held: Json | None, at: str) -> Json:
    """Return the action of an interaction: what was pressed or chosen."""
    told = {key: control[key] for key in ("value", "text", "style", "url") if key in control}
    return {**told, **(held or {}), "type": control["type"], "action_id": control["action_id"]} | {
        "block_id": block["block_id"],
        "action_ts": at,
    }
