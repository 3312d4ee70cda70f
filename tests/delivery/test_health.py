"""What a process says of its own health: at a standstill or not, whatever else goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import ParamSpec, TypeVar

import pytest

from bot.chat.cards import Card
from bot.delivery.health import STALLED_AFTER, Health, Lookout
from bot.delivery.loop import Delivery, Ticker
from bot.errors import StorageDown
from bot.study.work import Reading, Writing
from tests.delivery.stand import Process, Stand
from tests.delivery.test_loop import FailingWork, running
from tests.fakes.platform import ADAPTER, WORKSPACE, Answer
from tests.support.clock import Clock
from tests.support.world import make_group

P = ParamSpec("P")
T = TypeVar("T")
ROLES = ("scheduler", "delivery")
TOO_LONG = STALLED_AFTER + 1


class SilentWork(FailingWork):
    """Work whose reads raise `fault`, or never return."""

    fault: Exception | None = None

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.fault is not None:
            raise self.fault
        never: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        return await never


class SlowWork(FailingWork):
    """Work that awaits `meanwhile` within whatever creates due postings."""

    meanwhile: Callable[[], Awaitable[None]]

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if getattr(use_case, "__name__", "") == "create_due":
            await self.meanwhile()
        return await super().write(use_case, *args, **kwargs)


class Patient:
    """A process whose health is looked at; `seconds` are those that it measures, and move when they are moved."""

    def __init__(self, here: Stand, work: FailingWork) -> None:
        self.work = work
        self.seconds = 1000.0
        self.waits = 0
        self.process = Process(here.store, here.platform, here.clock, work=work)
        self.delivery = Delivery(self.process.app, self.process.carrier, lambda: self.seconds)
        self.process.delivery = self.delivery
        self.ticker = Ticker(self.delivery)
        pulses = {"scheduler": self.delivery.ticking, "delivery": self.delivery.sending}
        self.health = Health(self.process.app, Clock(), pulses)
        self.health.roles = ROLES

    async def wait(self) -> None:
        """Let nearly as much time pass as makes a standstill, and see that all is well then."""
        self.seconds += STALLED_AFTER - 1
        self.waits += 1
        assert await self.stalled() == {}

    async def stalled(self) -> dict[str, str]:
        """Return which roles are said to be at a standstill, and since when."""
        well, said = await self.health.look()
        assert well == (said["status"] == "ok") == (not said["stalled_since"])
        return dict(said["stalled_since"])


@pytest.fixture
def patient(here: Stand) -> Patient:
    return Patient(here, FailingWork(here.store))


async def test_before_the_first_tick_all_is_well_however_long_it_takes(patient: Patient) -> None:
    patient.seconds += 3600
    assert await patient.health.look() == (
        True,
        {"status": "ok", "roles": ["scheduler", "delivery"], "stalled_since": {}, "overdue": []},
    )


@pytest.mark.parametrize("failing", ["create_due", "create_plans"])
async def test_a_scheduler_whose_ticks_fail_is_told_until_one_succeeds(patient: Patient, failing: str) -> None:
    patient.ticker.start()
    patient.ticker.stop()
    patient.work.failing = {failing}
    for _ in range(12):
        await patient.ticker._tick()
        assert await patient.stalled() == {}
        patient.seconds += 5
    patient.seconds += 1
    await patient.ticker._tick()
    assert await patient.health.look() == (
        False,
        {
            "status": "stalled",
            "roles": ["scheduler", "delivery"],
            "stalled_since": {"scheduler": "2026-03-02T05:58:59+00:00"},
            "overdue": [],
        },
    )
    patient.work.failing.clear()
    await patient.ticker._tick()
    assert await patient.stalled() == {}


@pytest.mark.parametrize("failing", ["claim", "take_follow_ups", "take_counts"])
async def test_a_delivery_whose_rounds_fail_is_told_until_one_succeeds(patient: Patient, failing: str) -> None:
    async with running(patient.process):
        await asyncio.sleep(0)
    patient.work.failing = {failing}
    patient.seconds += TOO_LONG
    with suppress(StorageDown):
        await patient.delivery.look()
    assert [*await patient.stalled()] == ["delivery"]
    patient.work.failing.clear()
    await patient.delivery.look()
    assert await patient.stalled() == {}


async def test_what_another_process_does_is_not_looked_at(patient: Patient) -> None:
    await patient.delivery.settle()
    patient.seconds += TOO_LONG
    patient.health.roles = ("delivery", "web")
    assert [*await patient.stalled()] == ["delivery"]
    patient.health.roles = ("web",)
    assert await patient.stalled() == {}


async def test_a_long_tick_that_gets_on_is_no_standstill(here: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.study.due.TICK_LIMIT", 1)
    work = SlowWork(here.store)
    patient = Patient(here, work)
    work.meanwhile = patient.wait
    for channel in ("two", "three"):
        make_group(here.store, channel, adapter=ADAPTER)
    patient.delivery.ticking.beat()
    here.clock.now = here.group.next_daily_at
    assert await patient.delivery.tick() == 3
    assert patient.waits == 4  # one for each, and one that found nothing more


async def test_a_long_round_of_sending_that_gets_on_is_no_standstill(here: Stand, patient: Patient) -> None:
    patient.health.roles = ("delivery",)
    patient.delivery.sending.beat()

    async def slowly(_card: Card | None, accept: Callable[[], Answer]) -> Answer:
        await patient.wait()
        return accept()

    patient.process.sender.fails_always("post", slowly)
    for channel in ("two", "three"):
        here.platform.channels.add((WORKSPACE, channel))
        make_group(here.store, channel, adapter=ADAPTER)
    here.clock.now = here.group.next_daily_at
    await patient.delivery.tick()
    await patient.delivery.look()
    assert patient.waits == 3


@pytest.mark.parametrize("fault", [StorageDown("gone"), None], ids=["down", "silent"])
async def test_a_database_that_does_not_answer_is_told_in_time(
    here: Stand, fault: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.health._ANSWER_WITHIN", 0.01)
    work = SilentWork(here.store)
    work.fault = fault
    well, said = await asyncio.wait_for(Patient(here, work).health.look(), 2)
    assert (well, said["status"], said["overdue"]) == (False, "the database does not answer", None)


async def test_due_times_that_pass_are_told_and_make_no_process_unwell(here: Stand, patient: Patient) -> None:
    here.clock.now = here.group.next_daily_at + timedelta(minutes=3)
    well, said = await patient.health.look()
    assert well
    assert said["overdue"] == [{"kind": "daily", "count": 1, "since": "2026-03-02T08:00:00+00:00"}]


async def test_a_process_without_the_scheduler_warns_once_of_due_times_that_pass(
    here: Stand, patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    lookout = Lookout(patient.process.app)

    async def warned() -> list[str]:
        caplog.clear()
        await lookout.look()
        return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]

    assert await warned() == []
    here.clock.now = here.group.next_daily_at + timedelta(minutes=3)
    [said] = await warned()
    assert said.startswith("due times pass and nothing comes of them (1 question since 2026-03-02 08:00 UTC): start ")
    assert await warned() == []
    await patient.delivery.tick()
    assert await warned() == ["due times are dealt with again"]
    assert await warned() == []
