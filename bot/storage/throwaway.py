"""A database that nobody misses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from bot.storage.engine import Database, open_database


def open_throwaway(url: str) -> Database:
    """Return a SQLite database that waits for no disk: a crash of the machine may spoil it. See `open_database`."""
    database = open_database(url)
    for engine in (database.writer, database.reader):
        event.listen(engine, "connect", _never_wait)  # after the engine's own listener, which says FULL
    return database


def _never_wait(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
