"""Setting up a study group and changing what it is asked, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor, Place
from bot.model.group import Group, LedgerLine
from bot.model.schedule import Schedule
from bot.rules.calendar import next_daily, to_utc
from bot.storage import groups, people, postings
from bot.study.pausing import resumption
from bot.study.recaps import first_recap, settle_recap
from bot.study.reminders import recompute_notices
from bot.study.schedules import get, settle_reveals
from bot.study.work import reads, writes


@reads
def group_at(tx: Connection, place: Place) -> Group | None:
    """Return the study group of a channel, or None."""
    return groups.at_place(tx, place.adapter, place.workspace, place.channel)


@reads
def group_meant_at(tx: Connection, place: Place) -> Group | None:
    """Return the study group that somebody in a channel means: its own, else the one that moved away from it."""
    where = (place.adapter, place.workspace, place.channel)
    return groups.at_place(tx, *where) or groups.formerly_at_place(tx, *where)


@reads
def group_by_id(tx: Connection, group: int) -> Group | None:
    """Return a study group, or None."""
    return groups.by_id(tx, group)


@reads
def groups_of(tx: Connection, adapter: str, workspace: str) -> Sequence[Group]:
    """Return the study groups of a workspace, oldest first."""
    return groups.of_workspace(tx, adapter, workspace)


@reads
def all_groups(tx: Connection) -> Sequence[Group]:
    """Return all study groups, soonest due first."""
    return groups.everywhere(tx)


@writes
def set_up(tx: Connection, actor: Actor, place: Place, exam: str, schedule: Schedule, now: datetime) -> Group:
    """Return the group of a channel, made with this schedule; raise Refused `already-set-up` if it has one.

    Its first question is due at the first scheduled time after `now`.
    """
    workspace = groups.ensure_workspace(tx, place.adapter, place.workspace, actor.realm, now)
    groups.workspace_back(tx, place.adapter, place.workspace)
    groups.lock_workspaces(tx, [workspace])  # two set-ups of one channel at once: the second finds the first
    if groups.at_place(tx, place.adapter, place.workspace, place.channel):
        raise Refused("already-set-up", channel=place.name)
    day, due = next_daily(schedule, now)
    group = groups.add(
        tx,
        workspace,
        (place.channel, place.name),
        {
            "owner_id": people.ensure(tx, actor.realm, actor.user, actor.name, now),
            "exam": exam,
            "language": actor.locale,
            "next_daily_on": day,
            "next_daily_at": due,
            "created_at": now,
            **first_recap(schedule, now),
            **groups.schedule_columns(schedule),
        },
    )
    return get(tx, group)


@reads
def ledger(tx: Connection, group: int, limit: int = 12) -> Sequence[LedgerLine]:
    """Return what became of the group's newest postings, newest first."""
    return postings.ledger(tx, group, limit)


@writes
def recompute_due_times(tx: Connection, now: datetime) -> int:
    """Compute future due times anew, and return how many moved: governments change the rules of their zones.

    A due time already past stays as it is, so that the tick still sees what was missed.
    """
    moved = 0
    for group in groups.everywhere(tx):
        due = to_utc(group.next_daily_on, group.schedule.at, group.schedule.zone)
        if group.next_daily_at > now and due != group.next_daily_at:
            groups.change(tx, group.id, next_daily_at=due)
            settle_reveals(tx, group, now)
            moved += 1
        if group.resume_on is not None:
            groups.change(tx, group.id, resume_at=resumption(group.resume_on, group.schedule.zone))
        if group.next_recap_at is None or group.next_recap_at > now:
            settle_recap(tx, group, now)
    return moved + recompute_notices(tx, now)
