"""Many groups at once, as a simulation needs them: set up, counted, and forgotten again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from bot.model.actor import Actor, Place
from bot.model.schedule import Schedule
from bot.storage import groups, postings
from bot.study.groups import set_up
from bot.study.work import reads, writes


@reads
def count_groups(tx: Connection) -> dict[str, int]:
    """Return how many study groups there are, by adapter.

    Asks nothing that a database of an older version can't tell.
    """
    return groups.count_by_adapter(tx)


@writes
def set_up_many(
    tx: Connection, owners: Sequence[tuple[Actor, Place, Schedule]], exam: str, now: datetime
) -> Sequence[int]:
    """Set groups up as their owners would, and return their numbers."""
    return [set_up(tx, owner, place, exam, schedule, now).id for owner, place, schedule in owners]


@reads
def states(tx: Connection, group: int) -> dict[tuple[str, date], str]:
    """Return the state of everything a group was ever owed, by kind and date."""
    return postings.states(tx, group)


@writes
def forget_groups(tx: Connection, adapter: str, limit: int) -> int:
    """Delete so many groups of an adapter, with all that belongs to them; return how many."""
    return groups.delete_groups(tx, adapter, limit)


@writes
def forget_workspaces(tx: Connection, adapter: str, limit: int) -> int:
    """Delete so many workspaces of an adapter, with all that belongs to them; return how many."""
    return groups.delete_workspaces(tx, adapter, limit)
