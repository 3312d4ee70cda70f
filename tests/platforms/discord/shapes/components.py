"""The components of messages, both generations."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tests.platforms.discord.shapes.base import Color, CustomId, Form, Id, Snowflake, Url

Values = Annotated[int, Meta(ge=0, le=25)] | None
AtLeastOne = Annotated[int, Meta(ge=1, le=25)] | None
Placeholder = Annotated[str, Meta(max_length=150)] | None
Description = Annotated[str, Meta(min_length=1, max_length=1024)] | None


class Emoji(Form):
    """A Unicode emoji by its name, or one of the guild's by its id."""

    name: Annotated[str, Meta(max_length=32)]
    id: Snowflake | None = None
    animated: bool = False


class Button(Form, tag_field="type", tag=2):
    """A button; links (5) carry an address, the others an id of the sender's own."""

    style: Literal[1, 2, 3, 4, 5]
    id: Id | None = None
    custom_id: CustomId | None = None
    label: Annotated[str, Meta(max_length=80)] | None = None
    disabled: bool | None = None
    url: Annotated[str, Meta(max_length=512)] | None = None
    emoji: Emoji | None = None


class SelectOption(Form):
    """One of a select's options."""

    label: Annotated[str, Meta(min_length=1, max_length=100)]
    value: Annotated[str, Meta(min_length=1, max_length=100)]
    description: Annotated[str, Meta(max_length=100)] | None = None
    default: bool | None = None
    emoji: Emoji | None = None


class StringSelect(Form, tag_field="type", tag=3):
    """A menu of the sender's own options."""

    custom_id: CustomId
    options: Annotated[list[SelectOption], Meta(min_length=1, max_length=25)]
    id: Id | None = None
    placeholder: Placeholder = None
    min_values: Values = None
    max_values: AtLeastOne = None
    disabled: bool | None = None
    required: bool | None = None


class DefaultValue(Form):
    """Somebody or something that a select of Discord's own has chosen already."""

    id: Snowflake
    type: Literal["user", "role", "channel"]


class _Menu(Form):
    custom_id: CustomId
    id: Id | None = None
    placeholder: Placeholder = None
    min_values: Values = None
    max_values: AtLeastOne = None
    disabled: bool | None = None
    required: bool | None = None
    default_values: Annotated[list[DefaultValue], Meta(max_length=25)] | None = None


class UserSelect(_Menu, tag_field="type", tag=5):
    """A menu of people."""


class RoleSelect(_Menu, tag_field="type", tag=6):
    """A menu of roles."""


class MentionableSelect(_Menu, tag_field="type", tag=7):
    """A menu of people and roles."""


class ChannelSelect(_Menu, tag_field="type", tag=8):
    """A menu of channels."""

    channel_types: list[int] | None = None


Select = StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect


class ActionRow(Form, tag_field="type", tag=1):
    """Up to five buttons, or one menu."""

    components: Annotated[
        list[Button | StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect],
        Meta(min_length=1, max_length=5),
    ]
    id: Id | None = None


class Media(Form):
    """A picture's address: on the web, or `attachment://` and the name of a file that comes along."""

    url: Url


class TextDisplay(Form, tag_field="type", tag=10):
    """Text with markdown."""

    content: Annotated[str, Meta(min_length=1, max_length=4000)]
    id: Id | None = None


class Thumbnail(Form, tag_field="type", tag=11):
    """A small picture beside a section."""

    media: Media
    id: Id | None = None
    description: Description = None
    spoiler: bool | None = None


class Section(Form, tag_field="type", tag=9):
    """Texts with a button or picture beside them."""

    components: Annotated[list[TextDisplay], Meta(min_length=1, max_length=3)]
    accessory: Button | Thumbnail
    id: Id | None = None


class GalleryItem(Form):
    """One picture of a gallery."""

    media: Media
    description: Description = None
    spoiler: bool | None = None


class Gallery(Form, tag_field="type", tag=12):
    """Pictures side by side."""

    items: Annotated[list[GalleryItem], Meta(min_length=1, max_length=10)]
    id: Id | None = None


class File(Form, tag_field="type", tag=13):
    """A file that comes along."""

    file: Media
    id: Id | None = None
    spoiler: bool | None = None


class Separator(Form, tag_field="type", tag=14):
    """A line or a gap."""

    id: Id | None = None
    spacing: Literal[1, 2] | None = None
    divider: bool | None = None


class Container(Form, tag_field="type", tag=17):
    """A box with a coloured edge."""

    components: Annotated[
        list[ActionRow | TextDisplay | Section | Gallery | File | Separator], Meta(min_length=1, max_length=40)
    ]
    id: Id | None = None
    accent_color: Color | None = None
    spoiler: bool | None = None


Component = ActionRow | TextDisplay | Section | Gallery | File | Separator | Container
