"""A database that is thrown away waits for no disk; every other one does."""

from __future__ import annotations

from pathlib import Path

from bot.storage.engine import Database, open_database
from bot.storage.throwaway import open_throwaway

OFF, FULL = 0, 2  # as SQLite numbers them


def waits(database: Database) -> list[int]:
    """Return what its connections say of waiting for the disk."""
    found = []
    for engine in (database.writer, database.reader):
        with engine.connect() as connection:
            found.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
        engine.dispose()
    return found


def test_only_a_database_that_is_thrown_away_waits_for_no_disk(tmp_path: Path) -> None:
    assert waits(open_throwaway(f"sqlite:///{tmp_path / 'gone.db'}")) == [OFF, OFF]
    assert waits(open_database(f"sqlite:///{tmp_path / 'kept.db'}")) == [FULL, FULL]
