"""What Discord refuses in a message beyond its shape: pure functions over the message as it would become."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.platforms.discord.refusals import Fault, Where, empty_message, form
from tests.platforms.discord.rules_components import layout_faults, media_of, refuse_what_breaks_the_server
from tests.platforms.discord.shapes.messages import AllowedMentions, AttachmentForm, Embed
from tests.platforms.discord.values import Flag

MOST_EMBEDDED = 6000
SETTABLE = Flag.SUPPRESS_EMBEDS | Flag.SILENT | Flag.COMPONENTS_V2
SCHEMES = ("http://", "https://", "attachment://")


@dataclass(frozen=True)
class Draft:
    """A message as it would stand: what was said and, on an edit, what stays. `names` are those of its files."""

    content: str
    embeds: Sequence[Embed]
    components: Sequence[Any]
    names: frozenset[str]
    modern: bool


def check_draft(draft: Draft, at: Where = ()) -> None:
    """Raise what Discord answers to a message that does not hold together."""
    if not (draft.content or draft.embeds or draft.components or draft.names):
        raise empty_message()
    faults = [
        *_generations(draft, at),
        *layout_faults(draft.components, draft.modern, (*at, "components")),
        *_embed_faults(draft.embeds, at),
        *_file_faults(draft, at),
    ]
    if faults:
        raise form(*faults)
    refuse_what_breaks_the_server(draft.components)


def check_flags(flags: int | None, at: Where = (), allowed: Flag = SETTABLE) -> Flag:
    """Return the flags of a form; those that only Discord sets, or not here, are refused."""
    wrong = Flag(flags or 0) & ~allowed
    if wrong:
        raise form(Fault((*at, "flags"), "MESSAGE_FLAGS_INVALID", f"Flags {int(wrong)} can't be set here."))
    return Flag(flags or 0)


def check_mentions(mentions: AllowedMentions | None, at: Where = ()) -> None:
    """Raise what Discord answers where all of a kind are allowed and some of it are listed too."""
    if mentions is None:
        return
    for kind, listed in (("users", mentions.users), ("roles", mentions.roles)):
        if listed and kind in (mentions.parse or []):
            sentence = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            where = (*at, "allowed_mentions")
            raise form(Fault(where, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", sentence))


def check_files(there: Collection[int], listed: Sequence[AttachmentForm] | None, at: Where = ()) -> None:
    """Raise what Discord answers where a file is described that neither comes along nor stands on the message."""
    for index, one in enumerate(listed or []):
        if int(one.id) not in there:
            where = (*at, "attachments", index, "id")
            raise form(Fault(where, "ATTACHMENT_NOT_FOUND", f"There is no file {one.id}."))


def _generations(draft: Draft, at: Where) -> Iterator[Fault]:
    for name, value in (("content", draft.content), ("embeds", draft.embeds)):
        if draft.modern and value:
            sentence = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield Fault((*at, name), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)
    if draft.modern and not draft.components:
        yield Fault((*at, "components"), "BASE_TYPE_REQUIRED", "This field is required")


def _embed_faults(embeds: Sequence[Embed], at: Where) -> Iterator[Fault]:
    if sum(map(_size, embeds)) > MOST_EMBEDDED:
        sentence = f"Embed size exceeds maximum size of {MOST_EMBEDDED}"
        yield Fault((*at, "embeds"), "MAX_EMBED_SIZE_EXCEEDED", sentence)
    for index, embed in enumerate(embeds):
        where = (*at, "embeds", index)
        shown = (embed.title, embed.description, embed.fields, embed.author, embed.footer, embed.image, embed.thumbnail)
        if not any(shown):
            yield Fault((*where, "description"), "BASE_TYPE_REQUIRED", "This field is required")
        for number, one in enumerate(embed.fields or []):
            if not one.name.strip() or not one.value.strip():
                yield Fault((*where, "fields", number), "BASE_TYPE_REQUIRED", "This field is required")
        if embed.url and not embed.url.startswith(SCHEMES[:2]):
            yield Fault((*where, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")


def _size(embed: Embed) -> int:
    texts = [embed.title, embed.description]
    texts += [embed.footer.text if embed.footer else None, embed.author.name if embed.author else None]
    for field in embed.fields or []:
        texts += [field.name, field.value]
    return sum(len(text.strip()) for text in texts if text)


def _file_faults(draft: Draft, at: Where) -> Iterator[Fault]:
    addresses = [((*where, "url"), media.url) for where, media in media_of(draft.components, (*at, "components"))]
    for index, embed in enumerate(draft.embeds):
        pictures = (("image", embed.image), ("thumbnail", embed.thumbnail))
        addresses += [((*at, "embeds", index, name, "url"), one.url) for name, one in pictures if one]
    for where, url in addresses:
        if not url.startswith(SCHEMES):
            sentence = "Scheme must be one of ('http', 'https', 'attachment')."
            yield Fault(where, "URL_TYPE_INVALID_SCHEME", sentence)
        elif url.startswith("attachment://") and url.removeprefix("attachment://") not in draft.names:
            sentence = "The referenced attachment was not found"
            yield Fault(where, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", sentence)
