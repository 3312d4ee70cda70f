"""`studybot db …`."""

from __future__ import annotations

import argparse
from functools import partial

from bot.cli.existing import open_existing
from bot.config import Settings
from bot.storage.engine import Database, open_database
from bot.storage.migrate import upgrade
from bot.study.verify import (
    Difference,
    differences,
    exams,
    first_answers,
    groups_to_verify,
    open_twice,
    repair,
    repair_first_answers,
)
from bot.study.work import transact


def upgrade_database(_asked: argparse.Namespace, settings: Settings) -> int:
    """Bring the tables to this version."""
    database = open_database(settings.database_url)
    try:
        print(f"The database is at revision {upgrade(database)}.")
    finally:
        database.dispose()
    return 0


def verify_database(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what is not as the attempts say, and mend it if asked to; return 1 if something stays wrong."""
    database = open_existing(settings.database_url)
    if database is None:
        print("The database is empty or not there: nothing to verify. Is STUDYBOT_DATABASE_URL the right one?")
        return 1
    try:
        return _verify(database, mend=asked.repair)
    finally:
        database.dispose()


def _verify(database: Database, *, mend: bool) -> int:
    groups = transact(database.reader, groups_to_verify)
    mended: list[Difference] = []
    found = [*transact(database.reader, open_twice), *transact(database.reader, exams)]
    for group in groups:
        if mend:
            mended += transact(database.writer, partial(repair, group=group))
        found += transact(database.reader, partial(differences, group=group))
    if mend:
        mended += transact(database.writer, partial(repair_first_answers, group=None))
    found += transact(database.reader, partial(first_answers, group=None))
    for one in mended:
        print(f"mended  {_line(one)}")
    for one in found:
        print(f"WRONG   {_line(one)}")
    print(_summary(len(groups), found, len(mended), mend=mend))
    return 1 if found else 0


def _line(one: Difference) -> str:
    return f"{one.kind}: {one.subject}: {one.kept}; should be {one.should}"


def _summary(groups: int, found: list[Difference], mended: int, *, mend: bool) -> str:
    looked = f"{groups} groups looked at, {len(found)} differences left, {mended} mended."
    if not mend and any(one.mendable for one in found):
        return f"{looked} `studybot db verify --repair` mends standings, counts and first answers."
    return looked
