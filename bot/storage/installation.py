"""Single numbers of the installation."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.storage.tables import installation
from bot.storage.upsert import insert


def get(tx: Connection, name: str) -> int:
    """Return a number, 0 if it was never set."""
    found = tx.execute(select(installation.c.number).where(installation.c.name == name)).scalar_one_or_none()
    return int(found or 0)


def put(tx: Connection, name: str, number: int) -> None:
    """Set a number."""
    statement = insert(tx, installation).values(name=name, number=number)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"number": number}))


def count_up(tx: Connection, name: str) -> int:
    """Add one and return the new number. Its row stays locked until commit, so numbers are committed in order."""
    statement = insert(tx, installation).values(name=name, number=1)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"number": installation.c.number + 1})
    return int(tx.execute(statement.returning(installation.c.number)).scalar_one())
