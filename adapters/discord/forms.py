"""Forms: as Discord's dialogs (modals), and what was typed into one, kept in a message until it is opened again. Pure.

A dialog closes when it is sent, and can't follow an answer that was put off. So what was typed stands in a private
message, which a button opens as a form again: no memory of ours is needed, and the person sees what is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.discord import marker
from adapters.discord.marker import Component
from adapters.discord.pieces import BUTTON, CONTAINER, ROW, SELECT, TEXT, text_display
from adapters.discord.render import Message
from adapters.discord.text import escape, fenced, label, length, line, shorten, unfenced
from bot.chat.calls import Form, FormField
from bot.i18n import Words

LABEL, INPUT, RADIO = 18, 4, 21
MOST_FIELDS, MOST_CHOICES = 5, 25
_RADIOS = range(2, 5)
"""So many choices are shown at once; others open as a list."""

_TYPED = 2_400
"""Letters of all typed texts together, so that all of them fit into one message with what is said about them."""

_WARNING = 0xFAA61A
_ROOM = 4_000


def dialog(form: Form, custom_id: str) -> dict[str, Any]:
    """Return a form as a dialog."""
    fields = form.fields[:MOST_FIELDS]
    texts = sum(not field.choices for field in fields)
    return {
        "custom_id": custom_id,
        "title": label(form.title, 45),
        "components": [_labelled(field, _TYPED // max(texts, 1)) for field in fields],
    }


def _labelled(field: FormField, room: int) -> Component:
    hint = {"description": label(field.hint, 100)} if field.hint else {}
    control = _choice(field) if field.choices else _text(field, room)
    return {"type": LABEL, "label": label(field.label, 45), **hint, "component": control}


def _text(field: FormField, room: int) -> Component:
    value = {"value": shorten(field.value, room)} if field.value else {}
    return {"type": INPUT, "custom_id": field.name, "style": 1, "required": False, "max_length": room, **value}


def _choice(field: FormField) -> Component:
    choices = [one for one in field.choices if 0 < len(one.value) <= 100][:MOST_CHOICES]
    options = [
        {"label": label(one.label, 100), "value": one.value} | ({"default": True} if one.value == field.value else {})
        for one in choices
    ]
    if len(options) in _RADIOS:
        return {"type": RADIO, "custom_id": field.name, "options": options, "required": False}
    select = {"type": SELECT, "custom_id": field.name, "options": options, "required": False}
    return {**select, "min_values": 0, "max_values": 1}


def values(components: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what was sent with a dialog, by field; an empty choice is left out."""
    sent = {}
    for one in _inputs(components):
        chosen = one["values"] if "values" in one else [one.get("value")]
        if chosen and chosen[0] is not None:
            sent[str(one["custom_id"])] = str(chosen[0])
    return sent


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in components:
        if "custom_id" in one:
            yield one
        inner = one.get("component")
        yield from _inputs([*one.get("components", ()), *([inner] if inner else ())])


def faulty(errors: Mapping[str, str], sent: Mapping[str, str], form: Form | None, again: str, spoken: Words) -> Message:
    """Return the message that names each faulty field, keeps what was typed, and opens the form again by `again`.

    `form` is None where it is not known any more: then fields are called by their names, and there is no button.
    """
    known = {field.name: field for field in form.fields} if form else {}
    named = {name: known[name].label if name in known else name for name in (*sent, *errors)}
    said = "\n".join(f"**{escape(line(named[name]))}**: {escape(line(errors[name]))}" for name in errors)
    head = f"### {escape(spoken.t('Not saved yet'))}\n{shorten(said, 1_200) if length(said) > 1_200 else said}"
    kept = {named[name]: _shown(known.get(name), value) for name, value in sent.items()}
    foot = spoken.t("Nothing you typed is lost.") if form and again else spoken.t("Use the command again to change it.")
    return _message(head, kept, again if form else "", spoken.t("Correct it"), foot)


def ready(form: Form, given: Mapping[str, str], again: str, spoken: Words) -> Message:
    """Return the message whose button opens a form that could not be opened at once, with what was given for it."""
    head = f"### {escape(label(form.title, 200))}\n{escape(spoken.t('This took a moment. The form is ready now.'))}"
    return _message(head, given, again, spoken.t("Open the form"), "")


def _message(head: str, kept: Mapping[str, str], again: str, press: str, foot: str) -> Message:
    room = _ROOM - length(head) - length(foot) - 100
    inside = [text_display(head)]
    for name, value in list(kept.items())[:10]:
        title = f"**{escape(label(name, 100))}**"
        shown = shorten(value, room // max(len(kept), 1) - 120, fenced)
        inside.append(text_display(f"{title}\n```\n{shown}\n```" if shown else title))
    if again:
        button = {"type": BUTTON, "style": 1, "label": label(press, 80), "custom_id": again}
        inside.append({"type": ROW, "components": [button]})
    if foot:
        inside.append(text_display(f"-# {escape(foot)}"))
    return Message([{"type": CONTAINER, "accent_color": _WARNING, "components": inside}])


def _shown(field: FormField | None, value: str) -> str:
    """Return a value as the person knows it: of a choice, its label."""
    labels = {one.value: line(one.label) for one in field.choices} if field else {}
    return labels.get(value, value)


def kept(components: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what such a message keeps: what was typed, by the label of its field."""
    found = {}
    for one in marker.walk(components):
        if one.get("type") != TEXT:
            continue
        title, _, rest = str(one["content"]).partition("\n")
        if title.startswith("**") and title.endswith("**") and (not rest or rest.startswith("```\n")):
            found[title] = unfenced(rest.removeprefix("```\n").removesuffix("\n```")) if rest else ""
    return found


def filled(form: Form, typed: Mapping[str, str]) -> Form:
    """Return a form with what was typed in it (as `kept` gives it); other fields stay as they are."""
    fields = []
    for field in form.fields:
        value = typed.get(f"**{escape(label(field.label, 100))}**")
        if value is not None:
            by_label = {line(one.label): one.value for one in field.choices}
            field = dataclasses.replace(field, value=by_label.get(value, value))  # noqa: PLW2901  # the same, filled
        fields.append(field)
    return dataclasses.replace(form, fields=tuple(fields))


def given(options: Sequence[str], typed: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a command's options that such a message keeps."""
    by_title = {f"**{escape(option)}**": option for option in options}
    return {by_title[title]: value for title, value in typed.items() if title in by_title and value}
