"""What the page's script asks, as values: parsed, and refused where it makes no sense."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from aiohttp import web

from adapters.web import world
from adapters.web.answers import Visitor
from adapters.web.labels import language


class Stale(Exception):
    """The request is none that this version's page would send."""


class Asked(msgspec.Struct, rename={"member": "as"}):
    """Who asks, and where."""

    member: str
    channel: str


class LineAsked(Asked, rename={"member": "as"}):
    """A typed line."""

    line: str


class FormAsked(Asked, rename={"member": "as"}):
    """The fields of a form: of a command's, or of the one behind an action that a message (maybe) asked for."""

    values: dict[str, str]
    command: str = ""
    action: str = ""
    message: int | None = None


class PressAsked(Asked, rename={"member": "as"}):
    """A pressed button, or a chooser with what was chosen."""

    message: int
    action: str
    chosen: tuple[str, ...] = ()


class DeleteAsked(Asked, rename={"member": "as"}):
    """A message to delete."""

    message: int


class TimeAsked(msgspec.Struct):
    """How far to move the time: hour, day or week."""

    by: str


Kind = TypeVar("Kind", bound=msgspec.Struct)


async def body(request: web.Request, kind: type[Kind]) -> Kind:
    """Return a request's JSON as a value; raise Stale if it is none."""
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.DecodeError as error:
        raise Stale from error


def visitor(request: web.Request, asked: Asked | None = None) -> Visitor:
    """Return who asks, from a body or from the address; raise Stale for a member or channel that is not theirs."""
    user = asked.member if asked else request.query.get("as", "")
    channel = asked.channel if asked else request.query.get("channel", world.CHANNELS[0].id)
    member = world.member(user)
    if member is None or not world.known(channel) or not world.may_read(member, channel, None):
        raise Stale
    return Visitor(member, channel, language(request))


def number(text: str) -> int:
    """Return a whole number from an address; raise Stale if it is none."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Stale
    return int(text)
