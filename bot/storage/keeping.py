"""Values that adapters keep: plain ones, and sealed ones in the vault."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from bot.storage.tables import kept, vault
from bot.storage.upsert import insert


def value(tx: Connection, name: str) -> str:
    """Return a plain value, an empty text if it was never put."""
    found: str | None = tx.execute(select(kept.c.value).where(kept.c.name == name)).scalar_one_or_none()
    return found or ""


def put_value(tx: Connection, name: str, new: str) -> None:
    """Keep a plain value in place of what was there."""
    statement = insert(tx, kept).values(name=name, value=new)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": new}))


def sealed(tx: Connection, name: str) -> str | None:
    """Return a sealed value, None if there is none."""
    found: str | None = tx.execute(select(vault.c.sealed).where(vault.c.name == name)).scalar_one_or_none()
    return found


def put_sealed(tx: Connection, name: str, new: str) -> None:
    """Keep a sealed value in place of what was there."""
    statement = insert(tx, vault).values(name=name, sealed=new)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"sealed": new}))


def delete_sealed(tx: Connection, name: str) -> None:
    """Delete a sealed value, if there is one."""
    tx.execute(delete(vault).where(vault.c.name == name))


def sealed_names(tx: Connection, prefix: str) -> Sequence[str]:
    """Return the names of all sealed values that begin with `prefix`, in order."""
    query = select(vault.c.name).where(vault.c.name.startswith(prefix, autoescape=True)).order_by(vault.c.name)
    return tx.execute(query).scalars().all()
