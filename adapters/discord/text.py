"""Text: from plain words to Discord's Markdown, so that no words can become markup, a mention or a link. Pure.

Discord counts characters; in doubt (emoji) this module counts UTF-16 units, which are never fewer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bot.chat.cards import Spans

ELLIPSIS = "…"
BLANK = "\u2800"
"""Stands where Discord demands a text and there is none."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u200b\u2060\ufeff"  # nothing to see; joiners stay, since emoji and scripts are written with them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # would turn the direction of what stands after them
    "\ud800-\udfff\ufffe\uffff]"  # no characters
)
_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85]")
_INLINE = re.compile(r"[\\`*_~|<>\[\]@]|:(?=//|[\w+~-]+:)")
_LINE_START = re.compile(r"^([ \t]*)(#{1,3}|-#?|\+|(?<!\S)\d{1,9}[.)])(?=\s|$)", re.MULTILINE)
_WORD = 24
"""So many characters may be given up to end between two words."""


def clean(text: str) -> str:
    """Return text without what can't be seen or would turn the text around it; its lines stay lines."""
    return _UNWANTED.sub("", _BREAKS.sub("\n", text.replace("\t", " ")))


def line(text: str) -> str:
    """Return text as one clean line."""
    return " ".join(clean(text).split())


def is_blank(text: str) -> bool:
    """Return whether a reader would see nothing."""
    return all(unicodedata.category(one)[0] in "ZC" or one == BLANK for one in text)


def escape(text: str) -> str:
    """Return clean text as Markdown that shows exactly it."""
    return _LINE_START.sub(_guarded, _INLINE.sub(lambda found: "\\" + found[0], clean(text)))


def _guarded(found: re.Match[str]) -> str:
    """Put the backslash before what makes a heading, a list or a number of one."""
    mark = found[2]
    return f"{found[1]}{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"{found[1]}\\{mark}"


def code(text: str) -> str:
    """Return text as a code span, or nothing if it is blank."""
    shown = line(text).replace("`", "ˋ")
    return f"`{shown}`" if not is_blank(shown) else ""


def code_block(text: str, language: str = "") -> str:
    """Return text as a code block."""
    tag = language if re.fullmatch(r"[a-z0-9+-]{1,16}", language) else ""
    return f"```{tag}\n{fenced(text) or BLANK}\n```"


def fenced(text: str) -> str:
    """Return text as it may stand in a code block: no three backticks in a row."""
    return clean(text).replace("``", "`\u200d`").strip("\n")


def unfenced(text: str) -> str:
    """Return the text that `fenced` was given."""
    return text.replace("\u200d`", "`")


def markdown(spans: Spans) -> str:
    """Return spans as Markdown."""
    return "".join(code(span.text) if span.code else escape(span.text) for span in spans)


def length(text: str) -> int:
    """Return how long Discord may find a text."""
    return len(text.encode("utf-16-le", "replace")) // 2


def shorten(text: str, limit: int, draw: Callable[[str], str] = str) -> str:
    """Return `draw(text)`, or if that is longer than `limit`, of as much of the text as fits, with an ellipsis."""
    return fit(text, limit, draw(text), lambda n: draw(text[:n].rstrip() + ELLIPSIS))


def fit(text: str, limit: int, whole: str, part: Callable[[int], str]) -> str:
    """Return `whole` if it is not longer than `limit`, else `part(n)` for the greatest n of the text that fits.

    Ends between words where one ends nearby, never inside a character that is made of several.
    """
    if length(whole) <= limit:
        return whole
    least, most = 0, min(len(text), limit)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if length(part(middle)) <= limit else (least, middle - 1)
    if (space := text.rfind(" ", 0, least)) >= max(least - _WORD, 1):
        least = space
    while least and (text[least - 1] == "\u200d" or unicodedata.category(text[least - 1]) in {"Mn", "Cf", "Sk"}):
        least -= 1
    shown = part(least)
    return shown if length(shown) <= limit else ELLIPSIS[:limit]


def label(text: str, limit: int) -> str:
    """Return text as the one line that a control shows: never blank, at most `limit` long."""
    shown = line(text)
    return BLANK if is_blank(shown) else shorten(shown, limit)
