"""`studybot postings …`: what is owed, late, unclear or failed, and what to do about it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.cli.existing import open_existing
from bot.clock import system_clock
from bot.config import Settings
from bot.i18n import words
from bot.model.group import Group, LedgerLine
from bot.storage.engine import Database
from bot.study.follow import BESIDE
from bot.study.groups import all_groups, ledger
from bot.study.offset import moved
from bot.study.operating import StaysAsItIs, Total, Waiting, give_up, retry, totals, waiting
from bot.study.overdue import MEND, Overdue, overdue
from bot.study.work import Writing, transact


def list_waiting(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what is not settled; return 1 if something failed, is unclear, late or overdue, or there is no such
    group."""
    database = _open(settings)
    if database is None:
        return 0
    try:
        if asked.group is None:
            return _list(database, asked.late, None)
        group = _group(database, asked.group)
        return 1 if group is None else _list(database, asked.late, group.id)
    finally:
        database.dispose()


def _list(database: Database, late: int, group: int | None) -> int:
    now = _now(database)
    listed = transact(database.reader, partial(waiting, now=now, group=group))
    counted = transact(database.reader, partial(totals, now=now, late=timedelta(seconds=late), group=group))
    missed = transact(database.reader, partial(overdue, now=now, group=group))
    for line in [*(_overdue_line(one, now) for one in missed), *map(_line, listed)]:
        print(line)
    count, troubled = sum(one.count for one in counted), sum(one.troubled for one in counted)
    if len(listed) < count:
        print(f"{len(listed)} shown of {count}, the oldest.")
    print(f"{count} not settled, {troubled} of them failed, unclear, or {late} s late{_by_state(counted)}.")
    if missed:
        print(f"{sum(one.count for one in missed)} overdue: {MEND}.")
    return 1 if troubled or missed else 0


def history(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what became of a group's postings, newest first; without a group, which there are."""
    database = _open(settings)
    if database is None:
        return 1
    try:
        group = _group(database, asked.group)
        if group is None:
            return 1
        lines = transact(database.reader, partial(ledger, group=group.id, limit=asked.last))
    finally:
        database.dispose()
    zone = group.schedule.zone
    print(f"Group {group.id} in #{group.channel_name or group.channel} ({group.adapter}), times of {zone}:")
    _print_history(lines, zone)
    return 0


def retry_posting(asked: argparse.Namespace, settings: Settings) -> int:
    """Owe a posting once more."""
    return _change(asked, settings, retry, "is owed again, and goes out within seconds of the service looking")


def skip_posting(asked: argparse.Namespace, settings: Settings) -> int:
    """Give a posting up."""
    return _change(asked, settings, give_up, "is recorded as skipped")


def _change(asked: argparse.Namespace, settings: Settings, use_case: Writing[[int, datetime], str], done: str) -> int:
    database = _open(settings)
    if database is None:
        return 1
    try:
        now = _now(database)
        what = transact(database.writer, lambda tx: use_case(tx, asked.posting, now))
    except StaysAsItIs as why:
        print(f"Posting {asked.posting} stays as it is: {why}.")
        return 1
    finally:
        database.dispose()
    print(f"{f'The {what} beside posting' if what else 'Posting'} {asked.posting} {done}.")
    return 0


def _open(settings: Settings) -> Database | None:
    database = open_existing(settings.database_url)
    if database is None:
        print("The database is empty or not there: nothing was ever owed. Is STUDYBOT_DATABASE_URL the right one?")
    return database


def _now(database: Database) -> datetime:
    return transact(database.reader, partial(moved, real=system_clock()))


def _group(database: Database, named: str) -> Group | None:
    """Return the group of that number or channel, else None, having said which there are."""
    groups = transact(database.reader, all_groups)
    found = [one for one in groups if str(one.id) == named]
    found = found or [one for one in groups if named.removeprefix("#") in {one.channel, one.channel_name}]
    if len(found) == 1:
        return found[0]
    if not groups:
        print("There is no group yet: /setup makes one.")
    elif found:
        print(f"{len(found)} groups are in a channel of that name. Name a number:")
    else:
        print(f"There is no group {named}. There are:" if named else "Which group? Name its number:")
    for one in found or groups:
        print(f"{one.id:>8}  #{one.channel_name or one.channel} ({one.adapter}, workspace {one.workspace})")
    return None


def _overdue_line(one: Overdue, now: datetime) -> str:
    late = _span(round((now - one.since).total_seconds()))
    return f"{'overdue':>8}  {one}, {late} late: no scheduler has dealt with it"


def _by_state(counted: Sequence[Total]) -> str:
    platforms: dict[str, list[str]] = {}
    for one in counted:
        state = f"thread or picture {one.state}" if one.missing else one.state
        platforms.setdefault(one.adapter, []).append(f"{one.count} {state}")
    parts = [f"{name} {', '.join(states)}" for name, states in platforms.items()]
    return f": {'; '.join(parts)}" if parts else ""


def _line(one: Waiting) -> str:
    what = f"{one.missing} beside {one.kind}" if one.missing else one.kind
    why = f", {one.reason}" if one.reason else ""
    late = _late(timedelta(seconds=one.late))
    where = f"group {one.group} #{one.channel} ({one.adapter})"
    next_try = f", next {one.next_try_at:%Y-%m-%d %H:%M:%S} UTC" if one.state in {"owed", "sending"} else ""
    return f"{one.id:>8}  {what} of {one.for_date}, {where}: {one.state}{why}{late}; {one.tries} tries{next_try}"


def _span(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _late(by: timedelta) -> str:
    return f", {_span(round(by.total_seconds()))} late" if by >= timedelta(minutes=1) else ""


def _print_history(lines: Sequence[LedgerLine], zone: str) -> None:
    w = words("en")
    for line in lines:
        at = f" {w.moment(line.posted_at, zone)}{_late(line.posted_at - line.due_at)}" if line.posted_at else ""
        reason = f" ({line.reason})" if line.reason else ""
        missing = f"; the {BESIDE.get(line.kind, '')} beside it failed: {line.missing}" if line.missing else ""
        question = f", {line.question}, {line.answers} answers" if line.question else ""
        print(f"{line.posting:>8}  {line.for_date} {line.kind}: {line.state}{at}{reason}{missing}{question}")
