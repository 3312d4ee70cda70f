"""Settling what a group's schedule means for its due times, whenever one of them changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.group import Group
from bot.rules.calendar import next_daily
from bot.storage import groups, postings
from bot.study.recaps import settle_recap
from bot.study.revealing import reveal_at


def settle_due_times(tx: Connection, group: int, now: datetime) -> Group:
    """Return the group with its next question on the first scheduled day that has none yet."""
    changed = get(tx, group)
    move_on(tx, changed, now)
    settle_recap(tx, changed, now)
    settle_reveals(tx, changed, now)
    return get(tx, group)


def move_on(tx: Connection, group: Group, after: datetime) -> None:
    """Let a group be asked next on the first scheduled day after a moment that has no question yet.

    A day may have one: today's is out, and its time was moved to later today; or it was skipped ahead of its time.
    """
    day, due = next_daily(group.schedule, after)
    while postings.exists(tx, group.id, "daily", day):
        day, due = next_daily(group.schedule, due)
    groups.change(tx, group.id, next_daily_on=day, next_daily_at=due)


def settle_reveals(tx: Connection, group: Group, now: datetime) -> None:
    """Give the group's open questions the reveal that its schedule means.

    One that would have been revealed by now keeps what was promised: no change of settings ends a question at once.
    """
    for row in postings.reveals_to_reschedule(tx, group.id):
        at = reveal_at(group, row.for_date, row.posted_at)
        if at > now:
            postings.change(tx, row.id, reveal_at=at)


def get(tx: Connection, group: int) -> Group:
    """Return a study group; raise Refused `no-group` if it is gone."""
    found = groups.by_id(tx, group)
    if found is None:
        raise Refused("no-group")
    return found
