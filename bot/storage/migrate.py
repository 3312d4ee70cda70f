"""Bringing a database to this program's tables, and the precautions without which that loses rows.

The steps are alembic's, in `migrations/`; begin and commit are here, since they are part of the precautions.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import ConfigError, StorageDown
from bot.storage.engine import EXAMPLE, SETTING, Database
from bot.storage.failures import failure

FOLDER = Path(__file__).parents[2] / "migrations"
VERSIONS = (FOLDER / "versions",)
WAIT_SECONDS = 60
"""How long to wait for another process that is migrating the same database."""

_LIMITS = {"lock_timeout": WAIT_SECONDS, "statement_timeout": 0, "idle_in_transaction_session_timeout": 0}
_LOCK = 0x57D7B07  # any number, the same in every version of this program


def upgrade(database: Database, versions: Sequence[Path] = VERSIONS) -> str:
    """Bring a database to the newest revision and return that; processes that start at once wait for one another.

    All steps are one transaction. `versions` are the folders with the steps, in files `<revision>_<name>.py`. Raises
    ConfigError for a database that a newer program has changed, StorageDown if it can't be reached.
    """
    known = revisions(versions)
    if current(database) != known[-1]:
        with _storage_down(database.writer), migrating(database.writer) as connection:
            require_known(_revision(connection), known)
            step(connection, "upgrade", "head", versions)
    return known[-1]


def current(database: Database) -> str | None:
    """Return the revision of a database, None if it has no tables yet; raise StorageDown if it can't be reached."""
    with _storage_down(database.reader), database.reader.connect() as connection:
        return _revision(connection)


def revisions(versions: Sequence[Path] = VERSIONS) -> list[str]:
    """Return the revisions that this program knows, oldest first, by the names of their files."""
    return sorted(file.stem.partition("_")[0] for folder in versions for file in folder.glob("[0-9]*_*.py"))


def require_known(revision: str | None, known: Sequence[str]) -> None:
    """Raise ConfigError for a revision that a newer program made."""
    if revision is not None and revision not in known:
        fault = (
            f"names a database that a newer studybot has changed (revision {revision}; this one knows {known[-1]}):"
            " run the newer studybot, or name another database"
        )
        raise ConfigError(SETTING, fault, EXAMPLE)


def step(connection: Connection, direction: str, revision: str, versions: Sequence[Path] = VERSIONS) -> None:
    """Go `upgrade` or `downgrade` to a revision, inside the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _plain(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", os.pathsep.join(map(_plain, versions)))
    config.attributes["connection"] = connection
    (command.upgrade if direction == "upgrade" else command.downgrade)(config, revision)


@contextmanager
def migrating(writer: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction in which tables may be made anew."""
    with writer.connect() as connection:
        if connection.dialect.name == "sqlite":
            with _foreign_keys_off(connection), connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"the migration left rows that refer to nothing: {broken[:5]}")
        else:
            with _patient(connection), connection.begin():
                for limit, seconds in _LIMITS.items():
                    connection.execute(text(f"SET LOCAL {limit} = '{seconds}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew and dropping the old one: that must not delete what refers to it.

    The setting is ignored inside a transaction, so it goes to the driver, before SQLAlchemy begins one.
    """
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")
    driver.close()
    try:
        yield
    finally:
        connection.invalidate()  # the pool makes a new one, with the engine's own settings


@contextmanager
def _patient(connection: Connection) -> Iterator[None]:
    """Wait for the server for as long as a step on a large table takes."""
    driver: Any = connection.connection.driver_connection
    before, driver.patience = driver.patience, None
    try:
        yield
    finally:
        driver.patience = before


@contextmanager
def _storage_down(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise failure(StorageDown, engine, error) from error
    except DatabaseError as error:
        if type(error.orig) is not sqlite3.DatabaseError:  # the class for a file that is none, or is damaged
            raise
        raise failure(StorageDown, engine, error) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _plain(path: Path) -> str:
    return str(path).replace("%", "%%")  # alembic interpolates its settings
