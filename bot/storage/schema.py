"""What all tables are made of: their metadata, and the columns that several of them share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, ColumnElement, Integer, MetaData, String, Table, literal_column, text
from sqlalchemy.schema import SchemaItem

from bot.storage.types import Id, UtcDateTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


WAITING = "state IN ('owed', 'sending')"


def is_waiting(table: Table) -> ColumnElement[bool]:
    """What the indexes of waiting rows are limited to, word for word: without it a query for some of them can't use
    these indexes, and reads everything that was ever sent."""
    return table.c.state.in_([literal_column("'owed'"), literal_column("'sending'")])


def only_where(condition: str) -> dict[str, Any]:
    """Return what makes an index one of some rows alone, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def id_column() -> Column[int]:
    """A row's number. Where it stands in messages, which outlive the row, it must never be given to another row:
    such tables say `sqlite_autoincrement`, else SQLite gives the last one out again. PostgreSQL never does."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def delivery_columns() -> list[SchemaItem]:
    """What everything that is sent carries: its state, the claim of a worker on it, and what came of it."""
    return [
        Column("state", String(10), nullable=False, default="owed", server_default="owed"),
        Column("due_at", UtcDateTime, nullable=False),
        Column("grace_until", UtcDateTime),
        Column("next_try_at", UtcDateTime, nullable=False),
        Column("tries", Integer, nullable=False, default=0, server_default="0"),
        Column("claim", String(64)),
        Column("claimed_at", UtcDateTime),
        Column("lease_until", UtcDateTime),
        Column("reason", String(40), nullable=False, default="", server_default=""),
        Column("message_ref", String(120)),
        Column("posted_at", UtcDateTime),
        Column("created_at", UtcDateTime, nullable=False),
        CheckConstraint("state IN ('owed', 'sending', 'unclear', 'posted', 'skipped', 'failed')", name="state"),
    ]
