"""What falls due: at most one question a group and date, none twice at once in a workspace, and nothing forgotten."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest

from bot.model.question import Bank
from bot.storage.tables import groups, postings
from bot.study import due
from bot.study.due import Tick, create_due, soonest, upcoming
from bot.study.groups import group_by_id
from bot.study.pausing import pause
from bot.study.todays import skip, unskip
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.days import dailies, live
from tests.support.store import Store
from tests.support.world import BANKS, ask, make_group, reveal, schedule, send_all

FIRST_DUE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TINY = {EXAM: small_bank(2)}  # eight questions


def at_once(store: Store, clock: Clock, times: int = 3) -> list[Tick]:
    """Let several schedulers tick at the same moment."""
    together = Barrier(times)

    def tick() -> Tick:
        together.wait()
        return store.write(create_due, BANKS, clock())

    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(tick) for _ in range(times)]]


def test_nothing_is_created_before_its_time(store: Store, clock: Clock) -> None:
    make_group(store)
    clock.now = FIRST_DUE - timedelta(seconds=1)
    assert store.write(create_due, BANKS, clock()) == Tick(0, 0, more=False)
    clock.now = FIRST_DUE
    assert store.write(create_due, BANKS, clock()).created == 1


def test_a_second_tick_creates_nothing_again(store: Store, clock: Clock) -> None:
    ask(store, clock, make_group(store))
    assert store.write(create_due, BANKS, clock()) == Tick(0, 0, more=False)
    assert len(dailies(store)) == 1


def test_a_question_carries_what_is_needed_to_ask_and_reveal_it(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = FIRST_DUE + timedelta(minutes=1)
    store.write(create_due, BANKS, clock())
    (row,) = dailies(store)
    question = BANKS[EXAM].questions[row.question_id]
    assert (row.group_id, row.exam, row.for_date, row.state) == (group.id, EXAM, date(2026, 3, 2), "owed")
    assert (row.due_at, row.grace_until) == (FIRST_DUE, FIRST_DUE + timedelta(hours=8))
    assert row.reveal_at == FIRST_DUE + timedelta(days=1)
    assert row.revision == question.revision
    assert sorted(row.option_order) == [option.id for option in question.options]


def test_schedulers_at_once_make_one_question_a_group_and_date(store: Store, clock: Clock) -> None:
    for number in range(12):
        make_group(store, f"c{number}")
    clock.now = FIRST_DUE
    ticks = at_once(store, clock)
    rows = dailies(store)
    assert len(rows) == sum(tick.created for tick in ticks) == 12
    assert len({row.group_id for row in rows}) == 12
    assert len({row.question_id for row in rows}) == 12


def test_schedulers_at_once_make_one_reveal(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    clock.advance(days=1)
    assert sum(tick.closed for tick in at_once(store, clock)) == 1
    (row,) = store.rows(postings, postings.c.kind == "reveal")
    assert (row.subject_id, row.for_date, row.due_at) == (daily.posting, daily.for_date, clock())
    assert (row.state, row.grace_until) == ("owed", None)
    assert store.rows(postings, postings.c.id == daily.posting)[0].closed_at == clock()


def test_more_groups_than_fit_one_transaction_are_served_by_the_next(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "TICK_LIMIT", 2)
    for number in range(5):
        make_group(store, f"c{number}")
    clock.now = FIRST_DUE
    ticks = [store.write(create_due, BANKS, clock()) for _ in range(4)]
    assert [(tick.created, tick.more) for tick in ticks] == [(2, True), (2, True), (1, False), (0, False)]


@pytest.mark.parametrize(("late", "state"), [(timedelta(hours=8), "owed"), (timedelta(hours=8, seconds=1), "skipped")])
def test_a_question_goes_out_up_to_eight_hours_late(store: Store, clock: Clock, late: timedelta, state: str) -> None:
    make_group(store)
    clock.now = FIRST_DUE + late
    store.write(create_due, BANKS, clock())
    (row,) = dailies(store)
    assert (row.state, row.reason) == (state, "late" if state == "skipped" else "")


def test_a_question_never_goes_out_after_its_local_day(store: Store, clock: Clock) -> None:
    make_group(store, plan=schedule(time(22, 0)))
    clock.now = datetime(2026, 3, 2, 23, 0, 1, tzinfo=UTC)  # Tuesday has begun in Berlin
    store.write(create_due, BANKS, clock())
    assert [(row.for_date, row.state, row.reason) for row in dailies(store)] == [(date(2026, 3, 2), "skipped", "late")]


def test_days_on_which_nothing_ran_are_recorded_and_take_no_question(store: Store, clock: Clock) -> None:
    group = make_group(store)
    clock.now = FIRST_DUE + timedelta(days=3)
    store.write(create_due, BANKS, clock())
    rows = dailies(store)
    assert [row.for_date.day for row in rows] == [2, 3, 4, 5]
    assert [row.state for row in rows] == ["skipped"] * 3 + ["owed"]
    assert [row.question_id is None for row in rows] == [True] * 3 + [False]
    moved = store.read(group_by_id, group.id)
    assert moved is not None
    assert moved.next_daily_at == FIRST_DUE + timedelta(days=4)


def test_only_scheduled_days_are_asked(store: Store, clock: Clock) -> None:
    make_group(store, plan=schedule(days=(1, 3, 5)))
    live(store, clock, 14, BANKS)
    assert {row.for_date.isoweekday() for row in dailies(store)} == {1, 3, 5}
    assert len(dailies(store)) == 6


def test_without_a_question_to_ask_the_day_is_recorded(store: Store, clock: Clock) -> None:
    make_group(store)
    clock.now = FIRST_DUE
    store.write(create_due, {}, clock())
    (row,) = dailies(store)
    assert (row.state, row.reason, row.closed_at) == ("skipped", "no-question", clock())


def test_a_paused_group_is_asked_nothing(store: Store, clock: Clock) -> None:
    store.write(pause, make_group(store).id, clock())
    clock.advance(days=3)
    assert store.write(create_due, BANKS, clock()) == Tick(0, 0, more=False)


@pytest.mark.parametrize("times", [(9, 9, 9, 9), (9, 12, 15, 18)])
def test_groups_of_a_workspace_never_hold_the_same_question_open(
    store: Store, clock: Clock, times: tuple[int, ...]
) -> None:
    for number, hour in enumerate(times):
        make_group(store, f"c{number}", plan=schedule(time(hour), reveal_hours=30 if number == 3 else None))
    for open_now in live(store, clock, 6, TINY):
        assert max(Counter(row.question_id for row in open_now).values(), default=1) == 1
    asked = Counter(row.group_id for row in dailies(store) if row.question_id)
    assert min(asked.values()) >= 4, asked


def test_what_one_group_just_saw_revealed_is_kept_from_the_others_for_a_day(store: Store, clock: Clock) -> None:
    for number, hour in enumerate((9, 12, 15)):
        make_group(store, f"c{number}", plan=schedule(time(hour)))
    live(store, clock, 8, TINY)
    rows = [row for row in dailies(store) if row.question_id]
    for row in rows:
        closed = [each.closed_at for each in rows if each.question_id == row.question_id and each.closed_at]
        assert not any(timedelta() <= row.created_at - at < timedelta(days=1) for at in closed)


def test_workspaces_do_not_take_questions_from_each_other(store: Store, clock: Clock) -> None:
    bank = small_bank(1)
    one = {EXAM: Bank(bank.exam, {"q-1-00": bank.questions["q-1-00"]})}
    make_group(store)
    make_group(store, workspace="w2")
    clock.now = FIRST_DUE
    store.write(create_due, one, clock())
    assert [row.question_id for row in dailies(store)] == ["q-1-00", "q-1-00"]


def test_a_question_is_new_to_the_group_as_long_as_there_is_one(store: Store, clock: Clock) -> None:
    make_group(store)
    live(store, clock, 8, TINY)
    assert sorted(row.question_id for row in dailies(store)) == sorted(TINY[EXAM].questions)


def test_a_question_that_was_skipped_may_be_asked_later(store: Store, clock: Clock) -> None:
    group = make_group(store)
    one = {EXAM: Bank(BANKS[EXAM].exam, {"q-1-00": BANKS[EXAM].questions["q-1-00"]})}
    clock.now = FIRST_DUE
    store.write(create_due, one, clock())  # owed, and nobody sends it
    clock.advance(hours=9)
    assert send_all(store, clock()) == 0  # too late: skipped by the claim
    clock.advance(days=1)  # the day after it is still kept from the workspace, then no more
    store.write(create_due, one, clock())
    assert ask(store, clock, group, one).question.id == "q-1-00"


@pytest.mark.parametrize(("hours", "at"), [(None, timedelta(days=1)), (1, timedelta(hours=1)), (72, timedelta(days=3))])
def test_a_reveal_is_due_with_the_next_question_or_after_its_hours(
    store: Store, clock: Clock, hours: int | None, at: timedelta
) -> None:
    daily = ask(store, clock, make_group(store, plan=schedule(reveal_hours=hours)))
    assert daily.reveal_at == clock() + at


def test_a_reveal_waits_three_days_at_most(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store, plan=schedule(days=[1])))
    assert daily.reveal_at == clock() + timedelta(hours=72)


def test_a_question_that_never_went_out_is_never_revealed(store: Store, clock: Clock) -> None:
    make_group(store)
    clock.now = FIRST_DUE
    store.write(create_due, BANKS, clock())
    clock.advance(days=1)
    store.write(create_due, BANKS, clock())
    assert store.count(postings, postings.c.kind == "reveal") == 0


def test_what_comes_next_is_told_soonest_first(store: Store, clock: Clock) -> None:
    group = make_group(store)
    later = make_group(store, "later", plan=schedule(time(10, 0)))

    def coming() -> list[tuple[str, int]]:
        return [(kind, each.id) for kind, each, _ in store.read(upcoming) if kind != "recap"]

    assert coming() == [("daily", group.id), ("daily", later.id)]
    assert store.read(soonest, clock()) == FIRST_DUE
    ask(store, clock, group)
    assert coming() == [("daily", later.id), ("daily", group.id), ("reveal", group.id)]
    assert store.read(soonest, clock()) == later.next_daily_at


def test_a_reveal_leaves_the_next_question_another_one(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group, TINY)
    reveal(store, clock, daily, TINY)
    newest = dailies(store)[-1]
    assert (newest.for_date, newest.question_id != daily.question.id) == (date(2026, 3, 3), True)


def test_a_day_that_was_skipped_ahead_of_its_time_is_never_the_next(store: Store, clock: Clock) -> None:
    group = make_group(store)
    monday, tuesday, wednesday, thursday = (date(2026, 3, day) for day in range(2, 6))
    for day in (monday, tuesday, wednesday):
        moved = store.write(skip, group.id, day, clock())
    assert moved.next_daily_on == thursday
    assert store.write(unskip, group.id, monday, clock()).next_daily_on == monday
    clock.now = FIRST_DUE
    assert store.write(create_due, BANKS, clock()).created == 1
    assert [row.next_daily_on for row in store.rows(groups)] == [thursday]
    assert store.write(unskip, group.id, tuesday, clock()).next_daily_on == tuesday
    assert store.write(skip, group.id, tuesday, clock()).next_daily_on == thursday
