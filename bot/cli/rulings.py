"""`studybot questions …`: the operator's word on a question, over its file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial

from bot.clock import system_clock
from bot.config import Settings
from bot.model.question import Bank, Question
from bot.model.ruling import Kind, Ruling
from bot.rules.rulings import corrected
from bot.service import open_bank
from bot.storage.engine import Database, missing_file, open_database
from bot.storage.migrate import upgrade
from bot.study import rulings
from bot.study.work import transact


def dispute(asked: argparse.Namespace, settings: Settings) -> int:
    """Take a question out of selection while its key is looked into."""
    return _rule(asked, settings, Kind.DISPUTED, "It is not asked any more until you correct, retire or uphold it.")


def retire(asked: argparse.Namespace, settings: Settings) -> int:
    """Take a question out of selection for good."""
    return _rule(asked, settings, Kind.RETIRED, "It is not asked any more. Answers given to it stay as they are.")


def correct(asked: argparse.Namespace, settings: Settings) -> int:
    """Give a question another key, and grade every answer anew."""
    banks = open_bank(settings).current.banks
    found = _find(banks, asked.question)
    if found is None:
        return 1
    exam, question = found
    key = frozenset(part.strip() for part in asked.key.replace("+", ",").split(",") if part.strip())
    try:
        corrected(question, key)
    except ValueError as error:
        print(f"{question.id} can't have the key {asked.key}: {error}.")
        return 1
    if key == question.key:
        print(f"{asked.key} is its key already: there is nothing to correct.")
        return 1
    return _with_database(settings, lambda database: _correct(database, exam, question, key, asked.note))


def uphold(asked: argparse.Namespace, settings: Settings) -> int:
    """Let a question be as its file says."""
    found = _find(open_bank(settings).current.banks, asked.question)
    if found is None:
        return 1
    exam, question = found

    def run(database: Database) -> int:
        lifted, settled = transact(
            database.writer, partial(rulings.uphold, exam=exam, question=question.id, now=system_clock())
        )
        was = "The ruling on it is lifted" if lifted else "There was no ruling on it"
        print(f"{question.id}: {was}; {settled} reports are settled.")
        return 0

    return _with_database(settings, run)


def list_rulings(_asked: argparse.Namespace, settings: Settings) -> int:
    """Print every ruling that holds."""
    banks = open_bank(settings).current.banks

    def run(database: Database) -> int:
        held = 0
        for exam, bank in banks.items():
            for one in transact(database.reader, partial(rulings.rulings_of, exam=exam)):
                print(_line(bank, one))
                held += 1
        print(f"{held} rulings hold.")
        return 0

    return _with_database(settings, run)


def print_reports(database: Database, exam: str) -> int:
    """Print what members reported and nobody has ruled on, and return how many reports that are."""
    found = transact(database.reader, partial(rulings.reports_of, exam=exam))
    for one in found:
        said = f": {one.comment}" if one.comment else ""
        print(f"{one.question} (revision {one.revision}, {one.at:%Y-%m-%d}): {one.wrong}{said}")
    return len(found)


def _rule(asked: argparse.Namespace, settings: Settings, kind: Kind, after: str) -> int:
    found = _find(open_bank(settings).current.banks, asked.question)
    if found is None:
        return 1
    exam, question = found

    def run(database: Database) -> int:
        ruling = Ruling(exam, question.id, kind, question.revision, None, asked.note, system_clock())
        settled = transact(database.writer, partial(rulings.rule, ruling=ruling))
        print(f"{question.id} is {kind}; {settled} reports are settled. {after}")
        return 0

    return _with_database(settings, run)


def _correct(database: Database, exam: str, question: Question, key: frozenset[str], note: str) -> int:
    """Rule first, so that nothing new is asked by the old key; then one transaction a group, and one for the rest.

    Interrupted it may be run again: what was graded anew stays so.
    """
    now = system_clock()
    ruling = Ruling(exam, question.id, Kind.CORRECTED, question.revision, key, note, now)
    transact(database.writer, partial(rulings.rule, ruling=ruling))
    groups = transact(database.reader, partial(rulings.groups_reached, exam=exam, question=question))
    regrade = partial(rulings.regrade_group, exam=exam, question=question, key=key, now=now)
    changed = sum(transact(database.writer, partial(regrade, group=group)) for group in [*groups, None])
    print(f"{question.id} has the key {', '.join(sorted(key))} from now on. Correct its file too.")
    if changed:
        told = "Each that saw it revealed gets a message."
        print(f"{changed} answers were graded anew in {len(groups)} groups. {told}")
    else:
        print("No answer was left to be graded anew.")
    return 0


def _find(banks: Mapping[str, Bank], id: str) -> tuple[str, Question] | None:
    for exam, bank in banks.items():
        if id in bank.questions:
            return exam, bank.questions[id]
    print(
        f"There is no question {id}. `studybot content check` reads the files; `studybot reports` names those reported."
    )
    return None


def _line(bank: Bank, one: Ruling) -> str:
    question = bank.questions.get(one.question)
    edited = question is None or question.revision != one.revision
    key = f" to {', '.join(sorted(one.key))}" if one.key else ""
    free = " (its file was edited since, so it is free of this)" if edited else ""
    return f"{one.question}: {one.kind}{key} on {one.at:%Y-%m-%d}{free}{f': {one.note}' if one.note else ''}"


def _with_database(settings: Settings, run: Callable[[Database], int]) -> int:
    """A file that is not there is not made: a ruling kept in the wrong place would hold nowhere."""
    if file := missing_file(settings.database_url):
        print(f"There is no database {file}: correct STUDYBOT_DATABASE_URL, or let `studybot db upgrade` make it.")
        return 1
    database = open_database(settings.database_url)
    try:
        upgrade(database)
        return run(database)
    finally:
        database.dispose()
