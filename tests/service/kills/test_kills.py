"""Three processes on one PostgreSQL, killed at random, over platforms that lose answers: nothing twice, nothing missed.

STUDYBOT_TEST_KILL_SECONDS is how long each of the two runs goes on; `make soak` takes its time.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from adapters.discord import marker
from bot.storage.tables import attempts, groups, notices, people, postings
from bot.study.due import soonest
from bot.study.verify import differences, open_twice
from tests.service.kills.town import Town, town
from tests.support.clock import START
from tests.support.databases import opened
from tests.support.store import Store

SECONDS = float(os.environ.get("STUDYBOT_TEST_KILL_SECONDS", "18"))
SEED = int(os.environ.get("STUDYBOT_TEST_KILL_SEED", "1"))
MOMENT = 0.05
REST = 60.0  # seconds until all is settled, once nothing goes wrong any more
NINE, BERLIN = time(9), ZoneInfo("Europe/Berlin")
LONGEST_CALL = 3.0
"""Seconds after which a call over loopback has surely ended: who holds a claim for longer is dead."""

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(SECONDS * 2 + 300)]


class Days:
    """Moves the time of all from one due time to the next, as soon as nothing is left to do at the present one."""

    def __init__(self, here: Town) -> None:
        self._here = here
        self._since = monotonic()
        self._held: object = None

    def idle(self) -> bool:
        """Return whether nothing is to be done at this moment, nor under way (or only with the dead)."""
        here, now = self._here, self._here.clock()
        # Read in this order: a tick between the two is seen by one of them.
        due = here.store.count(groups, groups.c.next_daily_at <= now)
        rows = [*here.store.rows(notices), *here.store.rows(postings)]
        held = [(row.id, row.kind, row.claim, row.tries) for row in rows if _held(row, now)]
        if held != self._held:
            self._held, self._since = held, monotonic()
        return not due and not any(_ready(row, now) for row in rows) and not self._alive(held)

    def unsettled(self) -> bool:
        """Return whether anything is under way still, with the dead too, or waits for another try."""
        under_way = postings.c.state.in_(("owed", "sending")) | (postings.c.follow_state == "owed")
        told = self._here.store.count(notices, notices.c.state.in_(("owed", "sending")))
        return not self.idle() or bool(self._here.store.count(postings, under_way) or told)

    def go_on(self) -> bool:
        """Move on if all is idle; return whether that was so."""
        if not self.idle():
            return False
        coming = self._here.store.read(soonest, self._here.clock())
        assert coming is not None
        self._here.clock.move_to(coming)
        return True

    def _alive(self, held: Sequence[object]) -> bool:
        return bool(held) and monotonic() < self._since + LONGEST_CALL


def _ready(row: Any, now: datetime) -> bool:
    """Return whether some process will take a posting with its next tick."""
    owed = row.state == "owed" and row.next_try_at <= now
    lost = row.state == "sending" and row.lease_until <= now
    if "follow_state" not in row._mapping:  # a notice
        return bool(owed or lost)
    beside = row.follow_state == "owed" and row.follow_at <= now
    shown = row.kind == "daily" and row.state == "posted" and row.closed_at is None and row.reveal_at <= now
    return bool(owed or lost or beside or shown)


def _held(row: Any, now: datetime) -> bool:
    """Return whether some process may be at a posting."""
    sending = row.state == "sending" and row.claim is not None and row.lease_until > now
    return bool(sending or row._mapping.get("follow_state") == "owed")


async def go_wrong(here: Town, chance: Random) -> None:
    """Kill, disturb and press at random, while the days go by; then let everything come to rest."""
    days, end = Days(here), monotonic() + SECONDS
    deadly = monotonic()
    while monotonic() < end:
        if chance.random() < 0.15:
            here.disturb(chance)
        if chance.random() < 0.3:
            await here.press(chance)
        if await asyncio.to_thread(days.go_on) and chance.random() < 0.4:
            deadly = min(deadly, monotonic() + chance.uniform(0.2, 1.5))  # while it is being sent
        await asyncio.sleep(MOMENT)  # for the processes to do what they do meanwhile
        if monotonic() > deadly and (up := [one for one in here.replicas if one.up.is_set()]):
            one = chance.choice(up)
            await one.kill()
            await one.start()
            deadly = monotonic() + chance.uniform(3, 8)
    here.mend()
    await here.all_up()
    end = monotonic() + REST
    while days.unsettled():
        assert monotonic() < end, "\n".join(line for one in here.replicas for line in one.said[-20:])
        await asyncio.to_thread(days.go_on)
        await asyncio.sleep(MOMENT)


def faults(here: Town) -> list[str]:
    """Return what is not as promised: by what the platforms received, and a calendar of nine o'clock in Berlin."""
    rows = {row.id: row for row in here.store.rows(postings)}
    received = here.received()
    found = [f"{marker} {count} times in {channel}" for (channel, marker), count in received.items() if count > 1]
    arrived = {int(marker[1:]) for _, marker in received}
    by_date = {(row.group_id, row.kind, row.for_date): row for row in rows.values()}
    for group in here.store.rows(groups):
        day = START.date()
        while datetime.combine(day, NINE, BERLIN) < here.clock():
            row = by_date.get((group.id, "daily", day))
            arrived_once = row is not None and row.id in arrived and row.state == "posted"
            if row is None or not (arrived_once or _told(here, row)):
                found.append(f"{day} of group {group.id}: {row and (row.state, row.reason)}")
            day += timedelta(days=1)
    found += [f"{row.kind} {row.for_date}: {row.state}" for row in rows.values() if row.state in {"owed", "failed"}]
    names = {row.id: row.external_id for row in here.store.rows(people)}
    kept = {(names[row.person_id], row.source_id) for row in here.store.rows(attempts)}
    found += [f"the answer {one} is gone" for one in here.confirmed() - kept]
    found += [str(one) for group in here.store.rows(groups) for one in here.store.read(differences, group.id)]
    return found + [str(one) for one in here.store.read(open_twice)]


