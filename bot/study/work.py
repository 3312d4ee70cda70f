"""Work: the only begin and commit. Use cases are plain functions of a transaction; threads run them.

Threads can't be cancelled, so every wait in them ends by itself (see `bot.storage.engine`), and a caller who stops
waiting for a write does not know its outcome: that is `Unconfirmed`, never "not saved".
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import monotonic, sleep
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import Busy, StorageDown, StorageError, Unconfirmed
from bot.storage.engine import Database
from bot.storage.failures import failure
from bot.study.outages import Outages

P = ParamSpec("P")
T = TypeVar("T")

QUEUE = 500  # transactions waiting or running; beyond it a caller is told at once
WAIT_SECONDS = 20.0
_TRIES = 5
_PAUSE = 0.05  # seconds before a second try at most, and twice as many before each further one
_chance = Random()
_TRY_AGAIN = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock; both rolled back whole
_GONE = "23503"  # PostgreSQL: what a new row refers to was deleted beside it; anew, the use case finds it gone


class Writing(Generic[P, T]):
    """A use case that changes something. Called directly it joins the transaction it is given."""

    def __init__(self, function: Callable[Concatenate[Connection, P], T]) -> None:
        self._function = function
        functools.update_wrapper(self, function)

    def __call__(self, tx: Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run inside the transaction `tx`."""
        return self._function(tx, *args, **kwargs)


class Reading(Generic[P, T]):
    """A use case that changes nothing."""

    def __init__(self, function: Callable[Concatenate[Connection, P], T]) -> None:
        self._function = function
        functools.update_wrapper(self, function)

    def __call__(self, tx: Connection, /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run inside the transaction `tx`."""
        return self._function(tx, *args, **kwargs)


def writes(function: Callable[Concatenate[Connection, P], T]) -> Writing[P, T]:
    """Declare a use case that changes something."""
    return Writing(function)


def reads(function: Callable[Concatenate[Connection, P], T]) -> Reading[P, T]:
    """Declare a use case that changes nothing."""
    return Reading(function)


class Work(Protocol):
    """Runs use cases, each in one transaction."""

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the use case returned, committed.

        Raises Unconfirmed if it is not known whether it was, StorageDown or Busy if it surely was not, and whatever
        the use case raises (then nothing of it was kept).
        """
        ...

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the use case returned; raises StorageDown or Busy."""
        ...


class ThreadWork:
    """Work on threads of its own: as many as the database has connections, with a bounded queue before them.

    Failures are told in the log (`bot.study.outages`), by the seconds of `now`.
    """

    def __init__(
        self,
        database: Database,
        wait_seconds: float = WAIT_SECONDS,
        queue: int = QUEUE,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._outages = Outages(database.name, now)
        self._wait = wait_seconds
        self._queue = queue
        self._waiting = 0
        self._writers = ThreadPoolExecutor(database.writers, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(database.readers, thread_name_prefix="read")

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.write."""
        try:
            return await self._run(
                use_case,
                self._writers,
                lambda: transact(self._database.writer, lambda tx: use_case(tx, *args, **kwargs)),
            )
        except TimeoutError:
            raise self._late(use_case, Unconfirmed) from None

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See Work.read."""
        try:
            return await self._run(
                use_case,
                self._readers,
                lambda: transact(self._database.reader, lambda tx: use_case(tx, *args, **kwargs)),
            )
        except TimeoutError:
            raise self._late(use_case, StorageDown) from None

    async def _run(self, use_case: object, executor: ThreadPoolExecutor, job: Callable[[], T]) -> T:
        if self._waiting >= self._queue:
            raise self._noted(use_case, Busy, f"{self._waiting} transactions are waiting", "busy")
        future = asyncio.get_running_loop().run_in_executor(executor, self._watched, use_case, job)
        self._waiting += 1
        future.add_done_callback(self._done)
        # Shielded: a caller who gives up must not mark a future whose thread goes on as cancelled.
        return await asyncio.wait_for(asyncio.shield(future), self._wait)

    def _watched(self, use_case: object, job: Callable[[], T]) -> T:
        try:
            result = job()
        except StorageError as error:
            self._outages.failed(use_case, error)
            raise
        self._outages.succeeded(use_case)
        return result

    def _late(self, use_case: object, kind: type[StorageError]) -> StorageError:
        return self._noted(use_case, kind, f"no answer within {self._wait:g} s")

    def _noted(self, use_case: object, kind: type[StorageError], said: str, code: str = "") -> StorageError:
        error = kind(f"{self._database.name}: {said}", code)
        self._outages.failed(use_case, error)
        return error

    def _done(self, future: asyncio.Future[T]) -> None:
        self._waiting -= 1
        if not future.cancelled():
            future.exception()  # taken note of here, for the caller may have stopped waiting

    def close(self) -> None:
        """Finish what is queued, then close every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._database.dispose()


def transact(engine: Engine, run: Callable[[Connection], T]) -> T:
    """Return what `run` returns from one committed transaction; see Work.write for what it raises."""
    for left in reversed(range(_TRIES)):
        try:
            return _once(engine, run)
        except (OperationalError, InterfaceError, InternalError) as error:  # anything else is a fault of ours
            if left and getattr(error.orig, "sqlstate", None) in _TRY_AGAIN:
                # By chance, else two that got in each other's way would do so again at every try.
                sleep(_chance.uniform(0, _PAUSE * 2 ** (_TRIES - 1 - left)))
                continue
            raise failure(StorageDown, engine, error) from error
        except IntegrityError as error:
            if not left or getattr(error.orig, "sqlstate", None) != _GONE:
                raise
        except PoolTimeout as error:
            raise failure(StorageDown, engine, error) from error
    raise AssertionError("the last try returns or raises")


def _once(engine: Engine, run: Callable[[Connection], T]) -> T:
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            result = run(connection)
        except BaseException:
            transaction.rollback()
            raise
        try:
            transaction.commit()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in _TRY_AGAIN:
                raise
            raise failure(Unconfirmed, engine, error) from error
        return result
