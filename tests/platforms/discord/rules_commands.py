"""What Discord refuses in application commands beyond the shape of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.platforms.discord.refusals import Fault, Where, form, too_many_commands
from tests.platforms.discord.shapes.commands import Command, Group, Subcommand

MOST_COMMANDS = 100
MOST_TEXT = 8000


def check_commands(commands: Sequence[Command]) -> None:
    """Raise what Discord answers to a set of commands that does not hold together."""
    if len(commands) > MOST_COMMANDS:
        raise too_many_commands()
    faults = [*_same_names(commands, (), "APPLICATION_COMMANDS_DUPLICATE_NAME")]
    for index, command in enumerate(commands):
        faults += _name_faults(command, (index,))
        faults += _option_faults(command.options or [], (index, "options"))
        if _size(command) > MOST_TEXT:
            faults.append(
                Fault((index,), "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MOST_TEXT})")
            )
    if faults:
        raise form(*faults)


def _option_faults(options: Sequence[Any], at: Where) -> Iterator[Fault]:
    yield from _same_names(options, at, "APPLICATION_COMMAND_OPTIONS_NAMES_DUPLICATED")
    nested = [isinstance(option, Subcommand | Group) for option in options]
    if any(nested) and not all(nested):
        sentence = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        yield Fault(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", sentence)
    yield from _same_translations(options, at)
    optional = False
    for index, option in enumerate(options):
        where = (*at, index)
        yield from _name_faults(option, where)
        if option.required and optional:
            sentence = "Required options must be placed before non-required options"
            yield Fault(where, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)
        optional = optional or not option.required
        if getattr(option, "autocomplete", None) and getattr(option, "choices", None):
            sentence = "Autocomplete and choices are mutually exclusive"
            yield Fault(where, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", sentence)
        yield from _same_names(getattr(option, "choices", None) or [], (*where, "choices"), "CHOICE_NAMES_DUPLICATED")
        yield from _option_faults(getattr(option, "options", None) or [], (*where, "options"))


def _same_translations(options: Sequence[Any], at: Where) -> Iterator[Fault]:
    """An option's name in a language is neither another's there, nor the plain name of another."""
    for index, option in enumerate(options):
        others = [(other.name, other.name_localizations or {}) for other in options if other is not option]
        for locale, name in (option.name_localizations or {}).items():
            if any(name in (other, names.get(locale)) for other, names in others):
                where = (*at, index, "name_localizations", locale)
                sentence = f"The name {name!r} is there twice"
                yield Fault(where, "APPLICATION_COMMAND_OPTIONS_NAMES_DUPLICATED", sentence)


def _name_faults(named: Any, at: Where) -> Iterator[Fault]:
    """Where a letter has a lower case, names are written in it."""
    for where, name in (
        ((*at, "name"), named.name),
        *(((*at, "name_localizations", locale), name) for locale, name in (named.name_localizations or {}).items()),
    ):
        if name != name.lower():
            yield Fault(where, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _same_names(named: Sequence[Any], at: Where, name: str) -> Iterator[Fault]:
    names = [one.name for one in named]
    for index, one in enumerate(names):
        if one in names[:index]:
            yield Fault((*at, index), name, f"The name {one!r} is there twice")


def _size(named: Any) -> int:
    """Return the characters of names, descriptions and values, in the longest language."""
    size = max(map(len, [named.name, *(named.name_localizations or {}).values()]))
    described = [getattr(named, "description", ""), *(getattr(named, "description_localizations", None) or {}).values()]
    size += max(map(len, described))
    for choice in getattr(named, "choices", None) or []:
        size += max(map(len, [choice.name, *(choice.name_localizations or {}).values()])) + len(str(choice.value))
    return size + sum(map(_size, getattr(named, "options", None) or []))
