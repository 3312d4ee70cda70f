"""Tables: a few short columns as text of one width, anything wider as a list. Pure.

Slack's own table block is allowed once a message and not in App Home, and phones cut it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from adapters.slack.blocks import Element, bullets, clean, clip, preformatted, run, section
from bot.chat.cards import Table

_WIDEST = 46
"""Columns of signs that a phone held upright nearly shows; more would wrap."""
_LONGEST_CELL = 22


def table(card: Table) -> list[Element]:
    """Return a table's elements of rich text."""
    rows = [tuple(_line(cell) for cell in row) for row in (card.columns, *card.rows)]
    widths = [max(_columns(row[at]) for row in rows) for at in range(len(card.columns))]
    if max(widths, default=0) <= _LONGEST_CELL and sum(widths) + 2 * (len(widths) - 1) <= _WIDEST:
        return [preformatted("\n".join(_aligned(row, widths, card.numeric) for row in rows))]
    if 0 in card.numeric:
        return [section(*((*run("\n" if at else ""), *_told(card, row)) for at, row in enumerate(rows[1:])))]
    return [bullets(_told(card, row) for row in rows[1:])] if card.rows else []


def lines(card: Table) -> Iterator[str]:
    """Return a table's rows as sentences for those who hear them."""
    for row in card.rows:
        first, *others = (_line(cell) for cell in row)
        told = ", ".join(f"{_line(name)} {cell}" for name, cell in zip(card.columns[1:], others, strict=False))
        yield f"{first}: {told}" if told else first


def _told(card: Table, row: Sequence[str]) -> list[Element]:
    """Return a row as a line: what it is about, with its number where that stands first, then the rest by name."""
    about = next((at for at in range(len(row)) if at not in card.numeric), 0)
    lead = "  ".join(cell for cell in row[: about + 1] if cell)
    others = [f"{name} {cell}" for name, cell in zip(card.columns[about + 1 :], row[about + 1 :], strict=False) if cell]
    return [*run(lead or "–", "bold"), *(run(f" — {' · '.join(others)}") if others else ())]


def _line(cell: str) -> str:
    return clip(" ".join(clean(cell).split()), 300)


def _aligned(row: Sequence[str], widths: Sequence[int], numeric: Sequence[int]) -> str:
    cells = []
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        room = " " * (width - _columns(cell))
        cells.append(room + cell if at in numeric else cell + room)
    return "  ".join(cells).rstrip()


def _columns(text: str) -> int:
    """Return how many columns a text takes where every sign is one or two wide."""
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)
