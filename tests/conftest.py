"""Fixtures for every test that needs a database: one of its own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.engine import Database
from bot.study.work import ThreadWork
from tests.support.clock import Clock
from tests.support.databases import NEVER, PostgresServer, SqliteFiles, opened, postgres
from tests.support.store import Store

# As the program does at its start, and before anything reads a zone: the rules of zones are those of the locked
# package, whatever older or newer ones the system has.
zoneinfo.reset_tzpath(to=())

POSTGRES = os.environ.get("STUDYBOT_TEST_POSTGRES")
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs PostgreSQL where there is none."""
    if POSTGRES == NEVER:
        left_out = [item for item in items if item.get_closest_marker("postgres")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with postgres(POSTGRES, str(os.getpid())) as server:
        yield server


@pytest.fixture
def sqlite_url(sqlite_files: SqliteFiles, tmp_path: Path) -> str:
    """The URL of a file with the tables and no rows."""
    return sqlite_files.copy(tmp_path)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a PostgreSQL database with the tables and no rows, for tests marked `postgres`."""
    with postgres_server.with_tables() as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the tables and no rows."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.empty() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        yield database


@pytest.fixture
def store(database: Database) -> Store:
    """The database, for use cases in the test's own thread."""
    return Store(database)


@pytest.fixture
def work(database: Database) -> Iterator[ThreadWork]:
    """The database, for use cases as the service runs them."""
    work = ThreadWork(database)
    yield work
    work.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()
