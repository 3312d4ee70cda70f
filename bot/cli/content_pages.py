"""The commands under `studybot content`, and what each says when asked for help."""

from __future__ import annotations

import argparse

from bot.cli.pages import Commands, command, lazily, page

_FOLDERS = "exam folders (default: all that are loaded)"


def add_content(commands: Commands[argparse.ArgumentParser]) -> None:
    """Declare `content` with everything under it."""
    about = "Looks after question banks: the shipped one and those in STUDYBOT_CONTENT_DIR."
    inner = page(commands.add_parser("content", help="look after the question bank"), about).add_subparsers(
        required=True, metavar="COMMAND"
    )
    _add_looking(inner)
    _add_writing(inner)
    _add_carrying(inner)


def _add_looking(inner: Commands[argparse.ArgumentParser]) -> None:
    check = command(
        inner,
        "check",
        "hold every question against the rules",
        "Prints every fault as FILE:LINE: RULE what is wrong, what each draft lacks, and how far the bank is from its "
        "targets. Ends with 1 if there is an error; what a draft lacks is none, but an exam that says `complete: true` "
        "may have no draft. docs/question-rules.md explains the rules.",
        lazily("bot.cli.content", "check"),
    )
    check.add_argument("folder", nargs="*", metavar="FOLDER", help=_FOLDERS)
    check.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="FILE",
        help="a text that nothing may be copied from; may be given again",
    )
    stats = command(
        inner,
        "stats",
        "show what the bank covers, and how people did",
        "Counts questions by domain, task statement, section, type, difficulty and evidence.\n\n"
        "With --people it prints how people did in the database: for each question the share right, how well it tells "
        "strong from weak (the correlation with the share right in all other questions: 0.40 excellent, 0.30 good, "
        "0.20 fair, below poor, negative: look at the key), and the distractors that fewer than 5 % choose. Each "
        "person's first answer counts. Members choose what they answer, so take the figures as hints.",
        lazily("bot.cli.content", "stats"),
    )
    stats.add_argument("folder", nargs="*", metavar="FOLDER", help=_FOLDERS)
    stats.add_argument("--people", action="store_true", help="how people did, from STUDYBOT_DATABASE_URL")
    show = command(
        inner,
        "show",
        "show one question",
        "Prints a question as members meet it, then its key with every why, its references and its revision.\n\n"
        "With --on it prints the messages as that platform gets them; those of the local page (web) are pages that a "
        "browser opens.",
        lazily("bot.cli.content", "show"),
    )
    show.add_argument(
        "--on", metavar="PLATFORM", help="print what this platform would get instead: as asked, then as revealed"
    )
    show.add_argument("id", metavar="ID", help="the question's id, such as sqs-visibility-timeout-01")


def _add_writing(inner: Commands[argparse.ArgumentParser]) -> None:
    new = command(
        inner,
        "new",
        "begin a new question",
        "Adds a template with the next free id to the topic's file, and says where. It is a draft, which is not "
        "asked, until its line `draft: true` goes. `studybot content check` names everything still to be written; "
        "docs/question-rules.md shows how.",
        lazily("bot.cli.authors", "new"),
    )
    new.add_argument("topic", metavar="TOPIC", help="the topic's id in topics.yaml, such as sqs-visibility-timeout")
    new.add_argument("folder", nargs="*", metavar="FOLDER", help=_FOLDERS)
    new.add_argument("--type", default="single", choices=("single", "multiple"), help="one key, or several")
    sheet = command(
        inner,
        "sheet",
        "print questions for somebody to solve blind",
        "Prints stems and options in random order with ids and revisions, nothing that tells the key: what a reviewer "
        "gets. Without --ids these are the questions not yet solved in their present revision; a draft is only printed "
        "if it is named.",
        lazily("bot.cli.authors", "sheet"),
    )
    sheet.add_argument("folder", nargs="*", metavar="FOLDER", help=_FOLDERS)
    sheet.add_argument("--ids", nargs="+", metavar="ID", help="these questions")
    sheet.add_argument("--seed", type=int, metavar="N", help="the same number gives the same order")


def _add_carrying(inner: Commands[argparse.ArgumentParser]) -> None:
    export = command(
        inner,
        "export",
        "write the questions for other programs",
        "Writes all questions in use: an Anki deck, Moodle's GIFT, CSV, or JSON. Options are not shuffled. CSV keeps "
        "everything, GIFT all but references, facts and what would make a question stale.",
        lazily("bot.cli.authors", "export"),
    )
    export.add_argument("file", metavar="FILE", help="the file to write; - prints it")
    export.add_argument("--to", required=True, choices=("anki", "gift", "csv", "json"), help="the form")
    export.add_argument("--exam", metavar="ID", help="the exam, where there are several")
    take = command(
        inner,
        "import",
        "take questions over from other programs",
        "Reads GIFT or CSV and writes question files into a folder, one a topic; into an exam folder at their places. "
        "Nothing is overwritten. Says of every question whether it was taken, what is left to its author (references "
        "and whys above all), or why it could not be. One that lacks something becomes a draft. Ends with 1 if one "
        "could not be. CSV needs the columns stem, key (`b` or `a+c`), a and b; `content export --to csv` shows all.",
        lazily("bot.cli.authors", "import_"),
    )
    take.add_argument("file", metavar="FILE", help="the file to read")
    take.add_argument("--from", required=True, choices=("gift", "csv"), dest="form", help="its form")
    take.add_argument("--into", required=True, metavar="FOLDER", help="where to write")
    take.add_argument("--topic", default="", metavar="ID", help="the topic of questions that name none")
