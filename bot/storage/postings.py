"""Postings: what is owed to groups, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, or_, select, update

from bot.model.group import LedgerLine
from bot.model.posting import Daily
from bot.model.question import Question
from bot.storage import firsts
from bot.storage.tables import attempts, postings, workspaces
from bot.storage.upsert import insert

MAY_BE_SEEN = or_(
    postings.c.state == "posted", and_(postings.c.state.in_(("sending", "unclear")), postings.c.answers > 0)
)
"""A posting that members can see: known to be there, or answered although its sending is not settled."""


def snapshot(question: Question) -> Any:
    """Return a question as JSON values, so that editing the bank never changes what was asked."""
    return msgspec.to_builtins(question)


def add(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Keep new postings; one that its group, kind and date already has is left as it is."""
    if rows:
        unique = ["group_id", "kind", "for_date"]
        tx.execute(insert(tx, postings).on_conflict_do_nothing(index_elements=unique), rows)


def owe_ruling(tx: Connection, row: dict[str, Any]) -> None:
    """Keep a message about a ruling; one that was sent about the same question before is owed once more."""
    anew = {"state": "owed", "reason": "again", "due_at": row["due_at"], "next_try_at": row["next_try_at"], "tries": 0}
    tx.execute(
        insert(tx, postings)
        .values(**row)
        .on_conflict_do_update(
            index_elements=["group_id", "kind", "for_date"],
            set_=anew,
            where=postings.c.state.not_in(("owed", "sending")),
        )
    )


def exists(tx: Connection, group: int, kind: str, for_date: date, *, besides: str = "-") -> bool:
    """Return whether a group's posting of this kind and date is there, in whatever state and for whatever reason, but
    for `besides`."""
    here = (postings.c.group_id == group, postings.c.kind == kind, postings.c.for_date == for_date)
    return tx.execute(select(postings.c.id).where(*here, postings.c.reason != besides)).one_or_none() is not None


def dailies_since(tx: Connection, groups: Collection[int], day: date) -> set[tuple[int, date]]:
    """Return (group, date) of every daily question of these groups from a date on, in whatever state."""
    here = (postings.c.group_id.in_(groups), postings.c.kind == "daily", postings.c.for_date >= day)
    return {
        (row.group_id, row.for_date)
        for row in tx.execute(select(postings.c.group_id, postings.c.for_date).where(*here))
    }


def daily(tx: Connection, posting: int) -> Daily | None:
    """Return a daily question, or None if there is none of that number (or it never got a question)."""
    return _daily_where(tx, postings.c.id == posting)


def workspace_of(tx: Connection, posting: int) -> tuple[str, str] | None:
    """Return adapter and external id of the workspace that a posting belongs to."""
    joined = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    query = select(workspaces.c.adapter, workspaces.c.external_id).select_from(joined).where(postings.c.id == posting)
    row = tx.execute(query).one_or_none()
    return (row.adapter, row.external_id) if row else None


def open_of(tx: Connection, posting: int) -> tuple[int, date] | None:
    """Return the group and date of a daily question if it is open."""
    query = select(postings.c.group_id, postings.c.for_date).where(
        postings.c.id == posting, postings.c.closed_at.is_(None)
    )
    row = tx.execute(query).one_or_none()
    return (row.group_id, row.for_date) if row else None


def open_daily(tx: Connection, group: int) -> Daily | None:
    """Return a group's newest daily question that takes answers and can be seen, or None."""
    return _daily_where(tx, postings.c.group_id == group, postings.c.closed_at.is_(None), MAY_BE_SEEN)


def last_revealed(tx: Connection, group: int, before: int | None = None) -> Daily | None:
    """Return a group's newest revealed daily question (before posting `before`), or None."""
    earlier = [postings.c.id < before] if before is not None else []
    revealed = (postings.c.closed_at.is_not(None), postings.c.withdrawn_at.is_(None))
    return _daily_where(tx, postings.c.group_id == group, *revealed, MAY_BE_SEEN, *earlier)


def posted_dailies(tx: Connection, group: int, limit: int) -> Sequence[Any]:
    """Return id and closed_at of a group's daily questions that members saw, newest first."""
    query = (
        select(postings.c.id, postings.c.closed_at)
        .where(postings.c.group_id == group, postings.c.kind == "daily", postings.c.withdrawn_at.is_(None), MAY_BE_SEEN)
        .order_by(postings.c.for_date.desc())
        .limit(limit)
    )
    return tx.execute(query).all()


def asked(tx: Connection, groups: Collection[int]) -> dict[int, list[str]]:
    """Return for each group the ids of its daily questions, oldest first. An index alone answers this.

    One that was skipped or failed was not asked, and may be asked later.
    """
    query = select(postings.c.group_id, postings.c.question_id).where(*_asked_in(groups))
    found: dict[int, list[str]] = {}
    for group, question in tx.execute(query.order_by(postings.c.group_id, postings.c.for_date)):
        found.setdefault(group, []).append(question)
    return found


