"""Reminders and weekly plans are owed once a person and day, to whoever wishes them and has something to be told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.model.question import Bank
from bot.storage import groups
from bot.storage.tables import notices, people
from bot.study.due import soonest
from bot.study.groups import recompute_due_times
from bot.study.plans import set_plan
from bot.study.privacy import mute
from bot.study.reminders import (
    UNANSWERED,
    Reminder,
    create_reminders,
    reminder,
    stop_reminding,
    wishes_of,
)
from bot.study.work import Writing, writes
from bot.study.workspaces import workspace_gone
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.quiz import ADA
from tests.support.reviewing import BERLIN, cards, look, meet, person, review_all, tick, wish
from tests.support.store import Store
from tests.support.world import BANKS, ask, make_group

_change: Writing[..., None] = writes(groups.change)


def ready(store: Store, clock: Clock) -> datetime:
    """Let Ada, who has met five questions in her group, wish for reminders; go to the first with something due."""
    make_group(store)
    meet(store, clock, right=False)
    wish(store, clock)
    clock.now = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    return clock.now


def test_a_reminder_is_first_due_at_the_next_such_local_time(store: Store, clock: Clock) -> None:
    assert wish(store, clock) == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert wish(store, clock, time(7)) == datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    assert (person(store).review_time, person(store).zone) == (time(7), BERLIN)


def test_nothing_is_owed_before_its_time_and_once_at_it(store: Store, clock: Clock) -> None:
    due = ready(store, clock)
    clock.now = due - timedelta(seconds=1)
    store.write(create_reminders, BANKS, due - timedelta(days=1))
    assert tick(store, clock) == 0
    clock.now = due
    assert [tick(store, clock), tick(store, clock)] == [1, 0]
    (row,) = store.rows(notices)
    assert (row.kind, row.for_date, row.due_at, row.state) == ("review", date(2026, 3, 3), due, "owed")
    assert row.grace_until == due + timedelta(hours=8)


def test_of_several_schedulers_at_once_one_owes_it(store: Store, clock: Clock) -> None:
    ready(store, clock)
    together = Barrier(3)

    def at_once() -> int:
        together.wait()
        return store.write(create_reminders, BANKS, clock())[0]

    with ThreadPoolExecutor(3) as pool:
        assert sum(one.result() for one in [pool.submit(at_once) for _ in range(3)]) == 1
    assert (store.count(notices), person(store).reviews_unanswered) == (1, 1)


def test_nothing_is_owed_while_nothing_is_due(store: Store, clock: Clock) -> None:
    make_group(store)
    meet(store, clock)
    wish(store, clock)
    clock.advance(days=1)
    assert tick(store, clock) == 0
    clock.advance(days=1, hours=2)
    assert tick(store, clock) == 1


def test_what_is_due_only_as_an_open_daily_question_is_nothing_to_be_reminded_of(store: Store, clock: Clock) -> None:
    (met,) = meet(store, clock, 1, right=False)
    wish(store, clock)
    clock.advance(days=1)
    group = make_group(store, now=clock())
    ask(store, clock, group, {EXAM: Bank(BANKS[EXAM].exam, {met.question.id: met.question})})
    clock.advance(hours=1)
    assert tick(store, clock) == 0


def test_before_an_exam_what_comes_once_more_is_due(store: Store, clock: Clock) -> None:
    group = make_group(store)
    meet(store, clock)
    for _ in range(4):
        clock.now = max(look_due(store), clock()) + timedelta(hours=9)
        review_all(store, clock)
    wish(store, clock)
    store.write(_change, group.id, exam_on=clock().date() + timedelta(days=9))
    owed = []
    for _ in range(9):
        clock.advance(days=1)
        owed.append(tick(store, clock))
    assert owed[-2:] == [1, 1]


def look_due(store: Store) -> datetime:
    """Return when the last of Ada's cards is due."""
    return max(card.due_at for card in cards(store).values())


