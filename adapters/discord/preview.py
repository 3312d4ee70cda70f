"""The preview: a message or form as a page that looks like Discord, for authors of questions and for pictures."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from adapters.discord.forms import RADIO
from adapters.discord.markdown import html
from adapters.discord.pieces import BUTTON, CONTAINER, FILE, GALLERY, ROW, SELECT, SEPARATOR, TEXT, Attachment
from adapters.discord.render import Message

_CSS = Path(__file__).with_name("preview.css")
_EMPTY = Markup("")


def page(shown: Iterable[Markup]) -> str:
    """Return a page of messages and forms."""
    styles = Markup("<style>{}</style>").format(Markup(_CSS.read_text(encoding="utf-8")))  # noqa: S704  # our own file
    return (
        f'<!doctype html>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n{styles}\n'
        + "\n".join(shown)
    )


def message(sent: Message, *, private: bool = False) -> Markup:
    """Return a message as an `article`."""
    files = {f"attachment://{one.name}": one for one in sent.files}
    return Markup(
        '<article><span class="avatar">S</span><div><p class="byline">Studybot<span class="app">APP</span>'
        "<small>Today at 9:00 AM</small></p>{}{}</div></article>"
    ).format(
        _inside(sent.components, files),
        Markup('<p class="only">Only you can see this · Dismiss message</p>') if private else _EMPTY,
    )


def modal(form: Mapping[str, Any]) -> Markup:
    """Return a form as Discord's dialog."""
    fields = _EMPTY.join(
        Markup('<div><label>{}</label><span class="hint">{}</span>{}</div>').format(
            one["label"], one.get("description") or "", _input(one["component"])
        )
        for one in form["components"]
    )
    return Markup(
        '<div class="modal"><h2>{}</h2>{}<div class="row"><button class="b1">Submit</button></div></div>'
    ).format(form["title"], fields)


def _inside(components: Sequence[Mapping[str, Any]], files: Mapping[str, Attachment]) -> Markup:
    return _EMPTY.join(_component(one, files) for one in components)


def _component(one: Mapping[str, Any], files: Mapping[str, Attachment]) -> Markup:  # noqa: PLR0911  # one for each kind
    match one["type"]:
        case kind if kind == CONTAINER:
            color = (
                Markup(' accent" style="--accent:#{:06x}').format(one["accent_color"])
                if one.get("accent_color") is not None
                else _EMPTY
            )
            return Markup('<div class="container{}">{}</div>').format(color, _inside(one["components"], files))
        case kind if kind == TEXT:
            return Markup("<div>{}</div>").format(html(one["content"]))
        case kind if kind == SEPARATOR:
            return Markup("<hr>") if one.get("divider") is not False else Markup('<hr class="space">')
        case kind if kind == ROW:
            return Markup('<div class="row">{}</div>').format(_inside(one["components"], files))
        case kind if kind == BUTTON:
            return Markup('<button class="b{}">{}</button>').format(one["style"], one["label"])
        case kind if kind == SELECT:
            return _select(one)
        case kind if kind == GALLERY:
            return _EMPTY.join(_picture(item, files) for item in one["items"])
        case kind if kind == FILE:
            return Markup('<div class="file">{}</div>').format(one["file"]["url"].removeprefix("attachment://"))
    return Markup("<p>{}</p>").format(one)


def _select(one: Mapping[str, Any]) -> Markup:
    options = _EMPTY.join(
        Markup("<div>{}<small>{}</small></div>").format(each["label"], each.get("description") or "")
        for each in one["options"]
    )
    return Markup('<details class="select"><summary>{}</summary>{}</details>').format(
        one.get("placeholder") or "", options
    )


def _picture(item: Mapping[str, Any], files: Mapping[str, Attachment]) -> Markup:
    held = files[item["media"]["url"]]
    data = base64.b64encode(held.content).decode()
    return Markup('<img alt="{}" src="data:{};base64,{}">').format(item["description"], held.kind, data)


def _input(one: Mapping[str, Any]) -> Markup:
    if one["type"] == RADIO:
        circles = (("◉" if each.get("default") else "○", each["label"]) for each in one["options"])
        return Markup('<div class="radios">{}</div>').format(
            _EMPTY.join(Markup("<div>{} {}</div>").format(*each) for each in circles)
        )
    if "options" in one:
        chosen = next((each["label"] for each in one["options"] if each.get("default")), one.get("placeholder") or "")
        return Markup('<div class="select">{}</div>').format(chosen)
    return Markup('<input value="{}" placeholder="{}">').format(one.get("value") or "", one.get("placeholder") or "")
