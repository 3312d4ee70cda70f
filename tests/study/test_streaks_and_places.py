"""Streaks, and places on the board of the week."""

from __future__ import annotations

from bot.storage.tables import people
from bot.study.answers import answer, my_answer
from bot.study.due import create_due
from bot.study.pausing import pause, resume
from tests.support.clock import Clock
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, open_daily, right, wrong

ADA, BOB, EVE = actor("ada"), actor("bob"), actor("eve")


def test_a_streak_counts_questions_and_no_days(store: Store, clock: Clock) -> None:
    group = make_group(store)

    def answered() -> int:
        daily = ask(store, clock, group)
        return store.write(answer, ADA, daily.posting, wrong(daily), clock()).streak

    assert [answered(), answered()] == [1, 2]
    clock.advance(days=3)  # nothing ran: three days are recorded as skipped
    store.write(create_due, BANKS, clock())
    assert answered() == 3
    store.write(pause, group.id, clock())
    clock.advance(days=10)
    store.write(resume, group.id, clock())
    assert answered() == 4
    ask(store, clock, group)  # this one is missed
    assert answered() == 1


def test_the_open_question_does_not_break_a_streak_yet(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    store.write(answer, ADA, daily.posting, right(daily), clock())
    ask(store, clock, group)
    assert store.read(my_answer, ADA, daily.posting).streak == 1


def test_places_of_the_week_are_by_points_and_shared(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    for who, letters in ((ADA, right(daily)), (BOB, right(daily)), (EVE, wrong(daily))):
        outcome = store.write(answer, who, daily.posting, letters, clock())
        clock.advance(minutes=1)
    assert (outcome.place, outcome.members, outcome.week_points) == (3, 3, 0)
    assert store.read(my_answer, BOB, daily.posting).place == 1


def test_a_new_week_begins_at_nought(store: Store, clock: Clock) -> None:
    group = make_group(store)
    gained = []
    for _ in range(9):  # Monday to the Tuesday after
        daily = ask(store, clock, group)
        gained.append(store.write(answer, ADA, daily.posting, right(daily), clock()).week_points)
    assert gained == [1, 2, 3, 4, 5, 6, 7, 1, 2]
    assert_all_adds_up(store)


def test_groups_of_one_person_keep_boards_of_their_own(store: Store, clock: Clock) -> None:
    here, there = make_group(store), make_group(store, "general", "w2")
    first = ask(store, clock, here)
    second = store.read(open_daily, there.id)
    assert second is not None
    store.write(answer, ADA, first.posting, right(first), clock())
    outcome = store.write(answer, actor("ada", "w2"), second.posting, right(second), clock())
    assert (outcome.week_points, outcome.members) == (1, 1)
    assert store.count(people, people.c.external_id == "ada") == 1
    assert_all_adds_up(store)
