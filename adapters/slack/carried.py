"""What our own buttons and modals carry, so that nothing has to be remembered between two clicks. Pure."""

from __future__ import annotations

import msgspec

RUN, FILL, MISC = "s:run", "s:fill", "s:"
"""Our own actions: run a command, open a form. What the core packed begins with a version and a colon instead."""

_BUTTON, _VIEW = 2_000, 3_000


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a form came from: a command with its values, or a pressed action with its message; the channel that is
    meant, and whether it was asked for where the person is `alone` with the app."""

    name: str
    command: bool = False
    values: dict[str, str] = {}
    chosen: tuple[str, ...] = ()
    channel: str = ""
    alone: bool = False
    message: str = ""
    typed: dict[str, str] = {}
    """What was typed into the form before, to be found there again."""


def pack(origin: Origin, *, view: bool = False) -> str:
    """Return what a button (or a view) carries; what was typed is left out where it would be too much."""
    packed = msgspec.json.encode(origin).decode()
    limit = _VIEW if view else _BUTTON
    if len(packed) > limit:
        packed = msgspec.json.encode(msgspec.structs.replace(origin, typed={}, values={})).decode()
    return packed if len(packed) <= limit else msgspec.json.encode(Origin(origin.name[:100], origin.command)).decode()


def unpack(packed: str) -> Origin | None:
    """Return what was carried, or None for what this version can't read."""
    try:
        return msgspec.json.decode(packed, type=Origin)
    except msgspec.DecodeError:
        return None


def own(action: str) -> bool:
    """Return whether an action is one of this adapter's."""
    return action.startswith(MISC)


def run_id(name: str) -> str:
    """Return the action id of a button that runs a command."""
    return f"{RUN}:{name}"


def fill_id(name: str) -> str:
    """Return the action id of a button that opens a form."""
    return f"{FILL}:{name}"
