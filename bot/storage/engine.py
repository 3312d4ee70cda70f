"""Two engines a database: one that writes, one that reads; on each, every wait ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError

SETTING = "STUDYBOT_DATABASE_URL"
EXAMPLE = "sqlite:///data/studybot.db"
LOCK_SECONDS = 5  # waiting for another writer or a row lock
STATEMENT_SECONDS = 10
CONNECT_SECONDS = 5
POSTGRES_CONNECTIONS = 10

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={LOCK_SECONDS * 1000}")


@dataclass(frozen=True)
class Database:
    """The engines of one database, and how many transactions of each kind may run at once."""

    writer: Engine
    reader: Engine
    writers: int
    readers: int

    @property
    def name(self) -> str:
        """The database's URL, its password hidden."""
        return self.writer.url.render_as_string(hide_password=True)

    def dispose(self) -> None:
        """Close all idle connections."""
        self.writer.dispose()
        self.reader.dispose()


def open_database(url: str) -> Database:
    """Return the database behind a SQLAlchemy URL, connecting to nothing yet; raise ConfigError for a URL of no use."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError:
        raise ConfigError(SETTING, "is not a database URL", EXAMPLE) from None
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend == "postgresql":
        return _postgres(parsed)
    raise ConfigError(SETTING, f"names {backend}; SQLite and PostgreSQL are supported", EXAMPLE)


def _sqlite(url: URL) -> Database:
    """One writing connection (SQLite has one writer anyway) and readers that see the last commit beside it (WAL)."""
    if not url.database or url.database == ":memory:":
        raise ConfigError(SETTING, "names no file; a database in memory would forget everything", EXAMPLE)
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    url = url.set(drivername="sqlite+pysqlite")
    # The driver's own transaction control is off (isolation_level None): it would begin late and only for some
    # statements, and a read that turns into a write then fails with "database is locked".
    connect = {"isolation_level": None, "timeout": LOCK_SECONDS, "check_same_thread": False}
    writer = create_engine(url, connect_args=connect, pool_size=1, max_overflow=0, pool_timeout=LOCK_SECONDS)
    reader = create_engine(url, connect_args=connect, pool_size=4, max_overflow=0, pool_timeout=LOCK_SECONDS)
    _on_sqlite(writer, "BEGIN IMMEDIATE", *_PRAGMAS)
    _on_sqlite(reader, "BEGIN", *_PRAGMAS, "query_only=ON")
    return Database(writer, reader, writers=1, readers=4)


def _on_sqlite(engine: Engine, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _postgres(url: URL) -> Database:
    """One pool for both, at the default isolation level: what must hold between rows holds by keys and row locks."""
    options = f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={STATEMENT_SECONDS}s -c timezone=UTC"
    connect = {
        "connect_timeout": CONNECT_SECONDS,
        "options": " ".join(filter(None, [str(url.query.get("options", "")), options])),
        "keepalives": 1,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": STATEMENT_SECONDS * 1000,
    }
    url = url.set(drivername="postgresql+psycopg").difference_update_query(["options"])
    engine = create_engine(
        url,
        connect_args=connect,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_timeout=LOCK_SECONDS,
        pool_pre_ping=True,
    )
    return Database(engine, engine, writers=POSTGRES_CONNECTIONS, readers=POSTGRES_CONNECTIONS)
