"""Holding what the platform received, and what the program kept, against what each group should have got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bot.storage.tables import attempts, notices, people, postings
from bot.study.leases import LOOK_UP_AFTER
from tests.delivery.never_twice.life import Life
from tests.delivery.never_twice.plain import Owed
from tests.delivery.never_twice.weather import UNSURE
from tests.support.recount import assert_all_adds_up

ENOUGH = timedelta(minutes=75)
"""A question that is owed for so long while all is well must go out: tries after failures are at most 10 minutes apart,
and of what can go wrong within a calm stretch there is never more than what that many tries outlast."""

Key = tuple[int, str, date]


def doubles(life: Life) -> list[str]:
    """Return what the platform received twice: messages of one marker, and of one group, kind and date."""
    named = {row.id: (row.group_id, row.kind, row.for_date) for row in life.store.rows(postings)}
    found: Counter[Any] = Counter()
    for (where, marker), count in life.platform.received.items():
        number = int(marker[1:])
        if marker[0] == "1" and number not in life.again:
            found[named[number]] += count
        elif marker[0] == "2":
            found[where, marker] += count
    return [f"{what} {count} times" for what, count in found.items() if count > 1]


def wrong(life: Life) -> list[str]:
    """Return all that is not as promised, once nothing is under way any more."""
    rows = {(row.group_id, row.kind, row.for_date): row for row in life.store.rows(postings)}
    return [*doubles(life), *_missed(life, rows), *_unasked(life, rows), *_badly_settled(life, rows), *_answers(life)]


def _missed(life: Life, rows: dict[Key, Any]) -> Iterator[str]:
    for number, group in life.groups.items():
        for (what, day), owed in group.owed.items():
            row = rows.get((number, what, day))
            if row is None:
                yield f"{what} {day} of group {number} is nowhere"
            elif row.state == "skipped" and row.reason == "late" and _could_go_out(life, owed):
                yield f"{what} {day} of group {number} could have gone out"


def _could_go_out(life: Life, owed: Owed) -> bool:
    return any(min(end, owed.until) - max(begin, owed.due) >= ENOUGH for begin, end in life.calm)


def _unasked(life: Life, rows: dict[Key, Any]) -> Iterator[str]:
    for (number, what, day), row in rows.items():
        group = life.groups[number]
        if what == "reveal":
            subject = rows.get((number, "daily", day))
            if subject is None or subject.id != row.subject_id:
                yield f"a reveal of nothing, {day}"
        elif (what, day) in group.owed:
            owed = group.owed[what, day]
            if row.state == "posted" and row.posted_at > owed.until + LOOK_UP_AFTER and row.id not in life.again:
                yield f"{what} {day} of group {number} came at {row.posted_at}, after {owed.until}"
        elif (what, day) in group.perhaps:
            continue
        elif not (what == "daily" and day in group.skipped and (row.state, row.reason) == ("skipped", "owner")):
            yield f"{what} {day} of group {number} was not asked for ({row.state})"


def _badly_settled(life: Life, rows: dict[Key, Any]) -> Iterator[str]:
    excuses = Counter(
        {
            "cannot-tell": life.weather.times(*UNSURE) + life.left_unsettled,
            "no-permission": life.weather.times("no permission"),
            "payload-refused": life.weather.times("refuse payload"),
        }
    )
    if life.platform.history_readable:
        excuses["cannot-tell"] = 0
    for (number, what, day), row in rows.items():
        name = f"{what} {day} of group {number}"
        if row.state in {"owed", "sending"}:
            yield f"{name} is {row.state} still ({row.reason}, try {row.tries})"
        elif row.state in {"unclear", "failed"} or row.reason == "payload-refused":
            excuses[row.reason] -= 1
        elif row.state == "skipped" and row.reason not in {"late", "owner"}:
            yield f"{name} was skipped: {row.reason}"
        if row.state == "unclear" and not life.store.count(notices, notices.c.kind == f"unclear-{row.id}"):
            yield f"the owner was not told of {name}"
    yield from (f"{-left} too many are {reason}" for reason, left in excuses.items() if left < 0)


def _answers(life: Life) -> Iterator[str]:
    names = {row.id: row.external_id for row in life.store.rows(people)}
    kept = {(names[row.person_id], row.source_id): frozenset(row.option_ids) for row in life.store.rows(attempts)}
    for key, chosen in life.confirmed.items():
        if kept.get(key) != chosen:
            yield f"the answer {key} is gone, or another one"
    assert_all_adds_up(life.store)


def unrevealed(life: Life, before: datetime) -> list[str]:
    """Return the questions of messages from before a moment that do not show their answer.

    One is lost whose reveal the platform refused for good, or in every form.
    """
    rows = {row.id: row for row in life.store.rows(postings)}
    refused = [row for row in rows.values() if row.state == "failed" or row.reason == "payload-refused"]
    lost = {row.subject_id for row in refused if row.kind == "reveal"}
    return [
        f"{message.marker} of {message.at}"
        for message in life.questions()
        if message.at < before
        and (row := rows[int(message.marker[1:])]).id not in lost | life.again
        and row.state == "posted"
    ]
