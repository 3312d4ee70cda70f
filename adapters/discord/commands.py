"""Commands: Discord's declarations of them, made from those of the features. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.permissions import MANAGE_SERVER
from adapters.discord.text import label
from bot.chat.cards import Choice
from bot.chat.declare import Command, CommandOption
from bot.i18n import Words, words

SETUP = "setup"
"""The one command that Discord itself hides from whoever may not manage the server. The others are checked by us at
each call, since a role that the group named may run them too, and would not see them."""

LOCALES = (
    *("bg", "cs", "da", "de", "el", "en-GB", "es-419", "es-ES", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja", "ko"),
    *("lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
)
"""The languages that Discord speaks beside American English."""

_CHAT_INPUT, _STRING, _ROLE = 1, 3, 8
_IN_GUILD = 0
_MOST_CHOICES = 25

Declaration = dict[str, Any]
Languages = Mapping[str, Words]


def languages() -> Languages:
    """Return the words of every language of Discord's; those without a catalogue say the same as English."""
    return {locale: words(locale) for locale in LOCALES}


def declarations(commands: Sequence[Command[Any]], spoken: Languages) -> list[Declaration]:
    """Return what Discord is to know of all commands.

    Names stay the same in all languages, since messages name commands; what they do and what can be chosen is
    translated.
    """
    return [_command(command, spoken) for command in commands]


def digest(declared: Sequence[Declaration]) -> str:
    """Return a short text that differs whenever a declaration does."""
    return hashlib.sha256(json.dumps(declared, sort_keys=True).encode()).hexdigest()[:32]


def _command(command: Command[Any], spoken: Languages) -> Declaration:
    declared: Declaration = {
        "type": _CHAT_INPUT,
        "name": command.name,
        **_said("description", command.summary, spoken),
        "options": [_option(option, spoken) for option in sorted(command.options, key=lambda one: not one.required)],
        # In a message to the bot nobody can tell which server is meant, and so which questions are secret there.
        "contexts": [_IN_GUILD],
        "integration_types": [0],
    }
    if command.name == SETUP:
        declared["default_member_permissions"] = str(MANAGE_SERVER)
    return declared


def _option(option: CommandOption[Any], spoken: Languages) -> Declaration:
    declared: Declaration = {
        "type": _ROLE if option.role else _STRING,
        "name": option.name,
        **_said("description", option.summary, spoken),
        "required": option.required,
    }
    if option.role:
        return declared
    if option.choices:
        declared["choices"] = [_choice(choice, spoken) for choice in option.choices[:_MOST_CHOICES]]
    elif option.complete is not None:
        declared["autocomplete"] = True
    return declared


def _choice(choice: Choice, spoken: Languages) -> Declaration:
    return {**_said("name", choice.label, spoken), "value": choice.value}


def _said(name: str, sentence: str, spoken: Languages) -> Declaration:
    """Return a sentence with its translations."""
    said = label(words("en").t(sentence), 100)
    others = {locale: label(one.t(sentence), 100) for locale, one in spoken.items()}
    translated = {locale: text for locale, text in others.items() if text != said}
    return {name: said} | ({f"{name}_localizations": translated} if translated else {})


def completions(choices: Sequence[Choice]) -> list[Declaration]:
    """Return what completes an option, as Discord takes it."""
    return [
        {"name": label(one.label, 100), "value": one.value} for one in choices[:_MOST_CHOICES] if len(one.value) <= 100
    ]
