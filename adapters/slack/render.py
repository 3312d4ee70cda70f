"""From a card to what Slack is sent: blocks, and the text that a notification shows and a screen reader reads. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from adapters.slack import controls
from adapters.slack.blocks import (
    Block,
    Element,
    bullets,
    clip,
    emoji,
    header,
    link,
    preformatted,
    quiet,
    quote,
    rich,
    run,
    runs,
    section,
)
from adapters.slack.fallback import fallback
from adapters.slack.names import Names
from adapters.slack.shorter import LEVELS, shortened
from adapters.slack.tables import table
from bot.chat import cards
from bot.chat.cards import Card, Mark, OptionLine, Spans, Style, Tone
from bot.i18n import Words, words

MOST_BLOCKS, MOST_VIEW_BLOCKS = 50, 100
MOST_SIGNS = 12_000
"""Slack refuses messages whose blocks have somewhat over 13,000 signs in all, and does not say how it counts."""

_TONES = {Tone.GOOD: "✅ ", Tone.BAD: "❌ ", Tone.WARNING: "⚠️ "}
_BAR = 10
_AUDIENCES = frozenset({"here", "channel"})
_NO_NAMES = Names("", frozenset())


@dataclass(frozen=True)
class Message:
    """What is sent: blocks, and the text that stands for them."""

    blocks: list[Block]
    text: str

    @property
    def sent(self) -> dict[str, Any]:
        """The message as arguments of Slack's methods."""
        return {"blocks": self.blocks, "text": self.text}


@dataclass(frozen=True)
class Look:
    """How a card is to be drawn.

    `links` holds the addresses of messages that a card leads to; `about` is the channel that its buttons mean, where it
    is shown elsewhere.
    """

    words: Words = field(default_factory=lambda: words("en"))
    names: Names = _NO_NAMES
    links: Mapping[str, str] = field(default_factory=dict)
    about: str = ""


PLAIN_LOOK = Look()


def render(card: Card, look: Look = PLAIN_LOOK) -> Message:
    """Return a card as a message that no limit of Slack can hurt.

    What is too long is shortened evenly, then left out from the end; what can be pressed is always there.
    """
    text = fallback(card, told(card), look.words, look.names)
    for level in LEVELS:
        blocks = draw(shortened(card, level), look)
        if _fits(blocks):
            return Message(blocks, text)
    least = shortened(card, LEVELS[-1])
    kept = list(least.blocks)
    for at in reversed(range(len(kept))):
        if not isinstance(kept[at], cards.Buttons | cards.Chooser):
            del kept[at]
            blocks = draw(Card(least.title, tuple(kept), least.tone, least.footer, least.ping), look)
            if _fits(blocks):
                return Message(blocks, text)
    return Message(blocks[:MOST_BLOCKS], text)


def draw(card: Card, look: Look = PLAIN_LOOK, first: int = 0) -> list[Block]:
    """Return a card's blocks as they are, numbered from `first`."""
    drawn = [*_ping(card), header(_TONES.get(card.tone, "") + look.names.said(card.title))]
    taken: set[str] = set()
    for kind, group in groupby(told(card), key=type):
        if kind in {cards.Link, cards.Jump}:
            drawn += rich([bullets(_link(one, look) for one in group if isinstance(one, cards.Link | cards.Jump))])
            continue
        for block in group:
            drawn += _block(block, look, taken, first + len(drawn))
    drawn += quiet(look.names.said(card.footer))
    return [
        one if "block_id" in one else one | {"block_id": controls.block_id(look.about, first + at)}
        for at, one in enumerate(_merged(drawn))
    ]


def told(card: Card) -> tuple[cards.Block, ...]:
    """Return the blocks that a message shows: a picture comes beside it, and speaks only where it is alone."""
    words = [one for one in card.blocks if not isinstance(one, cards.Image | cards.Buttons | cards.Chooser)]
    return tuple(one for one in card.blocks if not words or not isinstance(one, cards.Image))


def signs(blocks: list[Block]) -> int:
    """Return how much blocks weigh, counted on the safe side."""
    return len(json.dumps(blocks, ensure_ascii=False))


def _fits(blocks: list[Block]) -> bool:
    return len(blocks) <= MOST_BLOCKS and signs(blocks) <= MOST_SIGNS


