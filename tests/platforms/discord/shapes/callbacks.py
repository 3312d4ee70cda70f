"""How interactions are answered."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from tests.platforms.discord.shapes.base import Form
from tests.platforms.discord.shapes.messages import ResponseForm
from tests.platforms.discord.shapes.modals import Modal

Locales = dict[str, Annotated[str, Meta(min_length=1, max_length=100)]]


class ChoiceForm(Form):
    """One completion that is offered."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    value: Annotated[str, Meta(max_length=100)] | int | float
    name_localizations: Locales | None = None


class ChoicesForm(Form):
    """The completions that are offered."""

    choices: Annotated[list[ChoiceForm], Meta(max_length=25)]


class DeferForm(Form):
    """A promise; it says only who will see what comes."""

    flags: int | None = None


class MessageCallback(Form, tag_field="type", tag=4):
    """A message."""

    data: ResponseForm


class DeferredCallback(Form, tag_field="type", tag=5):
    """A message that comes later."""

    data: DeferForm | None = None


class DeferredUpdateCallback(Form, tag_field="type", tag=6):
    """A change to the message that comes later."""

    data: DeferForm | None = None


class UpdateCallback(Form, tag_field="type", tag=7):
    """A change to the message whose component was used."""

    data: ResponseForm


class ChoicesCallback(Form, tag_field="type", tag=8):
    """Completions."""

    data: ChoicesForm


class ModalCallback(Form, tag_field="type", tag=9):
    """A modal."""

    data: Modal


Callback = (
    MessageCallback | DeferredCallback | DeferredUpdateCallback | UpdateCallback | ChoicesCallback | ModalCallback
)
