"""Discord's Markdown as HTML, as far as our messages use it, and the mentions and marks that they must not contain.

For the preview: it shows what a reader would see, and a text that became markup by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

_FENCE = re.compile(r"```(?:[a-z0-9+-]*\n)?(.*?)```", re.DOTALL)
_INLINE = re.compile(
    r"\\(?P<plain>[^0-9A-Za-z\s])"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\\s])(?:\\.|[^*\\])*?)\*"
    r"|\[(?P<text>(?:\\.|[^\]\\])+)\]\(<(?P<url>[^>]+)>\)"
    r"|(?P<mention><@&?\d+>|<#\d+>|<t:\d+[^>]*>|<a?:\w+:\d+>|@everyone|@here)"
    r"|(?P<bare>https?://\S+)"
    r"|(?P<sign>[✅❌🔹])",
    re.DOTALL,
)
_SIGNS = {  # drawn, since not every system has a font for them
    "✅": Markup('<i class="sign yes">✓</i>'),
    "❌": Markup('<i class="sign no">✗</i>'),
    "🔹": Markup('<i class="sign mine">◆</i>'),
}
_LINES: Sequence[tuple[re.Pattern[str], Markup]] = (
    (re.compile(r"### (.*)"), Markup("<h3>{}</h3>")),
    (re.compile(r"## (.*)"), Markup("<h2>{}</h2>")),
    (re.compile(r"# (.*)"), Markup("<h1>{}</h1>")),
    (re.compile(r"-# (.*)"), Markup('<p class="small">{}</p>')),
    (re.compile(r"> (.*)"), Markup("<blockquote>{}</blockquote>")),
    (re.compile(r"[-*] (.*)"), Markup("<ul><li>{}</li></ul>")),
)


def html(markdown: str) -> Markup:
    """Return Markdown as HTML."""
    parts = []
    for at, part in enumerate(_FENCE.split(markdown)):
        parts.append(Markup("<pre><code>{}</code></pre>").format(part.rstrip("\n")) if at % 2 else _lines(part))
    return Markup("").join(parts)


def _lines(text: str) -> Markup:
    lines = text.strip("\n").split("\n") if text.strip("\n") else []
    return Markup("").join(_line(one) for one in lines)


def _line(text: str) -> Markup:
    if not text:
        return Markup('<p class="empty"></p>')
    for pattern, form in _LINES:
        if found := pattern.fullmatch(text):
            return form.format(inline(found[1]))
    return Markup("<p>{}</p>").format(inline(text))


def inline(text: str) -> Markup:
    """Return Markdown within a line as HTML."""
    shown, at = [], 0
    for found in _INLINE.finditer(text):
        shown += [escape(text[at : found.start()]), _marked(found)]
        at = found.end()
    return Markup("").join([*shown, escape(text[at:])])


def _marked(found: re.Match[str]) -> Markup:
    match found.lastgroup:
        case "plain":
            return escape(found["plain"])
        case "code":
            return Markup("<code>{}</code>").format(found["code"])
        case "bold":
            return Markup("<strong>{}</strong>").format(inline(found["bold"]))
        case "italic":
            return Markup("<em>{}</em>").format(inline(found["italic"]))
        case "url":
            return Markup('<a href="{}">{}</a>').format(found["url"], inline(found["text"]))
        case "sign":
            return _SIGNS[found["sign"]]
        case "bare":
            return Markup('<a href="{}">{}</a>').format(found[0], found[0])
        case _:
            return Markup('<span class="mention">{}</span>').format(found[0])
