"""The program's commands, and what each says when asked for help."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from bot.bank.faults import BankError, format_fault
from bot.config import CORE_SETTINGS, Settings, read_settings
from bot.errors import ConfigError, StudybotError

WELL, FAULTY, WRONG_SETTING, INTERRUPTED = 0, 1, 2, 130

Run = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code: 0 well, 1 a fault was found, 2 a setting or argument is wrong."""
    asked = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "alembic"):  # every tick, every table
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        run: Run = asked.run
        return run(asked, read_settings(os.environ))
    except ConfigError as error:
        print(f"studybot: {error}", file=sys.stderr)
        return WRONG_SETTING
    except BankError as error:
        print("\n".join(format_fault(fault) for fault in error.faults), file=sys.stderr)
        print(f"studybot: the question bank has {len(error.faults)} faults; mend them and start again", file=sys.stderr)
        return FAULTY
    except StudybotError as error:
        print(f"studybot: {error}. `studybot doctor` looks for the cause.", file=sys.stderr)
        return FAULTY
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole program."""
    top = _page(
        argparse.ArgumentParser(prog="studybot"),
        "A study group's daily exam question, in the chat where the group already is.",
        f"Settings are read from the environment; each may also be given as NAME_FILE, the name of a file that holds "
        f"it.\n\n{_settings()}\n\nExit codes: 0 well, 1 a fault was found, 2 a setting or argument is wrong.",
    )
    top.add_argument("--version", action="version", version=f"studybot {version('studybot')}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_service(commands)
    _add_database(commands)
    _add_content(commands)
    return top


def _add_service(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "run",
        "start the service",
        "Upgrades the database, starts the platforms that have settings (none: the local page) and serves until it is "
        "stopped. Says where the page is, and what will be posted next and when.\n\n"
        "SIGHUP reads the question bank again and keeps the present one if the new one is faulty. SIGINT and SIGTERM "
        "finish what is under way and stop.",
        _lazily("bot.cli.run", "serve"),
    )
    _command(
        commands,
        "post",
        "post what is owed now, once, and end",
        "Creates every posting that is due, sends what is owed and prints what came of it. Harmless beside a running "
        "service: nothing is posted twice.",
        _lazily("bot.cli.run", "post"),
    )
    _command(
        commands,
        "doctor",
        "look for what is wrong and say how to mend it",
        "Looks at the settings, the database, the question bank, and every installed platform. Changes nothing. Ends "
        "with 1 if something is wrong.",
        _lazily("bot.cli.doctor", "examine"),
    )


def _add_database(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "Looks after the database that STUDYBOT_DATABASE_URL names."
    inner = _page(commands.add_parser("db", help="look after the database"), about).add_subparsers(
        required=True, metavar="COMMAND"
    )
    _command(
        inner,
        "upgrade",
        "bring the tables to this version",
        "Creates the tables, or changes them to what this version needs, in one transaction. `studybot run` does the "
        "same at its start; several at once wait for each other. Doing it again changes nothing.",
        _lazily("bot.cli.database", "upgrade_database"),
    )


def _add_content(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "Looks after question banks: the shipped one and those in STUDYBOT_CONTENT_DIR."
    inner = _page(commands.add_parser("content", help="look after the question bank"), about).add_subparsers(
        required=True, metavar="COMMAND"
    )
    check = _command(
        inner,
        "check",
        "hold every question against the rules",
        "Prints every fault as FILE:LINE: RULE what is wrong, and how far the bank is from its targets. Ends with 1 "
        "if there is an error. docs/question-rules.md explains the rules.",
        _lazily("bot.cli.content", "check"),
    )
    check.add_argument("folder", nargs="*", metavar="FOLDER", help="exam folders (default: all that are loaded)")
    stats = _command(
        inner,
        "stats",
        "show what the bank covers",
        "Counts questions by domain, task statement, section, type, difficulty and evidence.",
        _lazily("bot.cli.content", "stats"),
    )
    stats.add_argument("folder", nargs="*", metavar="FOLDER", help="exam folders (default: all that are loaded)")
    show = _command(
        inner,
        "show",
        "show one question",
        "Prints a question as members meet it, then its key with every why, its references and its revision.",
        _lazily("bot.cli.content", "show"),
    )
    show.add_argument("id", metavar="ID", help="the question's id, such as sqs-visibility-timeout-01")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, about: str, run: Run
) -> argparse.ArgumentParser:
    made = _page(commands.add_parser(name, help=summary), about)
    made.set_defaults(run=run)
    return made


def _page(made: argparse.ArgumentParser, about: str, after: str = "") -> argparse.ArgumentParser:
    made.description, made.epilog = about, after
    made.formatter_class = _Paragraphs
    return made


class _Paragraphs(argparse.HelpFormatter):
    """Keeps paragraphs apart, and lists as they are; the default makes one lump of them."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        def fill(part: str) -> str:
            return part if part.startswith("  ") else super(_Paragraphs, self)._fill_text(part, width, indent)

        return "\n\n".join(fill(part) for part in text.split("\n\n"))


def _settings() -> str:
    width = max(len(setting.name) for setting in CORE_SETTINGS)
    return "\n".join(
        f"  {setting.name:{width}}  {setting.summary}{f' (default {setting.default})' if setting.default else ''}"
        for setting in CORE_SETTINGS
    )


def _lazily(module: str, function: str) -> Run:
    """Return the command of a module that is imported only when it runs: `--version` needs no database driver."""

    def run(asked: argparse.Namespace, settings: Settings) -> int:
        from importlib import import_module  # noqa: PLC0415

        return int(getattr(import_module(module), function)(asked, settings))

    return run


if __name__ == "__main__":
    sys.exit(main())
