"""`studybot postings …`: what is owed, late, unclear or failed, and what to do about it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.cli.existing import open_existing
from bot.clock import system_clock
from bot.config import Settings
from bot.i18n import words
from bot.model.group import LedgerLine
from bot.storage.engine import Database
from bot.study.groups import all_groups, ledger
from bot.study.operating import StaysAsItIs, Waiting, give_up, retry, waiting
from bot.study.work import Writing, transact


def list_waiting(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what is not settled; return 1 if something failed, is unclear, or is late."""
    database = _open(settings)
    if database is None:
        return 0
    try:
        found = transact(database.reader, partial(waiting, now=system_clock(), group=asked.group))
    finally:
        database.dispose()
    for one in found:
        print(_line(one))
    troubled = [one for one in found if one.state in {"failed", "unclear"} or one.late >= asked.late]
    print(f"{len(found)} not settled, {len(troubled)} of them failed, unclear, or {asked.late} s late.")
    return 1 if troubled else 0


def history(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what became of a group's postings, newest first; without a group, which there are."""
    database = _open(settings)
    if database is None:
        return 1
    try:
        groups = transact(database.reader, all_groups)
        named = [one for one in groups if asked.group in {str(one.id), one.channel, one.channel_name}]
        if len(named) != 1:
            print("Which group? Name its number:" if groups else "There is no group yet: /setup makes one.")
            for one in groups:
                print(f"{one.id:>8}  #{one.channel_name or one.channel} ({one.adapter}, workspace {one.workspace})")
            return 1
        lines = transact(database.reader, partial(ledger, group=named[0].id, limit=asked.last))
    finally:
        database.dispose()
    group, zone = named[0], named[0].schedule.zone
    print(f"Group {group.id} in #{group.channel_name or group.channel} ({group.adapter}), times of {zone}:")
    _print_history(lines, zone)
    return 0


def retry_posting(asked: argparse.Namespace, settings: Settings) -> int:
    """Owe a posting once more."""
    return _change(asked, settings, retry, "is owed again, and goes out within seconds of the service looking")


def skip_posting(asked: argparse.Namespace, settings: Settings) -> int:
    """Give a posting up."""
    return _change(asked, settings, give_up, "is recorded as skipped")


def _change(asked: argparse.Namespace, settings: Settings, use_case: Writing[[int, datetime], None], done: str) -> int:
    database = _open(settings)
    if database is None:
        return 1
    try:
        transact(database.writer, lambda tx: use_case(tx, asked.posting, system_clock()))
    except StaysAsItIs as why:
        print(f"Posting {asked.posting} stays as it is: {why}.")
        return 1
    finally:
        database.dispose()
    print(f"Posting {asked.posting} {done}.")
    return 0


def _open(settings: Settings) -> Database | None:
    database = open_existing(settings.database_url)
    if database is None:
        print("The database is empty or not there: nothing was ever owed. Is STUDYBOT_DATABASE_URL the right one?")
    return database


def _line(one: Waiting) -> str:
    what = f"what belongs beside {one.kind}" if one.missing else one.kind
    why = f", {one.reason}" if one.reason else ""
    late = f", {_span(one.late)} late" if one.late >= 60 else ""
    state = "posted" if one.missing else one.state
    where = f"group {one.group} #{one.channel} ({one.adapter})"
    tries = f"{one.tries} tries, next {one.next_try_at:%Y-%m-%d %H:%M:%S} UTC"
    return f"{one.id:>8}  {what} of {one.for_date}, {where}: {state}{why}{late}; {tries}"


def _span(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _print_history(lines: Sequence[LedgerLine], zone: str) -> None:
    w = words("en")
    for line in lines:
        at = f" {w.moment(line.posted_at, zone)}" if line.posted_at else ""
        reason = f" ({line.reason})" if line.reason else ""
        missing = f"; beside it: {line.missing}" if line.missing else ""
        question = f", {line.question}, {line.answers} answers" if line.question else ""
        print(f"{line.posting:>8}  {line.for_date} {line.kind}: {line.state}{at}{reason}{missing}{question}")
