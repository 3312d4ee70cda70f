"""Days of the groups, lived from due time to due time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.model.question import Bank
from bot.storage.tables import postings
from bot.study.due import create_due, soonest
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import send_all


def dailies(store: Store) -> list[Any]:
    """Return all daily questions."""
    return store.rows(postings, postings.c.kind == "daily")


def live(store: Store, clock: Clock, days: int, banks: Mapping[str, Bank]) -> list[list[Any]]:
    """Tick and send whenever something is due; return after each time the questions that are open."""
    open_now = []
    end = clock() + timedelta(days=days)
    while (moment := store.read(soonest, clock())) is not None and moment <= end:
        clock.now = moment
        store.write(create_due, banks, clock())
        send_all(store, clock())
        open_now.append(store.rows(postings, postings.c.kind == "daily", postings.c.closed_at.is_(None)))
    clock.now = end
    return open_now
