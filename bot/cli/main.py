"""The program's commands, and what each says when asked for help."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import zoneinfo
from collections.abc import Sequence
from importlib.metadata import version

from bot.bank.faults import BankError, format_fault
from bot.chat.port import Program, Programs
from bot.cli.content_pages import add_content
from bot.cli.pages import Commands, Run, at_least, command, lazily, page
from bot.cli.simulate_page import add_simulate
from bot.config import CORE_SETTINGS, read_settings
from bot.errors import ConfigError, StudybotError
from bot.installed import loadable

_RULINGS, _POSTINGS = "bot.cli.rulings", "bot.cli.postings"
WELL, FAULTY, WRONG_SETTING, INTERRUPTED = 0, 1, 2, 130
_EXIT_CODES = (
    "Exit codes: 0 well, 1 a fault was found, 2 a setting or argument is wrong, 130 or 143 ended before its time by "
    "Ctrl-C or SIGTERM."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code, as `_EXIT_CODES` explains them."""
    asked = parser().parse_args(arguments)
    # Zone rules come from the package that is locked with us, not from whatever the system has.
    zoneinfo.reset_tzpath(to=())
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
        print(
            f"studybot: the question bank has {len(error.faults)} faults; mend them and start again.", file=sys.stderr
        )
        print("A question that is still being written stops nothing if it says `draft: true`.", file=sys.stderr)
        return FAULTY
    except StudybotError as error:
        print(f"studybot: {error}. `studybot doctor` looks for the cause.", file=sys.stderr)
        return FAULTY
    except BrokenPipeError:  # whoever read us has read enough, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole program."""
    top = page(
        argparse.ArgumentParser(prog="studybot"),
        "A study group's daily exam question, in the chat where the group already is.",
        f"Settings are read from the environment; each may also be given as NAME_FILE, the name of a file that holds "
        f"it.\n\n{_settings()}\n\n{_EXIT_CODES}",
    )
    top.add_argument("--version", action="version", version=f"studybot {version('studybot')}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_service(commands)
    _add_database(commands)
    _add_questions(commands)
    _add_postings(commands)
    add_simulate(commands)
    add_content(commands)
    _add_platforms(commands)
    return top


def _add_service(commands: Commands[argparse.ArgumentParser]) -> None:
    run = command(
        commands,
        "run",
        "start the service",
        "Upgrades the database, starts the platforms that have settings (none: the local page) and serves until it is "
        "stopped. Says where the page is, and what will be posted next and when.\n\n"
        "SIGHUP reads the question bank again and keeps the present one if the new one is faulty. SIGINT and SIGTERM "
        "finish what is under way and stop.",
        lazily("bot.cli.run", "serve"),
    )
    run.add_argument(
        "--only",
        default="",
        metavar="ROLES",
        help="what this process does of the whole, joined by commas: scheduler, delivery, names of platforms; for "
        "several processes on one PostgreSQL database, which together do all (default: all)",
    )
    command(
        commands,
        "post",
        "post what is owed now, once, and end",
        "Creates every posting that is due, sends what is owed and prints what came of it. Harmless beside a running "
        "service: nothing is posted twice.",
        lazily("bot.cli.run", "post"),
    )
    command(
        commands,
        "doctor",
        "look for what is wrong and say how to mend it",
        "Looks at the settings, the database, the question bank, and every installed platform. Changes nothing. Ends "
        "with 1 if something is wrong.",
        lazily("bot.cli.doctor", "examine"),
    )
    command(
        commands,
        "key",
        "print a new key for STUDYBOT_SECRET_KEY",
        "Platforms hand us secrets to keep, which are encrypted with this key before they reach the database. To "
        "exchange it, put the new one before the old one, joined by a comma, start once, and leave the old one out. "
        "Keep it where the database's copies are not.",
        lazily("bot.cli.key", "print_key"),
    )
    _add_reports(commands)


def _add_reports(commands: Commands[argparse.ArgumentParser]) -> None:
    reports = command(
        commands,
        "reports",
        "name questions that members reported, and those whose key looks wrong",
        "Lists what members reported and nobody has ruled on yet (`studybot questions` rules). Then looks at "
        "everybody's first answers in the database and names the questions where no more people are right than by "
        "guessing, a distractor is chosen more often than the key, or those who know more are wrong more often than "
        "those who know less (for this one twice as many answers are needed). Ends with 1 if there is one.",
        lazily("bot.cli.figures", "reports"),
    )
    reports.add_argument(
        "--answers", type=int, default=50, metavar="N", help="look at questions with N first answers or more (50)"
    )


def _add_postings(commands: Commands[argparse.ArgumentParser]) -> None:
    about = "Shows what is owed to groups and not settled, with the reason, and lets you decide about one of them."
    inner = page(commands.add_parser("postings", help="what is owed, late, unclear or failed"), about).add_subparsers(
        required=True, metavar="COMMAND"
    )
    made = command(
        inner,
        "list",
        "what is not settled, and why",
        "Counts what is owed, on its way, unclear or failed, and lists the oldest of it; says which due times have "
        "passed for nothing. Ends with 1 if something failed, is unclear, is late, or is overdue.",
        lazily(_POSTINGS, "list_waiting"),
    )
    made.add_argument("--group", metavar="GROUP", help="of this group alone, by its number or channel")
    made.add_argument(
        "--late", type=at_least(0), default=600, metavar="S", help="seconds from which it is called late (600)"
    )
    made = command(
        inner,
        "history",
        "what became of a group's postings",
        "Prints what became of a group's postings, newest first.",
        lazily(_POSTINGS, "history"),
    )
    made.add_argument("group", nargs="?", default="", metavar="GROUP", help="its number or channel; without it, all")
    made.add_argument("--last", type=at_least(1), default=30, metavar="N", help="so many of them (30)")
    for name, function, summary, more in (
        (
            "retry",
            "retry_posting",
            "owe one once more",
            "Of an unclear one a second message may come: look first.",
        ),
        (
            "skip",
            "skip_posting",
            "give one up",
            "It is recorded as skipped, by the operator; of one that is posted, what is missing beside it.",
        ),
    ):
        made = command(inner, name, summary, f"{summary.capitalize()}. {more}", lazily(_POSTINGS, function))
        made.add_argument("posting", type=int, metavar="ID", help="its number, as `studybot postings list` shows it")


def _add_questions(commands: Commands[argparse.ArgumentParser]) -> None:
    about = "Rules on questions: what is said here holds over the question's file, at once and for every group."
    inner = page(commands.add_parser("questions", help="rule on questions"), about).add_subparsers(
        required=True, metavar="COMMAND"
    )
    command(inner, "list", "print every ruling that holds", "Prints every ruling.", lazily(_RULINGS, "list_rulings"))
    for name, summary, more in (
        ("dispute", "ask it no more while its key is looked into", "Open ones stay open, and say so at their reveal."),
        ("retire", "ask it no more, for good", "Answers given to it stay as they are."),
        ("uphold", "let it be as its file says", "Lifts a ruling, and settles the reports on it."),
    ):
        made = command(inner, name, summary, f"{summary.capitalize()}. {more}", lazily(_RULINGS, name))
        made.add_argument("question", metavar="ID", help="the question's id")
        if name != "uphold":
            made.add_argument("--note", default="", help="why, in words that members may read")
    made = command(
        inner,
        "correct",
        "give it another key, and grade every answer anew",
        "Gives a question another key: every answer to it is graded anew, with points and boards, one transaction a "
        "group, and each group that saw it revealed gets one message. May run beside the service, and again if it was "
        "interrupted.",
        lazily(_RULINGS, "correct"),
    )
    made.add_argument("question", metavar="ID", help="the question's id")
    made.add_argument(
        "--key", required=True, metavar="a[,c]", help="the ids of the options that are right, as in its file"
    )
    made.add_argument("--note", default="", help="why, in words that members may read")


def _add_database(commands: Commands[argparse.ArgumentParser]) -> None:
    about = "Looks after the database that STUDYBOT_DATABASE_URL names."
    inner = page(commands.add_parser("db", help="look after the database"), about).add_subparsers(
        required=True, metavar="COMMAND"
    )
    command(
        inner,
        "upgrade",
        "bring the tables to this version",
        "Creates the tables, or changes them to what this version needs, in one transaction. `studybot run` does the "
        "same at its start; several at once wait for each other. Doing it again changes nothing.",
        lazily("bot.cli.database", "upgrade_database"),
    )
    copy = command(
        inner,
        "copy",
        "move an installation to another database",
        "Copies every row from one database to another, then compares every row: from SQLite to PostgreSQL, or the "
        "other way. Stop the service first. Interrupted it may be run again, and goes on; a database with rows of its "
        "own gets none. Ends with 1 if a row is not the same.",
        lazily("bot.cli.copy", "copy_database"),
    )
    copy.add_argument("source", metavar="FROM", help="the database that is there, such as sqlite:///data/studybot.db")
    copy.add_argument("target", metavar="TO", help="an empty one, such as postgresql://user:password@host/name")
    verify = command(
        inner,
        "verify",
        "hold boards and counts against the answers",
        "Counts every board, and the answers of every question, anew from the answers themselves; grades each answer "
        "by its question as it was asked; looks for questions open twice in a workspace. Prints each difference and "
        "changes nothing. May run beside the service. Ends with 1 if a difference is left.",
        lazily("bot.cli.database", "verify_database"),
    )
    verify.add_argument(
        "--repair", action="store_true", help="write boards and counts anew from the answers, group by group"
    )


def _add_platforms(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add what the installed platforms bring; one that can't be loaded brings nothing, which `doctor` explains."""
    for name, adapter in loadable()[0].items():
        if isinstance(adapter, Programs) and adapter.programs:
            about = f"Commands for {name}."
            inner = page(commands.add_parser(name, help=f"commands for {name}"), about).add_subparsers(
                required=True, metavar="COMMAND"
            )
            for one in adapter.programs:
                command(inner, one.name, one.summary, one.about, _program(one))


def _program(one: Program) -> Run:
    return lambda _asked, settings: one.run(settings.env)


def _settings() -> str:
    width = max(len(setting.name) for setting in CORE_SETTINGS)
    return "\n".join(
        f"  {setting.name:{width}}  {setting.summary}{f' (default {setting.default})' if setting.default else ''}"
        for setting in CORE_SETTINGS
    )


if __name__ == "__main__":
    sys.exit(main())
