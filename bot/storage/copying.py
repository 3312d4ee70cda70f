"""Copying an installation from one database to another, row by row, in pieces that can be taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select, text, tuple_

from bot.storage.tables import metadata
from bot.storage.upsert import insert

PIECE = 500  # rows in one transaction


def tables() -> Sequence[Table]:
    """Return every table, those first that others refer to."""
    return metadata.sorted_tables


def count(tx: Connection, table: Table) -> int:
    """Return the number of a table's rows."""
    return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def piece(tx: Connection, table: Table, after: tuple[Any, ...] | None) -> Sequence[RowMapping]:
    """Return the next rows of a table behind a primary key, in its order; none when there are no more.

    Rows that refer to others of their table come behind them, for they were made later.
    """
    key = list(table.primary_key.columns)
    query = select(table).order_by(*key).limit(PIECE)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    return tx.execute(query).mappings().all()


def key_of(table: Table, row: RowMapping) -> tuple[Any, ...]:
    """Return a row's primary key."""
    return tuple(row[column.name] for column in table.primary_key.columns)


def put(tx: Connection, table: Table, rows: Sequence[RowMapping]) -> None:
    """Insert rows; one that is there already is left as it is."""
    statement = insert(tx, table).on_conflict_do_nothing()
    tx.execute(statement, [dict(row) for row in rows])


def different(tx: Connection, table: Table, rows: Sequence[RowMapping]) -> list[tuple[Any, ...]]:
    """Return the primary keys of rows that are not here, or not the same."""
    key = list(table.primary_key.columns)
    wanted = [key_of(table, row) for row in rows]
    found = tx.execute(select(table).where(tuple_(*key).in_(wanted))).mappings().all()
    here: Mapping[tuple[Any, ...], dict[str, Any]] = {key_of(table, row): dict(row) for row in found}
    return [id for row, id in zip(rows, wanted, strict=True) if here.get(id) != dict(row)]


def go_on_counting(tx: Connection) -> None:
    """Let numbers of new rows begin behind those that were copied (PostgreSQL; SQLite does so by itself)."""
    if tx.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.c:
            highest = tx.execute(select(func.max(table.c.id))).scalar_one()
            if highest is not None:
                name = {"table": table.name, "highest": highest}
                tx.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :highest)"), name)
