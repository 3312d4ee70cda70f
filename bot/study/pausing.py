"""Pausing a study group, for as long as its owner likes or until a date, and letting it go on."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.group import Group
from bot.rules.calendar import local_date, to_utc
from bot.storage import groups, postings
from bot.study.recaps import leave_out_pause
from bot.study.schedules import get, settle_due_times
from bot.study.work import writes

_MIDNIGHT = time(0)


@writes
def pause(tx: Connection, group: int, now: datetime, until: date | None = None) -> Group:
    """Return the group, paused: nothing new is asked; what is open is still revealed. Pausing twice is harmless.

    With `until` it goes on by itself when that local day begins; raises Refused `until-past` unless that is to come.
    """
    found = get(tx, group)
    if until is not None and until <= local_date(now, found.schedule.zone):
        raise Refused("until-past")
    if found.paused_at is None:
        groups.change(tx, group, paused_at=now, pause_reason="owner")
    if found.paused_at is None or found.pause_reason == "owner":
        groups.change(tx, group, resume_on=until, resume_at=resumption(until, found.schedule.zone))
    return get(tx, group)


@writes
def resume(tx: Connection, group: int, now: datetime) -> Group:
    """Return the group, asked again from the first scheduled time after `now`; raise Refused `not-paused` otherwise.

    Reveals that failed meanwhile, when its channel could not be posted to, go out now: a reveal always does.
    """
    paused = get(tx, group)
    if paused.paused_at is None:
        raise Refused("not-paused")
    return resume_from(tx, paused, now)


def resume_from(tx: Connection, paused: Group, now: datetime) -> Group:
    """Return a paused group as it goes on from `now`."""
    groups.change(tx, paused.id, paused_at=None, pause_reason="", resume_on=None, resume_at=None)
    leave_out_pause(tx, paused, now)
    postings.owe_failed_reveals(tx, paused.id, now)
    return settle_due_times(tx, paused.id, now)


def resume_due(tx: Connection, now: datetime) -> None:
    """Let every group go on whose pause has ended, as if at that very moment: what was due since is still seen."""
    for group, at in groups.to_resume(tx, now):
        resume_from(tx, get(tx, group), at)


def resumption(on: date | None, zone: str) -> datetime | None:
    """Return when (UTC) a pause until a local date ends."""
    return None if on is None else to_utc(on, _MIDNIGHT, zone)
