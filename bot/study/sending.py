"""Claiming what is to be sent and settling what came of it. See the design of delivery in ARCHITECTURE.md."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, select

from bot.errors import Refused
from bot.model.actor import Actor, Place
from bot.model.group import Group
from bot.rules.calendar import local_date
from bot.storage import claims, groups, postings
from bot.storage.tables import groups as groups_table
from bot.storage.tables import notices
from bot.storage.tables import postings as postings_table
from bot.storage.upsert import insert
from bot.study.leases import LEASE
from bot.study.revealing import reveal_at
from bot.study.work import reads, writes

NOTICE_GRACE = timedelta(days=1)
"""A notice that can't be delivered for so long is given up: whom it would reach, /why tells the same."""

CLAIMS = 50  # of each kind at once: so many can be begun within the time that a claim allows

_TABLES = {"posting": postings_table, "notice": notices}
_FIRST_DIGIT = {"posting": 1, "notice": 2}


@dataclass(frozen=True)
class Claim:
    """A row that this worker alone may send until `lease_until`.

    `what` is `posting` or `notice`. `look_up` tells that an earlier send of it was not settled, so that the message
    may be there already. `user` is the person a notice goes to, by the platform's id.
    """

    what: str
    id: int
    kind: str
    token: str
    place: Place
    user: str | None
    group: int | None
    subject: int | None
    look_up: bool
    tries: int
    claimed_at: datetime
    created_at: datetime
    for_date: date
    due_at: datetime
    grace_until: datetime | None

    @property
    def marker(self) -> str:
        """What the message carries so that it can be found again: decimal, and different for postings and notices."""
        return f"{_FIRST_DIGIT[self.what]}{self.id}"


@writes
def claim(tx: Connection, token: str, adapters: Collection[str], now: datetime, limit: int = CLAIMS) -> Sequence[Claim]:
    """Take what is ready to be sent, each workspace in its turn, and return it.

    What has passed its grace, and what would go to a person who takes no direct messages, is recorded as skipped.

    `token` names this call: a worker passes a new one each time.
    """
    some_postings, some_notices = claims.waiting(tx, now)
    rows: list[tuple[str, Any]] = []
    if some_postings:
        claims.skip_late_postings(tx, now)
        rows += [("posting", row) for row in claims.ready_postings(tx, adapters, now, limit)]
    if some_notices:
        claims.skip_notices(tx, now)
        rows += [("notice", row) for row in claims.ready_notices(tx, adapters, now, limit)]
    for what, table in _TABLES.items():
        if ids := [row.id for of, row in rows if of == what]:
            claims.take(tx, table, ids, token, now, now + LEASE)
    return [_claim(what, row, token, now) for what, row in rows]


@writes
def posted(tx: Connection, claim: Claim, ref: str, at: datetime) -> bool:
    """Record that a message is there; return False if the claim has passed to somebody else."""
    values: dict[str, Any] = {"state": "posted", "message_ref": ref, "posted_at": at, "reason": ""}
    group = _asked(tx, claim)
    if group:
        values |= {"count_shown_at": at, "reveal_at": reveal_at(group, claim.for_date, at)}
    if claim.kind == "recap" or (group and group.threads):
        values |= {"follow_state": "owed", "follow_at": at}
    return claims.settle(tx, _TABLES[claim.what], claim.id, claim.token, **values)


@writes
def try_again(tx: Connection, claim: Claim, at: datetime, reason: str) -> bool:
    """Owe it once more from `at` on; beyond its grace it is skipped at its next claim."""
    return _back(tx, claim, "owed", at, reason)


@writes
def rate_limited(tx: Connection, claim: Claim, until: datetime) -> bool:
    """Owe it, and whatever else is owed to its workspace, once more from `until` on, as the platform asked."""
    if claim.what == "posting":
        claims.postpone(tx, claim.id, until)
    return _back(tx, claim, "owed", until, "rate-limited")


@writes
def look_up_at(tx: Connection, claim: Claim, at: datetime, reason: str) -> bool:
    """Leave it unsettled: from `at` on somebody looks whether the message is there."""
    return _back(tx, claim, "sending", at, reason)


@writes
def release_missing(tx: Connection, claim: Claim, now: datetime) -> bool:
    """The look-up proved that no message is there: owe it again, or skip it if its grace has ended."""
    if _too_late(claim, now):
        return skip(tx, claim, "late", now)
    return _back(tx, claim, "owed", now, "not-there")


@writes
def skip(tx: Connection, claim: Claim, reason: str, now: datetime) -> bool:
    """Record that it will not be sent, and why."""
    return claims.settle(
        tx, _TABLES[claim.what], claim.id, claim.token, state="skipped", reason=reason, **_end(claim, now)
    )


@writes
def cannot_tell(tx: Connection, claim: Claim, now: datetime) -> bool:
    """Record that nobody can say whether the message is there; it is not repeated, and the group's owner is told."""
    values: dict[str, Any] = {"state": "unclear", "reason": "cannot-tell"}
    if group := _asked(tx, claim):
        values["reveal_at"] = reveal_at(group, claim.for_date, now)
    kept = claims.settle(tx, _TABLES[claim.what], claim.id, claim.token, **values)
    if kept and claim.what == "posting":
        _tell_owner(tx, claim, f"unclear-{claim.id}", now)
    return kept


