"""Failures: what Discord's refusals mean for a message, in the port's words. Pure."""

from __future__ import annotations

from enum import IntEnum

from adapters.discord.wire import ApiError
from bot.chat.port import MessageGone, PayloadRefused, Permanent, SendError, Transient, Unclear


class Code(IntEnum):
    """Discord's own codes of those refusals that mean something to us."""

    UNKNOWN_CHANNEL = 10003
    UNKNOWN_GUILD = 10004
    UNKNOWN_MEMBER = 10007
    UNKNOWN_MESSAGE = 10008
    UNKNOWN_USER = 10013
    UNKNOWN_INTERACTION = 10062
    ALREADY_ACKNOWLEDGED = 40060
    MISSING_ACCESS = 50001
    NOT_OURS = 50005
    DIRECT_CLOSED = 50007
    MISSING_PERMISSIONS = 50013
    NO_RECIPIENT = 50033
    INVALID_FORM = 50035
    THREAD_ARCHIVED = 50083
    NO_MUTUAL_GUILD = 50278
    HAS_THREAD = 160004


_UNREACHABLE = {
    Code.UNKNOWN_USER,
    Code.DIRECT_CLOSED,
    Code.NO_RECIPIENT,
    Code.NO_MUTUAL_GUILD,
    Code.MISSING_ACCESS,
    Code.MISSING_PERMISSIONS,
}
"""A direct message that meets one of these reaches nobody."""

_FOR_GOOD = {
    Code.UNKNOWN_CHANNEL: "channel-gone",
    Code.UNKNOWN_GUILD: "workspace-gone",
    Code.UNKNOWN_MEMBER: "workspace-gone",
    Code.MISSING_ACCESS: "no-permission",
    Code.MISSING_PERMISSIONS: "no-permission",
}


def about_message(error: ApiError) -> SendError:
    """Return what a refused call about a channel's message means."""
    if error.code in _FOR_GOOD:
        return Permanent(_FOR_GOOD[Code(error.code)])
    if error.code in {Code.UNKNOWN_MESSAGE, Code.NOT_OURS, Code.THREAD_ARCHIVED}:
        # An edit is refused in an archived thread; a new message there brings it back, so it is posted anew.
        return MessageGone(error.details)
    return _other(error)


def about_new_message(error: ApiError) -> SendError:
    """Return what a refused new message of a channel means."""
    if error.code == Code.UNKNOWN_MESSAGE:
        # The nonce is that of a message which was sent and has been deleted since.
        return Unclear("sent before, and deleted")
    if error.code == Code.INVALID_FORM and "message_reference" in error.details:
        return MessageGone(error.details)
    return about_message(error)


def about_person(error: ApiError) -> SendError:
    """Return what a refused direct message means."""
    if error.code in _UNREACHABLE:
        return Permanent("person-unreachable")
    return _other(error)


def _other(error: ApiError) -> SendError:
    """Return what a refusal means that is about neither place nor person."""
    if error.status in {401, 408}:
        # Our token: an operator's matter, and no reason to pause every group there is.
        return Transient(str(error))
    if error.status == 403:
        return Permanent("no-permission")
    return PayloadRefused(str(error))
