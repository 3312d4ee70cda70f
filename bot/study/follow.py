"""What belongs beside a message, once it is there: a thread, a picture. A step of its own, with a state of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.model.actor import Place
from bot.model.group import Group
from bot.storage import claims, groups, postings
from bot.study.leases import LEASE
from bot.study.work import reads, writes

GRACE = timedelta(hours=8)
"""How long it is tried: later than that a thread or a picture helps nobody."""

BESIDE = {"daily": "thread", "recap": "picture"}
"""What belongs beside a message, by its kind, as the operator reads it."""


@dataclass(frozen=True)
class FollowUp:
    """A message that something belongs beside, taken by one worker; `tries` counts this one."""

    posting: int
    kind: str
    group: int
    place: Place
    ref: str
    tries: int
    posted_at: datetime


@writes
def take_follow_ups(tx: Connection, adapters: Collection[str], now: datetime, limit: int = 50) -> Sequence[FollowUp]:
    """Take what is to be done beside messages now, oldest first; nobody else gets it for the length of a lease.

    What was tried for too long is given up.
    """
    rows = claims.follow_ups(tx, adapters, now, now + LEASE, limit)
    taken = []
    for row in rows:
        if now > row.posted_at + GRACE:
            postings.change(tx, row.id, follow_state="failed", follow_reason=row.follow_reason or "late")
            continue
        place = Place(row.adapter, row.external_id, row.channel, row.name)
        taken.append(
            FollowUp(row.id, row.kind, row.group_id, place, row.message_ref, row.follow_tries + 1, row.posted_at)
        )
    return taken


@reads
def to_discuss(tx: Connection, posting: int) -> tuple[Group, date] | None:
    """Return the group of a daily question and its date, if it is open and discussed in a thread; else None."""
    found = postings.open_of(tx, posting)
    group = groups.by_id(tx, found[0]) if found else None
    return (group, found[1]) if found and group and group.threads else None


@writes
def follow_done(tx: Connection, posting: int) -> None:
    """Record that all is there."""
    postings.change(tx, posting, follow_state="done", follow_reason="")


@writes
def follow_again(tx: Connection, posting: int, at: datetime, reason: str) -> None:
    """Try it again from `at` on."""
    postings.change(tx, posting, follow_at=at, follow_reason=reason)


@writes
def follow_failed(tx: Connection, posting: int, reason: str) -> None:
    """Record that it is given up, and why; /why tells it."""
    postings.change(tx, posting, follow_state="failed", follow_reason=reason)
