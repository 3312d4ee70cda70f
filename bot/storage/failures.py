"""A driver's error as one of ours: which database, what it said, and a code by which causes are told apart."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageError

E = TypeVar("E", bound=StorageError)

READ_ONLY = {"25006", "SQLITE_READONLY"}
"""A connection that refuses to write. (Not SQLite's SQLITE_READONLY_DBMOVED: a new one would make an empty file.)"""
_NOBODY_ANSWERS = ("08", "57P")  # PostgreSQL: connection failures, and a server that stops or is not up yet
_MEANING = {
    "SQLITE_CANTOPEN": "the file or its folder can't be read or written",
    "SQLITE_IOERR": "the disk may be full or broken",
    "25006": "the server takes no writes, as a standby does",
}


def url_shown(engine: Engine) -> str:
    """Return the database's URL without its secrets, wherever they stand in it."""
    url = engine.url.difference_update_query(["password", "sslpassword"])
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def code_of(raised: BaseException | None) -> str:
    """Return a driver's code: a SQLSTATE, or SQLite's name for it; "" where no database answered at all."""
    code = str(getattr(raised, "sqlstate", None) or getattr(raised, "sqlite_errorname", None) or "")
    return "" if code.startswith(_NOBODY_ANSWERS) else code


def failure(kind: type[E], engine: Engine, error: DBAPIError | PoolTimeout) -> E:
    """Return the error of this kind that says what the driver said, and what that means where it is not plain."""
    if isinstance(error, PoolTimeout):
        return kind(f"{url_shown(engine)}: every connection is in use", "pool")
    code, diagnosis = code_of(error.orig), getattr(error.orig, "diag", None)
    said = getattr(diagnosis, "message_primary", None) or error.orig  # without the statement and where in it
    meaning = _MEANING.get("_".join(code.split("_")[:2]))  # SQLite's names go into detail from the third word on
    return kind(f"{url_shown(engine)}: {said}" + (f" ({meaning})" if meaning else ""), code)
