"""Application commands as they are registered."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from tests.platforms.discord.shapes.base import Form, Snowflake

NAME = r"^[-_'\w]{1,32}$"
Locale = Literal[
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
]  # fmt: skip
Name = Annotated[str, Meta(min_length=1, max_length=32, pattern=NAME)]
Description = Annotated[str, Meta(min_length=1, max_length=100)]
Names = dict[Locale, Name] | None
Descriptions = dict[Locale, Description] | None


class Choice(Form):
    """One of an option's values."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    value: Annotated[str, Meta(max_length=100)] | int | float
    name_localizations: dict[Locale, Annotated[str, Meta(min_length=1, max_length=100)]] | None = None


Choices = Annotated[list[Choice], Meta(max_length=25)] | None


class _Option(Form):
    name: Name
    description: Description
    name_localizations: Names = None
    description_localizations: Descriptions = None
    required: bool | None = None


class StringOption(_Option, tag_field="type", tag=3):
    """A text."""

    choices: Choices = None
    autocomplete: bool | None = None
    min_length: Annotated[int, Meta(ge=0, le=6000)] | None = None
    max_length: Annotated[int, Meta(ge=1, le=6000)] | None = None


class IntegerOption(_Option, tag_field="type", tag=4):
    """A whole number."""

    choices: Choices = None
    autocomplete: bool | None = None
    min_value: int | None = None
    max_value: int | None = None


class BooleanOption(_Option, tag_field="type", tag=5):
    """Yes or no."""


class UserOption(_Option, tag_field="type", tag=6):
    """A person."""


class ChannelOption(_Option, tag_field="type", tag=7):
    """A channel."""

    channel_types: list[int] | None = None


class RoleOption(_Option, tag_field="type", tag=8):
    """A role."""


class NumberOption(_Option, tag_field="type", tag=10):
    """A number."""

    choices: Choices = None
    autocomplete: bool | None = None
    min_value: float | None = None
    max_value: float | None = None


Option = StringOption | IntegerOption | BooleanOption | UserOption | ChannelOption | RoleOption | NumberOption


class Subcommand(_Option, tag_field="type", tag=1):
    """A command inside a command."""

    options: Annotated[list[Option], Meta(max_length=25)] | None = None


class Group(_Option, tag_field="type", tag=2):
    """Subcommands under one name."""

    options: Annotated[list[Subcommand], Meta(max_length=25)] | None = None


class Command(Form):
    """A slash command (type 1)."""

    name: Name
    description: Description
    type: Literal[1] = 1
    id: Snowflake | None = None
    name_localizations: Names = None
    description_localizations: Descriptions = None
    options: (
        Annotated[
            list[
                StringOption
                | IntegerOption
                | BooleanOption
                | UserOption
                | ChannelOption
                | RoleOption
                | NumberOption
                | Subcommand
                | Group
            ],
            Meta(max_length=25),
        ]
        | None
    ) = None
    default_member_permissions: Annotated[str, Meta(pattern=r"^\d+$")] | int | None = None
    dm_permission: bool | None = None
    nsfw: bool | None = None
    contexts: list[Literal[0, 1, 2]] | None = None
    integration_types: list[Literal[0, 1]] | None = None
