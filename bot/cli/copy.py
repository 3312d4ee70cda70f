"""`studybot db copy`: an installation moves to another database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.config import Settings
from bot.storage.engine import Database, open_database
from bot.storage.migrate import current, revisions, upgrade
from bot.study.copying import copy_rows, differences


def copy_database(asked: argparse.Namespace, _settings: Settings) -> int:
    """Copy every row, then compare every row; return 1 if something is not the same."""
    source, target = open_database(asked.source), open_database(asked.target)
    file = source.writer.url.database or ""
    if source.writer.dialect.name == "sqlite" and not Path(file).is_file():
        print(f"There is no database {file}.")
        return 1
    try:
        return _copy(source, target)
    finally:
        source.dispose()
        target.dispose()


def _copy(source: Database, target: Database) -> int:
    revision = current(source)
    if revision != revisions()[-1]:
        print(
            f"{source.name} is at revision {revision}, not at {revisions()[-1]}: run `studybot db upgrade` on it first."
        )
        return 1
    upgrade(target)
    rows = copy_rows(source, target, _progress)
    print(f"{rows} rows copied from {source.name} to {target.name}; comparing them…")
    found = 0
    for line in differences(source, target):
        print(f"WRONG   {line}")
        found += 1
    if found:
        print(f"{found} differences. Did something write meanwhile, or was the target used before? Use an empty one.")
        return 1
    print("Every row is the same. Point STUDYBOT_DATABASE_URL at the new database and start.")
    return 0


def _progress(table: str, done: int, rows: int) -> None:
    """Say on the terminal how far it is; a log gets nothing of it."""
    if sys.stderr.isatty():
        print(f"\r{table}: {done} of {rows}\033[K", end="" if done < rows else "\n", file=sys.stderr)
