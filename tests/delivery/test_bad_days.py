"""Bad days of the database, the platform and the clock: the program gets over each by itself."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.errors import StorageDown, StudybotError, Unconfirmed
from bot.storage.engine import POSTGRES_CONNECTIONS
from bot.storage.tables import attempts, groups, workspaces
from bot.study.answers import answer
from bot.study.work import ThreadWork
from tests.delivery.stand import Process, Stand, stand
from tests.fakes.platform import Answer, be_down, limit
from tests.support.bad_databases import BadDay, full, held, impatient, line, read_only, restart
from tests.support.clock import Clock
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import actor, right

TICK, HOUR = timedelta(seconds=5), timedelta(hours=1)
A_MINUTE = 4  # rounds of the program in a minute without a database: each takes until a wait has ended
BAD_DAYS: list[object] = [
    pytest.param("sqlite", held, id="sqlite held by another"),
    pytest.param("sqlite", read_only, id="sqlite read-only"),
    pytest.param("sqlite", full, id="sqlite full"),
    pytest.param("postgres", held, id="postgres held by another", marks=pytest.mark.postgres),
    pytest.param("postgres", read_only, id="postgres read-only", marks=pytest.mark.postgres),
    pytest.param("postgres", full, id="postgres full", marks=pytest.mark.postgres),
]


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> str:
    return str(request.getfixturevalue(f"{kind}_url"))


@contextmanager
def at_work(url: str, clock: Clock) -> Iterator[Stand]:
    """A stand whose process works on threads, as the service does, over a database whose waits end soon."""
    with impatient(url) as database:
        here = stand(Store(database), clock)
        work = ThreadWork(database, wait_seconds=5, now=lambda: clock().timestamp())
        here.process = Process(here.store, here.platform, clock, work=work)
        yield here
        work.close()


async def rounds(here: Stand, count: int) -> int:
    """Let the program's rounds go by, as its loops do: what fails is tried again; return how many rounds failed."""
    failed = 0
    for _ in range(count):
        here.clock.advance(TICK)
        try:
            await here.process.delivery.settle()
        except StudybotError:
            failed += 1
    return failed


@pytest.mark.parametrize(("kind", "bad"), BAD_DAYS)
async def test_a_database_that_takes_nothing_for_a_minute_costs_no_question(
    url: str, clock: Clock, bad: BadDay
) -> None:
    with at_work(url, clock) as here:
        clock.now = here.group.next_daily_at
        with bad(here.store.database, url):
            assert await rounds(here, A_MINUTE) == A_MINUTE
            assert here.channel() == []
        assert await rounds(here, 1) == 0
        assert (here.kinds(), here.line().state) == (["question"], "posted")


@pytest.mark.parametrize(("kind", "bad"), BAD_DAYS)
async def test_what_was_sent_while_the_database_takes_nothing_is_found_again(
    url: str, clock: Clock, bad: BadDay
) -> None:
    with at_work(url, clock) as here:
        clock.now = here.group.next_daily_at
        day = bad(here.store.database, url)

        async def then_bad(card: object, accept: object) -> Answer:
            sent: Answer = accept()  # type: ignore[operator]  # a fault gets what does it
            day.__enter__()
            return sent

        here.process.sender.fails("post", then_bad)
        with suppress(StudybotError):
            await here.process.delivery.settle()
        day.__exit__(None, None, None)
        assert await rounds(here, 10) == 0
        assert (here.kinds(), here.line().state) == (["question"], "posted")


@pytest.mark.parametrize(("kind", "bad"), BAD_DAYS)
async def test_an_answer_meanwhile_is_not_confirmed_and_counts_once_afterwards(
    url: str, clock: Clock, bad: BadDay
) -> None:
    with at_work(url, clock) as here:
        await here.due()
        daily = here.daily()
        press = (answer, actor("ada", adapter="fake"), daily.posting, right(daily), clock())
        with bad(here.store.database, url), pytest.raises((StorageDown, Unconfirmed)):
            await here.process.app.work.write(*press)
        assert here.store.count(attempts) == 0
        assert not (await here.process.app.work.write(*press)).repeated
        assert (await here.process.app.work.write(*press)).repeated
        assert_all_adds_up(here.store)


