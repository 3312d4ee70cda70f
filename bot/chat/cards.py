"""Cards: platform-neutral messages. A small closed vocabulary that every adapter can draw.

A card holds plain text only: an adapter escapes it, and the one markup there is (code) is a span of its own, so text
from people or content can never become markup or a mention. Cards turn into JSON and back for stores that keep them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec


class Tone(StrEnum):
    """The mood of a card or button; a platform picks the color."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    WARNING = "warning"
    PRIMARY = "primary"


class Style(StrEnum):
    """How loudly a text is said."""

    NORMAL = "normal"
    STRONG = "strong"
    QUIET = "quiet"


class Mark(StrEnum):
    """What is known of an option: the key, the reader's own choice, or both."""

    NONE = "none"
    KEY = "key"
    CHOSEN = "chosen"
    CHOSEN_KEY = "chosen-key"


class Span(msgspec.Struct, frozen=True):
    """A run of text; `code` is what one would type."""

    text: str
    code: bool = False


Spans = tuple[Span, ...]


class Text(msgspec.Struct, frozen=True, tag=True):
    """A paragraph."""

    spans: Spans
    style: Style = Style.NORMAL


class CodeBlock(msgspec.Struct, frozen=True, tag=True):
    """Several lines of code, kept as they are."""

    text: str
    language: str = ""


class Field(msgspec.Struct, frozen=True):
    """A name and its value."""

    name: str
    value: str


class Fields(msgspec.Struct, frozen=True, tag=True):
    """Short facts side by side."""

    items: tuple[Field, ...]


class Table(msgspec.Struct, frozen=True, tag=True):
    """Rows under column heads; every row is as long as `columns`. `numeric` lists the columns aligned right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


class OptionLine(msgspec.Struct, frozen=True):
    """An option of a question as shown: its letter, its text, and once known its mark, why and share (percent)."""

    letter: str
    spans: Spans
    mark: Mark = Mark.NONE
    why: Spans = ()
    share: int | None = None


class Options(msgspec.Struct, frozen=True, tag=True):
    """The options of a question."""

    items: tuple[OptionLine, ...]


class Image(msgspec.Struct, frozen=True, tag=True):
    """A PNG picture with the words that stand for it."""

    png: bytes
    description: str


class Document(msgspec.Struct, frozen=True, tag=True):
    """A text file to keep, too long to be read in a chat; a platform attaches it or links it."""

    name: str
    text: str


class Link(msgspec.Struct, frozen=True, tag=True):
    """A page to read."""

    text: str
    url: str


class Jump(msgspec.Struct, frozen=True, tag=True):
    """A link to one of our messages in the same channel, by the platform's reference."""

    text: str
    message: str


class Button(msgspec.Struct, frozen=True):
    """A button; `action` is a packed `bot.chat.actions.Action`. `label` fits every platform (at most 75 characters)."""

    label: str
    action: str
    tone: Tone = Tone.PLAIN


class Buttons(msgspec.Struct, frozen=True, tag=True):
    """Buttons in a row (a platform wraps more than it can show)."""

    items: tuple[Button, ...]


class Choice(msgspec.Struct, frozen=True):
    """One of several values to choose from."""

    value: str
    label: str


class Chooser(msgspec.Struct, frozen=True, tag=True):
    """A control that takes between `least` and `most` of its choices and sends them at once."""

    action: str
    prompt: str
    choices: tuple[Choice, ...]
    submit: str
    least: int = 1
    most: int = 1


Block = Text | CodeBlock | Fields | Table | Options | Image | Document | Link | Jump | Buttons | Chooser


Files = Sequence[Image | Document]
"""What of a card is no text: platforms show it in the message, or beside it."""


class Card(msgspec.Struct, frozen=True):
    """A message: a title (also the line a notification shows), blocks from top to bottom, and a quiet last line.

    `ping` is the one role that it alerts, by the platform's id; nothing else in a message ever alerts anybody.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    tone: Tone = Tone.PLAIN
    footer: str = ""
    ping: str = ""


_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def spans(text: str) -> Spans:
    """Return `text` as spans: what stands between backticks becomes code, the rest stays plain."""
    parts = _CODE.split(" ".join(text.split()))
    return tuple(Span(part, code=bool(i % 2)) for i, part in enumerate(parts) if part)


def text(words: str, style: Style = Style.NORMAL) -> Text:
    """Return a paragraph of plain words (backticks included as they are)."""
    return Text((Span(words),), style)


def files_of(card: Card) -> Files:
    """Return the pictures and documents of a card."""
    return [block for block in card.blocks if isinstance(block, Image | Document)]


def rich(content: str) -> tuple[Text | CodeBlock, ...]:
    """Return the blocks of a question's text: paragraphs with code spans, and fenced code blocks."""
    blocks: list[Text | CodeBlock] = []
    at = 0
    for fence in _FENCE.finditer(content):
        blocks.extend(_paragraphs(content[at : fence.start()]))
        blocks.append(CodeBlock(fence[2].rstrip("\n"), fence[1]))
        at = fence.end()
    blocks.extend(_paragraphs(content[at:]))
    return tuple(blocks)


def _paragraphs(content: str) -> list[Text]:
    return [Text(spans(part)) for part in re.split(r"\n\s*\n", content) if part.strip()]


def plain(words: Spans) -> str:
    """Return spans as text, code in backticks, for places that know plain text only."""
    return "".join(f"`{span.text}`" if span.code else span.text for span in words)


def encode(card: Card) -> str:
    """Return a card as JSON."""
    return msgspec.json.encode(card).decode()


def decode(document: str) -> Card:
    """Return the card that `encode` wrote, in this or an older version; raise msgspec.ValidationError otherwise."""
    return msgspec.json.decode(document, type=Card)
