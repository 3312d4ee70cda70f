"""Several workers over one database: each message is sent once, and who has lost a claim changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import pytest

from bot.chat.cards import Card
from bot.chat.port import PayloadRefused
from bot.storage.tables import postings
from bot.study import sending
from bot.study.leases import LEASE, START_WITHIN
from bot.study.sending import Claim
from bot.study.work import ThreadWork
from tests.delivery.stand import Process, Stand
from tests.fakes.platform import ADAPTER, CHANNEL, WORKSPACE, Platform
from tests.support.clock import Clock
from tests.support.crash import Boundaries
from tests.support.databases import opened
from tests.support.store import Store
from tests.support.world import make_group

SECOND = timedelta(seconds=1)
BARELY_TOO_LATE = START_WITHIN + SECOND


class Slow(Boundaries):
    """A process that is held up for a while at one boundary."""

    def __init__(self, clock: Clock, name: str, by: timedelta) -> None:
        super().__init__()
        self._clock, self._name, self._by = clock, name, by

    def reach(self, name: str) -> None:
        if name == self._name:
            self._clock.advance(self._by)
        super().reach(name)


async def test_two_workers_side_by_side_send_everything_once(database_url: str, clock: Clock) -> None:
    channels = [f"c{n}" for n in range(12)]
    platform = Platform(clock, channels={(WORKSPACE, channel) for channel in channels})
    with opened(database_url) as one, opened(database_url) as other:
        store = Store(one)
        clock.now = max(make_group(store, channel, adapter=ADAPTER).next_daily_at for channel in channels)
        workers = [Process(store, platform, clock, work=ThreadWork(each)) for each in (one, other)]
        await asyncio.gather(*(worker.delivery.tick() for worker in workers))
        await asyncio.gather(*(worker.delivery.send_all() for worker in workers))
        assert set(platform.received.values()) == {1}
        assert {channel for channel, _ in platform.received} == set(channels)
        assert {row.state for row in store.rows(postings)} == {"posted"}
        for worker in workers:
            assert isinstance(worker.app.work, ThreadWork)
            worker.app.work.close()


async def test_a_worker_that_was_held_up_too_long_does_not_send(here: Stand) -> None:
    slow = here.another(boundaries=Slow(here.clock, "shown: before", BARELY_TOO_LATE))
    here.clock.now = here.group.next_daily_at
    await slow.delivery.tick()
    [held] = here.store.write(sending.claim, "held up", [ADAPTER], here.clock())
    await slow.carrier.carry(held)
    assert slow.sender.calls == []
    assert here.line().state == "owed"
    await here.process.delivery.settle()
    assert len(here.channel()) == 1


async def test_no_second_call_is_begun_too_late_either(hourly: Stand) -> None:
    await hourly.due()
    slow = hourly.another(boundaries=Slow(hourly.clock, "after edit", BARELY_TOO_LATE))
    hourly.clock.advance(hours=4)
    await slow.delivery.tick()
    [held] = hourly.store.write(sending.claim, "held up", [ADAPTER], hourly.clock())
    await slow.carrier.carry(held)
    assert slow.sender.calls == ["edit"]
    assert hourly.line("reveal").state == "owed"
    await hourly.process.delivery.settle()
    assert len(hourly.channel()) == 2


async def test_a_plainer_card_is_not_sent_too_late_either(here: Stand) -> None:
    async def slowly(card: Card | None, accept: object) -> NoReturn:
        here.clock.advance(BARELY_TOO_LATE)
        raise PayloadRefused("invalid blocks")

    here.process.sender.fails("post", slowly)
    here.clock.now = here.group.next_daily_at
    await here.process.delivery.tick()
    [held] = here.store.write(sending.claim, "held up", [ADAPTER], here.clock())
    await here.process.carrier.carry(held)
    assert here.process.sender.calls == ["post"]
    assert here.line().state == "owed"


SETTLEMENTS: dict[str, Callable[[Store, Claim, Clock], bool]] = {
    "posted": lambda store, old, clock: store.write(sending.posted, old, "mine", clock()),
    "again": lambda store, old, clock: store.write(sending.try_again, old, clock(), "transient"),
    "look up": lambda store, old, clock: store.write(sending.look_up_at, old, clock(), "lost-answer"),
    "missing": lambda store, old, clock: store.write(sending.release_missing, old, clock()),
    "skip": lambda store, old, clock: store.write(sending.skip, old, "gone", clock()),
    "unclear": lambda store, old, clock: store.write(sending.cannot_tell, old, clock()),
    "fail": lambda store, old, clock: store.write(sending.fail, old, "channel-gone", clock()),
}


@pytest.mark.parametrize("settlement", SETTLEMENTS)
@pytest.mark.parametrize("meanwhile", ["settled", "claimed"])
async def test_a_worker_that_lost_its_lease_settles_nothing(here: Stand, settlement: str, meanwhile: str) -> None:
    here.clock.now = here.group.next_daily_at
    await here.process.delivery.tick()
    [old] = here.store.write(sending.claim, "old", [ADAPTER], here.clock())
    here.clock.advance(LEASE)
    if meanwhile == "settled":
        await here.process.delivery.settle()
    else:
        here.store.write(sending.claim, "new", [ADAPTER], here.clock())
    before = here.store.rows(postings)
    assert SETTLEMENTS[settlement](here.store, old, here.clock) is False
    assert here.store.rows(postings) == before
    assert here.now_group().paused_at is None


async def test_a_claim_is_nobody_elses_before_its_lease_ends(here: Stand) -> None:
    here.clock.now = here.group.next_daily_at
    await here.process.delivery.tick()
    here.store.write(sending.claim, "first", [ADAPTER], here.clock())
    here.clock.advance(LEASE - SECOND)
    assert here.store.write(sending.claim, "second", [ADAPTER], here.clock()) == []
    here.clock.advance(SECOND)
    [taken] = here.store.write(sending.claim, "second", [ADAPTER], here.clock())
    assert taken.look_up


async def test_a_message_of_a_worker_that_died_sending_is_found_by_another(here: Stand) -> None:
    here.clock.now = here.group.next_daily_at
    await here.process.delivery.tick()
    [lost] = here.store.write(sending.claim, "lost", [ADAPTER], here.clock())
    there = here.platform.add(CHANNEL, None, Card("Daily question"), lost.marker, None)
    here.clock.advance(LEASE)
    await here.process.delivery.settle()
    assert (here.line().state, here.daily().message_ref) == ("posted", there.ref)
    assert len(here.channel()) == 1
