"""What the operator sees of sending, and may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import StudybotError
from bot.storage import outstanding, postings
from bot.study.follow import BESIDE
from bot.study.work import reads, writes

SKIPPED = "operator"


class StaysAsItIs(StudybotError):
    """A posting can't be changed; the text says why, for the operator."""


@dataclass(frozen=True)
class Waiting:
    """Something that is owed and not settled, or settled badly: moments in UTC, `late` in seconds (0: not late).

    `group` is a number with the name of its channel. `missing` names what belongs beside a message that is there, and
    is not; then `state`, `reason` and the tries are those of this step.
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
    missing: str


@dataclass(frozen=True)
class Total:
    """How many postings of a platform are in a state and not settled (`missing`: something beside them is), and how
    many of them are `troubled`: failed, unclear, or late."""

    adapter: str
    state: str
    missing: bool
    count: int
    troubled: int


@reads
def waiting(tx: Connection, now: datetime, group: int | None = None, limit: int = 200) -> Sequence[Waiting]:
    """Return what is owed, on its way, unclear or failed, of all groups or one; oldest due first."""
    return [_waiting(row, now) for row in outstanding.rows(tx, group, limit)]


def _waiting(row: outstanding.Row, now: datetime) -> Waiting:
    there = row.state == "posted"
    return Waiting(
        id=row.id,
        kind=row.kind,
        group=row.group_id,
        channel=row.name or row.channel,
        adapter=row.adapter,
        for_date=row.for_date,
        state=row.follow_state if there else row.state,
        reason=row.follow_reason if there else row.reason,
        due_at=row.due_at,
        next_try_at=row.follow_at if there else row.next_try_at,
        tries=row.follow_tries if there else row.tries,
        late=0 if there else max(0, round((now - row.due_at).total_seconds())),
        missing=BESIDE.get(row.kind, "") if there else "",
    )


@reads
def totals(tx: Connection, now: datetime, late: timedelta, group: int | None = None) -> Sequence[Total]:
    """Return how much there is of what `waiting` returns, all of it counted; late from `late` after its due time on."""
    return [
        Total(row.adapter, row.follow_state if there else row.state, there, row.count, row.troubled)
        for row in outstanding.totals(tx, group, now - late)
        for there in [row.state == "posted"]
    ]


@writes
def retry(tx: Connection, posting: int, now: datetime) -> str:
    """Owe a posting once more, from now on; of one that is unclear a second message may come. Of one that is posted,
    what is missing beside it is owed, and that is returned (else empty).

    Raises StaysAsItIs for none of that number, for a question that was revealed or withdrawn, beyond its grace, for
    what is posted with all that belongs to it, and while a worker holds it.
    """
    row = _get(tx, posting)
    if row.state == "posted" and (row.follow_state == "failed" or row.follow_reason == SKIPPED):
        postings.change(tx, posting, follow_state="owed", follow_at=now, follow_tries=0, follow_reason="")
        return BESIDE[row.kind]
    if row.follow_state == "owed":
        raise StaysAsItIs(f"it is posted, and the {BESIDE[row.kind]} beside it is owed already")
    _require_open(row, now)
    if row.closed_at is not None:
        raise StaysAsItIs("its question was revealed or withdrawn")
    if row.grace_until is not None and now > row.grace_until:
        raise StaysAsItIs("its grace has ended")
    postings.change(tx, posting, state="owed", next_try_at=now, reason="again")
    return ""


@writes
def give_up(tx: Connection, posting: int, now: datetime) -> str:
    """Record a posting as skipped. Of one that is posted, what is missing beside it is given up, and that is returned
    (else empty).

    Raises StaysAsItIs for one that is posted with all that belongs to it, or on its way.
    """
    row = _get(tx, posting)
    if row.state == "posted" and row.follow_state in ("owed", "failed"):
        postings.change(tx, posting, follow_state="done", follow_reason=SKIPPED)
        return BESIDE[row.kind]
    _require_open(row, now)
    closed = {"closed_at": now} if row.kind == "daily" else {}
    postings.change(tx, posting, state="skipped", reason=SKIPPED, **closed)
    return ""


def _get(tx: Connection, posting: int) -> outstanding.Row:
    row = outstanding.row(tx, posting)
    if row is None:
        raise StaysAsItIs("there is no posting of that number; `studybot postings list` shows them")
    return row


def _require_open(row: outstanding.Row, now: datetime) -> None:
    if row.state == "posted" and row.follow_reason == SKIPPED:
        raise StaysAsItIs(f"it is posted, and the {BESIDE[row.kind]} beside it was given up already")
    if row.state == "posted":
        raise StaysAsItIs("it is posted, with all that belongs to it")
    if row.state == "skipped":
        raise StaysAsItIs("it was skipped, and its question may be in use elsewhere by now")
    if row.state == "sending" and row.lease_until is not None and row.lease_until > now:
        raise StaysAsItIs("a worker is sending it right now; look again in half a minute")
