"""What a message says, taken from the arguments of a call and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.platforms.slack.blocks.rules import check_message
from tests.platforms.slack.methods.registry import Args
from tests.platforms.slack.refusals import Refusal
from tests.platforms.slack.world import Json

LONGEST = 40_000
METADATA_BYTES = 16_000


@dataclass(frozen=True)
class Content:
    """The text and the blocks of a message; `blocks` is None where none were given."""

    text: str
    blocks: list[Json] | None


def content(args: Args, longest: int = LONGEST) -> Content:
    """Return what a message shall say; refuse what Slack refuses, and blocks without a text.

    Slack takes blocks alone and makes up a notification from them. We don't: who hears the message read out, or sees
    it in a notification, would get what Slack guesses.
    """
    text = args.text("text")
    try:
        blocks = args.json("blocks")
    except ValueError:
        raise Refusal("invalid_blocks_format") from None
    if args.json("attachments"):
        raise Refusal("invalid_arguments", "attachments are not there in this Slack: give blocks")
    if not text.strip():
        raise Refusal("no_text", "blocks are given without a text to stand for them" if blocks else "no text")
    if len(text) > longest:
        raise Refusal("msg_too_long")
    if blocks is not None and not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if blocks:
        check_message(blocks)
    return Content(text, blocks)


def metadata(args: Args) -> Json | None:
    """Return the message's metadata, None if none was given."""
    try:
        given: Any = args.json("metadata")
    except ValueError:
        raise Refusal("invalid_metadata_format") from None
    if given is None:
        return None
    if not isinstance(given, Mapping) or not {"event_type", "event_payload"} <= given.keys():
        raise Refusal("invalid_metadata_format")
    if not isinstance(given["event_type"], str) or not isinstance(given["event_payload"], Mapping):
        raise Refusal("invalid_metadata_schema")
    if len(str(dict(given)).encode()) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return dict(given)
