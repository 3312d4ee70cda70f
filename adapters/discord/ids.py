"""Custom ids: what a control of ours carries. Mostly the core's action as it is, sometimes with more around it. Pure.

`d1;GUILD;N;ACTION`      an action with the guild that a direct message is about, or the Nth of several equal ones
`d1o;GUILD;ORIGIN`       opens the form of what was done: `/command`, or the action that was pressed
`d1f;GUILD;ORIGIN;ACTION` a form of ORIGIN, sent to ACTION
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_LENGTH = 100
_ACTION, _OPEN, _FORM = "d1", "d1o", "d1f"
MENU = "menu"
"""Stands for the action of a list whose values are actions themselves."""


@dataclass(frozen=True)
class Pressed:
    """What a custom id says: the core's action ("" if there is none), a guild, and the origin of a form.

    `opens` tells that the form of `origin` is wanted.
    """

    action: str = ""
    guild: str = ""
    origin: str = ""
    opens: bool = False


UNPRESSED = Pressed()


def action(name: str, guild: str = "", nth: int = 0) -> str:
    """Return the custom id of an action. What does not fit is left out, the guild first."""
    if not guild and not nth:
        return name
    for about in (guild, ""):
        if len(packed := f"{_ACTION};{about};{nth};{name}") <= MAX_LENGTH:
            return packed
    return name


def opener(origin: str, guild: str = "") -> str:
    """Return the custom id of a button that opens a form again, "" if it can't be told in an id."""
    packed = f"{_OPEN};{guild};{origin}"
    return packed if origin and len(packed) <= MAX_LENGTH else ""


def form(name: str, origin: str, guild: str = "") -> str:
    """Return the custom id of a form; its origin is left out where it does not fit."""
    for about in (origin, ""):
        if len(packed := f"{_FORM};{guild};{about};{name}") <= MAX_LENGTH:
            return packed
    return name


def parse(custom_id: str) -> Pressed:
    """Return what a custom id of any age and origin says; one that is none of ours is an action that nobody knows."""
    kind, _, rest = custom_id.partition(";")
    match kind, rest.split(";"):
        case "d1", [guild, _, *name] if name:
            return Pressed(";".join(name), guild)
        case "d1o", [guild, origin]:
            return Pressed(guild=guild, origin=origin, opens=True)
        case "d1f", [guild, origin, name]:
            return Pressed(name, guild, origin)
        case _:
            return Pressed(custom_id)