def _merged(drawn: list[Block]) -> list[Block]:
    """Return blocks with neighbouring texts put into one, where there are too many to stand alone."""
    if len(drawn) <= MOST_BLOCKS:
        return drawn
    merged: list[Block] = []
    for block in drawn:
        if merged and block["type"] == merged[-1]["type"] == "rich_text":
            merged[-1] = {"type": "rich_text", "elements": [*merged[-1]["elements"], *block["elements"]]}
        else:
            merged.append(block)
    return merged


def _ping(card: Card) -> list[Block]:
    return rich([section([{"type": "broadcast", "range": card.ping}])]) if card.ping in _AUDIENCES else []


def _block(block: cards.Block, look: Look, taken: set[str], number: int) -> list[Block]:
    match block:
        case cards.Text(style=Style.QUIET):
            return quiet(look.names.said("".join(span.text for span in block.spans)))
        case cards.Text():
            return rich([section(_said(block.spans, look, *(("bold",) if block.style is Style.STRONG else ())))])
        case cards.CodeBlock():
            return rich([preformatted(block.text)])
        case cards.Fields():
            return rich([section(_fields(block, look))])
        case cards.Table():
            return rich(table(block))
        case cards.Options():
            return _options(block, look.words)
        case _:
            return [*_other(block, look, taken, number)]


def _other(block: cards.Block, look: Look, taken: set[str], number: int) -> Iterator[Block]:
    match block:
        case cards.Buttons():
            yield from controls.buttons(block, taken)
        case cards.Chooser():
            yield from controls.chooser(block, controls.block_id(look.about, number, "choose-"), taken)
        case cards.Document():
            yield from rich([section([emoji("page_facing_up")], run(" "), run(block.name, "bold"))])
        case cards.Image():
            yield from quiet(block.description)
        case _:
            return


def _said(spans: Spans, look: Look, *styles: str) -> list[Element]:
    spoken = tuple(span if span.code else cards.Span(look.names.said(span.text)) for span in spans)
    return runs(spoken, *styles)


def _fields(block: cards.Fields, look: Look) -> list[Element]:
    """Return facts line by line, which reads well on a phone and aloud."""
    parts: list[Element] = []
    for at, item in enumerate(block.items):
        parts += [*run("\n" if at else ""), *run(look.names.said(item.name), "bold"), *run("  "), *run(item.value)]
    return parts


def _options(block: cards.Options, w: Words) -> list[Block]:
    """Return options by letter, once it is known with their mark, share and reason."""
    known = any(one.mark in {Mark.KEY, Mark.CHOSEN_KEY} for one in block.items)
    drawn: list[Block] = []
    for one in block.items:
        drawn += rich([section(_option(one, known, w)), *([quote(runs(one.why))] if one.why else [])])
    return drawn


def _option(one: OptionLine, known: bool, w: Words) -> list[Element]:
    signs: Mapping[Mark, str] = {
        Mark.NONE: "white_small_square",
        Mark.KEY: "white_check_mark",
        Mark.CHOSEN: "x" if known else "ballot_box_with_check",
        Mark.CHOSEN_KEY: "white_check_mark",
    }
    sign = [emoji(signs[one.mark]), *run(" ")] if known or one.mark is not Mark.NONE else []
    mark = _mark_words(w)[one.mark]
    said = [*run(" — "), *run(mark, "italic")] if mark else []
    share = [] if one.share is None else run(f"\n{_bar(one.share)}  {w.percent(one.share)}")
    return [*sign, *run(one.letter, "bold"), *run("  "), *runs(one.spans), *said, *share]


def _mark_words(w: Words) -> Mapping[Mark, str]:
    return {
        Mark.NONE: "",
        Mark.KEY: w.t("Correct"),
        Mark.CHOSEN: w.t("Your answer"),
        Mark.CHOSEN_KEY: w.t("Your answer, correct"),
    }


def _bar(share: int) -> str:
    full = max(0, min(_BAR, round(share * _BAR / 100)))
    return "▰" * full + "▱" * (_BAR - full)


def _link(one: cards.Link | cards.Jump, look: Look) -> list[Element]:
    url = one.url if isinstance(one, cards.Link) else look.links.get(one.message, "")
    if not url.startswith(("https://", "http://")):
        return run(one.text)
    return [link(clip(one.text, 300), url)]
