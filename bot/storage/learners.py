"""People as learners: their wishes, their home, and when they are due to be written to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.model.learner import Learner
from bot.storage.tables import exams, groups, memberships, notices, people, postings, workspaces
from bot.storage.upsert import insert

UTC_ZONE = "UTC"
"""The zone of people of whom nothing is known."""


def find(tx: Connection, person: int) -> Learner:
    """Return a person as a learner."""
    return of_people(tx, [person])[person]


def of_people(tx: Connection, ids: Sequence[int]) -> dict[int, Learner]:
    """Return people as learners, in the order of `ids`."""
    rows = {row.id: row for row in tx.execute(select(people).where(people.c.id.in_(ids)))}
    homes = _homes(tx, ids)
    elsewhere = _workspaces_of_realms(tx, {rows[id].realm for id in ids if id not in homes})
    exam_days = _group_exams(tx, ids)
    return {id: _learner(rows[id], homes.get(id), elsewhere.get(rows[id].realm), exam_days.get(id, {})) for id in ids}


def zone(tx: Connection, person: int) -> str | None:
    """Return a person's own zone, else that of the group they joined last, else None."""
    home = (
        select(groups.c.zone)
        .select_from(memberships.join(groups, groups.c.id == memberships.c.group_id))
        .where(memberships.c.person_id == person)
        .order_by(memberships.c.joined_at.desc(), memberships.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found: str | None = tx.execute(
        select(func.coalesce(people.c.zone, home)).where(people.c.id == person)
    ).scalar_one_or_none()
    return found


def change(tx: Connection, person: int, **values: Any) -> None:
    """Set columns of a person."""
    tx.execute(update(people).where(people.c.id == person).values(**values))


def lock_due(tx: Connection, column: str, now: datetime, limit: int) -> Sequence[int]:
    """Lock and return people whose `column` (`review_next_at` or `plan_next_at`) has come, longest due first."""
    due = people.c[column]
    query = select(people.c.id).where(due <= now).order_by(due, people.c.id).limit(limit)
    return tx.execute(query.with_for_update(skip_locked=True)).scalars().all()


def with_due_times(tx: Connection) -> Sequence[int]:
    """Return everybody who is to be written to some day."""
    waits = people.c.review_next_at.is_not(None) | people.c.plan_next_at.is_not(None)
    return tx.execute(select(people.c.id).where(waits).order_by(people.c.id)).scalars().all()


def change_many(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set columns of several people, `person` telling whose; all rows name the same columns."""
    if rows:
        columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "person"}
        changed = update(people).where(people.c.id == bindparam("new_person")).values(columns)
        tx.execute(changed, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def owe(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Owe notices. The unique key (person, kind, date) makes a second one of the same harmless."""
    if rows:
        unique = ["person_id", "kind", "for_date"]
        tx.execute(insert(tx, notices).on_conflict_do_nothing(index_elements=unique), list(rows))


def addressee(tx: Connection, notice: int) -> int | None:
    """Return whom a notice goes to, None if it is gone."""
    found: int | None = tx.execute(select(notices.c.person_id).where(notices.c.id == notice)).scalar_one_or_none()
    return found


def soonest(tx: Connection, after: datetime) -> datetime | None:
    """Return the first moment after `after` at which somebody is to be written to, or None."""
    moments = (
        (people.c.review_next_at, people.c.review_next_at.is_not(None)),
        (people.c.plan_next_at, people.c.plan_next_at.is_not(None)),
        (notices.c.next_try_at, notices.c.state == "owed"),
        (notices.c.lease_until, notices.c.state == "sending"),
    )
    queries = (select(func.min(column)).where(column > after, condition) for column, condition in moments)
    found = [moment for query in queries if (moment := tx.execute(query).scalar_one()) is not None]
    return min(found, default=None)


def open_questions(tx: Connection, learners: Sequence[Learner]) -> dict[int, set[str]]:
    """Return by person the questions that are open as daily ones in their home's workspace or in a group of theirs."""
    asked = (postings.c.kind == "daily", postings.c.closed_at.is_(None), postings.c.question_id.is_not(None))
    here = select(postings.c.workspace_id, postings.c.question_id).where(
        *asked, postings.c.workspace_id.in_({one.workspace for one in learners if one.workspace is not None})
    )
    by_workspace: dict[int, set[str]] = {}
    for workspace, question in tx.execute(here):
        by_workspace.setdefault(workspace, set()).add(question)
    found = {one.person: set(by_workspace.get(one.workspace or 0, ())) for one in learners}
    joined = memberships.join(postings, postings.c.group_id == memberships.c.group_id)
    mine = select(memberships.c.person_id, postings.c.question_id).select_from(joined)
    for person, question in tx.execute(mine.where(*asked, memberships.c.person_id.in_(found))):
        found[person].add(question)
    return found


def sat_since(tx: Connection, person: int, exam: str, since: datetime) -> bool:
    """Return whether a person has begun a mock exam of an exam since a moment."""
    begun = select(exams.c.id).where(exams.c.person_id == person, exams.c.exam == exam, exams.c.begun_at >= since)
    return tx.execute(begun.limit(1)).one_or_none() is not None


def _homes(tx: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """Return the group that each person joined last, in a workspace that is still there, by person."""
    joined = memberships.join(groups, groups.c.id == memberships.c.group_id)
    joined = joined.join(workspaces, workspaces.c.id == groups.c.workspace_id)
    newest = func.row_number().over(
        partition_by=memberships.c.person_id, order_by=(memberships.c.joined_at.desc(), memberships.c.id.desc())
    )
    columns = (groups.c.id, groups.c.workspace_id, groups.c.zone, groups.c.exam, groups.c.language)
    there = (memberships.c.person_id.in_(ids), workspaces.c.gone_at.is_(None))
    query = select(memberships.c.person_id, *columns, newest.label("number")).select_from(joined).where(*there)
    numbered = query.subquery()
    return {row.person_id: row for row in tx.execute(select(numbered).where(numbered.c.number == 1))}


def _workspaces_of_realms(tx: Connection, realms: Collection[str]) -> dict[str, int]:
    """Return a workspace that is still there for each realm: its oldest."""
    there = (workspaces.c.realm.in_(realms), workspaces.c.gone_at.is_(None))
    query = (
        select(workspaces.c.realm, func.min(workspaces.c.id).label("oldest")).where(*there).group_by(workspaces.c.realm)
    )
    return {row.realm: row.oldest for row in tx.execute(query)}


def _group_exams(tx: Connection, ids: Sequence[int]) -> dict[int, dict[str, tuple[date, ...]]]:
    """Return the exam days of each person's groups, by person and exam."""
    joined = memberships.join(groups, groups.c.id == memberships.c.group_id)
    query = select(memberships.c.person_id, groups.c.exam, groups.c.exam_on).select_from(joined)
    found: dict[int, dict[str, tuple[date, ...]]] = {}
    for person, exam, day in tx.execute(query.where(memberships.c.person_id.in_(ids), groups.c.exam_on.is_not(None))):
        mine = found.setdefault(person, {})
        mine[exam] = (*mine.get(exam, ()), day)
    return found


def _learner(row: Any, home: Any, elsewhere: int | None, exam_days: Mapping[str, tuple[date, ...]]) -> Learner:
    return Learner(
        person=row.id,
        muted=row.muted,
        own_zone=row.zone,
        zone=row.zone or (home.zone if home else UTC_ZONE),
        workspace=home.workspace_id if home else elsewhere,
        group=home.id if home else None,
        exam=home.exam if home else "",
        language=home.language if home else "en",
        exam_on=row.exam_on,
        review_at=row.review_time,
        review_next_at=row.review_next_at,
        unanswered=row.reviews_unanswered,
        plan=row.plan,
        plan_next_at=row.plan_next_at,
        group_exams=exam_days,
    )
