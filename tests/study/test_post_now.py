"""A question asked at once is today's: never a second one, and never revealed by its own day's time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from bot.errors import Refused
from bot.model.group import Group
from bot.storage.tables import postings
from bot.study.due import create_due, post_now
from bot.study.pausing import pause
from tests.support.clock import Clock
from tests.support.days import dailies, live
from tests.support.store import Store
from tests.support.world import BANKS, ask, make_group, open_daily, send_all

FIRST_DUE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def posted_now(store: Store, clock: Clock, group: Group) -> date:
    day = store.write(post_now, BANKS, group.id, clock())
    send_all(store, clock())
    return day


def test_a_question_posted_now_is_todays_and_not_asked_again_at_its_time(store: Store, clock: Clock) -> None:
    group = make_group(store)
    assert posted_now(store, clock, group) == date(2026, 3, 2)
    live(store, clock, 1, BANKS)
    assert [row.for_date for row in dailies(store)] == [date(2026, 3, 2)]


def test_posting_now_twice_a_day_is_refused(store: Store, clock: Clock) -> None:
    group = make_group(store)
    posted_now(store, clock, group)
    with pytest.raises(Refused, match="already-today"):
        store.write(post_now, BANKS, group.id, clock.advance(hours=1))
    clock.advance(days=1)
    assert posted_now(store, clock, group) == date(2026, 3, 3)


def test_after_the_scheduled_question_posting_now_is_refused(store: Store, clock: Clock) -> None:
    group = make_group(store)
    ask(store, clock, group)
    with pytest.raises(Refused, match="already-today"):
        store.write(post_now, BANKS, group.id, clock())


def test_a_question_posted_ahead_of_its_time_is_not_revealed_by_it(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = FIRST_DUE - timedelta(minutes=5)
    posted_now(store, clock, group)
    daily = store.read(open_daily, group.id)
    assert daily is not None
    assert daily.reveal_at == FIRST_DUE + timedelta(days=1)


def test_a_question_posted_late_in_the_day_is_revealed_with_the_next(store: Store, clock: Clock) -> None:
    clock.now = FIRST_DUE + timedelta(hours=6)
    group = make_group(store, now=clock())
    posted_now(store, clock, group)
    daily = store.read(open_daily, group.id)
    assert daily is not None
    assert daily.reveal_at == FIRST_DUE + timedelta(days=1)


def test_posting_now_needs_a_group_that_is_not_paused_and_a_question(store: Store, clock: Clock) -> None:
    group = make_group(store)
    with pytest.raises(Refused, match="no-group"):
        store.write(post_now, BANKS, 999, clock())
    with pytest.raises(Refused, match="no-question"):
        store.write(post_now, {}, group.id, clock())
    store.write(pause, group.id, clock())
    with pytest.raises(Refused, match="paused"):
        store.write(post_now, BANKS, group.id, clock())
    assert store.count(postings) == 0


def test_post_now_and_the_tick_at_once_make_one_question(store: Store, clock: Clock) -> None:
    together = Barrier(2)
    groups = [make_group(store, f"c{number}") for number in range(6)]
    clock.now = FIRST_DUE

    def press() -> int:
        together.wait()
        made = 0
        for group in groups:
            try:
                made += bool(store.write(post_now, BANKS, group.id, clock()))
            except Refused:
                made += 0
        return made

    with ThreadPoolExecutor(1) as pool:
        pressed = pool.submit(press)
        together.wait()
        created = store.write(create_due, BANKS, clock()).created
        assert created + pressed.result() == 6
    assert len(dailies(store)) == 6