@pytest.mark.parametrize("hours", [7, 9])
def test_after_an_outage_it_is_owed_within_its_grace_and_never_later(store: Store, clock: Clock, hours: int) -> None:
    ready(store, clock)
    clock.advance(hours=hours)
    assert tick(store, clock) == (1 if hours == 7 else 0)
    assert person(store).review_next_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def test_after_a_week_away_there_is_one_reminder(store: Store, clock: Clock) -> None:
    ready(store, clock)
    clock.advance(days=7)
    assert tick(store, clock) == 1
    assert [row.for_date for row in store.rows(notices)] == [date(2026, 3, 10)]


def test_whoever_takes_no_direct_messages_is_owed_none(store: Store, clock: Clock) -> None:
    ready(store, clock)
    store.write(mute, ADA, True, clock())
    assert tick(store, clock) == 0
    assert person(store).reviews_unanswered == 0
    store.write(mute, ADA, False, clock())
    clock.advance(days=1)
    assert tick(store, clock) == 1


def test_where_the_app_was_removed_nobody_is_owed_anything(store: Store, clock: Clock) -> None:
    ready(store, clock)
    store.write(workspace_gone, ADA.adapter, ADA.workspace, clock())
    assert tick(store, clock) == 0


def test_seven_in_a_row_without_a_review_are_the_last(store: Store, clock: Clock) -> None:
    ready(store, clock)
    said = []
    for _ in range(UNANSWERED + 3):
        if tick(store, clock):
            said.append(store.read(reminder, BANKS, store.rows(notices)[-1].id, clock()))
        clock.advance(days=1)
    assert said == [Reminder(5, last=False, language="en")] * 6 + [Reminder(5, last=True, language="en")]
    assert (person(store).review_time, person(store).review_next_at) == (None, None)


def test_a_review_makes_the_count_begin_anew(store: Store, clock: Clock) -> None:
    ready(store, clock)
    for _ in range(UNANSWERED - 1):
        assert tick(store, clock) == 1
        clock.advance(days=1)
    look(store, clock)
    assert person(store).reviews_unanswered == 0
    for _ in range(UNANSWERED):
        assert tick(store, clock) == 1
        clock.advance(days=1)
    assert tick(store, clock) == 0


def test_a_reminder_that_is_stopped_or_done_with_before_it_is_sent_is_not_sent(store: Store, clock: Clock) -> None:
    ready(store, clock)
    tick(store, clock)
    (row,) = store.rows(notices)
    assert store.read(reminder, BANKS, row.id, clock()) == Reminder(5, last=False, language="en")
    review_all(store, clock)
    assert store.read(reminder, BANKS, row.id, clock()) is None
    clock.advance(days=60)
    assert store.read(reminder, BANKS, row.id, clock()) is not None
    store.write(stop_reminding, ADA, clock())
    assert store.read(reminder, BANKS, row.id, clock()) is None
    assert store.read(reminder, BANKS, 999, clock()) is None
    clock.advance(days=1)
    assert tick(store, clock) == 0


def test_due_times_are_computed_anew_at_a_start_and_stop_the_time_control(store: Store, clock: Clock) -> None:
    due = wish(store, clock)
    store.write(set_plan, ADA, None, weekly=True, zone=BERLIN, now=clock())
    assert store.read(soonest, clock()) == due
    store.write(_misplaced, due + timedelta(minutes=30))
    assert store.write(recompute_due_times, clock()) == 1
    assert (person(store).review_next_at, person(store).plan_next_at) == (due, due)
    assert store.write(recompute_due_times, clock()) == 0
    assert store.read(soonest, due) is None


@writes
def _misplaced(tx: Any, moment: datetime) -> None:
    tx.execute(people.update().values(review_next_at=moment, plan_next_at=moment))


def test_whoever_is_not_known_has_no_wishes(store: Store) -> None:
    assert store.read(wishes_of, replace(ADA, user="nobody")) is None
