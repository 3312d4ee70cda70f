"""`studybot db copy`: an installation moves to another database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bot.config import Settings
from bot.errors import ConfigError
from bot.storage.engine import Database, missing_file, open_database
from bot.storage.migrate import current, revisions, upgrade
from bot.study.copying import copy_rows, differences, strangers

T = TypeVar("T")

_SHOWN = 5
"""How many rows of a target in use are named: the first tells that it is the wrong one."""


def copy_database(asked: argparse.Namespace, _settings: Settings) -> int:
    """Copy every row, then compare every row; return 1 if something is not the same."""
    if file := _named("FROM", missing_file, asked.source):
        print(f"There is no database {file}: correct FROM.")
        return 1
    source, target = _named("FROM", open_database, asked.source), _named("TO", open_database, asked.target)
    try:
        return _copy(source, target)
    finally:
        source.dispose()
        target.dispose()


def _named(argument: str, read: Callable[[str], T], url: str) -> T:
    """Let what is wrong with a URL be said of the argument that it is: the setting has nothing to do with it."""
    try:
        return read(url)
    except ConfigError as error:
        raise ConfigError(argument, error.fault, error.example) from None


def _copy(source: Database, target: Database) -> int:
    if _place(source) == _place(target):
        print("FROM and TO are the same database: nothing was copied. Let TO be an empty one.")
        return 1
    revision = current(source)
    if revision != revisions()[-1]:
        print(
            f"{source.name} is at revision {revision}, not at {revisions()[-1]}: run `studybot db upgrade` on it first."
        )
        return 1
    if (there := current(target)) not in {None, revision}:
        print(f"{target.name} is in use, at revision {there}: nothing was copied. Let TO be an empty one.")
        return 1
    upgrade(target)
    if _printed(islice(strangers(source, target), _SHOWN)):
        print("TO has rows that FROM does not have so: nothing was copied. Are FROM and TO the right way round?")
        print("Let TO be an empty one, or what an interrupted copy left, if nothing has written to FROM since.")
        return 1
    rows = copy_rows(source, target, _progress)
    print(f"{rows} rows copied from {source.name} to {target.name}; comparing them…")
    if found := _printed(differences(source, target)):
        print(f"{found} differences: did something write meanwhile? Stop it, and copy to an empty one.")
        return 1
    print("Every row is the same. Point STUDYBOT_DATABASE_URL at the new database and start.")
    return 0


def _place(database: Database) -> str:
    url = database.writer.url
    return str(Path(url.database or "").resolve()) if url.get_backend_name() == "sqlite" else url.render_as_string()


def _printed(lines: Iterator[str]) -> int:
    found = 0
    for line in lines:
        print(f"WRONG   {line}")
        found += 1
    return found


def _progress(table: str, done: int, rows: int) -> None:
    """Say on the terminal how far it is; a log gets nothing of it."""
    if sys.stderr.isatty():
        print(f"\r{table}: {done} of {rows}\033[K", end="" if done < rows else "\n", file=sys.stderr)
