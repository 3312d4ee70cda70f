"""The owner's word on the next question, or on the one that is out: skip it (or not), replace it, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.group import Group
from bot.model.posting import Daily
from bot.model.question import Bank
from bot.rules.calendar import local_date, next_daily, to_utc
from bot.storage import groups, postings
from bot.study.choosing import asked_columns, choosing
from bot.study.due import SKIPPED, owed_row
from bot.study.revealing import reveal_row
from bot.study.schedules import get, move_on
from bot.study.standing import restand
from bot.study.work import reads, writes

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Present:
    """A group with its open question, if any; `free_today` tells that today has had none yet."""

    group: Group
    daily: Daily | None
    free_today: bool = True


@reads
def present(tx: Connection, group: int, now: datetime) -> Present:
    """Return a group with its open question, if any."""
    found = get(tx, group)
    today = local_date(now, found.schedule.zone)
    taken = postings.exists(tx, group, "daily", today, besides=SKIPPED)
    return Present(found, postings.open_daily(tx, group), not taken)


@writes
def skip(tx: Connection, group: int, day: date, now: datetime) -> Group:
    """Return the group without its question of `day`, which must be its next: it is recorded as skipped, and breaks no
    streak. Raises Refused `not-next` otherwise, so that a second press skips nothing more."""
    found = _locked(tx, group)
    if found.paused_at is not None:
        raise Refused("paused")
    if found.next_daily_on != day or postings.exists(tx, group, "daily", day):
        raise Refused("not-next")
    workspace, place = groups.place_of(tx, group)
    row = owed_row(found, workspace, place, day, found.next_daily_at, now)
    postings.add(tx, [{**row, "state": "skipped", "reason": SKIPPED, "closed_at": now}])
    move_on(tx, found, found.next_daily_at)
    return get(tx, group)


@writes
def unskip(tx: Connection, group: int, day: date, now: datetime) -> Group:
    """Return the group with its skipped question of `day` to come after all, at its usual time.

    Raises Refused `skip-over` once that time has passed, `not-skipped` if nothing is skipped there (any more), or the
    schedule asks nothing on that day by now.
    """
    found = _locked(tx, group)
    due = to_utc(day, found.schedule.at, found.schedule.zone)
    if due <= now:
        raise Refused("skip-over")
    if next_daily(found.schedule, due - _INSTANT) != (day, due) or not postings.forget_skipped(tx, group, day, SKIPPED):
        raise Refused("not-skipped")
    if due < found.next_daily_at:  # one skipped before it comes first, and the tick goes on from there to this one
        groups.change(tx, group, next_daily_on=day, next_daily_at=due)
    return get(tx, group)


@writes
def replace_open(tx: Connection, banks: Mapping[str, Bank], group: int, posting: int, now: datetime) -> Daily:
    """Return the group's open question with another one in its place, which its message shows at the next edit.

    Raises Refused `question-gone` unless `posting` is open here, `answered-already` once somebody has answered it,
    `no-question` if there is no other.
    """
    found = get(tx, group)
    workspace, place = groups.place_of(tx, group)
    groups.lock_workspaces(tx, [workspace])
    daily = _open(tx, group, posting)
    chosen = choosing(tx, banks, [(group, workspace, place)], now).choose(
        found, workspace, daily.for_date, daily.round + 1
    )
    if chosen is None:
        raise Refused("no-question")
    columns = {**asked_columns(chosen), "round": daily.round + 1, "count_dirty": True, "reason": "replaced"}
    if not postings.replace(tx, posting, columns):
        raise Refused("answered-already")
    replaced = postings.daily(tx, posting)
    if replaced is None:
        raise Refused("question-gone")
    return replaced


@writes
def withdraw(tx: Connection, group: int, posting: int, now: datetime) -> int:
    """Take the group's open question back and return how many answers went with it: it is as if it had not been asked.

    Its message says so from then on. Raises Refused `question-gone` unless `posting` is open here.
    """
    _open(tx, group, posting)
    row = postings.withdraw(tx, posting, now)
    if row is None:
        raise Refused("question-gone")
    dropped = postings.drop_answers(tx, posting)
    if dropped:
        restand(tx, group)
    postings.add(tx, [reveal_row(row, now, now)])
    return dropped


def _locked(tx: Connection, group: int) -> Group:
    """Return a group whose due time nobody else moves until this transaction ends."""
    get(tx, group)
    groups.lock_workspaces(tx, [groups.place_of(tx, group)[0]])
    return get(tx, group)


def _open(tx: Connection, group: int, posting: int) -> Daily:
    daily = postings.daily(tx, posting)
    if daily is None or daily.group != group or daily.closed_at is not None or daily.state in {"skipped", "failed"}:
        raise Refused("question-gone")
    return daily
