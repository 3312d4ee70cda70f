"""Forms as modals, and what was typed into them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from adapters.slack.blocks import Block, Element, clip, option, plain
from adapters.slack.carried import Origin, pack
from bot.chat.calls import Form, FormField
from bot.chat.cards import Choice
from bot.chat.declare import Command, CommandOption
from bot.i18n import Words

_TITLE, _LABEL, _HINT, _TEXT, _ERROR = 24, 2_000, 2_000, 300, 300
EMPTY = "-"
"""Stands for an empty value, which Slack's lists can't have."""


def modal(form: Form, origin: Origin, words: Words, needed: Collection[str] | None = None) -> dict[str, Any]:
    """Return the view of a form; it carries where it came from.

    `needed` names the fields that Slack lets nobody leave empty; by default the lists, for whether a text may be empty
    is the core's to say, in its own words.
    """
    if needed is None:
        needed = [one.name for one in form.fields if one.choices or one.complete]
    long = clip(form.title, 151)
    intro = [] if long == clip(form.title, _TITLE) else [{"type": "section", "text": plain(form.title, 3_000)}]
    return {
        "type": "modal",
        "callback_id": form.action[:255],
        "private_metadata": pack(origin, view=True),
        "title": plain(form.title, _TITLE),
        "submit": plain(form.submit, _TITLE),
        "close": plain(words.t("Cancel"), _TITLE),
        "blocks": [*intro, *(_input(field, needed=field.name in needed) for field in form.fields)],
    }


def command_form(command: Command[Any], values: Mapping[str, str], title: str, words: Words) -> Form:
    """Return a command's options as a form, filled with the values there are."""
    fields = tuple(_field(command.name, one, values.get(one.name, ""), words) for one in command.options)
    return Form(command.name, title, fields, words.t("Run"))


def filled(form: Form, known: Mapping[str, str]) -> Form:
    """Return a form whose empty fields hold what is known of the person, by the fields' names."""
    fields = (replace(one, value=one.value or known.get(one.name, "")) for one in form.fields)
    return replace(form, fields=tuple(fields))


def retyped(form: Form, typed: Mapping[str, str]) -> Form:
    """Return a form with what was typed into it before."""
    return replace(form, fields=tuple(replace(one, value=typed.get(one.name, one.value)) for one in form.fields))


def values(state: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed and chosen, by the names of the fields."""
    found = {}
    for block, elements in (state.get("values") or {}).items():
        for element in elements.values():
            picked = element.get("selected_option")
            value = picked["value"] if picked else element.get("value")
            found[str(block)] = "" if value in {None, EMPTY} else str(value)
    return found


def errors(found: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, str]:
    """Return sentences by the blocks of a view; one about a field that the view lacks goes to its first field."""
    known = [str(block["block_id"]) for block in view.get("blocks") or () if block.get("type") == "input"]
    placed: dict[str, str] = {}
    for name, sentence in found.items():
        field = name if name in known else (known or [name])[0]
        placed[field] = clip(" ".join(part for part in (placed.get(field), sentence) if part), _ERROR)
    return placed


def _field(command: str, one: CommandOption[Any], value: str, words: Words) -> FormField:
    choices = tuple(Choice(choice.value, words.t(choice.label)) for choice in one.choices)
    complete = (command, one.name) if one.complete else None
    hint = "" if one.required else words.t("Can be left empty")
    return FormField(one.name, words.t(one.summary), value, hint, choices, complete)


def _input(field: FormField, *, needed: bool) -> Block:
    made: Block = {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label, _LABEL),
        "element": _element(field),
        "optional": not needed,
    }
    return made | ({"hint": plain(field.hint, _HINT)} if field.hint else {})


def _element(field: FormField) -> Element:
    if field.choices:
        choices = [option(one.value or EMPTY, one.label) for one in field.choices]
        present = next((one for one in choices if one["value"] == (field.value or EMPTY)), None)
        made: Element = {"type": "static_select", "action_id": field.name, "options": choices}
        return made | ({"initial_option": present} if present else {})
    if field.complete:
        made = {"type": "external_select", "action_id": complete_id(*field.complete), "min_query_length": 0}
        return made | ({"initial_option": option(field.value, field.value)} if field.value else {})
    made = {"type": "plain_text_input", "action_id": field.name, "max_length": _TEXT}
    return made | ({"initial_value": clip(field.value, _TEXT)} if field.value else {})


def complete_id(command: str, name: str) -> str:
    """Return the action id of a field with completion: it says which command's option completes it."""
    return f"s:complete:{command}:{name}"


def completes(action: str) -> tuple[str, str] | None:
    """Return the command and option behind such an id."""
    parts = action.split(":")
    return (parts[2], parts[3]) if parts[:2] == ["s", "complete"] and len(parts) == 4 else None


_COMMAND = "s:command:"


def command_id(command: str) -> str:
    """Return the action of the form of a command's options."""
    return f"{_COMMAND}{command}"


def command_of(action: str) -> str | None:
    """Return the command behind such an action, or None for a form of the core's."""
    return action.removeprefix(_COMMAND) if action.startswith(_COMMAND) else None
