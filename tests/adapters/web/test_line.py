"""What a typed line means."""

from __future__ import annotations

import pytest

from adapters.web.line import Fault, Line, missing, parse
from adapters.web.world import declared
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import Command, CommandOption
from bot.i18n import words


async def _nothing(app: None, call: Call) -> Reply:
    return Tell(Card(""))


REVEAL = CommandOption[None]("reveal", "When", choices=(Choice("next", "Next day"), Choice("6h", "In 6 hours")))
COMMANDS: tuple[Command[None], ...] = (
    Command("setup", "", _nothing, (CommandOption("zone", "", required=True), CommandOption("time", ""), REVEAL)),
    Command("hello", "", _nothing),
    Command("ask", "", _nothing, (CommandOption("about", "", several=True), CommandOption("count", ""))),
)


def parsed(typed: str) -> tuple[str, dict[str, str]]:
    line = parse(typed, COMMANDS, words("en"))
    assert isinstance(line, Line), line
    return line.command.name, dict(line.values)


def fault(typed: str) -> str:
    line = parse(typed, COMMANDS, words("en"))
    assert isinstance(line, Fault)
    return line.sentence


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("/setup zone:Europe/Berlin time:9:00", {"zone": "Europe/Berlin", "time": "9:00"}),
        ("  /SETUP   zone:UTC  ", {"zone": "UTC"}),
        ("/setup Europe/Berlin 9:00", {"zone": "Europe/Berlin", "time": "9:00"}),
        ("/setup time:9:00 Europe/Berlin", {"zone": "Europe/Berlin", "time": "9:00"}),
        ('/setup zone:"New York" time:"9 o\'clock"', {"zone": "New York", "time": "9 o'clock"}),
        ('/setup "https://example.org/a b"', {"zone": "https://example.org/a b"}),
        ("/setup zone:UTC reveal:6H", {"zone": "UTC", "reveal": "6h"}),
        ('/setup zone:UTC reveal:"next day"', {"zone": "UTC", "reveal": "next"}),
        ("/setup zone: time:9:00", {"time": "9:00"}),
        ('/setup zone:"', {"zone": '"'}),
        ("/hello", {}),
        ("/ask about:code  deploy count:5", {"about": "code deploy", "count": "5"}),
        ("/ask code deploy 5", {"about": "code deploy 5"}),
        ('/ask count:5 "code deploy" now', {"about": "code deploy now", "count": "5"}),
    ],
)
def test_options_are_given_by_name_or_in_order(typed: str, values: dict[str, str]) -> None:
    assert parsed(typed)[1] == values


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("hello", "A command begins with a slash. Type / to see them all."),
        ("/setpu", "There is no command /setpu. Did you mean /setup?"),
        ("/", "There is no command /. Type / to see them all."),
        ("/setup zoen:UTC", "There is no option zoen; /setup takes zone, time, and reveal."),
        ("/hello loud:yes", "There is no option loud; /hello takes none."),
        ("/setup zone:UTC zone:CET", "zone is given twice. Keep one of them."),
        ("/setup zone:UTC reveal:never", "reveal can't be never; it takes next and 6h."),
        ("/setup a b next d", "d is one word too many for /setup. Put a value with spaces in double quotes."),
        ("/hello there", "/hello takes nothing after it."),
    ],
)
def test_a_line_that_means_nothing_is_explained(typed: str, sentence: str) -> None:
    assert fault(typed) == sentence


@pytest.mark.parametrize("word", ["none", "None", "nobody", "-"])
def test_a_role_is_taken_away_by_a_word(word: str) -> None:
    roles = Command[None]("roles", "", _nothing, (CommandOption("alert", "", role=True),))
    line = parse(f"/roles alert:{word}", declared((roles,)), words("en"))
    assert isinstance(line, Line)
    assert line.values == {"alert": "none"}
    wrong = parse("/roles alert:nothing", declared((roles,)), words("en"))
    assert wrong == Fault("alert can't be nothing; it takes crew, helpers, and none.")


def test_required_options_that_are_not_given_are_named() -> None:
    line = parse("/setup time:9:00", COMMANDS, words("en"))
    assert isinstance(line, Line)
    assert missing(line) == ["zone"]


def test_braces_in_a_line_are_no_format() -> None:
    assert fault("/{name}") == "There is no command /{name}. Type / to see them all."