def _told(here: Town, row: Any) -> bool:
    """Return whether a posting is an unclear one, and its owner was told of that."""
    notice = here.store.rows(notices, notices.c.kind == f"unclear-{row.id}")
    return row.state == "unclear" and bool(notice) and notice[0].state in {"posted", "unclear"}


@pytest.mark.parametrize("history", [True, False], ids=["history", "no history"])
async def test_kills_at_random_double_and_lose_nothing(postgres_url: str, tmp_path: Path, history: bool) -> None:
    with opened(postgres_url) as database:
        store = Store(database)
        async with town(postgres_url, store, tmp_path, history=history) as here:
            await go_wrong(here, Random(SEED))
            found = faults(here)
            unclear = [row for row in store.rows(postings) if row.state == "unclear"]
            days = (here.clock() - START).days
            seen = f"{days} days, {here.received().total()} messages, {len(here.confirmed())} answers"
            summary = f"{seen}, {here.kills} kills, {len(unclear)} unclear"
            print(summary)
            planted = plant(here)
            seen_then = faults(here)
    assert found == [], summary
    assert not (history and unclear)
    assert [any(re.search(one, fault) for fault in seen_then) for one in planted] == [True] * len(planted), seen_then


def plant(here: Town) -> list[str]:
    """Double a message, lose another and an answer that was confirmed; return how each of these should be told."""
    room, channel = here.rooms[0], here.channels[0]
    posted = [row.id for row in here.store.rows(postings, postings.c.kind == "daily", postings.c.state == "posted")]
    twice = next(one for one in room.messages if one.metadata)
    room.messages.append(twice)
    lost = next(one for one in here.discord.messages(channel) if int(marker.read(one.components)[1:]) in posted)
    del channel.messages[lost.id]
    user, _ = min(here.confirmed())
    with here.store.database.writer.begin() as tx:
        person = select(people.c.id).where(people.c.external_id == user)
        tx.execute(delete(attempts).where(attempts.c.person_id.in_(person)))
    return [f" 2 times in {room.id}$", r"of group 1: \('posted', ", f"the answer \\('{user}', "]