@writes
def fail(tx: Connection, claim: Claim, reason: str, now: datetime) -> bool:
    """Record a failure that another try won't mend: the group is paused, and its owner told, once."""
    end = _end(claim, now)
    kept = claims.settle(tx, _TABLES[claim.what], claim.id, claim.token, state="failed", reason=reason, **end)
    group = groups.by_id(tx, claim.group) if claim.group else None
    if kept and group and claim.what == "posting" and group.paused_at is None:
        groups.change(tx, group.id, paused_at=now, pause_reason=reason)
        _tell_owner(tx, claim, f"paused-{group.id}", now)
    return kept


@writes
def post_again(tx: Connection, actor: Actor, posting: int, now: datetime) -> None:
    """Owe an unclear posting once more: a second message may come of it, which is the owner's choice, and recorded.

    Raises Refused `question-gone` for one of another workspace, `not-unclear` if it is settled by now, `late` if its
    grace has ended or its question has been revealed.
    """
    row = tx.execute(select(postings_table).where(postings_table.c.id == posting)).one_or_none()
    if row is None or postings.workspace_of(tx, posting) != (actor.adapter, actor.workspace):
        raise Refused("question-gone")
    if row.state != "unclear":
        raise Refused("not-unclear")
    if row.closed_at is not None or (row.grace_until is not None and now > row.grace_until):
        raise Refused("late")
    postings.change(tx, posting, state="owed", next_try_at=now, reason="again")


@reads
def message_of(tx: Connection, posting: int) -> tuple[str | None, bool]:
    """Return the reference of a posting's message, if known, and whether a daily is due with it (a reveal's beside)."""
    row = tx.execute(select(postings_table).where(postings_table.c.id == posting)).one()
    beside = select(postings_table.c.id).where(
        postings_table.c.group_id == row.group_id,
        postings_table.c.kind == "daily",
        postings_table.c.id != row.id,
        postings_table.c.due_at == row.reveal_at,
        postings_table.c.state.not_in(("skipped", "failed")),
    )
    return row.message_ref, tx.execute(beside.limit(1)).one_or_none() is not None


@writes
def take_counts(
    tx: Connection, adapters: Collection[str], now: datetime, every: timedelta, limit: int = 50
) -> Sequence[tuple[int, str, Place]]:
    """Take (posting, message, place) of open questions whose shown count is behind, each at most once per `every`."""
    rows = claims.dirty_counts(tx, adapters, now, now - every, limit)
    return [(row.id, row.message_ref, Place(row.adapter, row.external_id, row.channel, row.name)) for row in rows]


@writes
def count_not_shown(tx: Connection, posting: int) -> None:
    """Mark a count as behind again, since showing it failed."""
    postings.change(tx, posting, count_dirty=True)


def _claim(what: str, row: Any, token: str, now: datetime) -> Claim:
    is_posting = what == "posting"
    place = Place(row.adapter, row.external_id, row.channel if is_posting else "", row.name if is_posting else "")
    return Claim(
        what=what,
        id=row.id,
        kind=row.kind,
        token=token,
        place=place,
        user=None if is_posting else row.user,
        group=row.group_id,
        subject=row.subject_id if is_posting else None,
        look_up=row.state == "sending",
        tries=row.tries + 1,
        claimed_at=now,
        created_at=row.created_at,
        for_date=row.for_date,
        due_at=row.due_at,
        grace_until=row.grace_until,
    )


def _too_late(claim: Claim, now: datetime) -> bool:
    return claim.grace_until is not None and now > claim.grace_until


def _back(tx: Connection, claim: Claim, state: str, at: datetime, reason: str) -> bool:
    table: Table = _TABLES[claim.what]
    return claims.settle(
        tx, table, claim.id, claim.token, state=state, claim=None, next_try_at=at, lease_until=at, reason=reason
    )


def _end(claim: Claim, now: datetime) -> dict[str, Any]:
    """A daily question that never went out is closed, which frees it for another day or group."""
    return {"closed_at": now} if claim.kind == "daily" else {}


def _asked(tx: Connection, claim: Claim) -> Group | None:
    """Return the group that a daily question is asked; None for any other claim, or if the group is gone."""
    return groups.by_id(tx, claim.group) if claim.kind == "daily" and claim.group else None


def _tell_owner(tx: Connection, claim: Claim, kind: str, now: datetime) -> None:
    query = select(groups_table.c.owner_id, groups_table.c.workspace_id, groups_table.c.zone)
    row = tx.execute(query.where(groups_table.c.id == claim.group)).one()
    if row.owner_id is None:
        return
    values = {
        "person_id": row.owner_id,
        "workspace_id": row.workspace_id,
        "group_id": claim.group,
        "kind": kind,
        "for_date": local_date(now, row.zone),
        "due_at": now,
        "grace_until": now + NOTICE_GRACE,
        "next_try_at": now,
        "created_at": now,
    }
    unique = ["person_id", "kind", "for_date"]
    tx.execute(insert(tx, notices).values(**values).on_conflict_do_nothing(index_elements=unique))
