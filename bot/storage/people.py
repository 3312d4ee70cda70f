"""People of a realm and their memberships in study groups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from bot.storage.tables import memberships, people
from bot.storage.upsert import insert

NAME_LENGTH = 120


def ensure(tx: Connection, realm: str, external_id: str, name: str, now: datetime) -> int:
    """Return a person's id, kept from now on if they were new; their name follows the platform's."""
    known = find(tx, realm, external_id)
    if known is not None and known[1] == name[:NAME_LENGTH]:
        return known[0]
    statement = insert(tx, people).values(realm=realm, external_id=external_id, name=name[:NAME_LENGTH], created_at=now)
    statement = statement.on_conflict_do_update(
        index_elements=["realm", "external_id"], set_={"name": statement.excluded.name}
    )
    return int(tx.execute(statement.returning(people.c.id)).scalar_one())


def find(tx: Connection, realm: str, external_id: str) -> tuple[int, str] | None:
    """Return a person's id and name, or None."""
    here = (people.c.realm == realm, people.c.external_id == external_id)
    row = tx.execute(select(people.c.id, people.c.name).where(*here)).one_or_none()
    return (row.id, row.name) if row else None


def lock(tx: Connection, person: int) -> None:
    """Wait until no other transaction is counting this person's answers (PostgreSQL; SQLite has one writer)."""
    tx.execute(select(people.c.id).where(people.c.id == person).with_for_update())


def join(tx: Connection, group: int, person: int, name: str, now: datetime) -> None:
    """Make a person a member of a group from their first answer on; the name shown follows the platform's."""
    statement = insert(tx, memberships).values(group_id=group, person_id=person, name=name[:NAME_LENGTH], joined_at=now)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=["group_id", "person_id"],
            set_={"name": statement.excluded.name},
            where=memberships.c.name != statement.excluded.name,
        )
    )


def zone(tx: Connection, person: int) -> str | None:
    """Return a person's own time zone, None if they named none."""
    found: str | None = tx.execute(select(people.c.zone).where(people.c.id == person)).scalar_one_or_none()
    return found
