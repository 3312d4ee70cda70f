"""Changing what a study group is asked, when, how, and who may do what."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Place
from bot.model.group import Group, Looks
from bot.model.schedule import Schedule
from bot.rules.calendar import local_date
from bot.storage import groups
from bot.study.pausing import resumption
from bot.study.schedules import get, settle_due_times
from bot.study.work import writes


@writes
def reschedule(tx: Connection, group: int, schedule: Schedule, now: datetime) -> Group:
    """Return the group with a new schedule; the next question and open reveals follow it at once.

    What fell due by the old one and no tick has seen yet stays due, so that no day is left out without a record.
    """
    found = get(tx, group)
    resume_at = resumption(found.resume_on, schedule.zone)
    groups.change(tx, group, resume_at=resume_at, **groups.schedule_columns(schedule))
    changed = settle_due_times(tx, group, now)
    if found.paused_at is None and found.next_daily_at <= now:
        groups.change(tx, group, next_daily_on=found.next_daily_on, next_daily_at=found.next_daily_at)
        return get(tx, group)
    return changed


@writes
def set_looks(tx: Connection, group: int, looks: Looks) -> Group:
    """Return the group with what it shows and how it asks; open questions follow at the next edit of their message."""
    groups.change(tx, group, **asdict(looks))
    return get(tx, group)


@writes
def set_goals(tx: Connection, group: int, quiz_counts: bool, exam_on: date | None, now: datetime) -> Group:
    """Return the group with what gives points and the day of its exam; raise Refused `exam-past` for a day gone by."""
    found = get(tx, group)
    if exam_on is not None and exam_on != found.exam_on and exam_on < local_date(now, found.schedule.zone):
        raise Refused("exam-past")
    groups.change(tx, group, quiz_counts=quiz_counts, exam_on=exam_on)
    return get(tx, group)


@writes
def set_ping(tx: Connection, group: int, role: str, name: str) -> Group:
    """Return the group with the role that its questions alert; empty for none."""
    groups.change(tx, group, ping_role=role, ping_name=name)
    return get(tx, group)


@writes
def set_managers(tx: Connection, group: int, role: str, name: str) -> Group:
    """Return the group with the role whose holders may do what owners may; empty for none."""
    groups.change(tx, group, manager_role=role, manager_name=name)
    return get(tx, group)


@writes
def move(tx: Connection, group: int, place: Place, now: datetime) -> tuple[Place, Group]:
    """Return the channel that a group leaves, and the group in another one of its workspace, with all its history.

    What is open stays where it is. Raises Refused `already-set-up` where that channel has a group, `no-group` for a
    group of another workspace.
    """
    found = get(tx, group)
    if (found.adapter, found.workspace) != (place.adapter, place.workspace):
        raise Refused("no-group", channels=())
    workspace, _ = groups.place_of(tx, group)
    groups.lock_workspaces(tx, [workspace])  # two moves to one channel at once: the second finds the first
    if groups.at_place(tx, place.adapter, place.workspace, place.channel) is not None:
        raise Refused("already-set-up", channel=place.name)
    left = get(tx, group)
    groups.move(tx, group, (place.channel, place.name), now)
    return Place(left.adapter, left.workspace, left.channel, left.channel_name), get(tx, group)
