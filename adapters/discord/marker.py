"""Markers: how a message of ours is found again, and what its reference is made of. Pure.

Discord gives every component of a message a number, and keeps the one that we give (32 bits, unique in the message).
A marker is written into the numbers of a message's first components: it needs no button and is seen by nobody. A
reference is the message's id with its marker, for an edit sends all components anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Component = dict[str, Any]

PARTS = 3
"""Components that the longest marker (25 figures) needs."""

_BITS = 29
_LEAST = 1 << _BITS
"""Discord numbers components from 1 on; a number from here on is a part of a marker."""


def stamp(components: Sequence[Component], marker: str) -> None:
    """Write a marker into the first components; there are at least PARTS of them."""
    for component, number in zip(walk(components), numbers(marker), strict=False):
        component["id"] = number


def numbers(marker: str) -> Iterator[int]:
    """Yield the numbers that carry a marker of figures, each telling its own place."""
    rest = int(f"1{marker}")  # the 1 keeps zeros at the front
    for place in range(1, PARTS + 1):
        if not rest:
            return
        yield place << _BITS | rest & (_LEAST - 1)
        rest >>= _BITS
    if rest:
        raise ValueError(f"not a marker: {marker!r}")


def read(components: Sequence[Mapping[str, Any]]) -> str:
    """Return the marker that a message's components carry, or "" if they carry none."""
    found = {
        number >> _BITS: number & (_LEAST - 1) for one in walk(components) if (number := one.get("id") or 0) >= _LEAST
    }
    value = sum(part << _BITS * (place - 1) for place, part in found.items())
    return str(value)[1:] if str(value)[0] == "1" else ""


def walk(components: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    """Yield components with those inside them, outer ones first."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))


def reference(message: str, marker: str) -> str:
    """Return the reference of a message."""
    return f"{message}.{marker}" if marker else message


def split(reference: str) -> tuple[str, str]:
    """Return the id of a message and its marker ("" for none); the id is "" for what is no reference of ours."""
    message, _, marker = reference.partition(".")
    sound = _figures(message, 20) and (not marker or _figures(marker, 25))
    return (message, marker) if sound else ("", "")


def _figures(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= most
