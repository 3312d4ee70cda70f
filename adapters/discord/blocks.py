"""Blocks: each kind of block of a card as pieces of a message. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from adapters.discord import controls, marker
from adapters.discord.pieces import FILE, GALLERY, HEADING, Attachment, Piece, Solid, Words, of_spans, of_text
from adapters.discord.tables import table
from adapters.discord.text import ELLIPSIS, clean, code_block, escape, is_blank, label, length, line, shorten
from bot.chat import cards
from bot.chat.cards import Block, Card, Mark, Span, Style
from bot.i18n import Words as Language

QUIET, LINK = "quiet", "link"
_BAR = 10
_SIGNS = {Mark.KEY: "✅", Mark.CHOSEN_KEY: "✅", Mark.CHOSEN: "🔹"}
_MISSED = "❌"


@dataclass(frozen=True)
class Where:
    """Where a message is, for links to others. `guild` is "" in direct messages, `channel` "" if it is not known."""

    guild: str = ""
    channel: str = ""


@dataclass
class Sheet:
    """What a message is drawn with: its place, the reader's language, names for controls, and those of its files."""

    card: Card
    where: Where
    language: Language
    name: controls.Namer
    as_menus: bool
    names: set[str] = field(default_factory=set)

    @property
    def options(self) -> dict[str, str]:
        """Return the text of each option on the card by its letter."""
        return {
            one.letter: cards.plain(one.spans)
            for block in self.card.blocks
            if isinstance(block, cards.Options)
            for one in block.items
        }


def pieces(block: Block, sheet: Sheet) -> Sequence[Piece]:  # noqa: PLR0911  # one for each kind of block
    """Return a block as pieces."""
    match block:
        case cards.Text():
            return of_spans(block.spans, _STYLES[block.style], kind=_KINDS[block.style])
        case cards.CodeBlock():
            return () if is_blank(block.text) else (_code(block),)
        case cards.Fields():
            return [piece for one in block.items for piece in _field(one)]
        case cards.Table():
            return table(block)
        case cards.Options():
            return _options(block, sheet.language)
        case cards.Link() | cards.Jump():
            return _link(block, sheet.where)
        case cards.Image() | cards.Document():
            return (_attached(block, sheet),)
        case cards.Buttons():
            draw = controls.menus if sheet.as_menus else controls.buttons
            return (Solid(draw(block, sheet.name), control=True),)
        case cards.Chooser():
            return (Solid(controls.chooser(block, sheet.name, sheet.options), control=True),)


def strong(markdown: str) -> str:
    """Return lines in bold."""
    return _each_line(markdown, "**{}**")


def quiet(markdown: str) -> str:
    """Return lines in small grey."""
    return _each_line(markdown, "-# {}")


def heading(markdown: str) -> str:
    """Return one line as a heading."""
    return f"### {' '.join(markdown.split())}"


def _each_line(markdown: str, form: str) -> str:
    return "\n".join(form.format(one.strip()) if one.strip() else "" for one in markdown.split("\n"))


_STYLES: dict[Style, Callable[[str], str]] = {Style.NORMAL: str, Style.STRONG: strong, Style.QUIET: quiet}
_KINDS = {Style.NORMAL: "", Style.STRONG: HEADING, Style.QUIET: QUIET}


def _code(block: cards.CodeBlock) -> Words:
    return Words(lambda limit: shorten(block.text, limit, lambda text: code_block(text, block.language)))


def _field(field: cards.Field) -> tuple[Words, ...]:
    name = escape(label(field.name, 200))
    return of_text(field.value, lambda value: f"{name}: **{' '.join(value.split())}**", kind="field")


def _options(block: cards.Options, language: Language) -> list[Piece]:
    known = any(one.mark in {Mark.KEY, Mark.CHOSEN_KEY} for one in block.items)
    return [piece for one in block.items for piece in _option(one, known, language)]


def _option(option: cards.OptionLine, known: bool, language: Language) -> list[Piece]:
    """Return an option with what is known of it: its sign, how many chose it, and why it is right or wrong."""
    sign = _MISSED if known and option.mark is Mark.CHOSEN else _SIGNS.get(option.mark, "")
    before = f"{sign} " if sign else ""
    mine = language.t("your answer") if option.mark in {Mark.CHOSEN, Mark.CHOSEN_KEY} else ""
    said = f"  *{escape(mine)}*" if mine else ""
    share = "" if option.share is None else f"\n{_share(option.share, language)}"
    letter = escape(label(option.letter, 8))
    spans = option.spans if any(not is_blank(span.text) for span in option.spans) else (Span(ELLIPSIS),)
    drawn = of_spans(spans, lambda text: f"{before}**{letter}.** {' '.join(text.split())}{said}{share}")
    return [*drawn, *of_spans(option.why, quiet, soft=True, belongs=True)]


def _share(share: int, language: Language) -> str:
    filled = round(max(0, min(100, share)) * _BAR / 100)
    return f"-# `{'█' * filled}{'░' * (_BAR - filled)}` {escape(language.percent(share))}"


def _link(link: cards.Link | cards.Jump, where: Where) -> tuple[Words, ...]:
    address = _jump(link, where) if isinstance(link, cards.Jump) else _address(link.url)
    belongs = isinstance(link, cards.Jump)
    if not address:
        return of_spans((Span(link.text),), kind=LINK, belongs=belongs)
    shown = f"[{escape(label(link.text, 200))}](<{address}>)"
    return (Words(lambda limit: shown if limit >= length(shown) else ELLIPSIS, kind=LINK, belongs=belongs),)


def _jump(jump: cards.Jump, where: Where) -> str:
    message, _ = marker.split(jump.message)
    if not message or not where.channel:
        return ""
    return f"https://discord.com/channels/{where.guild or '@me'}/{where.channel}/{message}"


def _address(url: str) -> str:
    """Return a web address without anything that would end a link early, "" if it is none or too long to keep."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    address = quote(clean(url), safe="/:?#[]@!$&'*+,;=%~-._")
    return address if len(address) <= 1_000 else ""


def _attached(block: cards.Image | cards.Document, sheet: Sheet) -> Solid:
    if isinstance(block, cards.Image):
        name, said = _file_name("picture.png", sheet), label(block.description, 1_024)
        item = {"media": {"url": f"attachment://{name}"}, "description": said}
        return Solid(({"type": GALLERY, "items": [item]},), (Attachment(name, block.png, "image/png", said),))
    name, content = _file_name(block.name, sheet), block.text.encode("utf-8", "replace")
    return Solid(({"type": FILE, "file": {"url": f"attachment://{name}"}},), (Attachment(name, content, "text/plain"),))


def _file_name(wanted: str, sheet: Sheet) -> str:
    """Return a name that Discord keeps as it is, and that no other file of the message has."""
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", line(wanted)).strip(".-")[-80:] or "file.txt"
    stem, dot, ending = kept.rpartition(".") if "." in kept else (kept, "", "")
    name = kept if kept not in sheet.names else f"{stem}-{len(sheet.names) + 1}{dot}{ending}"
    sheet.names.add(name)
    return name
