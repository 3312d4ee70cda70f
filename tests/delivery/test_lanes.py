"""How many sends are under way to a platform, and that none waits for another platform's."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

from bot.delivery.lanes import AT_ONCE, Lane
from bot.storage.tables import postings
from tests.delivery.stand import Process, Stand
from tests.fakes.platform import ADAPTER, FakeSender, Hold, Platform, be_down, limit
from tests.support.world import make_group, schedule

SOON = 5.0


async def taken(lane: Lane, stack: AsyncExitStack) -> int:
    """Take turns until there is none to be had at once; return how many those were."""
    for count in range(AT_ONCE + 1):
        turn = asyncio.ensure_future(stack.enter_async_context(lane.turn()))
        for _ in range(3):
            await asyncio.sleep(0)
        if not turn.done():
            turn.cancel()
            return count
    return AT_ONCE + 1


async def test_a_lane_is_as_wide_as_allowed_until_the_platform_asks_to_wait() -> None:
    lane = Lane()
    async with AsyncExitStack() as stack:
        assert await taken(lane, stack) == AT_ONCE
    lane.asked_to_wait()
    async with AsyncExitStack() as stack:
        assert await taken(lane, stack) == AT_ONCE // 2


async def test_a_lane_never_closes_and_widens_again_by_one_for_each_width_of_sends_that_went_well() -> None:
    lane = Lane()
    for _ in range(20):
        lane.asked_to_wait()
    assert lane.width == 1
    for _ in range(1 + 2):
        lane.went_well()
    assert lane.width == 2
    for _ in range(AT_ONCE**2):
        lane.went_well()
    async with AsyncExitStack() as stack:
        assert await taken(lane, stack) == AT_ONCE


async def test_a_turn_that_was_waited_for_comes_when_another_ends() -> None:
    lane = Lane()
    for _ in range(5):
        lane.asked_to_wait()
    order = []

    async def send(name: str) -> None:
        async with lane.turn():
            order.append(name)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(lane.turn())
        waiting = asyncio.gather(send("first"), send("second"))
        await asyncio.sleep(0)
        assert order == []
    await asyncio.wait_for(waiting, SOON)
    assert order == ["first", "second"]


async def test_a_platform_that_does_not_answer_keeps_no_other_waiting(here: Stand) -> None:
    """Two adapters over one platform in memory; the first is held up."""
    other = FakeSender(Platform(here.clock, channels={("w2", "general")}))
    here.process.app.senders["other"] = other  # type: ignore[index]  # a dictionary, as in the service
    make_group(here.store, "general", "w2", adapter="other", plan=schedule())
    hold, passes = Hold(), Hold()
    passes.go.set()
    here.process.sender.fails("post", hold)
    other.fails("post", passes)
    here.clock.now = here.group.next_daily_at
    await here.process.delivery.tick()
    sending = asyncio.create_task(here.process.delivery.send_all())
    await asyncio.wait_for(hold.entered.wait(), SOON)
    await asyncio.wait_for(passes.entered.wait(), SOON)
    assert here.channel() == []
    hold.go.set()
    assert await asyncio.wait_for(sending, SOON) == 2


async def test_a_rate_limit_narrows_the_lane_and_loses_nothing(here: Stand) -> None:
    process: Process = here.process
    process.sender.fails("post", limit(7))
    await here.due()
    assert process.carrier.lanes[ADAPTER].width == AT_ONCE // 2
    assert here.line().reason == "rate-limited"
    await here.after(timedelta(seconds=7))
    assert here.line().state == "posted"


async def test_a_question_is_tried_once_more_shortly_before_its_grace_ends(here: Stand) -> None:
    here.process.sender.fails_always("post", be_down)
    await here.due()
    end = here.line().due_at + timedelta(hours=8)
    for _ in range(200):
        [row] = here.store.rows(postings)
        here.clock.now = row.next_try_at
        if end - here.clock() <= timedelta(minutes=5):
            break
        await here.process.delivery.send_all()
    assert here.clock() == end - timedelta(seconds=30)
    here.process.sender.recovers()
    await here.process.delivery.send_all()
    assert here.line().state == "posted"
