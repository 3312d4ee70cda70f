"""Typed lines: understood where they can be, and what was understood of the others."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.line import Fault, Line, offered, parse, usage
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import Command, CommandOption
from bot.i18n import words


async def nothing(app: object, call: Call) -> Reply:
    return Tell(Card("Nothing"))


QUIZ: Command[Any] = Command(
    "quiz", "A quiz", nothing, (CommandOption("about", "What about", several=True), CommandOption("count", "n"))
)
BOARD: Command[Any] = Command(
    "leaderboard",
    "The board",
    nothing,
    (CommandOption("period", "When", choices=(Choice("week", "This week"), Choice("all", "All time"))),),
)
SETUP: Command[Any] = Command(
    "setup", "Set up", nothing, (CommandOption("zone", "Zone", required=True), CommandOption("time", "Time"))
)
PING: Command[Any] = Command("ping", "Whom to alert", nothing, (CommandOption("role", "A role", role=True),))
HELP: Command[Any] = Command("help", "Help", nothing)
COMMANDS = (QUIZ, BOARD, SETUP, HELP)


def parsed(line: str) -> tuple[str, dict[str, str]]:
    """Return what a line means."""
    found = parse(line, COMMANDS, words("en"))
    assert isinstance(found, Line), found
    return found.command.name, dict(found.values)


@pytest.mark.parametrize(
    ("line", "name", "values"),
    [
        ("", "help", {}),
        ("  ", "help", {}),
        ("help", "help", {}),
        ("/quiz", "quiz", {}),
        ("QUIZ lambda", "quiz", {"about": "lambda"}),
        ("quiz lambda 5", "quiz", {"about": "lambda 5"}),
        ("quiz about:lambda count:5", "quiz", {"about": "lambda", "count": "5"}),
        ("quiz error handling count:5", "quiz", {"about": "error handling", "count": "5"}),
        ("quiz “error handling” count:5", "quiz", {"about": "error handling", "count": "5"}),
        ("leaderboard week", "leaderboard", {"period": "week"}),
        ('leaderboard "all time"', "leaderboard", {"period": "all"}),
        ("setup Europe/Berlin 9:00", "setup", {"zone": "Europe/Berlin", "time": "9:00"}),
        ("setup zone:Europe/Berlin time:9:00", "setup", {"zone": "Europe/Berlin", "time": "9:00"}),
    ],
)
def test_a_line_means(line: str, name: str, values: dict[str, str]) -> None:
    assert parsed(line) == (name, values)


@pytest.mark.parametrize(
    ("line", "said", "name", "values"),
    [
        ("leaderbord week", "Did you mean “leaderboard”?", "leaderboard", {}),
        ("leaderboard year", "it takes week or all", "leaderboard", {}),
        ("leaderboard week month", "one word too many", "leaderboard", {"period": "week"}),
        ("setup time:9:00 time:10:00", "given twice", "setup", {"time": "9:00"}),
        ("setup time:9:00", "Something is missing: zone", "setup", {"time": "9:00"}),
    ],
)
def test_what_can_not_be_run_says_why_and_keeps_what_was_understood(
    line: str, said: str, name: str, values: dict[str, str]
) -> None:
    found = parse(line, COMMANDS, words("en"))
    assert isinstance(found, Fault)
    assert said in found.sentence
    assert found.understood is not None
    assert (found.understood.command.name, dict(found.understood.values)) == (name, values)


def test_what_resembles_no_command_is_understood_in_nothing() -> None:
    found = parse("xyzzy", COMMANDS, words("en"))
    assert isinstance(found, Fault)
    assert found.understood is None


def test_commands_about_roles_alone_are_not_offered() -> None:
    assert [one.name for one in offered((PING, *COMMANDS))] == [one.name for one in COMMANDS]


def test_usage_shows_what_may_be_left_out() -> None:
    assert usage(SETUP) == "zone [time]"
