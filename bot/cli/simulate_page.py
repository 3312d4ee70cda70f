"""What `studybot simulate …` says when asked for help."""

from __future__ import annotations

import argparse

from bot.cli.learning import add_learning
from bot.cli.pages import Commands, command, lazily, page

_ABOUT = (
    "Lets study groups live on a platform in memory, in a time that does not wait: the real scheduler, database and "
    "delivery, against rate limits as chat platforms have them. Then counts what the platform received "
    "against a plain calendar, and prints how late messages were, and what came twice or not at all.\n\n"
    "Uses the database of STUDYBOT_DATABASE_URL if that holds no group, and in the end deletes all that it made up "
    "there, after Ctrl-C and SIGTERM, too; else a temporary one. What a killed simulation left there is deleted first. "
    "Ends with 1 if anything came twice or is missing."
)


def add_simulate(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `simulate groups`, which plain `simulate` means too."""
    whole = page(commands.add_parser("simulate", help="try the program on made-up groups and people"), _ABOUT)
    whole.set_defaults(run=lazily("bot.cli.simulate", "simulate_groups"))
    _add_options(whole)
    whole.set_defaults(groups=100, days=7, faults=False, together=False, seed=1)
    inner = whole.add_subparsers(metavar="[WHAT]")
    _add_options(
        command(
            inner,
            "groups",
            "groups on platforms with limits (what is meant by default)",
            _ABOUT,
            lazily("bot.cli.simulate", "simulate_groups"),
        )
    )
    add_learning(inner)


def _add_options(made: argparse.ArgumentParser) -> None:
    """Add them without defaults, which inside would overwrite what was given before the word `groups`."""
    made.argument_default = argparse.SUPPRESS
    made.add_argument("--groups", type=_number, metavar="N", help="how many study groups (100)")
    made.add_argument("--days", type=_number, metavar="D", help="how many days they live (7)")
    made.add_argument(
        "--faults", action="store_true", help="calls and answers get lost, platforms are away, workers die"
    )
    made.add_argument("--together", action="store_true", help="all are due in the same minute")
    made.add_argument("--seed", type=int, metavar="S", help="another number, another course of chance (1)")


def _number(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"'{written}' is not a number from 1 on")
    return int(written)
