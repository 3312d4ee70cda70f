"""Transactions in the thread of the loop: in simulated time nothing may go on beside it."""

from __future__ import annotations

from typing import ParamSpec, TypeVar

from bot.storage.engine import Database
from bot.study.work import Reading, Writing, transact

P = ParamSpec("P")
T = TypeVar("T")


class InlineWork:
    """Satisfies `bot.study.work.Work`. A transaction takes no simulated time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.write."""
        return transact(self._database.writer, lambda tx: use_case(tx, *args, **kwargs))

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.read."""
        return transact(self._database.reader, lambda tx: use_case(tx, *args, **kwargs))
