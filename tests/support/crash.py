"""A process that dies at a named place: `Work` in the caller's thread that raises there what nobody catches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, event

from bot.storage.engine import Database
from bot.study.work import Reading, Writing, transact

P = ParamSpec("P")
T = TypeVar("T")


class Crash(BaseException):
    """The process is gone; its text is the boundary at which it died."""


class Boundaries:
    """The places that a run passes, by name and number (from 0). At `crash_at`, either, the run dies.

    Once dead it stays so: whatever else of it still runs dies at its next boundary. A run that does not crash tells how
    many there are, and a test then crashes at each.
    """

    def __init__(self, crash_at: int | str | None = None) -> None:
        self.passed: list[str] = []
        self.crashed = False
        self._crash_at = crash_at

    def reach(self, name: str) -> None:
        """Pass a boundary, or raise Crash."""
        self.passed.append(name)
        if self.crashed or self._crash_at in {name, len(self.passed) - 1}:
            self.crashed = True
            raise Crash(name)


class InlineWork:
    """Implements `bot.study.work.Work` in the caller's thread. Boundaries of each transaction:

    `<use case>: before`, then `<use case>: statement <n> begins` and `… ends` (n from 1), then
    `<use case>: committed`, before the caller is told. A read has `before` alone: it changes nothing.
    """

    def __init__(self, database: Database, boundaries: Boundaries | None = None) -> None:
        self._database = database
        self.boundaries = boundaries or Boundaries()

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.write."""
        name = _name(use_case)

        def run(tx: Connection) -> T:
            self._watch(tx, name)
            return use_case(tx, *args, **kwargs)

        result = self._transact(self._database.writer, name, run)
        self.boundaries.reach(f"{name}: committed")
        return result

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.read."""
        return self._transact(self._database.reader, _name(use_case), lambda tx: use_case(tx, *args, **kwargs))

    def _transact(self, engine: Engine, name: str, run: Callable[[Connection], T]) -> T:
        self.boundaries.reach(f"{name}: before")
        return transact(engine, run)

    def _watch(self, tx: Connection, name: str) -> None:
        """Make every statement of this transaction two boundaries; the listeners go with the connection object."""
        number = 0

        @event.listens_for(tx, "before_cursor_execute")
        def _begins(*_: Any) -> None:
            nonlocal number
            number += 1
            self.boundaries.reach(f"{name}: statement {number} begins")

        @event.listens_for(tx, "after_cursor_execute")
        def _ends(_tx: Any, cursor: Any, *_: Any) -> None:
            try:
                self.boundaries.reach(f"{name}: statement {number} ends")
            except Crash:
                cursor.close()  # what a process had not read of an answer dies with it, and the locks that go with that
                raise


def _name(use_case: Any) -> str:
    return str(use_case.__name__)