@pytest.mark.parametrize(("kind", "bad"), BAD_DAYS)
async def test_the_log_tells_of_a_bad_day_in_few_lines_and_of_its_end(
    url: str, clock: Clock, bad: BadDay, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with at_work(url, clock) as here:
        name = here.store.database.name
        clock.now = here.group.next_daily_at
        with bad(here.store.database, url):
            for _ in range(9):
                clock.advance(4 * TICK)
                for loop in (here.process.delivery.tick, here.process.delivery.look):
                    with suppress(StudybotError):
                        await loop()
        assert await rounds(here, 1) == 0
    began, one, two, over = caplog.messages
    assert began.startswith(f"database {name}: ")
    assert one.startswith(f"{began}, for 1 min now; what is due waits")
    assert two.startswith(f"{began}, for 2 min now; what is due waits")
    assert over == f"database {name}: works again after 3 min"
    assert "\n" not in "".join(caplog.messages)


@pytest.mark.postgres
async def test_a_server_that_is_away_for_a_minute_and_one_that_restarts_cost_nothing(
    postgres_url: str, clock: Clock
) -> None:
    with line(postgres_url) as laid, at_work(laid.url, clock) as here:
        clock.now = here.group.next_daily_at
        laid.cut()
        assert await rounds(here, A_MINUTE) == A_MINUTE
        laid.mend()
        assert await rounds(here, 1) == 0
        for _ in range(3):
            restart(postgres_url)
            clock.now = here.now_group().next_daily_at
            await rounds(here, 2)
        assert [line.state for line in here.lines()] == ["posted"] * 7
        assert here.kinds() == ["reveal"] * 3 + ["question"]


@pytest.mark.postgres
async def test_a_server_that_falls_silent_behind_an_open_line_costs_nothing(postgres_url: str, clock: Clock) -> None:
    with line(postgres_url) as laid, at_work(laid.url, clock) as here:
        await here.due()
        daily, due = here.daily(), here.now_group().next_daily_at

        async def press(member: str) -> bool:
            who = actor(member, adapter="fake")
            return (await here.process.app.work.write(answer, who, daily.posting, right(daily), clock())).repeated

        before, meanwhile = ([f"{when}-{n}" for n in range(POSTGRES_CONNECTIONS)] for when in ("before", "meanwhile"))
        await asyncio.gather(*map(press, before))  # so every connection is in use once
        with laid.silent():
            lost = await asyncio.gather(*map(press, meanwhile), return_exceptions=True)
            assert {type(one) for one in lost} == {StorageDown}
            clock.now = due - 2 * TICK
            assert await rounds(here, 1) == 1
        assert [await press(one) for one in meanwhile] == [False] * len(meanwhile)
        assert await rounds(here, 1) == 0
        assert here.kinds() == ["reveal", "question"]
        assert_all_adds_up(here.store)


@pytest.mark.postgres
async def test_who_falls_silent_in_the_middle_holds_nothing_up(postgres_url: str, clock: Clock) -> None:
    with line(postgres_url) as laid, impatient(laid.url) as other, at_work(postgres_url, clock) as here:
        clock.now = here.group.next_daily_at
        with other.writer.connect() as tx:
            tx.execute(select(groups).with_for_update())
            tx.execute(select(workspaces).with_for_update())
            with laid.silent():
                assert await rounds(here, 1) == 1
                while await rounds(here, 1):
                    assert clock() < here.group.next_daily_at + 20 * TICK
                assert here.kinds() == ["question"]
                with pytest.raises(OperationalError, match="has answered nothing"):
                    tx.execute(select(groups))


async def test_an_hour_of_refusals_with_long_waits_is_obeyed_and_costs_nothing(here: Stand) -> None:
    here.process.sender.fails_always("post", limit(1500))
    await here.due()
    for _ in range(12):
        await here.after(HOUR / 12)
    assert here.process.sender.calls.count("post") == 3
    here.process.sender.recovers()
    await here.after(HOUR / 2)
    assert (here.kinds(), here.line().state) == (["question"], "posted")


async def test_a_host_that_slept_over_night_asks_what_is_still_of_today(here: Stand) -> None:
    await here.due()
    await here.at(here.clock() + timedelta(days=2, hours=3))
    assert [(line.kind, line.state) for line in here.lines()] == [
        ("daily", "posted"),
        ("reveal", "posted"),
        ("daily", "skipped"),
        ("daily", "posted"),
    ]
    await here.due()
    assert here.kinds() == ["reveal", "announcement", "reveal", "question"]


@pytest.mark.parametrize("by", [HOUR, timedelta(days=1), timedelta(days=40)])
async def test_a_clock_set_back_repeats_nothing_and_forgets_nothing(here: Stand, by: timedelta) -> None:
    await here.due()
    await here.due()
    before = here.lines()
    await here.at(here.clock() - by)
    await here.after(*[HOUR] * 3)
    assert here.lines() == before
    await here.due()
    assert [line.kind for line in here.lines()].count("daily") == 3
    assert set(here.platform.received.values()) == {1}


async def test_a_platform_that_is_away_for_days_does_not_make_the_program_grow(store: Store, clock: Clock) -> None:
    here = stand(store, clock)
    here.process.sender.fails_always("post", be_down)
    sizes = []
    for _ in range(4):
        for _ in range(60):
            await here.after(HOUR)
        here.process.sender.calls.clear()
        gc.collect()
        sizes.append(len(gc.get_objects()))
    assert sizes[-1] - sizes[1] < 0.02 * sizes[1], sizes