def asked_as(tx: Connection, groups: Collection[int], questions: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the (domain, topic) with which some of these groups' daily questions were asked, by their ids."""
    columns = (postings.c.snapshot[name].as_string() for name in ("domain", "topic"))
    query = select(postings.c.question_id, *columns).where(*_asked_in(groups), postings.c.question_id.in_(questions))
    return {question: (domain, topic) for question, domain, topic in tx.execute(query.order_by(postings.c.id))}


def _asked_in(groups: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    unasked = ("skipped", "failed")
    here = (postings.c.group_id.in_(groups), postings.c.kind == "daily")
    return *here, postings.c.question_id.is_not(None), postings.c.state.not_in(unasked)


def withheld(tx: Connection, ids: Iterable[int], revealed_after: datetime) -> dict[int, set[str]]:
    """Return for each workspace the questions that are open in any of its groups or were revealed there just now.

    A question that one group sees revealed must not be open in another beside it.
    """
    asked = (postings.c.workspace_id.in_(list(ids)), postings.c.kind == "daily", postings.c.question_id.is_not(None))
    found: dict[int, set[str]] = {}
    # Two queries, each with an index of its own; joined by OR they would read every posting there ever was.
    for condition in (postings.c.closed_at.is_(None), postings.c.closed_at > revealed_after):
        for workspace, question in tx.execute(
            select(postings.c.workspace_id, postings.c.question_id).where(*asked, condition)
        ):
            found.setdefault(workspace, set()).add(question)
    return found


def is_open(tx: Connection, adapter: str, workspace: str, question: str) -> bool:
    """Return whether a question is open in any group of a workspace."""
    joined = postings.join(workspaces, workspaces.c.id == postings.c.workspace_id)
    query = (
        select(postings.c.id)
        .select_from(joined)
        .where(
            workspaces.c.adapter == adapter,
            workspaces.c.external_id == workspace,
            postings.c.kind == "daily",
            postings.c.closed_at.is_(None),
            postings.c.question_id == question,
        )
    )
    return tx.execute(query.limit(1)).one_or_none() is not None


def count_answer(tx: Connection, posting: int, revision: str) -> bool:
    """Count an answer to an open daily question; return False if it is closed, or asks another revision by now.

    The row's lock makes this the line between in time and late: a reveal waits for answers counted before it, and so
    do a ruling and whatever puts another question in its place.
    """
    open_now = (postings.c.id == posting, postings.c.closed_at.is_(None), postings.c.revision == revision)
    counted = update(postings).where(*open_now).values(answers=postings.c.answers + 1, count_dirty=True)
    return tx.execute(counted).rowcount == 1


def replace(tx: Connection, posting: int, columns: dict[str, Any]) -> bool:
    """Put another question into an open posting; return False, changing nothing, if it has answers or is closed."""
    untouched = (postings.c.id == posting, postings.c.closed_at.is_(None), postings.c.answers == 0)
    return tx.execute(update(postings).where(*untouched).values(**columns)).rowcount == 1


def withdraw(tx: Connection, posting: int, now: datetime) -> Any:
    """Close an open daily question as withdrawn and return its row, None if it is closed."""
    open_now = (postings.c.id == posting, postings.c.closed_at.is_(None))
    taken = {"closed_at": now, "withdrawn_at": now, "reveal_at": now, "reason": "withdrawn"}
    return tx.execute(update(postings).where(*open_now).values(**taken).returning(postings)).one_or_none()


def drop_answers(tx: Connection, posting: int) -> int:
    """Delete the answers to a daily question and return how many those were."""
    tx.execute(update(postings).where(postings.c.id == posting).values(answers=0))
    given = (attempts.c.source == "daily", attempts.c.source_id == posting)
    people = tx.execute(delete(attempts).where(*given).returning(attempts.c.person_id)).scalars().all()
    firsts.name_anew(tx, attempts.c.person_id.in_(people))
    return len(people)


def forget_skipped(tx: Connection, group: int, day: date, reason: str) -> bool:
    """Delete the record of a question of a day that was skipped for a reason; return whether there was one."""
    skipped = (postings.c.state == "skipped", postings.c.reason == reason)
    here = (postings.c.group_id == group, postings.c.kind == "daily", postings.c.for_date == day)
    return tx.execute(delete(postings).where(*here, *skipped)).rowcount == 1


def close_due(tx: Connection, now: datetime, limit: int) -> Sequence[Any]:
    """Close daily questions whose reveal is due, oldest first, and return what a reveal is made of.

    Their rows are locked before, so an answer that is being counted is in time; another scheduler waits here, and then
    finds them closed. One whose sending is not settled waits: its reveal counts from when it was posted, and belongs
    into its message.
    """
    due = (postings.c.kind == "daily", postings.c.closed_at.is_(None), postings.c.reveal_at <= now, MAY_BE_SEEN)
    settled = postings.c.state != "sending"
    found = select(postings.c.id).where(*due, settled).order_by(postings.c.reveal_at, postings.c.id).limit(limit)
    ids = tx.execute(found.with_for_update()).scalars().all()
    if not ids:
        return []
    about = (postings.c[name] for name in ("group_id", "workspace_id", "place_id", "exam", "for_date"))
    closing = update(postings).where(postings.c.id.in_(ids)).values(closed_at=now)
    closed = tx.execute(closing.returning(postings.c.id, postings.c.reveal_at, postings.c.count_shown_at, *about)).all()
    return sorted(closed, key=lambda row: (row.reveal_at, row.id))


def close_unseen(tx: Connection, now: datetime) -> None:
    """Close questions whose message nobody could look up and nobody answered, once they may not be posted again.

    They get no reveal, but their questions are free for others.
    """
    unseen = (postings.c.kind == "daily", postings.c.closed_at.is_(None), postings.c.state == "unclear")
    over = (postings.c.reveal_at <= now, postings.c.grace_until < now, ~MAY_BE_SEEN)
    tx.execute(update(postings).where(*unseen, *over).values(closed_at=now))


def reveals_to_reschedule(tx: Connection, group: int) -> Sequence[Any]:
    """Return id, for_date and posted_at of a group's open daily questions that have been posted."""
    query = select(postings.c.id, postings.c.for_date, postings.c.posted_at).where(
        postings.c.group_id == group,
        postings.c.kind == "daily",
        postings.c.closed_at.is_(None),
        postings.c.posted_at.is_not(None),
    )
    return tx.execute(query).all()


def owe_failed_reveals(tx: Connection, group: int, now: datetime) -> None:
    """Owe a group's reveals that have failed once more, from `now` on."""
    failed = (postings.c.group_id == group, postings.c.kind == "reveal", postings.c.state == "failed")
    tx.execute(update(postings).where(*failed).values(state="owed", next_try_at=now, reason="again"))


def change(tx: Connection, posting: int, **values: Any) -> None:
    """Set columns of a posting."""
    tx.execute(update(postings).where(postings.c.id == posting).values(**values))


def ledger(tx: Connection, group: int, limit: int) -> Sequence[LedgerLine]:
    """Return a group's newest postings, newest first."""
    withdrawn = postings.alias()
    told = select(withdrawn.c.id).where(withdrawn.c.group_id == group, withdrawn.c.withdrawn_at.is_not(None))
    # What tells of a withdrawn question reveals nothing, and its own line says it all.
    no_reveal = or_(postings.c.subject_id.is_(None), postings.c.subject_id.not_in(told))
    query = select(postings).where(postings.c.group_id == group, no_reveal)
    query = query.order_by(postings.c.for_date.desc(), postings.c.id.desc()).limit(limit)
    return [
        LedgerLine(
            posting=row.id,
            kind=row.kind,
            for_date=row.for_date,
            state=row.state,
            reason=row.reason,
            due_at=row.due_at,
            posted_at=row.posted_at,
            tries=row.tries,
            question=row.question_id,
            answers=row.answers,
            missing=row.follow_reason if row.follow_state == "failed" else "",
            withdrawn_at=row.withdrawn_at,
        )
        for row in tx.execute(query)
    ]


def states(tx: Connection, group: int) -> dict[tuple[str, date], str]:
    """Return the state of all postings of a group, by kind and date."""
    query = select(postings.c.kind, postings.c.for_date, postings.c.state).where(postings.c.group_id == group)
    return {(row.kind, row.for_date): row.state for row in tx.execute(query)}


def open_reveals(tx: Connection) -> Sequence[tuple[int, datetime]]:
    """Return (group, due time) of every reveal that is to come."""
    query = select(postings.c.group_id, postings.c.reveal_at).where(
        postings.c.kind == "daily", postings.c.closed_at.is_(None), postings.c.reveal_at.is_not(None), MAY_BE_SEEN
    )
    return [(row.group_id, row.reveal_at) for row in tx.execute(query)]


def _daily_where(tx: Connection, *conditions: ColumnElement[bool]) -> Daily | None:
    query = (
        select(postings)
        .where(postings.c.kind == "daily", postings.c.question_id.is_not(None), *conditions)
        .order_by(postings.c.for_date.desc())
        .limit(1)
    )
    row = tx.execute(query).one_or_none()
    return _daily(row) if row else None


def _daily(row: Row[Any]) -> Daily:
    return Daily(
        posting=row.id,
        group=row.group_id,
        for_date=row.for_date,
        state=row.state,
        question=msgspec.convert(row.snapshot, Question),
        order=tuple(row.option_order),
        answers=row.answers,
        due_at=row.due_at,
        reveal_at=row.reveal_at,
        closed_at=row.closed_at,
        message_ref=row.message_ref,
        place=row.place_id,
        round=row.round,
        withdrawn=row.withdrawn_at is not None,
    )
