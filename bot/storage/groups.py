"""Workspaces, places and study groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, select, update

from bot.model.group import Group
from bot.model.schedule import Schedule
from bot.storage.tables import groups, people, places, postings, workspaces
from bot.storage.upsert import insert


def workspace_gone(tx: Connection, adapter: str, external_id: str, now: datetime) -> Sequence[int]:
    """Note that the app was removed from a workspace, if it was not known; return the ids of its groups."""
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == external_id)
    tx.execute(update(workspaces).where(*here, workspaces.c.gone_at.is_(None)).values(gone_at=now))
    joined = groups.join(workspaces, workspaces.c.id == groups.c.workspace_id)
    return tx.execute(select(groups.c.id).select_from(joined).where(*here).order_by(groups.c.id)).scalars().all()


def workspace_back(tx: Connection, adapter: str, external_id: str) -> bool:
    """Note that the app is in a workspace; return whether it was known to be gone."""
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == external_id)
    return (
        tx.execute(update(workspaces).where(*here, workspaces.c.gone_at.is_not(None)).values(gone_at=None)).rowcount > 0
    )


def is_gone(tx: Connection, adapter: str, external_id: str) -> bool:
    """Return whether the app is known to have been removed from a workspace."""
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == external_id)
    gone = select(workspaces.c.id).where(*here, workspaces.c.gone_at.is_not(None))
    return tx.execute(gone).one_or_none() is not None


def delete_gone(tx: Connection, before: datetime) -> int:
    """Delete workspaces that were gone before a moment, with all that belongs to them; return how many.

    People go with the last workspace of their realm: they are nobody's any more.
    """
    long_gone = workspaces.c.gone_at < before
    realms = set(tx.execute(select(workspaces.c.realm).where(long_gone)).scalars())
    gone = tx.execute(delete(workspaces).where(long_gone)).rowcount
    _delete_nobodys(tx, realms)
    return gone


def delete_groups(tx: Connection, adapter: str, limit: int) -> int:
    """Delete the oldest groups of an adapter, with all that belongs to them; return how many."""
    joined = groups.join(workspaces, workspaces.c.id == groups.c.workspace_id)
    mine = select(groups.c.id).select_from(joined).where(workspaces.c.adapter == adapter)
    ids = tx.execute(mine.order_by(groups.c.id).limit(limit)).scalars().all()
    tx.execute(delete(groups).where(groups.c.id.in_(ids)))
    return len(ids)


def delete_workspaces(tx: Connection, adapter: str, limit: int) -> int:
    """Delete the oldest workspaces of an adapter, with all that belongs to them; return how many.

    People go with the last workspace of their realm.
    """
    mine = select(workspaces.c.id, workspaces.c.realm).where(workspaces.c.adapter == adapter)
    rows = tx.execute(mine.order_by(workspaces.c.id).limit(limit)).all()
    tx.execute(delete(workspaces).where(workspaces.c.id.in_([row.id for row in rows])))
    _delete_nobodys(tx, {row.realm for row in rows})
    return len(rows)


def _delete_nobodys(tx: Connection, realms: Set[str]) -> None:
    """Delete the people of those realms that have no workspace any more."""
    left = set(tx.execute(select(workspaces.c.realm).where(workspaces.c.realm.in_(realms))).scalars())
    tx.execute(delete(people).where(people.c.realm.in_(realms - left)))


def count_by_adapter(tx: Connection) -> dict[str, int]:
    """Return how many study groups there are, by adapter; one without any is left out."""
    joined = groups.join(workspaces, workspaces.c.id == groups.c.workspace_id)
    query = (
        select(workspaces.c.adapter, func.count().label("groups")).select_from(joined).group_by(workspaces.c.adapter)
    )
    return {row.adapter: row.groups for row in tx.execute(query)}


def ensure_workspace(tx: Connection, adapter: str, external_id: str, realm: str, now: datetime) -> int:
    """Return the id of a workspace, kept from now on if it was new."""
    tx.execute(
        insert(tx, workspaces)
        .values(adapter=adapter, external_id=external_id, realm=realm, created_at=now)
        .on_conflict_do_nothing(index_elements=["adapter", "external_id"])
    )
    found = select(workspaces.c.id).where(workspaces.c.adapter == adapter, workspaces.c.external_id == external_id)
    return int(tx.execute(found).scalar_one())


def lock_workspaces(tx: Connection, ids: Iterable[int]) -> None:
    """Wait until nobody else gives questions to groups of these workspaces, in one order for all (no deadlock).

    PostgreSQL only: on SQLite there is one writer.
    """
    wanted = sorted(set(ids))
    tx.execute(select(workspaces.c.id).where(workspaces.c.id.in_(wanted)).order_by(workspaces.c.id).with_for_update())


def at_place(tx: Connection, adapter: str, workspace: str, channel: str) -> Group | None:
    """Return the study group of a channel, or None."""
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == workspace, places.c.channel == channel)
    return _first(tx, _groups().where(*here))


def formerly_at_place(tx: Connection, adapter: str, workspace: str, channel: str) -> Group | None:
    """Return the study group that left a channel last, where there is no other one now, or None."""
    old = places.alias()
    left = (
        select(old.c.group_id)
        .select_from(old.join(workspaces, workspaces.c.id == old.c.workspace_id))
        .where(
            workspaces.c.adapter == adapter,
            workspaces.c.external_id == workspace,
            old.c.channel == channel,
            old.c.left_at.is_not(None),
        )
        .order_by(old.c.left_at.desc())
        .limit(1)
    )
    found = tx.execute(left).scalar_one_or_none()
    return by_id(tx, found) if found is not None else None


def by_id(tx: Connection, group: int) -> Group | None:
    """Return a study group, or None."""
    return _first(tx, _groups().where(groups.c.id == group))


def by_ids(tx: Connection, ids: Collection[int]) -> dict[int, Group]:
    """Return study groups by their numbers; one that is gone is left out."""
    return {row.id: _group(row) for row in tx.execute(_groups().where(groups.c.id.in_(ids)))}


def of_workspace(tx: Connection, adapter: str, workspace: str) -> Sequence[Group]:
    """Return the study groups of a workspace, oldest first."""
    here = (workspaces.c.adapter == adapter, workspaces.c.external_id == workspace)
    return [_group(row) for row in tx.execute(_groups().where(*here).order_by(groups.c.id))]


def everywhere(tx: Connection) -> Sequence[Group]:
    """Return all study groups, soonest due first."""
    return [_group(row) for row in tx.execute(_groups().order_by(groups.c.next_daily_at, groups.c.id))]


def add(tx: Connection, workspace: int, place: tuple[str, str], values: dict[str, Any]) -> int:
    """Keep a new group with its place (channel id, name); return its id."""
    group = tx.execute(groups.insert().values(workspace_id=workspace, **values).returning(groups.c.id)).scalar_one()
    channel, name = place
    tx.execute(places.insert().values(workspace_id=workspace, channel=channel, name=name, group_id=group))
    return int(group)


def move(tx: Connection, group: int, place: tuple[str, str], now: datetime) -> None:
    """Give a group another channel (id, name). What it posted stays in the old one; what it owes goes to the new one.

    A reveal stays with its question's message. Coming back to a channel takes up its old place again.
    """
    channel, name = place
    workspace = tx.execute(select(groups.c.workspace_id).where(groups.c.id == group)).scalar_one()
    tx.execute(update(places).where(places.c.group_id == group, places.c.left_at.is_(None)).values(left_at=now))
    back = (places.c.workspace_id == workspace, places.c.channel == channel, places.c.group_id == group)
    known = update(places).where(*back).values(left_at=None, name=name).returning(places.c.id)
    found = tx.execute(known).scalar_one_or_none()
    if found is None:
        new = {"workspace_id": workspace, "channel": channel, "name": name, "group_id": group}
        found = tx.execute(places.insert().values(**new).returning(places.c.id)).scalar_one()
    owed = (postings.c.group_id == group, postings.c.state == "owed", postings.c.kind != "reveal")
    tx.execute(update(postings).where(*owed).values(place_id=found))


def place_of(tx: Connection, group: int) -> tuple[int, int]:
    """Return the workspace and the present place of a group, by number."""
    query = select(places.c.workspace_id, places.c.id).where(places.c.group_id == group, places.c.left_at.is_(None))
    row = tx.execute(query).one()
    return row.workspace_id, row.id


def to_resume(tx: Connection, now: datetime) -> Sequence[tuple[int, datetime]]:
    """Lock and return the groups whose pause has ended, with the moments at which it did; oldest first."""
    due = (groups.c.paused_at.is_not(None), groups.c.resume_at <= now)
    query = select(groups.c.id, groups.c.resume_at).where(*due).order_by(groups.c.resume_at, groups.c.id)
    return [(row.id, row.resume_at) for row in tx.execute(query.with_for_update(skip_locked=True))]


def change(tx: Connection, group: int, **values: Any) -> None:
    """Set columns of a group."""
    tx.execute(update(groups).where(groups.c.id == group).values(**values))


def change_each(tx: Connection, changes: Sequence[dict[str, Any]]) -> None:
    """Set the same columns of many groups, each to its own values; `group` in each says of which."""
    if changes:
        columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in changes[0] if name != "group"}
        rows = [{f"new_{name}": value for name, value in one.items()} for one in changes]
        tx.execute(update(groups).where(groups.c.id == bindparam("new_group")).values(**columns), rows)


def schedule_columns(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as columns of `groups`."""
    return {
        "zone": schedule.zone,
        "daily_time": schedule.at,
        "days": sum(1 << (day - 1) for day in schedule.days),
        "reveal_hours": schedule.reveal_hours,
        "days_off": " ".join(sorted(day.isoformat() for day in schedule.off)),
    }


