"""Declarations: a feature names its commands, buttons and forms where they are handled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from bot.chat.calls import Call, Reply
from bot.chat.cards import Choice

App = TypeVar("App")
"""What a feature works with: whatever the composition root hands to the router."""


class Who(StrEnum):
    """Who may run a command: anyone, or those who may manage the workspace."""

    EVERYONE = "everyone"
    OWNER = "owner"


Handler = Callable[[App, Call], Awaitable[Reply]]
Completer = Callable[[App, Call, str], Sequence[Choice]]
"""Gets the app, the call and what was typed; returns at most 25 choices, from memory."""


def mark(message: str) -> str:
    """Return `message` unchanged: it is a sentence for the catalogue that is translated when it is shown."""
    return message


NOBODY = Choice("none", mark("Nobody"))
"""Takes a role away: offered beside the roles wherever a platform lets people type or pick anything else."""


def means(typed: str, choice: Choice, label: str) -> bool:
    """Return whether a typed word is a choice's value or its label; a dash is none."""
    said = NOBODY.value if typed == "-" else typed.casefold()
    return said in {choice.value.casefold(), label.casefold()}


@dataclass(frozen=True)
class CommandOption(Generic[App]):
    """An option of a command. `summary` and the labels of `choices` are marked sentences.

    Where options are typed in a line, one of `several` words takes all that follow it up to the next option's name. One
    with `offered` is there only while that is true. The value of a `role` is the id of a role on the platform,
    or of whatever else it can alert, or NOBODY's; a platform without any leaves the option out, and a command that has
    no other.
    """

    name: str
    summary: str
    required: bool = False
    choices: tuple[Choice, ...] = ()
    complete: Completer[App] | None = None
    several: bool = False
    offered: Callable[[App], bool] | None = None
    role: bool = False


@dataclass(frozen=True)
class Command(Generic[App]):
    """A slash command: its name and options are the same on every platform."""

    name: str
    summary: str
    handler: Handler[App]
    options: tuple[CommandOption[App], ...] = ()
    who: Who = Who.EVERYONE


@dataclass(frozen=True)
class Press(Generic[App]):
    """A button, chooser or form handler."""

    handler: Handler[App]
    who: Who = Who.EVERYONE


@dataclass
class Feature(Generic[App]):
    """What one feature module declares, in order."""

    commands: list[Command[App]] = field(default_factory=list)
    presses: dict[str, Press[App]] = field(default_factory=dict)

    def command(
        self, name: str, summary: str, *options: CommandOption[App], who: Who = Who.EVERYONE
    ) -> Callable[[Handler[App]], Handler[App]]:
        """Declare the decorated function as the command `name`."""

        def declare(handler: Handler[App]) -> Handler[App]:
            self.commands.append(Command(name, summary, handler, options, who))
            return handler

        return declare

    def on(self, name: str, who: Who = Who.EVERYONE) -> Callable[[Handler[App]], Handler[App]]:
        """Declare the decorated function as what happens when an action called `name` is pressed or submitted."""

        def declare(handler: Handler[App]) -> Handler[App]:
            self.presses[name] = Press(handler, who)
            return handler

        return declare
