"""Being alone at something in a database: a lock that the system takes back however its process ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bot.storage.engine import Database


@contextmanager
def alone(database: Database, lock: int) -> Iterator[bool]:
    """Yield whether this process is the only one within `lock` (any number, one for each purpose) of a database.

    Of SQLite files that share a folder only one can be so at a time, whatever the purpose.
    """
    if database.writer.dialect.name == "sqlite":
        held = _alone_in_folder(Path(database.writer.url.database or "").resolve().parent)
    else:
        held = _alone_on_server(database, lock)
    with held as mine:
        yield mine


@contextmanager
def _alone_in_folder(folder: Path) -> Iterator[bool]:
    """The folder is locked, not the file: closing a file once more would free what SQLite itself has locked in it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(opened)


@contextmanager
def _alone_on_server(database: Database, lock: int) -> Iterator[bool]:
    with database.writer.connect() as connection:
        mine: bool = connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": lock}).scalar_one()
        connection.commit()  # the session keeps the lock; a transaction left open would be ended by the server
        try:
            yield mine
        finally:
            connection.invalidate()  # the session ends, and the lock with it
