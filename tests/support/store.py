"""Use cases run in the test's own thread, and a look at what is in the tables."""

from __future__ import annotations

from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, Table, func, select

from bot.storage.engine import Database
from bot.study.work import Reading, Writing, transact

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """A database without threads."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the use case returned, committed."""
        return transact(self.database.writer, lambda tx: use_case(tx, *args, **kwargs))

    def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the use case returned."""
        return transact(self.database.reader, lambda tx: use_case(tx, *args, **kwargs))

    def rows(self, table: Table, *where: ColumnElement[bool]) -> list[Any]:
        """Return rows in the order of their first column."""
        query = select(table).where(*where).order_by(table.c[0])
        return transact(self.database.reader, lambda tx: list(tx.execute(query).all()))

    def count(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Return the number of rows."""
        query = select(func.count()).select_from(table).where(*where)
        return transact(self.database.reader, lambda tx: int(tx.execute(query).scalar_one()))
