"""Engines: settings on which durability and bounded waits rest, and URLs of no use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, MetaData, Table, text
from sqlalchemy.exc import DBAPIError, StatementError

from bot.errors import ConfigError
from bot.storage.engine import Database, Limits, open_database
from bot.storage.types import UtcDateTime
from tests.support.databases import opened

moments = Table("moments", MetaData(), Column("at", UtcDateTime), prefixes=["TEMPORARY"])
INDIA = timezone(timedelta(hours=5))


def _stored(database: Database, at: datetime | None) -> datetime | None:
    with database.writer.begin() as tx:
        moments.create(tx)
        tx.execute(moments.insert().values(at=at))
        found: datetime | None = tx.execute(moments.select()).scalar_one()
        return found


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    found = _stored(database, datetime(2026, 3, 2, 9, 0, 0, 250, tzinfo=INDIA))
    assert found == datetime(2026, 3, 2, 4, 0, 0, 250, tzinfo=UTC)
    assert found is not None
    assert found.tzinfo is UTC


def test_no_moment_stays_none(database: Database) -> None:
    assert _stored(database, None) is None


def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive time"):
        _stored(database, datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001 - the fault this is about


def _setting(engine: Engine, query: str) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text(query)).scalar_one())


@pytest.mark.parametrize(
    ("pragma", "writer", "reader"),
    [
        ("journal_mode", "wal", "wal"),
        ("synchronous", "2", "2"),  # FULL
        ("foreign_keys", "1", "1"),
        ("busy_timeout", "5000", "5000"),
        ("query_only", "0", "1"),
    ],
)
def test_sqlite_is_durable_strict_and_patient(sqlite_url: str, pragma: str, writer: str, reader: str) -> None:
    with opened(sqlite_url) as database:
        assert _setting(database.writer, f"PRAGMA {pragma}") == writer
        assert _setting(database.reader, f"PRAGMA {pragma}") == reader


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("lock_timeout", "5s"),
        ("statement_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "15s"),
        ("timezone", "UTC"),
        ("transaction_isolation", "read committed"),
        ("synchronous_commit", "on"),
    ],
)
def test_postgres_ends_every_wait(postgres_url: str, setting: str, value: str) -> None:
    with opened(postgres_url) as database:
        assert _setting(database.writer, f"SHOW {setting}") == value


@pytest.mark.postgres
def test_options_in_a_postgres_url_are_kept(postgres_url: str) -> None:
    with opened(f"{postgres_url}&options=-c%20work_mem%3D7MB") as database:
        assert _setting(database.writer, "SHOW work_mem") == "7MB"
        assert _setting(database.writer, "SHOW lock_timeout") == "5s"


def test_a_reader_of_sqlite_writes_nothing(sqlite_url: str) -> None:
    with (
        opened(sqlite_url) as database,
        pytest.raises(DBAPIError, match="readonly"),
        database.reader.begin() as tx,
    ):
        tx.execute(text("DELETE FROM postings"))


def test_a_reader_of_sqlite_sees_the_last_commit_while_somebody_writes(sqlite_url: str) -> None:
    with opened(sqlite_url) as database, database.writer.begin() as tx:
        tx.execute(text("INSERT INTO installation VALUES ('n', 1)"))
        assert _setting(database.reader, "SELECT count(*) FROM installation") == "0"


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("studybot.db", "is not a database URL"),
        ("mysql://root:secret@server/studybot", "names mysql; SQLite and PostgreSQL are supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////dev/null/studybot.db", "names a folder that can't be made"),
    ],
)
def test_a_url_of_no_use_is_refused_in_one_line_without_its_secrets(url: str, fault: str) -> None:
    with pytest.raises(ConfigError) as refused:
        open_database(url)
    said = str(refused.value)
    assert said.startswith(f"STUDYBOT_DATABASE_URL: {fault}")
    assert said.endswith("Example: STUDYBOT_DATABASE_URL=sqlite:///data/studybot.db")
    assert "secret" not in said
    assert "\n" not in said


def test_a_name_that_is_shown_has_no_secret_in_it() -> None:
    database = open_database("postgresql+psycopg://ada:secret-1@server/studybot?password=secret-2&sslmode=require")
    assert database.name == "postgresql://ada:***@server/studybot?sslmode=require"


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/new/folder/studybot.db") as database:
        assert _setting(database.reader, "SELECT 1") == "1"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_every_spelling_of_postgres_is_driven_by_psycopg(scheme: str) -> None:
    database = open_database(f"{scheme}://somebody@server/studybot?sslmode=require", Limits(lock=1))
    assert database.writer.url.drivername == "postgresql+psycopg"
    assert database.writer.url.query == {"sslmode": "require"}
