"""The crashing `Work` dies where it says, and what died is gone or kept whole."""

from __future__ import annotations

import pytest

from bot.storage.engine import Database
from bot.storage.tables import installation
from bot.study.offset import keep_offset, kept_offset
from bot.study.work import ThreadWork
from tests.support.clock import Clock
from tests.support.crash import Boundaries, Crash, InlineWork
from tests.support.store import Store
from tests.support.world import BANKS, ask, make_group, right


async def test_a_run_without_a_crash_names_every_boundary(database: Database) -> None:
    work = InlineWork(database)
    await work.write(keep_offset, 60)
    assert await work.read(kept_offset) == 60
    assert work.boundaries.passed == [
        "keep_offset: before",
        "keep_offset: statement 1 begins",
        "keep_offset: statement 1 ends",
        "keep_offset: committed",
        "kept_offset: before",
    ]


@pytest.mark.parametrize(("crash_at", "kept"), [(0, 0), (1, 0), (2, 0), (3, 60), ("keep_offset: committed", 60)])
async def test_what_a_crash_interrupts_is_whole_or_not_begun(
    database: Database, crash_at: int | str, kept: int
) -> None:
    with pytest.raises(Crash):
        await InlineWork(database, Boundaries(crash_at)).write(keep_offset, 60)
    assert await InlineWork(database).read(kept_offset) == kept


async def test_the_dead_do_nothing_more(database: Database) -> None:
    work = InlineWork(database, Boundaries(0))
    for _ in range(2):
        with pytest.raises(Crash):
            await work.write(keep_offset, 60)


async def test_work_on_threads_sees_what_the_store_wrote(store: Store, work: ThreadWork, clock: Clock) -> None:
    assert store.count(installation) == 0
    await work.write(keep_offset, 5)
    assert store.read(kept_offset) == 5


def test_a_group_is_asked_on_its_first_day(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    assert (daily.state, daily.question.id in BANKS["small"].questions) == ("posted", True)
    assert len(right(daily)) == daily.question.choose
