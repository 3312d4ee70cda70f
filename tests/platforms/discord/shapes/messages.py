"""Messages as they are sent and edited."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from tests.platforms.discord.shapes.base import Color, Form, Snowflake, Url
from tests.platforms.discord.shapes.components import (
    ActionRow,
    Container,
    File,
    Gallery,
    Section,
    Separator,
    TextDisplay,
)


class EmbedMedia(Form):
    """A picture of an embed."""

    url: Url
    width: int | None = None
    height: int | None = None
    description: str | None = None


class EmbedFooter(Form):
    """An embed's last line."""

    text: Annotated[str, Meta(max_length=2048)]
    icon_url: Url | None = None


class EmbedAuthor(Form):
    """An embed's first line."""

    name: Annotated[str, Meta(max_length=256)]
    url: Url | None = None
    icon_url: Url | None = None


class EmbedField(Form):
    """A name and its value."""

    name: Annotated[str, Meta(min_length=1, max_length=256)]
    value: Annotated[str, Meta(min_length=1, max_length=1024)]
    inline: bool | None = None


class Embed(Form):
    """The older kind of box; only `rich` ones are sent by bots."""

    title: Annotated[str, Meta(max_length=256)] | None = None
    description: Annotated[str, Meta(max_length=4096)] | None = None
    url: Url | None = None
    color: Color | None = None
    timestamp: str | None = None
    type: Literal["rich"] = "rich"
    flags: int = 0
    fields: Annotated[list[EmbedField], Meta(max_length=25)] | None = None
    author: EmbedAuthor | None = None
    footer: EmbedFooter | None = None
    image: EmbedMedia | None = None
    thumbnail: EmbedMedia | None = None


class AllowedMentions(Form):
    """Whom a message may alert; left out, everybody whom it names."""

    parse: list[Literal["users", "roles", "everyone"]] | None = None
    users: Annotated[list[Snowflake], Meta(max_length=100)] | None = None
    roles: Annotated[list[Snowflake], Meta(max_length=100)] | None = None
    replied_user: bool | None = None


class AttachmentForm(Form):
    """A file that comes along (`id` counts the files of this request), or on an edit one that stays.

    Of one that stays the library sends back all that it was told; Discord reads the first lines here.
    """

    id: Snowflake
    filename: Annotated[str, Meta(min_length=1, max_length=1024)] | None = None
    description: Annotated[str, Meta(max_length=1024)] | None = None
    title: Annotated[str, Meta(max_length=1024)] | None = None
    is_spoiler: bool | None = None
    spoiler: bool | None = None
    size: int | None = None
    url: Url | None = None
    proxy_url: Url | None = None
    content_type: str | None = None
    height: int | None = None
    width: int | None = None


class ReferenceForm(Form):
    """The message that is answered."""

    message_id: Snowflake
    channel_id: Snowflake | None = None
    guild_id: Snowflake | None = None
    fail_if_not_exists: bool | None = None
    type: Literal[0] | None = None


Components = Annotated[
    list[ActionRow | TextDisplay | Section | Gallery | File | Separator | Container], Meta(max_length=40)
]
Embeds = Annotated[list[Embed], Meta(max_length=10)]
Attachments = Annotated[list[AttachmentForm], Meta(max_length=10)]


class MessageForm(Form):
    """What every way to write a message has in common; what is left out of an edit stays as it is."""

    content: Annotated[str, Meta(max_length=2000)] | UnsetType | None = UNSET
    embeds: Embeds | UnsetType | None = UNSET
    components: Components | UnsetType | None = UNSET
    attachments: Attachments | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET
    allowed_mentions: AllowedMentions | UnsetType | None = UNSET


class CreateForm(MessageForm):
    """A message into a channel."""

    tts: bool | None = None
    nonce: Annotated[str, Meta(max_length=25)] | int | None = None
    enforce_nonce: bool | None = None
    message_reference: ReferenceForm | None = None
    sticker_ids: Annotated[list[Snowflake], Meta(max_length=0)] | None = None


class EditForm(MessageForm):
    """A change to a message; discord.py always names `tts`, which Discord ignores here."""

    tts: bool | None = None


class ResponseForm(MessageForm):
    """An interaction's answer or follow-up."""

    tts: bool | None = None


class ThreadForm(Form):
    """A thread begun at a message."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    auto_archive_duration: Literal[60, 1440, 4320, 10080] | None = None
    rate_limit_per_user: Annotated[int, Meta(ge=0, le=21600)] | None = None


class DirectForm(Form):
    """The person to write to."""

    recipient_id: Snowflake
