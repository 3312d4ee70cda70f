"""Two engines a database: one that writes, one that reads; on each, every wait ends by itself."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError
from bot.storage.failures import READ_ONLY, code_of, url_shown

SETTING = "STUDYBOT_DATABASE_URL"
EXAMPLE = "sqlite:///data/studybot.db"
POSTGRES_CONNECTIONS = 10


@dataclass(frozen=True)
class Limits:
    """Seconds after which a wait ends by itself: for another writer or a row lock, for a statement, for a server to
    let us in, and for one that should have ended the statement itself by then."""

    lock: float = 5
    statement: float = 10
    connect: int = 5
    silence: float = 15


LIMITS = Limits()


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
        return url_shown(self.writer)

    def dispose(self) -> None:
        """Close all idle connections."""
        self.writer.dispose()
        self.reader.dispose()


def open_database(url: str, limits: Limits = LIMITS) -> Database:
    """Return the database behind a SQLAlchemy URL, connecting to nothing yet; raise ConfigError for a URL of no use."""
    parsed = _parsed(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed, limits)
    if backend in {"postgresql", "postgres"}:  # hosting services write the second
        return _postgres(parsed, limits)
    raise ConfigError(SETTING, f"names {backend}; SQLite and PostgreSQL are supported", EXAMPLE)


def missing_file(url: str) -> Path | None:
    """Return the file that a SQLite URL names if there is none, without making it; None for every other database."""
    parsed = _parsed(url)
    named = parsed.database or ""
    if parsed.get_backend_name() != "sqlite" or named in {"", ":memory:"} or named.startswith("file:"):
        return None
    return None if Path(named).exists() else Path(named)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_backend_name()
    except ArgumentError:
        raise ConfigError(SETTING, "is not a database URL", EXAMPLE) from None
    return parsed


def _sqlite(url: URL, limits: Limits) -> Database:
    """One writing connection (SQLite has one writer anyway) and readers that see the last commit beside it (WAL)."""
    if not url.database or url.database == ":memory:":
        raise ConfigError(SETTING, "names no file; a database in memory would forget everything", EXAMPLE)
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(SETTING, f"names a folder that can't be made ({error.strerror})", EXAMPLE) from None
    url = url.set(drivername="sqlite+pysqlite")
    # The driver's own transaction control is off (isolation_level None): it would begin late and only for some
    # statements, and a read that turns into a write then fails with "database is locked".
    connect = {"isolation_level": None, "timeout": limits.lock, "check_same_thread": False}
    writer = create_engine(url, connect_args=connect, pool_size=1, max_overflow=0, pool_timeout=limits.lock)
    reader = create_engine(url, connect_args=connect, pool_size=4, max_overflow=0, pool_timeout=limits.lock)
    waits = f"busy_timeout={_milliseconds(limits.lock)}"
    pragmas = ("synchronous=FULL", "foreign_keys=ON", waits)
    _on_sqlite(writer, limits, "BEGIN IMMEDIATE", *pragmas)
    _on_sqlite(reader, limits, "BEGIN", *pragmas, "query_only=ON")
    _connect_anew_if_read_only(writer, reader)
    return Database(writer, reader, writers=1, readers=4)


def _on_sqlite(engine: Engine, limits: Limits, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        _use_wal(connection, limits.lock)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _use_wal(connection: Any, seconds: float) -> None:
    """Put the file into WAL mode, where it stays. Of several processes that do so at once SQLite refuses all but one
    without waiting, whatever `busy_timeout` says: it would be a deadlock. The others find it done."""
    until = monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _postgres(url: URL, limits: Limits) -> Database:
    """One pool for both, at the default isolation level: what must hold between rows holds by keys and row locks."""
    lock, statement = _milliseconds(limits.lock), _milliseconds(limits.statement)
    silence = _milliseconds(limits.silence)
    ours = {
        "lock_timeout": lock,
        "statement_timeout": statement,
        "idle_in_transaction_session_timeout": silence,  # a lost process keeps no row locked
        "tcp_keepalives_idle": 60,  # nor, for hours, a place among the server's connections
        "timezone": "UTC",
    }
    options = " ".join(f"-c {name}={value}" for name, value in ours.items())
    connect = {
        "connect_timeout": limits.connect,
        "options": " ".join(filter(None, [str(url.query.get("options", "")), options])),
        "keepalives": 1,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": statement,
    }
    url = url.set(drivername="postgresql+psycopg").difference_update_query(["options"])
    engine = create_engine(
        url,
        connect_args=connect,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_timeout=limits.lock,
        pool_pre_ping=True,
    )
    _on_postgres(engine, limits)
    _connect_anew_if_read_only(engine)
    return Database(engine, engine, writers=POSTGRES_CONNECTIONS, readers=POSTGRES_CONNECTIONS)


def _on_postgres(engine: Engine, limits: Limits) -> None:
    @event.listens_for(engine, "do_connect")
    def _connecting(_dialect: Any, _record: Any, cargs: Any, cparams: Any) -> Any:
        from bot.storage.bounded import BoundedConnection  # noqa: PLC0415 - its driver is slow to import, and not SQLite's

        connection = BoundedConnection.connect(*cargs, **cparams)
        connection.patience = limits.silence
        return connection


def _connect_anew_if_read_only(writer: Engine, *beside: Engine) -> None:
    """Give up all connections when one refuses to write. They stay read-only as they were made, after the server or the
    disk has become writable again; and the host's name may lead to another server by now, which is.

    SQLite's connections of one process share what they know of the file, so those `beside` the writer go, too.
    """

    @event.listens_for(writer, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if code_of(context.original_exception) in READ_ONLY:
            context.is_disconnect = True  # all of the pool are made anew
            if context.execution_context is not None:
                context.execution_context.cursor.close()  # SQLite keeps a connection for as long as its cursors
            for engine in beside:
                engine.dispose()


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
