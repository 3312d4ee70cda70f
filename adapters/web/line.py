"""Typed lines: `/setup zone:Europe/Berlin time:9:00` becomes a command and its options, or a clear fault. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.chat.declare import Command, CommandOption, means
from bot.i18n import Words

Commands = Sequence[Command[Any]]
Option = CommandOption[Any]
_TOKEN = re.compile(r'(?:(?P<name>[a-z][a-z0-9_-]*):)?(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+)|(?=\s|$))')


@dataclass(frozen=True)
class Line:
    """What was typed: a command and the values of its options."""

    command: Command[Any]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """Why a line can't be run, as a sentence."""

    sentence: str


def parse(typed: str, commands: Commands, words: Words) -> Line | Fault:
    """Return the command that a line means.

    Options are `name:value`, values with spaces in double quotes; words without a name fill the options in declared
    order, or go on with the value of an option that takes several words. A choice may be given by its value or by its
    label. Whether required options are there is not looked at.
    """
    t = words.t
    typed = typed.strip()
    if not typed.startswith("/"):
        return Fault(t("A command begins with a slash. Type / to see them all."))
    name, _, rest = typed[1:].partition(" ")
    command = next((one for one in commands if one.name == name.lower()), None)
    if command is None:
        near = get_close_matches(name.lower(), [one.name for one in commands], 1)
        if near:
            return Fault(t("There is no command /{name}. Did you mean /{near}?", name=name, near=near[0]))
        return Fault(t("There is no command /{name}. Type / to see them all.", name=name))
    values = _values(rest, command, words)
    return values if isinstance(values, Fault) else Line(command, values)


def missing(line: Line) -> Sequence[str]:
    """Return the names of required options that a line does not give."""
    return [option.name for option in line.command.options if option.required and not line.values.get(option.name)]


def _values(rest: str, command: Command[Any], words: Words) -> dict[str, str] | Fault:
    options = {option.name: option for option in command.options}
    values: dict[str, str] = {}
    for token in _TOKEN.finditer(rest):
        if not token[0]:
            continue
        name, value = token["name"], token["quoted"] if token["quoted"] is not None else token["bare"] or ""
        if name is None and values and options[last := next(reversed(values))].several:
            values[last] = f"{values[last]} {value}".strip()
            continue
        if name is None:
            name = next((one for one in options if one not in values), None)
            if name is None:
                return _too_much(value, command, words)
        elif name not in options:
            return _no_such_option(name, command, words)
        elif name in values:
            return Fault(words.t("{option} is given twice. Keep one of them.", option=name))
        chosen = _choice(options[name], value, words)
        if isinstance(chosen, Fault):
            return chosen
        values[name] = chosen
    return {name: value for name, value in values.items() if value}


def _choice(option: Option, value: str, words: Words) -> str | Fault:
    """Return the value that is meant; an option without choices takes anything."""
    if not option.choices or not value:
        return value
    for choice in option.choices:
        if means(value, choice, words.t(choice.label)):
            return choice.value
    known = words.list([choice.value for choice in option.choices])
    return Fault(
        words.t("{option} can't be {value}; it takes {choices}.", option=option.name, value=value, choices=known)
    )


def _no_such_option(name: str, command: Command[Any], words: Words) -> Fault:
    if not command.options:
        return Fault(words.t("There is no option {option}; /{command} takes none.", option=name, command=command.name))
    names = words.list([option.name for option in command.options])
    return Fault(
        words.t(
            "There is no option {option}; /{command} takes {names}.", option=name, command=command.name, names=names
        )
    )


def _too_much(value: str, command: Command[Any], words: Words) -> Fault:
    if not command.options:
        return Fault(words.t("/{command} takes nothing after it.", command=command.name))
    return Fault(
        words.t(
            "{value} is one word too many for /{command}. Put a value with spaces in double quotes.",
            value=value,
            command=command.name,
        )
    )
