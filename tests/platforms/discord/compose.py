"""From form to message: what was sent, over what was there, checked as a whole, drawn as Discord shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tests.platforms.discord.drawing import draw_components, draw_embeds
from tests.platforms.discord.mentions import alerted_by
from tests.platforms.discord.refusals import Where, too_large
from tests.platforms.discord.rules_components import walk
from tests.platforms.discord.rules_messages import (
    SETTABLE,
    Draft,
    check_draft,
    check_files,
    check_flags,
    check_mentions,
)
from tests.platforms.discord.shapes.components import TextDisplay
from tests.platforms.discord.shapes.messages import MessageForm
from tests.platforms.discord.values import Attachment, Flag, Message
from tests.platforms.discord.world import World

MOST_BYTES = 10 * 1024 * 1024
"""What a guild without boosts takes of one file."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    filename: str
    data: bytes


def write(
    world: World,
    message: Message,
    said: MessageForm,
    files: Mapping[int, Upload],
    *,
    address: str,
    at: Where = (),
    new: bool = True,
    flags: Flag = SETTABLE,
) -> None:
    """Write a form into a message, wholly or, with a Refusal, not at all."""
    wanted = check_flags(_given(said.flags, None), at, flags)
    check_mentions(_given(said.allowed_mentions, None), at)
    check_files([*files, *(one.id for one in message.attachments)], _given(said.attachments, None), at)
    if any(len(one.data) > MOST_BYTES for one in files.values()):
        raise too_large()
    attachments = _attachments(world, message, said, files)
    before = message.draft or Draft("", (), (), frozenset(), modern=False)
    draft = Draft(
        content=(_given(said.content, before.content) or "").strip(),
        embeds=tuple(_given(said.embeds, before.embeds) or ()),
        components=tuple(_given(said.components, before.components) or ()),
        names=frozenset(one.filename for one in attachments),
        # The flag can't be taken back, and sending none keeps it.
        modern=before.modern or bool(wanted & Flag.COMPONENTS_V2),
    )
    check_draft(draft, at)
    message.draft, message.attachments = draft, attachments
    message.flags |= wanted
    if draft.modern:
        message.flags |= Flag.COMPONENTS_V2
    _draw(message, draft, f"{address}/attachments/{message.channel.id}")
    if new:
        text = "\n".join([draft.content, *texts_of(draft.components)])
        message.alerted = alerted_by(message, text, _given(said.allowed_mentions, None))


def texts_of(components: Sequence[Any]) -> Iterator[str]:
    """Yield the texts of Components V2 from top to bottom."""
    return (one.content for _, one in walk(components, ()) if isinstance(one, TextDisplay))


def _given(value: Any, otherwise: Any) -> Any:
    return otherwise if value is msgspec.UNSET else value


def _attachments(world: World, message: Message, said: MessageForm, files: Mapping[int, Upload]) -> list[Attachment]:
    """Return the files as they would be: those named stay (all, where none are named), those that came are added."""
    listed = _given(said.attachments, None)
    named = {int(one.id): one for one in listed or []}
    kept = [one for one in message.attachments if listed is None or one.id in named]
    for one in kept:
        one.description = named[one.id].description or one.description if one.id in named else one.description
    for index, upload in files.items():
        form = named.get(index)
        filename = (form.filename if form else None) or upload.filename
        description = form.description if form else None
        kept.append(Attachment(world.new_id(), filename, upload.data, description))
    return kept


def _draw(message: Message, draft: Draft, folder: str) -> None:
    files = {one.filename: one for one in message.attachments}
    message.content = draft.content
    message.embeds = draw_embeds(draft.embeds, files, folder)
    message.components = draw_components(draft.components, files, folder)
