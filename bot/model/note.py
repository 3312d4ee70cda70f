"""A study note: what to know about a topic."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.reference import Reference

KINDS = ("what", "when", "number", "trap")
"""What a line of a note tells, in the order in which a reader gets them: what it is, when to use it, the numbers to
know, where people go wrong."""


@dataclass(frozen=True)
class Line:
    """A sentence or two of a note; `kind` is one of `KINDS`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Note:
    """What to know about a topic, in the order of its file; `facts` are the sentences of its fact sheet behind it."""

    topic: str
    lines: tuple[Line, ...]
    references: tuple[Reference, ...]
    facts: tuple[int, ...] = ()
