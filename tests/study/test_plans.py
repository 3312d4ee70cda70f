"""The weekly plan is owed on Mondays until the exam, and reads as things are when it is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.errors import Refused
from bot.storage import groups
from bot.storage.tables import notices
from bot.study.plans import my_plan, plan_to_send, set_plan
from bot.study.work import Writing, writes
from tests.support.clock import START, Clock
from tests.support.mock_exam import sit
from tests.support.quiz import ADA, HERE
from tests.support.reviewing import BERLIN, look, meet, person, tick, wish
from tests.support.store import Store
from tests.support.world import BANKS, actor, make_group

_change: Writing[..., None] = writes(groups.change)


def plan_ahead(store: Store, clock: Clock, days: int = 40) -> date:
    """Let Ada wish for a weekly plan to her own exam; return its day."""
    exam_on = clock().date() + timedelta(days=days)
    store.write(set_plan, ADA, exam_on, weekly=True, zone=BERLIN, now=clock())
    return exam_on


def test_a_plan_is_owed_on_mondays_at_nine_or_at_the_time_of_the_reminders(store: Store, clock: Clock) -> None:
    plan_ahead(store, clock)
    assert person(store).plan_next_at == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    wish(store, clock, time(18, 30))
    assert person(store).plan_next_at == datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    make_group(store)
    for _ in range(14 * 4):
        clock.advance(hours=6)
        tick(store, clock)
    due = [(row.for_date, row.due_at.time()) for row in store.rows(notices, notices.c.kind == "plan")]
    assert due == [(date(2026, 3, day), time(17, 30)) for day in (2, 9)]


def test_a_plan_is_told_until_the_exam_and_no_longer(store: Store, clock: Clock) -> None:
    make_group(store)
    exam_on = plan_ahead(store, clock, 12)
    for _ in range(5):
        tick(store, clock)
        clock.advance(days=7, hours=0)
        clock.now = clock().replace(hour=8)
    told = [row.for_date for row in store.rows(notices)]
    assert told
    assert all(day <= exam_on for day in told)
    assert len(told) == 1


def test_a_plan_reads_as_things_are_when_it_is_sent(store: Store, clock: Clock) -> None:
    group = make_group(store)
    meet(store, clock, 6, right=False)
    exam_on = plan_ahead(store, clock, 27)
    clock.now = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert tick(store, clock) == 1
    (row,) = store.rows(notices)
    found = store.read(plan_to_send, BANKS, row.id, clock())
    assert found is not None
    plan, language = found
    assert (plan.exam_on, plan.days, plan.own, plan.unmet, plan.due) == (exam_on, 20, True, 14, 6)
    assert (plan.mock_on, language) == (exam_on - timedelta(days=14), group.language)
    sit(store, clock)
    after = store.read(plan_to_send, BANKS, row.id, clock())
    assert after is not None
    assert (after[0].mock_on, after[0].next_mock) == (None, exam_on - timedelta(days=7))
    store.write(set_plan, ADA, exam_on, weekly=False, zone=BERLIN, now=clock())
    assert store.read(plan_to_send, BANKS, row.id, clock()) is None


def test_ones_own_day_goes_before_the_groups(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(_change, group.id, exam_on=date(2026, 4, 20))
    meet(store, clock)
    found = store.read(my_plan, ADA, HERE, BANKS, clock())
    assert found is not None
    assert found.plan is not None
    assert (found.plan.exam_on, found.plan.own) == (date(2026, 4, 20), False)
    plan_ahead(store, clock, 10)
    found = store.read(my_plan, ADA, HERE, BANKS, clock())
    assert found is not None
    assert found.plan is not None
    assert (found.plan.exam_on, found.plan.own) == (date(2026, 3, 12), True)
    clock.advance(days=11)
    found = store.read(my_plan, ADA, HERE, BANKS, clock())
    assert found is not None
    assert (found.plan, found.past) == (None, date(2026, 3, 12))


def test_the_day_of_a_group_holds_for_whoever_asks_there_before_they_are_a_member(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(_change, group.id, exam_on=date(2026, 4, 20))
    look(store, clock)
    found = store.read(my_plan, ADA, HERE, BANKS, clock())
    assert found is not None
    assert found.plan is not None
    assert store.read(my_plan, actor("bob"), HERE, BANKS, clock()) is None


def test_a_day_gone_by_is_refused_but_may_stand(store: Store, clock: Clock) -> None:
    exam_on = plan_ahead(store, clock, 1)
    clock.advance(days=3)
    store.write(set_plan, ADA, exam_on, weekly=False, zone=BERLIN, now=clock())
    with pytest.raises(Refused, match="exam-past"):
        store.write(set_plan, ADA, START.date(), weekly=False, zone=BERLIN, now=clock())
