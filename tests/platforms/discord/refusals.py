"""What Discord answers when it refuses: an HTTP status, a JSON error code, a sentence, for forms the nested errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Where = tuple[str | int, ...]
"""The way to a field of a form: names, and numbers for places in a list."""


class Refusal(Exception):
    """A request that Discord does not carry out."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        """Return the JSON body of the answer."""
        body: Json = {"message": self.message, "code": self.code}
        return body if self.errors is None else {**body, "errors": self.errors}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a form: where, Discord's name for it, and its sentence.

    The names are Discord's where its documents, its issue tracker or bug reports show them, else formed like those.
    """

    where: Where
    name: str
    sentence: str


def form(*faults: Fault) -> Refusal:
    """Return the refusal of a form, with its nested errors object."""
    errors: Json = {}
    for fault in faults:
        node = errors
        for step in fault.where:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": fault.name, "message": fault.sentence})
    return Refusal(400, 50035, "Invalid Form Body", errors)


def unauthorized() -> Refusal:
    """The token is not the bot's."""
    return Refusal(401, 0, "401: Unauthorized")


def not_found() -> Refusal:
    """There is no such route."""
    return Refusal(404, 0, "404: Not Found")


def server_error() -> Refusal:
    """What Discord answers to forms that it can't store."""
    return Refusal(500, 0, "500: Internal Server Error")


def bad_json() -> Refusal:
    """The body is not JSON."""
    return Refusal(400, 50109, "The request body contains invalid JSON.")


def wrong_content_type() -> Refusal:
    """The body does not say that it is JSON, or a form with files."""
    sentence = "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}."
    return form(Fault((), "CONTENT_TYPE_INVALID", sentence))


def too_large() -> Refusal:
    """A file is larger than the server takes."""
    return Refusal(413, 40005, "Request entity too large")


def unknown_application() -> Refusal:
    """The application is not the token's."""
    return Refusal(404, 10002, "Unknown Application")


def unknown_channel() -> Refusal:
    """There is no such channel, or none any more."""
    return Refusal(404, 10003, "Unknown Channel")


def unknown_guild() -> Refusal:
    """There is no such guild, or the bot is not in it."""
    return Refusal(404, 10004, "Unknown Guild")


def unknown_member() -> Refusal:
    """The person is not in the guild."""
    return Refusal(404, 10007, "Unknown Member")


def unknown_message() -> Refusal:
    """The message is not there, or not any more."""
    return Refusal(404, 10008, "Unknown Message")


def unknown_role() -> Refusal:
    """The guild has no such role."""
    return Refusal(404, 10011, "Unknown Role")


def unknown_user() -> Refusal:
    """There is no such person."""
    return Refusal(404, 10013, "Unknown User")


def unknown_webhook() -> Refusal:
    """Nothing was answered yet, so there is nothing to follow up or to edit."""
    return Refusal(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refusal:
    """The interaction is not there, or its three seconds are over."""
    return Refusal(404, 10062, "Unknown interaction")


def too_many_commands() -> Refusal:
    """Discord takes 100 commands in each place."""
    return Refusal(400, 30032, "Maximum number of application commands reached (100).")


def already_acknowledged() -> Refusal:
    """An interaction is answered once."""
    return Refusal(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> Refusal:
    """The bot can't see the channel."""
    return Refusal(403, 50001, "Missing Access")


def not_for_direct_messages() -> Refusal:
    """The person takes no direct messages from the bot."""
    return Refusal(403, 50007, "Cannot send messages to this user")


def no_guild_in_common() -> Refusal:
    """The bot writes only to people with whom it shares a guild."""
    return Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def anothers_message() -> Refusal:
    """Only the author edits a message."""
    return Refusal(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Refusal:
    """A message needs something to show."""
    return Refusal(400, 50006, "Cannot send an empty message")


def missing_permissions() -> Refusal:
    """The bot sees the channel but may not do this."""
    return Refusal(403, 50013, "Missing Permissions")


def wrong_channel_kind() -> Refusal:
    """Such a channel has no such thing."""
    return Refusal(400, 50024, "Cannot execute action on this channel type")


def invalid_webhook_token() -> Refusal:
    """An interaction's token works for 15 minutes."""
    return Refusal(401, 50027, "Invalid Webhook Token")


def archived_thread() -> Refusal:
    """An archived thread is opened again before it changes."""
    return Refusal(400, 50083, "Thread is archived")


def reply_without_history() -> Refusal:
    """Whoever replies must be able to read what is replied to."""
    return Refusal(403, 160002, "Cannot reply without permission to read message history")


def thread_exists() -> Refusal:
    """A message has one thread."""
    return Refusal(400, 160004, "A thread has already been created for this message")
