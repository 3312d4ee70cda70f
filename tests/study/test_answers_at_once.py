"""Answers from several threads and processes, one of which may be killed: each counts once, and none is lost."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import event

from bot.errors import Refused
from bot.model.posting import Daily
from bot.storage.tables import attempts, memberships, people
from bot.study.answers import answer
from bot.study.due import create_due
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.programs import said, started
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, daily_by_id, make_group, right, schedule

ROUNDS = 12


def test_a_hundred_answers_at_once_from_two_processes_all_count(store: Store, clock: Clock, database_url: str) -> None:
    daily = ask(store, clock, make_group(store))
    pressing = ("answer-at-once", database_url, str(daily.posting), right(daily))
    users = [f"user{number}" for number in range(100)]
    with started((*pressing, *users[:50]), (*pressing, *users[50:])) as processes:
        assert [said(process) for process in processes] == ["50", "50"]
    assert store.count(attempts) == store.count(memberships) == 100
    assert_all_adds_up(store)


def test_of_many_presses_of_one_person_from_two_processes_one_counts(
    store: Store, clock: Clock, database_url: str
) -> None:
    daily = ask(store, clock, make_group(store))
    pressing = ("answer-at-once", database_url, str(daily.posting), right(daily), *["ada"] * 50)
    with started(pressing, pressing) as processes:
        assert sorted(said(process) for process in processes) == ["0", "1"]
    assert store.count(attempts) == 1
    assert_all_adds_up(store)


@pytest.mark.parametrize("confirmed", [1, 9, 40])
def test_a_killed_process_loses_no_answer_that_it_confirmed(
    store: Store, clock: Clock, database_url: str, confirmed: int
) -> None:
    daily = ask(store, clock, make_group(store))
    with started(("answer-forever", database_url, str(daily.posting), right(daily))) as (process,):
        told = [said(process) for _ in range(confirmed)]
        process.send_signal(signal.SIGKILL)
        while more := said(process):
            told.append(more)
    found = {row.id: row.external_id for row in store.rows(people)}
    answered = {found[row.person_id] for row in store.rows(attempts)}
    assert set(told) <= answered
    assert len(answered) <= len(told) + 1  # at most the one under way when it died
    assert_all_adds_up(store)


def test_an_answer_and_the_reveal_at_once_leave_it_counted_or_refused(store: Store, clock: Clock) -> None:
    group = make_group(store, plan=schedule(reveal_hours=1))
    with ThreadPoolExecutor(4) as pool:
        for _ in range(ROUNDS):
            daily = ask(store, clock, group)
            clock.advance(hours=1)
            together = Barrier(4)
            pressed = [pool.submit(_press, store, together, user, daily, clock()) for user in ("ada", "bob", "eve")]
            together.wait()
            store.write(create_due, BANKS, clock())
            counted = sum(each.result() for each in pressed)
            closed = store.read(daily_by_id, daily.posting)
            assert closed is not None
            assert (closed.closed_at, closed.answers) == (clock(), counted)
    assert_all_adds_up(store)


@pytest.mark.postgres
def test_an_answer_under_way_when_its_question_is_revealed_is_refused_whole(postgres_url: str, clock: Clock) -> None:
    with opened(postgres_url) as database:
        store = Store(database)
        daily = ask(store, clock, make_group(store, plan=schedule(reveal_hours=1)))
        clock.advance(hours=1)

        @event.listens_for(database.writer, "before_cursor_execute")
        def reveals(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("UPDATE postings SET answers"):  # the last look before the answer counts
                store.write(create_due, BANKS, clock())

        with pytest.raises(Refused, match="closed"):
            store.write(answer, actor("ada"), daily.posting, right(daily), clock())
        assert store.count(attempts) == store.count(memberships) == 0
        assert_all_adds_up(store)


def _press(store: Store, together: Barrier, user: str, daily: Daily, now: datetime) -> bool:
    """Return whether the answer counted; it may be refused for being late and for nothing else."""
    together.wait()
    try:
        outcome = store.write(answer, actor(user), daily.posting, right(daily), now)
    except Refused as refused:
        if refused.code != "closed":
            raise
        return False
    return not outcome.repeated
