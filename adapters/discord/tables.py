"""Tables: as a code block where a phone shows the rows whole, else as a list. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from adapters.discord.pieces import Words
from adapters.discord.text import ELLIPSIS, escape, fenced, label, length, line
from bot.chat.cards import Table

PHONE = 34
"""Letters of a code block that stand in one line of a message on a phone."""

_GAP = "  "


def table(block: Table) -> tuple[Words, ...]:
    """Return a table as words; of more rows than there is room for, the last are left out."""
    rows = [[_cell(cell) for cell in row] for row in (block.columns, *block.rows)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    if not widths:
        return ()
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= PHONE:
        lines = [_GAP.join(_padded(row, widths, block.numeric)).rstrip() for row in rows]
        return (Words(lambda limit: _block(lines, limit)),)
    named = next((at for at in range(len(widths)) if at not in block.numeric), 0)
    listed = [_listed(block, row, named) for row in rows[1:]]
    return (Words(lambda limit: _lines(listed, limit)),)


def _cell(text: str) -> str:
    return fenced(line(text))


def _width(text: str) -> int:
    """Return how many places a monospaced font gives a text."""
    return sum(
        0 if unicodedata.category(one) in {"Mn", "Cf", "Me"} else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def _padded(row: Sequence[str], widths: Sequence[int], numeric: Sequence[int]) -> list[str]:
    padded = []
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - _width(cell))
        padded.append(space + cell if at in numeric else cell + space)
    return padded


def _listed(block: Table, row: Sequence[str], named: int) -> str:
    """Return a row as lines: what it is about, as column `named` tells, then the rest, figures with their column."""
    before = "".join(f"{escape(label(one, 20))} " for one in row[:named])
    said = []
    for at in range(named + 1, len(row)):
        cell = escape(label(row[at], 100))
        said.append(f"{escape(label(block.columns[at], 40))} **{cell}**" if at in block.numeric else cell)
    return f"{before}**{escape(label(row[named], 100))}**" + (f"\n-# {' · '.join(said)}" if said else "")


def _block(lines: Sequence[str], limit: int) -> str:
    return f"```\n{_lines(lines, limit - 8)}\n```"


def _lines(lines: Sequence[str], limit: int) -> str:
    kept: list[str] = []
    left = limit
    for at, one in enumerate(lines):
        last = at == len(lines) - 1
        if length(one) + (0 if last else 2) > left:
            return "\n".join([*kept, ELLIPSIS])
        kept.append(one)
        left -= length(one) + 1
    return "\n".join(kept)