def _groups() -> Select[Any]:
    columns = (workspaces.c.adapter, workspaces.c.external_id, places.c.channel, places.c.name.label("channel_name"))
    here = (places.c.group_id == groups.c.id) & places.c.left_at.is_(None)
    return select(groups, *columns).select_from(
        groups.join(workspaces, workspaces.c.id == groups.c.workspace_id).join(places, here)
    )


def _off(written: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in written.split())


def _first(tx: Connection, query: Select[Any]) -> Group | None:
    row = tx.execute(query.limit(1)).one_or_none()
    return _group(row) if row else None


def _group(row: Row[Any]) -> Group:
    days = frozenset(day for day in range(1, 8) if row.days >> (day - 1) & 1)
    return Group(
        id=row.id,
        adapter=row.adapter,
        workspace=row.external_id,
        channel=row.channel,
        channel_name=row.channel_name,
        exam=row.exam,
        language=row.language,
        schedule=Schedule(row.zone, row.daily_time, days, row.reveal_hours, _off(row.days_off)),
        show_topic=row.show_topic,
        show_names=row.show_names,
        quiz_counts=row.quiz_counts,
        confirm=row.confirm,
        threads=row.threads,
        ping_role=row.ping_role,
        ping_name=row.ping_name,
        manager_role=row.manager_role,
        manager_name=row.manager_name,
        exam_on=row.exam_on,
        paused_at=row.paused_at,
        pause_reason=row.pause_reason,
        resume_on=row.resume_on,
        next_daily_on=row.next_daily_on,
        next_daily_at=row.next_daily_at,
        next_recap_on=row.next_recap_on,
        next_recap_at=row.next_recap_at,
    )
