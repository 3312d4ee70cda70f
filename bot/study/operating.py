"""What the operator sees of sending, and may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.errors import StudybotError
from bot.storage import outstanding, postings
from bot.study.work import reads, writes

SKIPPED = "operator"


class StaysAsItIs(StudybotError):
    """A posting can't be changed; the text says why, for the operator."""


@dataclass(frozen=True)
class Waiting:
    """Something that is owed and not settled, or settled badly: moments in UTC, `late` in seconds (0: not late).

    `group` is a number with the name of its channel; `missing` tells that the message is there and what belongs beside
    it is not.
    """

    id: int
    kind: str
    group: int
    channel: str
    adapter: str
    for_date: date
    state: str
    reason: str
    due_at: datetime
    next_try_at: datetime
    tries: int
    late: int
    missing: bool


@reads
def waiting(tx: Connection, now: datetime, group: int | None = None, limit: int = 200) -> Sequence[Waiting]:
    """Return what is owed, on its way, unclear or failed, of all groups or one; oldest due first."""
    return [
        Waiting(
            id=row.id,
            kind=row.kind,
            group=row.group_id,
            channel=row.name or row.channel,
            adapter=row.adapter,
            for_date=row.for_date,
            state=row.state,
            reason=row.follow_reason if row.state == "posted" else row.reason,
            due_at=row.due_at,
            next_try_at=row.follow_at if row.state == "posted" else row.next_try_at,
            tries=row.follow_tries if row.state == "posted" else row.tries,
            late=0 if row.state == "posted" else max(0, round((now - row.due_at).total_seconds())),
            missing=row.state == "posted",
        )
        for row in outstanding.rows(tx, group, limit)
    ]


@writes
def retry(tx: Connection, posting: int, now: datetime) -> None:
    """Owe a posting once more, from now on; of one that is unclear a second message may come.

    What is missing beside a message that is there is tried again. Raises StaysAsItIs for none of that number, for
    a question that was revealed or withdrawn, beyond its grace, for what is posted with all that belongs to it, and
    while a worker holds it.
    """
    row = outstanding.row(tx, posting)
    if row is None:
        raise StaysAsItIs("there is no posting of that number; `studybot postings list` shows them")
    if row.state == "posted" and row.follow_state == "failed":
        postings.change(tx, posting, follow_state="owed", follow_at=now, follow_tries=0, follow_reason="")
        return
    _require_open(row, now)
    if row.closed_at is not None:
        raise StaysAsItIs("its question was revealed or withdrawn")
    if row.grace_until is not None and now > row.grace_until:
        raise StaysAsItIs("its grace has ended")
    postings.change(tx, posting, state="owed", next_try_at=now, reason="again")


@writes
def give_up(tx: Connection, posting: int, now: datetime) -> None:
    """Record a posting as skipped; raises StaysAsItIs for one that is posted or on its way."""
    row = outstanding.row(tx, posting)
    if row is None:
        raise StaysAsItIs("there is no posting of that number; `studybot postings list` shows them")
    _require_open(row, now)
    closed = {"closed_at": now} if row.kind == "daily" else {}
    postings.change(tx, posting, state="skipped", reason=SKIPPED, **closed)


def _require_open(row: outstanding.Row, now: datetime) -> None:
    if row.state == "posted":
        raise StaysAsItIs("it is posted, with all that belongs to it")
    if row.state == "skipped":
        raise StaysAsItIs("it was skipped, and its question may be in use elsewhere by now")
    if row.state == "sending" and row.lease_until is not None and row.lease_until > now:
        raise StaysAsItIs("a worker is sending it right now; look again in half a minute")
