"""Work: every wait has its end, and a caller knows what an error says about what was kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest
from sqlalchemy import Connection, text

from bot.errors import Busy, Refused, StorageDown, Unconfirmed
from bot.storage import installation
from bot.storage.engine import Database, Limits, open_database
from bot.study.offset import keep_offset, kept_offset
from bot.study.work import ThreadWork, reads, writes
from tests.support.store import Store

SHORT = Limits(lock=0.1, statement=0.2, connect=2)
LONG = 10  # seconds; no test waits so long unless it fails


class Gate:
    """A use case that stands still inside its transaction until it is let go."""

    def __init__(self) -> None:
        self.reached, self.open = Event(), Event()

    def pass_through(self, tx: Connection) -> None:
        installation.put(tx, "gate", 1)
        self.reached.set()
        assert self.open.wait(LONG)

    def stand(self, tx: Connection) -> None:
        self.reached.set()
        assert self.open.wait(LONG)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


async def _reached(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.reached.wait, LONG)


async def test_a_full_queue_refuses_at_once(database: Database, gate: Gate) -> None:
    with closing(ThreadWork(database, queue=2)) as work:
        first = asyncio.create_task(work.write(writes(gate.pass_through)))
        await _reached(gate)
        second = asyncio.create_task(work.write(keep_offset, 2))
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="2 transactions"):
            await work.write(keep_offset, 3)
        gate.open.set()
        await asyncio.gather(first, second)
        await work.write(keep_offset, 4)  # there is room again
        assert await work.read(kept_offset) == 4


async def test_a_write_that_takes_too_long_is_unconfirmed_and_still_commits(store: Store, gate: Gate) -> None:
    with closing(ThreadWork(store.database, wait_seconds=0.01)) as work:
        with pytest.raises(Unconfirmed):
            await work.write(writes(gate.pass_through))
        gate.open.set()
    assert store.read(reads(installation.get), "gate") == 1


async def test_a_write_that_nobody_waits_for_any_more_keeps_its_place_in_the_queue(store: Store, gate: Gate) -> None:
    with closing(ThreadWork(store.database, wait_seconds=0.01, queue=1)) as work:
        with pytest.raises(Unconfirmed):
            await work.write(writes(gate.pass_through))
        with pytest.raises(Busy):
            await work.write(keep_offset, 1)
        gate.open.set()


async def test_a_read_that_takes_too_long_is_no_answer(database: Database, gate: Gate) -> None:
    with closing(ThreadWork(database, wait_seconds=0.01)) as work:
        with pytest.raises(StorageDown):
            await work.read(reads(gate.stand))
        gate.open.set()


async def test_a_caller_who_goes_away_does_not_undo_a_write(store: Store, gate: Gate) -> None:
    with closing(ThreadWork(store.database)) as work:
        pressed = asyncio.create_task(work.write(writes(gate.pass_through)))
        await _reached(gate)
        pressed.cancel()
        with pytest.raises(asyncio.CancelledError):
            await pressed
        gate.open.set()
    assert store.read(reads(installation.get), "gate") == 1


async def test_closing_finishes_what_is_queued(store: Store) -> None:
    with closing(ThreadWork(store.database)) as work:
        waiting = [asyncio.create_task(work.write(keep_offset, number)) for number in range(1, 21)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert store.read(kept_offset) > 0


async def test_what_a_use_case_refuses_is_not_kept(work: ThreadWork) -> None:
    @writes
    def refusing(tx: Connection) -> None:
        keep_offset(tx, 7)
        raise Refused("no")

    with pytest.raises(Refused):
        await work.write(refusing)
    assert await work.read(kept_offset) == 0


async def test_another_writers_lock_is_not_waited_for_without_end(store: Store, database_url: str, gate: Gate) -> None:
    store.write(keep_offset, 1)
    with (
        closing(ThreadWork(open_database(database_url, SHORT))) as impatient,
        closing(ThreadWork(store.database)) as work,
    ):
        holding = asyncio.create_task(work.write(writes(_locks_offset), gate))
        await _reached(gate)
        with pytest.raises(StorageDown):
            await impatient.write(keep_offset, 2)
        gate.open.set()
        await holding
        await impatient.write(keep_offset, 3)
        assert await work.read(kept_offset) == 3


def _locks_offset(tx: Connection, gate: Gate) -> None:
    keep_offset(tx, 5)
    gate.stand(tx)


@pytest.mark.postgres
async def test_a_slow_statement_is_given_up(postgres_url: str) -> None:
    with closing(ThreadWork(open_database(postgres_url, SHORT))) as work, pytest.raises(StorageDown, match="timeout"):
        await work.write(writes(lambda tx: tx.execute(text("SELECT pg_sleep(5)"))))


@pytest.mark.postgres
async def test_a_lost_connection_before_the_commit_means_nothing_was_kept(postgres_url: str) -> None:
    with closing(ThreadWork(open_database(postgres_url))) as work:
        with pytest.raises(StorageDown):
            await work.write(writes(_loses_itself))
        assert await work.read(kept_offset) == 0


def _loses_itself(tx: Connection) -> None:
    keep_offset(tx, 7)
    tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.postgres
async def test_a_connection_lost_at_the_commit_leaves_it_unconfirmed(postgres_url: str) -> None:
    with closing(ThreadWork(open_database(postgres_url))) as work:

        def killed(tx: Connection) -> None:
            keep_offset(tx, 7)
            pid = tx.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with tx.engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

        with pytest.raises(Unconfirmed):
            await work.write(writes(killed))
        await work.write(keep_offset, 8)  # pressing again helps: the pool has a new connection
        assert await work.read(kept_offset) == 8


@pytest.mark.postgres
async def test_two_that_wait_for_each_other_both_get_through(postgres_url: str) -> None:
    held = {"a": Event(), "b": Event()}

    def crossing(tx: Connection, first: str, second: str) -> None:
        installation.count_up(tx, first)
        held[first].set()
        assert held[second].wait(LONG)
        installation.count_up(tx, second)

    url = f"{postgres_url}&options=-c%20deadlock_timeout%3D50ms"
    with closing(ThreadWork(open_database(url))) as work:
        await asyncio.gather(work.write(writes(crossing), "a", "b"), work.write(writes(crossing), "b", "a"))
        assert [await work.read(reads(installation.get), name) for name in "ab"] == [2, 2]


async def test_a_server_that_is_not_there_is_storage_down(tmp_path: object) -> None:
    with closing(ThreadWork(open_database(f"postgresql://postgres@/studybot?host={tmp_path}", SHORT))) as work:
        with pytest.raises(StorageDown):
            await work.write(keep_offset, 1)
        with pytest.raises(StorageDown):
            await work.read(kept_offset)


async def test_an_exhausted_pool_is_storage_down(database_url: str, gate: Gate) -> None:
    database = open_database(database_url, SHORT)
    with closing(ThreadWork(database)) as work:
        held = [database.writer.connect() for _ in range(database.writers)]
        with pytest.raises(StorageDown):
            await work.write(keep_offset, 1)
        for connection in held:
            connection.close()
        await work.write(keep_offset, 1)
