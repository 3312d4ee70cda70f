"""Shortening a card evenly: every text to the same length, tables to as many rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from adapters.slack.blocks import clip, width
from bot.chat import cards
from bot.chat.cards import Card, Spans


@dataclass(frozen=True)
class Level:
    """The longest text and the most rows."""

    text: int
    rows: int


LEVELS: Sequence[Level] = (
    Level(11_000, 100),
    Level(2_000, 60),
    Level(900, 40),
    Level(450, 30),
    Level(220, 20),
    Level(110, 15),
    Level(50, 10),
    Level(20, 5),
)
"""From what is never too much for an honest card to what always fits."""


def shortened(card: Card, level: Level) -> Card:
    """Return a card with nothing longer than `level` allows; what can be pressed stays whole."""
    blocks = tuple(_block(block, level) for block in card.blocks)
    return Card(clip(card.title, level.text), blocks, card.tone, clip(card.footer, level.text), card.ping)


def _block(block: cards.Block, level: Level) -> cards.Block:
    limit = level.text
    match block:
        case cards.Text():
            return cards.Text(_spans(block.spans, limit), block.style)
        case cards.CodeBlock():
            return cards.CodeBlock(clip(block.text, limit), block.language)
        case cards.Fields():
            return cards.Fields(
                tuple(cards.Field(clip(one.name, limit), clip(one.value, limit)) for one in block.items)
            )
        case cards.Table():
            rows = tuple(tuple(clip(cell, limit) for cell in row) for row in block.rows[: level.rows])
            left = len(block.rows) - len(rows)
            return cards.Table(block.columns, (*rows, *_left(block, left)), block.numeric)
        case cards.Options():
            return cards.Options(tuple(_option(one, limit) for one in block.items))
        case cards.Image():
            return msgspec.structs.replace(block, description=clip(block.description, limit))
        case _:
            return block


def _left(table: cards.Table, rows: int) -> tuple[tuple[str, ...], ...]:
    """Return the row that says how many are left out."""
    return ((f"… +{rows}", *("" for _ in table.columns[1:])),) if rows and table.columns else ()


def _option(one: cards.OptionLine, limit: int) -> cards.OptionLine:
    return cards.OptionLine(one.letter, _spans(one.spans, limit), one.mark, _spans(one.why, limit), one.share)


def _spans(spans: Spans, limit: int) -> Spans:
    kept = []
    for span in spans:
        if limit <= 0:
            break
        kept.append(cards.Span(clip(span.text, limit), span.code))
        limit -= width(span.text)
    return tuple(kept)
