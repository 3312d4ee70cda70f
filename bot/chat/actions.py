"""Actions: what a button, chooser or form carries. Short, versioned, and parsed in this one place."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 100  # Discord's limit for a custom_id, the smallest of all platforms
_VERSION = "1"
_PART = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Action:
    """The name of a handler and the values it needs."""

    name: str
    args: tuple[str, ...] = ()


def pack(name: str, *args: object) -> str:
    """Return the id of an action, such as `1:answer:42:b`; raise ValueError if it can't be parsed again."""
    parts = [_VERSION, name, *map(str, args)]
    packed = ":".join(parts)
    if len(packed) > MAX_LENGTH or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"not an action id: {packed!r}")
    return packed


def parse(packed: str) -> Action | None:
    """Return the action behind an id, or None for an id that this version does not know how to read."""
    version, *parts = packed.split(":")
    if version != _VERSION or not parts or not all(_PART.fullmatch(part) for part in parts):
        return None
    return Action(parts[0], tuple(parts[1:]))
