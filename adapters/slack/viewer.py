"""A look at what Slack would get: blocks as a page that resembles Slack, for authors and for us. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from adapters.slack.blocks import Block, Element
from adapters.slack.render import render
from bot.chat.cards import Card

_STYLE = Path(__file__).with_name("viewer.css")
_SIGNS = {
    "white_check_mark": ("good", "✓"),
    "x": ("bad", "✕"),
    "white_small_square": ("none", ""),
    "ballot_box_with_check": ("chosen", "✓"),
    "page_facing_up": ("file", ""),
    "warning": ("warning", "!"),
}
"""Emoji drawn by ourselves: not every machine has them."""
_IN_TITLES = {"✅ ": "white_check_mark", "❌ ": "x", "⚠️ ": "warning"}
_EMPTY = Markup("")


def page_of(card: Card) -> str:
    """Return a page with one message."""
    return page([message(render(card).blocks)])


def page(parts: Iterable[Markup]) -> str:
    """Return a page that opens by itself, without a server."""
    style = _STYLE.read_text(encoding="utf-8")
    return f"<!doctype html>\n<meta charset=utf-8>\n<style>{style}</style>\n<main>{_EMPTY.join(parts)}</main>\n"


def message(blocks: Iterable[Block], said: str = "") -> Markup:
    """Return a message of the app; `said` stands behind its name, such as who alone sees it."""
    return Markup(
        '<article><div class="icon">S</div><div class="body"><b>studybot</b> <i class="app">APP</i> '
        "<small>9:00 AM{}</small>{}</div></article>"
    ).format(f" · {said}" if said else "", _blocks(blocks))


def modal(view: Mapping[str, Any]) -> Markup:
    """Return a modal."""
    return Markup(
        '<section class="modal"><header>{}<span>✕</span></header><div>{}</div>'
        '<footer><button>{}</button><button class="primary">{}</button></footer></section>'
    ).format(view["title"]["text"], _blocks(view["blocks"]), view["close"]["text"], view["submit"]["text"])


def home(blocks: Iterable[Block]) -> Markup:
    """Return App Home."""
    return Markup('<section class="home"><nav><b>Home</b> Messages About</nav>{}</section>').format(_blocks(blocks))


def _blocks(blocks: Iterable[Block]) -> Markup:
    return _EMPTY.join(_block(block) for block in blocks)


def _block(block: Block) -> Markup:
    return _KINDS[block["type"]](block)


def _header(block: Block) -> Markup:
    title = block["text"]["text"]
    sign = next((sign for sign in _IN_TITLES if title.startswith(sign)), "")
    return Markup("<h3>{}{}</h3>").format(_emoji(_IN_TITLES[sign]) if sign else "", title.removeprefix(sign))


def _context(block: Block) -> Markup:
    return Markup('<p class="context">{}</p>').format(_EMPTY.join(escape(one["text"]) for one in block["elements"]))


def _section(block: Block) -> Markup:
    return Markup("<p>{}</p>{}").format(block["text"]["text"], _element(block.get("accessory") or {"type": ""}))


def _divider(_block: Block) -> Markup:
    return Markup("<hr>")


def _actions(block: Block) -> Markup:
    return Markup('<div class="actions">{}</div>').format(_EMPTY.join(_element(one) for one in block["elements"]))


def _input(block: Block) -> Markup:
    hint = Markup('<p class="context">{}</p>').format(block["hint"]["text"]) if "hint" in block else _EMPTY
    optional = Markup(" <small>(optional)</small>") if block.get("optional") else _EMPTY
    return Markup('<div class="input"><label>{}{}</label>{}{}</div>').format(
        block["label"]["text"], optional, _element(block["element"]), hint
    )


def _rich_text(block: Block) -> Markup:
    return Markup('<div class="rich">{}</div>').format(_EMPTY.join(_rich(one) for one in block["elements"]))


def _rich(element: Element) -> Markup:
    inside = element["elements"]
    match element["type"]:
        case "rich_text_list":
            return Markup("<ul>{}</ul>").format(_EMPTY.join(Markup("<li>{}</li>").format(_rich(one)) for one in inside))
        case "rich_text_quote":
            return Markup("<blockquote>{}</blockquote>").format(_inline(inside))
        case "rich_text_preformatted":
            return Markup("<pre>{}</pre>").format(_inline(inside))
        case _:
            return Markup("<div>{}</div>").format(_inline(inside))


def _inline(elements: Iterable[Element]) -> Markup:
    return _EMPTY.join(_run(one) for one in elements)


def _run(element: Element) -> Markup:
    match element["type"]:
        case "emoji":
            return _emoji(element["name"])
        case "link":
            return Markup('<a href="{}">{}</a>').format(element["url"], element["text"])
        case "broadcast":
            return Markup('<mark class="ping">@{}</mark>').format(element["range"])
    shown = escape(element["text"])
    for style, tag in (("code", "code"), ("bold", "b"), ("italic", "i")):
        if element.get("style", {}).get(style):
            shown = Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)  # noqa: S704 - one of the three above
    return shown


def _emoji(name: str) -> Markup:
    kind, sign = _SIGNS.get(name, ("none", f":{name}:"))
    return Markup('<span class="emoji {}">{}</span>').format(kind, sign)


def _element(element: Element) -> Markup:
    match element["type"]:
        case "button":
            return Markup('<button class="{}">{}</button>').format(element.get("style", ""), element["text"]["text"])
        case "checkboxes":
            return Markup('<div class="boxes">{}</div>').format(
                _EMPTY.join(Markup("<label>☐ {}</label>").format(one["text"]["text"]) for one in element["options"])
            )
        case "static_select" | "multi_static_select" | "external_select":
            chosen = element.get("initial_option", {}).get("text", {}).get("text")
            shown = chosen or element.get("placeholder", {}).get("text", "Select an option")
            return Markup('<span class="select">{} <em>⌄</em></span>').format(shown)
        case "plain_text_input":
            return Markup('<span class="text">{}</span>').format(element.get("initial_value", ""))
        case _:
            return _EMPTY


_KINDS: Mapping[str, Callable[[Block], Markup]] = {
    "header": _header,
    "context": _context,
    "section": _section,
    "divider": _divider,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
}
