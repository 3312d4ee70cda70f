"""Databases on their bad days: away, cut off, read-only, full, held by somebody else."""

from __future__ import annotations

import asyncio
import resource
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import URL, event, make_url, text

from bot.storage.engine import Database, Limits, open_database
from bot.storage.tables import metadata
from tests.support.databases import opened

IMPATIENT = Limits(lock=0.3, statement=1, connect=1, silence=1.5)
"""So that a test need not wait for long until a wait ends by itself."""

BadDay = Callable[[Database, str], AbstractContextManager[None]]
"""Makes a database bad for as long as it lasts: the one the program uses, and the URL of the server behind it."""


class Line:
    """A line on loopback to a PostgreSQL server behind a Unix socket, which can be cut."""

    def __init__(self, url: str) -> None:
        self._to = make_url(url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._carried: set[asyncio.Task[None]] = set()
        self._port = 0
        self._silent = False
        self._silences = 0

    @property
    def url(self) -> str:
        """The database's URL over this line."""
        ours: URL = self._to.set(host="127.0.0.1", port=self._port, query={})
        return ours.render_as_string(hide_password=False)

    def cut(self) -> None:
        """Break every connection, and take no new one."""
        self._do(self._cut())

    def mend(self) -> None:
        """Take connections again."""
        self._do(self._listen())

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Take everything and pass nothing on, new connections included; those of this time stay silent for ever.

        To both ends it looks as if the other one were there still and had nothing to say.
        """
        self._silent = True
        yield
        self._silences += 1
        self._silent = False

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(5)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for one in self._carried:
            one.cancel()
        await asyncio.gather(*self._carried, return_exceptions=True)

    def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._connect(reader, writer))
        self._carried.add(task)
        task.add_done_callback(self._carried.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(f"{self._to.query['host']}/.s.PGSQL.{self._to.port or 5432}")
        copies = [self._loop.create_task(self._copy(*ends)) for ends in ((reader, back), (there, writer))]
        try:
            await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for copy in copies:
                copy.cancel()
            for end in (writer, back):
                end.close()
            await asyncio.gather(*copies, writer.wait_closed(), back.wait_closed(), return_exceptions=True)

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Pass on what comes until one end hangs up; once silent, not even that."""
        began = self._silences
        while chunk := await source.read(65536):
            if not self._silent and began == self._silences:
                target.write(chunk)
                await target.drain()
        if self._silent or began != self._silences:
            await asyncio.Event().wait()


@contextmanager
def line(url: str) -> Iterator[Line]:
    """Lay a line to a server."""
    laid = Line(url)
    laid._thread.start()
    laid.mend()
    try:
        yield laid
    finally:
        laid.cut()
        laid._loop.call_soon_threadsafe(laid._loop.stop)
        laid._thread.join(5)
        laid._loop.close()


@contextmanager
def impatient(url: str) -> Iterator[Database]:
    """Open a database whose waits end soon."""
    database = open_database(url, IMPATIENT)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def held(database: Database, url: str) -> Iterator[None]:
    """Let somebody else hold what every writer needs, as a slow statement or a migration does."""
    with opened(url) as other, other.writer.begin() as tx:
        if tx.dialect.name == "postgresql":
            tx.execute(text("LOCK TABLE groups, postings, attempts IN ACCESS EXCLUSIVE MODE"))
        yield


@contextmanager
def read_only(database: Database, url: str) -> Iterator[None]:
    """Let the database refuse every write."""
    if database.writer.dialect.name == "sqlite":
        database.dispose()  # connections that are there already would go on writing, as below
        event.listen(database.writer, "connect", _refuse_writes)
        yield
        event.remove(database.writer, "connect", _refuse_writes)
        return
    name = make_url(url).database
    _on_server(url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    database.dispose()  # sessions that are there already would go on writing
    yield
    _on_server(url, f'ALTER DATABASE "{name}" RESET ALL')


@contextmanager
def full(database: Database, url: str) -> Iterator[None]:
    """Leave no room for another row."""
    with _no_row(url) if database.writer.dialect.name == "postgresql" else _no_byte():
        yield


@contextmanager
def _no_byte() -> Iterator[None]:
    """Leave this process no room for a byte in any file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def _no_row(url: str) -> Iterator[None]:
    """Let every write end as on a PostgreSQL server whose disk is full: it says so, and goes on reading."""
    with impatient(url) as other:
        with other.writer.begin() as tx:
            said = """'could not extend file "base/5/16384": No space left on device'"""
            raising = f"BEGIN RAISE disk_full USING MESSAGE = {said}, HINT = 'Check free disk space.'; END"
            tx.exec_driver_sql(f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$")
            for table in metadata.tables:
                before = f"BEFORE INSERT OR UPDATE ON {table}"
                tx.exec_driver_sql(f"CREATE TRIGGER no_room {before} EXECUTE FUNCTION no_room()")
        yield
        with other.writer.begin() as tx:
            tx.exec_driver_sql("DROP FUNCTION no_room CASCADE")


def _refuse_writes(connection: Any, _record: Any) -> None:
    """Make a connection as one to a file that can't be written: it stays so."""
    connection.execute("PRAGMA query_only=ON")


def restart(url: str) -> None:
    """End every session, as a restart of the server does."""
    name = make_url(url).database
    _on_server(url, f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")


def _on_server(url: str, statement: str) -> None:
    """Say something to the server from another database, which no setting of this one reaches."""
    admin = open_database(make_url(url).set(database="postgres").render_as_string(hide_password=False))
    with admin.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(statement)
    admin.dispose()
