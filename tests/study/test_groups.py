"""Setting up, rescheduling, pausing: due times follow at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.errors import Refused
from bot.model.group import Group
from bot.storage import groups as rows
from bot.storage.tables import groups, places, postings, workspaces
from bot.study.due import create_due
from bot.study.groups import (
    all_groups,
    group_at,
    group_by_id,
    groups_of,
    ledger,
    recompute_due_times,
    set_up,
)
from bot.study.pausing import pause, resume
from bot.study.sending import claim, fail
from bot.study.settings import reschedule
from bot.study.work import writes
from tests.support.bank import EXAM
from tests.support.clock import START, Clock
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, actor, ask, daily_by_id, make_group, open_daily, place, reveal, schedule

TEN = schedule(time(10, 0))


def group_now(store: Store, group: Group) -> Group:
    found = store.read(group_by_id, group.id)
    assert found is not None
    return found


def test_a_group_is_set_up_with_its_place_schedule_and_first_due_time(store: Store, clock: Clock) -> None:
    plan = schedule(time(6, 30), "Asia/Tokyo", days=(1, 5), reveal_hours=6)
    group = store.write(set_up, actor("owner"), place("study"), EXAM, plan, clock())
    assert (group.adapter, group.workspace, group.channel, group.exam) == (ADAPTER, "w1", "study", EXAM)
    assert (group.schedule, group.language, group.paused_at, group.show_topic) == (plan, "en", None, True)
    assert (group.next_daily_on, group.next_daily_at) == (date(2026, 3, 6), datetime(2026, 3, 5, 21, 30, tzinfo=UTC))
    assert store.read(group_at, place("study")) == group
    assert store.read(group_at, place("other")) is None


def test_a_channel_has_one_group(store: Store, clock: Clock) -> None:
    make_group(store)
    with pytest.raises(Refused, match="already-set-up"):
        make_group(store)
    assert store.count(groups) == store.count(places) == store.count(workspaces) == 1


def test_the_same_channel_id_elsewhere_is_another_place(store: Store, clock: Clock) -> None:
    here, there = make_group(store), make_group(store, workspace="w2")
    other = make_group(store, adapter="slack")
    assert [group.id for group in store.read(groups_of, ADAPTER, "w1")] == [here.id]
    assert store.read(group_at, place(workspace="w2")) == there
    assert {group.id for group in store.read(all_groups)} == {here.id, there.id, other.id}


def test_a_new_schedule_moves_the_next_question_and_the_open_reveal(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    changed = store.write(reschedule, group.id, schedule(time(7, 0)), clock())
    assert changed.schedule.at == time(7, 0)
    assert changed.next_daily_at == START.replace(day=3)
    moved = store.read(daily_by_id, daily.posting)
    assert moved is not None
    assert moved.reveal_at == changed.next_daily_at


def test_a_later_time_on_the_day_of_a_question_asks_no_second_one(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    store.write(reschedule, group.id, TEN, clock())
    clock.advance(hours=1)
    assert store.write(create_due, BANKS, clock()).created == 0
    assert store.count(postings, postings.c.kind == "daily") == 1
    still = store.read(open_daily, group.id)
    assert still is not None
    assert still.posting == daily.posting


def test_a_reveal_after_hours_is_counted_from_the_posting(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    posted = clock()
    store.write(reschedule, group.id, schedule(reveal_hours=5), clock.advance(hours=1))
    moved = store.read(daily_by_id, daily.posting)
    assert moved is not None
    assert moved.reveal_at == posted + timedelta(hours=5)


def test_a_new_schedule_does_not_forget_a_question_that_fell_due_before_any_tick(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = group.next_daily_at + timedelta(minutes=2)
    store.write(reschedule, group.id, schedule(time(7, 0)), clock())
    assert store.write(create_due, BANKS, clock()).created == 1
    [asked] = store.read(ledger, group.id)
    assert (asked.for_date, asked.due_at, asked.state) == (group.next_daily_on, group.next_daily_at, "owed")
    changed = store.read(group_by_id, group.id)
    assert changed is not None
    assert changed.next_daily_at == START.replace(day=3)


def test_pausing_stops_questions_and_not_the_reveal(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    paused = store.write(pause, group.id, clock())
    assert (paused.paused_at, paused.pause_reason) == (clock(), "owner")
    assert store.write(pause, group.id, clock.advance(hours=1)).paused_at == paused.paused_at
    reveal(store, clock, daily)
    assert store.count(postings, postings.c.kind == "daily") == 1


def test_resuming_asks_from_the_next_scheduled_time_on(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(pause, group.id, clock())
    clock.advance(days=5, hours=3)
    resumed = store.write(resume, group.id, clock())
    assert (resumed.paused_at, resumed.pause_reason) == (None, "")
    assert resumed.next_daily_at == datetime(2026, 3, 8, 8, 0, tzinfo=UTC)
    assert store.write(create_due, BANKS, clock()).created == 0
    assert store.count(postings) == 0  # the days of the pause are nobody's fault


def test_only_what_is_paused_is_resumed(store: Store, clock: Clock) -> None:
    group = make_group(store)
    with pytest.raises(Refused, match="not-paused"):
        store.write(resume, group.id, clock())


def test_what_is_no_group_is_refused(store: Store, clock: Clock) -> None:
    for use_case in (pause, resume):
        with pytest.raises(Refused, match="no-group"):
            store.write(use_case, 999, clock())


def test_due_times_follow_the_rules_of_their_zone(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    before = group_now(store, group)
    # As if the time had been computed under rules by which Berlin was an hour further east.
    earlier = before.next_daily_at - timedelta(hours=1)
    store.write(writes(lambda tx: rows.change(tx, group.id, next_daily_at=earlier)))
    assert store.write(recompute_due_times, clock()) == 1
    assert group_now(store, group) == before
    assert store.write(recompute_due_times, clock()) == 0
    moved = store.read(daily_by_id, daily.posting)
    assert moved is not None
    assert moved.reveal_at == before.next_daily_at


def test_a_due_time_that_has_passed_is_left_for_the_tick(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = group.next_daily_at
    assert store.write(recompute_due_times, clock()) == 0
    assert store.write(create_due, BANKS, clock()).created == 1


def test_summer_time_moves_the_due_time_and_not_the_wall_clock(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = datetime(2026, 3, 28, 7, 0, tzinfo=UTC)
    store.write(create_due, BANKS, clock())
    hours = []
    for _ in range(2):
        ask(store, clock, group)
        hours.append(clock().hour)
    assert (clock().day, hours) == (29, [8, 7])


def test_the_ledger_says_what_became_of_each_posting_newest_first(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = group.next_daily_at + timedelta(days=1, hours=9)
    store.write(create_due, BANKS, clock())
    ask(store, clock, group)
    lines = store.read(ledger, group.id)
    assert [(line.for_date.day, line.state, line.reason) for line in lines] == [
        (4, "posted", ""),
        (3, "skipped", "late"),
        (2, "skipped", "late"),
    ]
    assert [line.for_date.day for line in store.read(ledger, group.id, 1)] == [4]


def test_a_reveal_that_failed_goes_out_once_its_group_is_resumed(store: Store, clock: Clock) -> None:
    group = make_group(store)
    reveal(store, clock, ask(store, clock, group))
    taken = store.write(claim, "w", [ADAPTER], clock())
    failed = next(one for one in taken if one.kind == "reveal")
    store.write(fail, failed, "no-permission", clock())
    store.write(resume, group.id, clock())
    again = store.write(claim, "v", [ADAPTER], clock())
    assert [one.id for one in again if one.kind == "reveal"] == [failed.id]
