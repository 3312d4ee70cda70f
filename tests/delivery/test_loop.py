"""The tick's job, and the loop that sends: what neither stops for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

import pytest

from bot.clock import system_clock
from bot.delivery.loop import TICK_SECONDS, Ticker
from bot.errors import Busy, StorageDown
from bot.study.work import Writing
from tests.delivery.stand import Process, Stand
from tests.fakes.platform import Hold, be_down
from tests.support.crash import InlineWork
from tests.support.store import Store

P = ParamSpec("P")
T = TypeVar("T")
SOON = 5.0  # seconds that a test waits for what should happen at once


class FailingWork(InlineWork):
    """Work that raises `error` when a use case named in `failing` is wanted; `failed` is set when it did."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database)
        self.failing: set[str] = set()
        self.error: Exception = StorageDown("connection refused")
        self.failed = asyncio.Event()

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if getattr(use_case, "__name__", "") in self.failing:
            self.failed.set()
            raise self.error
        return await super().write(use_case, *args, **kwargs)


class SlowWork(InlineWork):
    """Work that takes until it may `go_on`; `begun` counts what is wanted of it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.database)
        self.begun = 0
        self.go_on = asyncio.Event()

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        self.begun += 1
        await self.go_on.wait()
        return await super().write(use_case, *args, **kwargs)


async def turns() -> None:
    """Let everything happen that waits for nothing but its turn."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def work(here: Stand) -> FailingWork:
    """The work of a process that has taken the stand's place; nothing fails yet."""
    work = FailingWork(here.store)
    here.process = Process(here.store, here.platform, here.clock, work=work)
    return work


@asynccontextmanager
async def running(process: Process) -> AsyncIterator[None]:
    """Let the sending loop run."""
    loop = asyncio.create_task(process.delivery.run())
    try:
        yield
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


def job(process: Process) -> Any:
    """Return the job that APScheduler is given."""
    ticker = Ticker(process.delivery)
    ticker.start()
    [found] = ticker._scheduler.get_jobs()
    ticker.stop()
    return found


async def test_no_tick_is_dropped_for_being_late(here: Stand) -> None:
    found = job(here.process)
    assert (found.coalesce, found.misfire_grace_time) == (True, None)
    assert found.trigger.interval == timedelta(seconds=TICK_SECONDS)


async def test_no_tick_runs_beside_another_and_nobody_is_told_of_it(
    here: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    here.clock.now = here.group.next_daily_at
    work = SlowWork(here.store)
    ticker = Ticker(Process(here.store, here.platform, here.clock, work=work).delivery)
    ticker.start()
    [found] = ticker._scheduler.get_jobs()
    for _ in range(4):
        found.modify(next_run_time=system_clock())
        ticker._scheduler.wakeup()
        await turns()
    assert (work.begun, caplog.messages) == (1, [])
    work.go_on.set()
    await turns()
    ticker.stop()
    assert len(here.lines()) == 1


async def test_the_tick_creates_and_wakes_the_loop_which_sends(here: Stand) -> None:
    hold = Hold()
    here.process.sender.fails("post", hold)
    here.clock.now = here.group.next_daily_at
    async with running(here.process):
        await job(here.process).func()
        assert here.process.sender.calls == []
        await asyncio.wait_for(hold.entered.wait(), SOON)
    assert here.line().state == "sending"


async def test_a_slow_send_keeps_nothing_from_being_created(here: Stand) -> None:
    hold = Hold()
    here.process.sender.fails("post", hold)
    here.clock.now = here.group.next_daily_at
    async with running(here.process):
        await job(here.process).func()
        await asyncio.wait_for(hold.entered.wait(), SOON)
        here.clock.now = here.now_group().next_daily_at
        await asyncio.wait_for(job(here.process).func(), SOON)
    assert len(here.lines("daily")) == 2


async def test_a_tick_without_a_database_is_made_up_by_the_next(here: Stand, work: FailingWork) -> None:
    here.clock.now = here.group.next_daily_at
    work.failing = {"create_due"}
    await job(here.process).func()
    assert here.lines() == []
    work.failing.clear()
    await job(here.process).func()
    assert len(here.lines()) == 1


@pytest.mark.parametrize("error", [StorageDown("connection refused"), Busy("full"), RuntimeError("a fault of ours")])
@pytest.mark.parametrize("failing", ["claim", "take_counts"])
async def test_the_loop_goes_on_after_a_failure(here: Stand, work: FailingWork, failing: str, error: Exception) -> None:
    hold = Hold()
    here.process.sender.fails("post", hold)
    work.failing, work.error = {failing}, error
    async with running(here.process):
        await asyncio.wait_for(work.failed.wait(), SOON)
        work.failing.clear()
        here.clock.now = here.group.next_daily_at
        await job(here.process).func()
        await asyncio.wait_for(hold.entered.wait(), SOON)


async def test_a_settlement_that_was_not_kept_is_made_up_by_a_look(here: Stand, work: FailingWork) -> None:
    work.failing = {"posted"}
    await here.due()
    assert (here.line().state, len(here.channel())) == ("sending", 1)
    work.failing.clear()
    await here.after(timedelta(seconds=31))
    assert (here.line().state, len(here.channel())) == ("posted", 1)


async def test_a_fault_of_ours_in_one_message_keeps_no_other_from_being_sent(here: Stand, work: FailingWork) -> None:
    await here.due()
    here.process.sender.fails_always("edit", be_down)
    work.failing, work.error = {"try_again"}, RuntimeError("a fault of ours")
    await here.due()
    assert [line.state for line in here.lines()] == ["posted", "sending", "posted"]


@pytest.mark.parametrize("turns", range(6))
async def test_the_loop_ends_when_it_is_told_to_even_while_it_wakes(here: Stand, turns: int) -> None:
    loop = asyncio.create_task(here.process.delivery.run())
    await asyncio.sleep(0)
    here.process.delivery.wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    loop.cancel()
    done, _ = await asyncio.wait({loop}, timeout=SOON)
    loop.cancel()
    assert loop in done
