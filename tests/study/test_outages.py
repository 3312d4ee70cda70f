"""Outages: the log tells of a beginning, once a minute of what goes on, and of an end; each once, and in one line."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import make_url

from bot.errors import StorageDown, Unconfirmed
from bot.storage.engine import Database
from bot.study.offset import keep_offset, kept_offset
from bot.study.outages import Outages
from bot.study.work import ThreadWork
from tests.support.bad_databases import impatient, line, restart

CLAIM, TICK, PRESS = "claim", "tick", "press"  # any use case
AWAY, LOCKED = StorageDown("db: connection refused"), StorageDown("db: lock timeout", "55P03")
READ_ONLY = StorageDown("db: read-only", "25006")
PLAIN = "WARNING database db: lock timeout"


class Watched:
    """Outages of a database that is called db, their time, and what they told."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog
        self.seconds = 1000.0
        self.outages = Outages("db", lambda: self.seconds)

    def fails(self, error: StorageDown, use_case: str = TICK, *, times: int = 1, every: float = 0) -> None:
        for _ in range(times):
            self.outages.failed(use_case, error)
            self.seconds += every

    def works(self, use_case: str = TICK) -> None:
        self.outages.succeeded(use_case)

    def told(self) -> list[str]:
        """Return what was told since this was last asked."""
        lines = [f"{record.levelname} {record.getMessage()}" for record in self._caplog.records]
        self._caplog.clear()
        return lines


@pytest.fixture
def watched(caplog: pytest.LogCaptureFixture) -> Watched:
    caplog.set_level(logging.INFO)
    return Watched(caplog)


def test_a_database_that_is_away_is_told_once_and_so_is_its_return(watched: Watched) -> None:
    watched.fails(AWAY, times=5, every=5)
    watched.fails(AWAY, CLAIM)
    watched.seconds += 1
    watched.works()
    watched.works(CLAIM)
    assert watched.told() == [
        "WARNING database db: connection refused; what is due waits until it works again",
        "INFO database db: works again after 26 s",
    ]


def test_what_goes_on_is_told_once_a_minute(watched: Watched) -> None:
    watched.fails(AWAY, times=37, every=5)
    waits = "; what is due waits until it works again"
    assert watched.told()[1:] == [
        f"WARNING database db: connection refused, for {so_far} min now{waits}" for so_far in (1, 2, 3)
    ]


def test_hours_are_told_as_such(watched: Watched) -> None:
    watched.fails(AWAY, every=5 * 60 * 60)
    watched.works()
    assert watched.told()[-1] == "INFO database db: works again after 5 h"


def test_another_cause_is_told_at_once_and_the_first_not_again(watched: Watched) -> None:
    watched.fails(AWAY, every=10)
    watched.fails(READ_ONLY, every=10)
    watched.fails(AWAY, every=10)
    watched.fails(READ_ONLY)
    assert [line.partition(",")[0].partition(";")[0] for line in watched.told()] == [
        "WARNING database db: connection refused",
        "WARNING database db: read-only",
    ]


def test_a_refusal_amid_successes_is_told_and_its_end_is_not(watched: Watched) -> None:
    watched.fails(LOCKED, times=10)  # presses at once, all of which wait for one row
    watched.works()
    assert watched.told() == [PLAIN]


def test_refusals_again_and_again_amid_successes_are_told_once_a_minute(watched: Watched) -> None:
    for _ in range(24):
        watched.fails(LOCKED, every=5)
        watched.works()
    assert watched.told() == [PLAIN, PLAIN]


def test_refusals_that_last_are_an_outage(watched: Watched) -> None:
    watched.fails(LOCKED, times=2, every=5)
    watched.works()
    assert watched.told() == [PLAIN, "INFO database db: works again after 10 s"]


def test_the_next_outage_is_told_however_soon(watched: Watched) -> None:
    for _ in range(2):
        watched.fails(AWAY, every=1)
        watched.works()
        assert len(watched.told()) == 2


def test_it_is_not_over_before_something_that_failed_works(watched: Watched) -> None:
    watched.fails(READ_ONLY, PRESS, every=10)
    watched.works(CLAIM)  # nothing was to be written
    watched.fails(READ_ONLY, PRESS, every=10)
    assert len(watched.told()) == 1
    watched.works(PRESS)
    assert watched.told() == ["INFO database db: works again after 20 s"]


@contextmanager
def at_work(database: Database, watched: Watched) -> Iterator[ThreadWork]:
    with closing(ThreadWork(database, now=lambda: watched.seconds)) as work:
        yield work


@pytest.mark.postgres
async def test_a_server_that_is_away_is_named_without_its_password(postgres_url: str, watched: Watched) -> None:
    with line(postgres_url) as laid:
        url = make_url(laid.url).set(password="a-secret")
        with impatient(url.render_as_string(hide_password=False)) as database, at_work(database, watched) as work:
            laid.cut()
            for _ in range(3):
                outcomes = await asyncio.gather(
                    work.read(kept_offset), work.write(keep_offset, 1), return_exceptions=True
                )
                assert {type(one) for one in outcomes} == {StorageDown}
                watched.seconds += 5
            laid.mend()
            assert await work.read(kept_offset) == 0
    began, over = watched.told()
    shown = f"database postgresql://postgres:***@127.0.0.1:{url.port}/{url.database}: "
    assert began.startswith(f"WARNING {shown}conn")
    assert began.endswith("; what is due waits until it works again")
    assert over == f"INFO {shown}works again after 15 s"


@pytest.mark.postgres
async def test_a_restart_between_two_transactions_is_nothing_to_tell(postgres_url: str, watched: Watched) -> None:
    with impatient(postgres_url) as database, at_work(database, watched) as work:
        await work.write(keep_offset, 1)
        restart(postgres_url)
        await work.write(keep_offset, 2)
    assert watched.told() == []


async def test_a_lock_that_is_not_given_is_told_in_one_line(database_url: str, watched: Watched) -> None:
    with impatient(database_url) as database, at_work(database, watched) as work:
        with impatient(database_url) as other, other.writer.begin() as tx:
            keep_offset(tx, 5)
            with pytest.raises(StorageDown):
                await work.write(keep_offset, 1)
        await work.write(keep_offset, 2)
    [told] = watched.told()
    assert told.startswith(f"WARNING database {database.name}: ")
    assert "lock" in told


async def test_who_waits_in_vain_is_told_of(database: Database, watched: Watched) -> None:
    with closing(ThreadWork(database, wait_seconds=0)) as work, pytest.raises(Unconfirmed):
        await work.write(keep_offset, 1)
    late = f"WARNING database {database.name}: no answer within 0 s; what is due waits until it works again"
    assert watched.told()[0] == late
