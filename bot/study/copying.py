"""Moving an installation to another database: every row copied, then every row compared. Can be taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Table

from bot.storage import copying
from bot.storage.engine import Database
from bot.study.work import transact

Told = Callable[[str, int, int], None]
"""Hears of progress: the table, rows done, rows in all."""


def copy_rows(source: Database, target: Database, told: Told) -> int:
    """Copy every row that is not there yet, a piece a transaction, and return how many rows the source has.

    Nothing may write to either meanwhile. Interrupted, it may be run again: what is there is left as it is.
    """
    whole = 0
    for table in copying.tables():
        rows, done = _count(source, table), 0
        for piece in _pieces(source, table):
            transact(target.writer, partial(copying.put, table=table, rows=piece))
            done += len(piece)
            told(table.name, done, rows)
        whole += rows
    transact(target.writer, copying.go_on_counting)
    return whole


def differences(source: Database, target: Database) -> Iterator[str]:
    """Yield a line for every row that is not the same in both, and for every table with rows of its own."""
    for table in copying.tables():
        for piece in _pieces(source, table):
            yield from (f"{table.name} {_said(id)} is not the same" for id in _differing(target, table, piece))
        ours, theirs = (_count(database, table) for database in (source, target))
        if theirs > ours:
            yield f"{table.name}: {theirs - ours} rows in the target that the source does not have"


def strangers(source: Database, target: Database) -> Iterator[str]:
    """Yield a line for every row of the target that is not so in the source: a copy would mix two installations."""
    for table in copying.tables():
        for piece in _pieces(target, table):
            yield from (f"{table.name} {_said(id)} is not so in the source" for id in _differing(source, table, piece))


def _pieces(source: Database, table: Table) -> Iterator[Sequence[Any]]:
    after: tuple[Any, ...] | None = None
    while rows := transact(source.reader, partial(copying.piece, table=table, after=after)):
        yield rows
        after = copying.key_of(table, rows[-1])


def _differing(target: Database, table: Table, piece: Sequence[Any]) -> list[tuple[Any, ...]]:
    return transact(target.reader, partial(copying.different, table=table, rows=piece))


def _count(database: Database, table: Table) -> int:
    return transact(database.reader, partial(copying.count, table=table))


def _said(id: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in id)
