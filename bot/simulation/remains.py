"""What simulations put into a database that is not theirs alone: known by the names of the made-up platforms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.simulation.limits import PLATFORMS
from bot.storage.engine import Database
from bot.storage.migrate import current
from bot.study.many import count_groups, forget_groups, forget_workspaces
from bot.study.work import transact

_AT_ONCE = 50  # of them in one transaction: with those that lived long the server must be done in time


@dataclass(frozen=True)
class Held:
    """How many groups a database holds: made-up ones, and those of people."""

    made_up: int
    real: int


def held(database: Database) -> Held:
    """Count the groups of a database, which may have no tables yet; raise StorageDown if it can't be reached."""
    if current(database) is None:
        return Held(0, 0)
    found = transact(database.reader, count_groups)
    made_up = sum(number for adapter, number in found.items() if adapter in PLATFORMS)
    return Held(made_up, sum(found.values()) - made_up)


def clear(database: Database) -> None:
    """Delete all that belongs to the made-up platforms, and nothing else.

    Groups first: their postings are found by an index, and those of a workspace only by reading all that there are.
    """
    for forget in (forget_groups, forget_workspaces):
        for adapter in PLATFORMS:
            while transact(database.writer, partial(forget, adapter=adapter, limit=_AT_ONCE)):
                pass
