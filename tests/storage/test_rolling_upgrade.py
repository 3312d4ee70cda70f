"""Two versions of the program beside each other on one database: what the older one says works on the newer tables.

The older program is known by the tables of the revision before the newest: it names their columns and no others. So it
must find each of them, be able to write rows without what is new, and find the keys by which it tells what is there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, Table, delete, insert, inspect, select, update

from bot.storage import migrate
from bot.storage.engine import Database
from bot.storage.tables import metadata
from tests.support.filled import counts, fill
from tests.support.store import Store

OLDER, NEWEST = migrate.revisions()[-2:]

CONTRACTED = {("0002", "places", ("workspace_id", "channel"))}
"""Unique keys that a revision took away although the program before it ran then: each with the reason.

- places (0002): it became one of present places alone. No released program refers to it.
"""


def older_tables(database: Database) -> dict[str, Table]:
    """Return the tables as the older program knows them, in an order in which rows can be added."""
    with migrate.migrating(database.writer) as connection:
        migrate.step(connection, "downgrade", OLDER)
    known = MetaData()
    with database.reader.connect() as connection:
        known.reflect(connection)
    return {table.name: table for table in known.sorted_tables if table.name != "alembic_version"}


def rows_of(database: Database, tables: dict[str, Table]) -> dict[str, list[dict[str, Any]]]:
    """Return all rows by table, as the older program reads them."""
    with database.reader.connect() as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for name, table in tables.items()
        }


def keys(database: Database) -> set[tuple[str, tuple[str, ...]]]:
    """Return every unique key that holds for all rows, as (table, columns)."""
    with database.reader.connect() as connection:
        seen = inspect(connection)
        return {
            (table, tuple(name for name in key["column_names"] if name))
            for table in seen.get_table_names()
            for key in seen.get_unique_constraints(table)
        }


async def test_the_program_before_can_read_and_write_all_that_it_knows(store: Store, database: Database) -> None:
    await fill(store)
    older = older_tables(database)
    before = rows_of(database, older)
    assert migrate.upgrade(database) == NEWEST
    assert rows_of(database, older) == before
    with migrate.migrating(database.writer) as connection:  # rows refer to one another in a circle of their own
        for table in reversed(older.values()):
            connection.execute(delete(table))
        for name, table in older.items():
            for row in before[name]:
                connection.execute(insert(table).values(row))
                mine = [column == row[column.name] for column in table.primary_key]
                connection.execute(update(table).where(*mine).values(row))
    assert rows_of(database, older) == before


async def test_the_newer_program_reads_what_the_one_before_wrote(store: Store, database: Database) -> None:
    await fill(store)
    older = older_tables(database)
    written = {name: len(rows) for name, rows in rows_of(database, older).items()}
    migrate.upgrade(database)
    assert {name: count for name, count in counts(store).items() if name in written} == written
    for table in metadata.sorted_tables:
        assert len(store.rows(table)) == written.get(table.name, 0)


def test_the_keys_by_which_the_program_before_knows_what_is_there_are_there(database: Database) -> None:
    newer = keys(database)
    older_tables(database)
    missing = {(NEWEST, *key) for key in keys(database) - newer}
    assert missing <= CONTRACTED
