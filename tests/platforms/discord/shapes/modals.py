"""Modals: a title and up to five labelled fields."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tests.platforms.discord.shapes.base import CustomId, Form, Id
from tests.platforms.discord.shapes.components import (
    ChannelSelect,
    MentionableSelect,
    RoleSelect,
    StringSelect,
    TextDisplay,
    UserSelect,
)

Few = Annotated[int, Meta(ge=0, le=10)] | None
AtLeastOneOfFew = Annotated[int, Meta(ge=1, le=10)] | None


class TextInput(Form, tag_field="type", tag=4):
    """A line or a paragraph to write; its label stands in the Label around it, formerly in itself."""

    custom_id: CustomId
    style: Literal[1, 2]
    id: Id | None = None
    label: Annotated[str, Meta(min_length=1, max_length=45)] | None = None
    value: Annotated[str, Meta(max_length=4000)] | None = None
    placeholder: Annotated[str, Meta(max_length=100)] | None = None
    required: bool | None = None
    min_length: Annotated[int, Meta(ge=0, le=4000)] | None = None
    max_length: Annotated[int, Meta(ge=1, le=4000)] | None = None


class ModalOption(Form):
    """An option of a group of radio buttons or checkboxes."""

    label: Annotated[str, Meta(min_length=1, max_length=100)]
    value: Annotated[str, Meta(min_length=1, max_length=100)]
    description: Annotated[str, Meta(max_length=100)] | None = None
    default: bool | None = None


class FileUpload(Form, tag_field="type", tag=19):
    """Files to hand in."""

    custom_id: CustomId
    id: Id | None = None
    min_values: Few = None
    max_values: AtLeastOneOfFew = None
    required: bool | None = None
    file_types: Annotated[list[str], Meta(max_length=10)] | None = None


class RadioGroup(Form, tag_field="type", tag=21):
    """One of several."""

    custom_id: CustomId
    options: Annotated[list[ModalOption], Meta(min_length=2, max_length=10)]
    id: Id | None = None
    required: bool | None = None


class CheckboxGroup(Form, tag_field="type", tag=22):
    """Some of several."""

    custom_id: CustomId
    options: Annotated[list[ModalOption], Meta(min_length=1, max_length=10)]
    id: Id | None = None
    min_values: Few = None
    max_values: AtLeastOneOfFew = None
    required: bool | None = None


class Checkbox(Form, tag_field="type", tag=23):
    """Yes or no."""

    custom_id: CustomId
    id: Id | None = None
    default: bool | None = None


Field = (
    TextInput
    | StringSelect
    | UserSelect
    | RoleSelect
    | MentionableSelect
    | ChannelSelect
    | FileUpload
    | RadioGroup
    | CheckboxGroup
    | Checkbox
)


class Label(Form, tag_field="type", tag=18):
    """A field with its name and a line on what it is for."""

    label: Annotated[str, Meta(min_length=1, max_length=45)]
    component: Field
    id: Id | None = None
    description: Annotated[str, Meta(min_length=1, max_length=100)] | None = None


class TextInputRow(Form, tag_field="type", tag=1):
    """The older way: a row with one text input that carries its own label."""

    components: Annotated[list[TextInput], Meta(min_length=1, max_length=1)]
    id: Id | None = None


class Modal(Form):
    """A modal. The OpenAPI document takes 40 components, the written documentation and the servers 1 to 5."""

    custom_id: CustomId
    title: Annotated[str, Meta(min_length=1, max_length=45)]
    components: Annotated[list[Label | TextDisplay | TextInputRow], Meta(min_length=1, max_length=5)]
