"""Calls: what people do on a platform, translated; and replies: what they get for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.cards import Card, Choice
from bot.model.actor import Actor, Place

MOST_FIELDS = 5
MOST_CHOICES = 25

__all__ = ["Actor", "Ask", "Call", "Change", "Form", "FormField", "Invalid", "Place", "Reply", "Show", "Tell"]


@dataclass(frozen=True)
class Call:
    """One thing a person did.

    `name` is the command, or the packed action id of a button, chooser or form. `values` are a command's options or a
    form's fields, `labels` what people call those of them that are ids; `chosen` is what a chooser sent. `message` is
    the pressed message's reference, `place` None outside of channels (a direct message).
    """

    actor: Actor
    name: str
    place: Place | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    message: str | None = None
    args: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormField:
    """A field of a form.

    With `choices` it is a list to pick from; with `complete` (a command's name and its option's) it is a text with
    completion; else a plain text. `value` is what stands in it at first.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    complete: tuple[str, str] | None = None


@dataclass(frozen=True)
class Form:
    """Fields that are sent together to the form handler behind `action`: at most five, with at most 25 choices each,
    which is what every platform can show. Raises ValueError beyond that."""

    action: str
    title: str
    fields: tuple[FormField, ...]
    submit: str

    def __post_init__(self) -> None:
        if len(self.fields) > MOST_FIELDS or any(len(one.choices) > MOST_CHOICES for one in self.fields):
            raise ValueError(f"the form {self.action} is too large for some platform")


@dataclass(frozen=True)
class Tell:
    """Answer with a new message that only the actor sees."""

    card: Card


@dataclass(frozen=True)
class Change:
    """Replace the private message that was pressed; where that can't be done, answer with a new private one."""

    card: Card


@dataclass(frozen=True)
class Show:
    """Answer with a new message that everybody in the channel sees, as the actor asked for."""

    card: Card


@dataclass(frozen=True)
class Ask:
    """Open a form for the actor."""

    form: Form


@dataclass(frozen=True)
class Invalid:
    """A form's values can't be used: a sentence for each faulty field. Nothing typed is lost."""

    errors: Mapping[str, str]


Reply = Tell | Change | Show | Ask | Invalid
