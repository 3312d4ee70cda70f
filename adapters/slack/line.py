"""Typed lines: `quiz lambda 5` behind `/study` becomes a command and its options, or what was understood. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from bot.chat.cards import Choice
from bot.chat.declare import NOBODY, Command, CommandOption, mark, means
from bot.i18n import Words

Commands = Sequence[Command[Any]]
Option = CommandOption[Any]
HELP = "help"
ALERT = "alert"
"""The option that says whom a message alerts, which elsewhere is a role."""
AUDIENCES = (
    Choice("here", mark("@here: members who are active")),
    Choice("channel", mark("@channel: all members")),
    NOBODY,
)
_TOKEN = re.compile(r'(?:(?P<name>[a-z][a-z0-9_-]*):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+)|(?=\s|$))')
_QUOTES = str.maketrans("“”„«»", '"""""')
"""Slack's clients and phones make typographic quotes of what is typed."""


@dataclass(frozen=True)
class Line:
    """What was typed: a command and the values of its options."""

    command: Command[Any]
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """Why a line can't be run, as a sentence, and what was understood of it, if anything was."""

    sentence: str
    understood: Line | None = None


def _audience(one: Option) -> Option:
    return replace(one, role=False, choices=AUDIENCES) if one.role else one


class _Wrong(Exception):
    """A word that can't be used; the sentence says why."""


def offered(commands: Commands) -> list[Command[Any]]:
    """Return the commands as Slack has them.

    Slack has no roles. Whom a message may alert is one of two audiences, or nobody; other options about roles are left
    out, and commands that have no others.
    """
    found = []
    for command in commands:
        options = tuple(_audience(one) if one.name == ALERT else one for one in command.options)
        options = tuple(one for one in options if not one.role)
        if options or not command.options:
            found.append(replace(command, options=options))
    return found


def labels(command: Command[Any], values: Mapping[str, str]) -> dict[str, str]:
    """Return what people call the values of a declared command that are ids: the audiences."""
    return {one.name: f"@{values[one.name]}" for one in command.options if one.role and values.get(one.name)}


def parse(typed: str, commands: Commands, words: Words) -> Line | Fault:
    """Return what the words behind the prefix mean; nothing at all means help."""
    name, _, rest = typed.strip().partition(" ")
    name = name.removeprefix("/").lower() or HELP
    command = next((one for one in commands if one.name == name), None)
    if command is not None:
        return options(rest, command, words)
    near = get_close_matches(name, [one.name for one in commands], 1)
    if near:
        meant = next(one for one in commands if one.name == near[0])
        return Fault(
            words.t("There is no command “{name}”. Did you mean “{near}”?", name=name, near=near[0]), Line(meant)
        )
    return Fault(words.t("There is no command “{name}”. These are all there are.", name=name))


def options(typed: str, command: Command[Any], words: Words) -> Line | Fault:
    """Return the values of a command's options.

    Options are `name:value`, values with spaces in double quotes; words without a name fill the options in declared
    order, or go on with the value of an option that takes several words. A choice may be given by its value or by its
    label.
    """
    values: dict[str, str] = {}
    fault = ""
    for token in _TOKEN.finditer(typed.translate(_QUOTES)):
        if not token[0]:
            continue
        value = token["quoted"] if token["quoted"] is not None else token["bare"] or ""
        try:
            _take(values, token["name"], value, command, words)
        except _Wrong as wrong:
            fault = fault or str(wrong)
    understood = Line(command, {name: value for name, value in values.items() if value})
    missing = [one.name for one in command.options if one.required and not understood.values.get(one.name)]
    if missing and not fault:
        fault = words.t("Something is missing: {names}.", names=words.list(missing))
    return Fault(fault, understood) if fault else understood


def usage(command: Command[Any]) -> str:
    """Return how a command's options are typed, such as `[about] [count]`."""
    return " ".join(one.name if one.required else f"[{one.name}]" for one in command.options)


def _take(values: dict[str, str], name: str | None, value: str, command: Command[Any], words: Words) -> None:
    """Take one word; raises _Wrong."""
    known = {option.name: option for option in command.options}
    if name is None and values and known[last := next(reversed(values))].several:
        values[last] = f"{values[last]} {value}".strip()
        return
    if name is not None and name not in known:
        # A colon may stand in a value, as in `9:00`; a word before it that is no option belongs to the value.
        value, name = f"{name}:{value}", None
    if name is None:
        name = next((one for one in known if one not in values), None)
        if name is None:
            raise _Wrong(words.t("“{value}” is one word too many. Put a value with spaces in quotes.", value=value))
    elif name in values:
        raise _Wrong(words.t("“{option}” is given twice. Keep one of them.", option=name))
    values[name] = _choice(known[name], value, words)


def _choice(option: Option, value: str, words: Words) -> str:
    """Return the value that is meant; an option without choices takes anything."""
    if not option.choices or not value:
        return value
    for choice in option.choices:
        if means(value, choice, words.t(choice.label)):
            return choice.value
    known = words.either([choice.value for choice in option.choices])
    raise _Wrong(
        words.t("“{option}” can't be “{value}”; it takes {choices}.", option=option.name, value=value, choices=known)
    )
