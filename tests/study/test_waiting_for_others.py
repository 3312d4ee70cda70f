"""Who waits for whom on PostgreSQL, where transactions run side by side. (SQLite has one writer.)"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic

import pytest
from sqlalchemy import text

from bot.storage.engine import Database
from bot.study.answers import answer
from bot.study.due import create_due
from bot.study.rulings import regrade_group
from bot.study.sending import claim
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, actor, ask, make_group, right

pytestmark = pytest.mark.postgres

WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND wait_event_type = 'Lock'"""
SOON = 5.0  # seconds that a test waits for what should happen at once


def until_waiting(database: Database, other: Future[int]) -> None:
    """Wait until some transaction waits for another's lock, or has not waited and is over."""
    end = monotonic() + SOON
    while not other.done():
        assert monotonic() < end
        with database.reader.connect() as looking:
            if looking.execute(text(WAITING)).scalar_one():
                return


def test_a_claim_does_not_wait_for_another_one_under_way(postgres_url: str, clock: Clock) -> None:
    with opened(postgres_url) as database:
        store = Store(database)
        clock.now = max(make_group(store, f"c{n}").next_daily_at for n in range(2))
        store.write(create_due, BANKS, clock())
        with database.writer.begin() as under_way:
            [one] = claim(under_way, "one", [ADAPTER], clock(), 1)
            [other] = store.write(claim, "other", [ADAPTER], clock())
        assert one.id != other.id


def test_a_corrected_key_waits_for_an_answer_under_way(postgres_url: str, clock: Clock) -> None:
    with opened(postgres_url) as database, ThreadPoolExecutor(1) as pool:
        store = Store(database)
        group = make_group(store)
        first = daily = ask(store, clock, group)
        met: set[str] = set()
        while daily.question.domain not in met:  # two answers that add to one row of the board
            store.write(answer, actor("ada"), daily.posting, right(daily), clock())
            met.add(daily.question.domain)
            daily = ask(store, clock, group)
        key = frozenset(option.id for option in first.question.options[-first.question.choose :])
        with database.writer.begin() as under_way:
            answer(under_way, actor("ada"), daily.posting, right(daily), clock())
            regrading = pool.submit(store.write, regrade_group, group.id, EXAM, first.question, key, clock())
            until_waiting(database, regrading)
        assert regrading.result(SOON) == 1
        assert_all_adds_up(store)
