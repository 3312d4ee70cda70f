"""A person's own figures: over all groups of their realm and no other, by domain and task, and how regular they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model.actor import Actor
from bot.model.board import Progress, Tally
from bot.model.group import Group
from bot.study.answers import answer
from bot.study.progress import progress
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.given import give
from tests.support.store import Store
from tests.support.world import actor, ask, make_group, right, schedule, wrong

ADA = actor("ada")


def figures(store: Store, clock: Clock, who: Actor = ADA, group: Group | None = None) -> Progress:
    found = store.read(progress, who, EXAM, group, clock())
    assert found is not None
    return found


def test_right_and_wrong_are_told_by_domain_and_task_statement(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for domain, correct in ((1, True), (1, False), (1, False), (3, True)):
        store.write(give, ADA, group, clock(), correct, domain=domain)
    found = figures(store, clock)
    assert (found.exam, found.total) == (EXAM, Tally(4, 2))
    assert found.domains == {"1": Tally(3, 1), "3": Tally(1, 1)}
    assert found.tasks == {"1.1": Tally(3, 1), "3.1": Tally(1, 1)}


def test_all_groups_and_workspaces_of_a_realm_are_counted_together(store: Store, clock: Clock) -> None:
    places = (("general", "w1"), ("random", "w1"), ("general", "w2"))
    for channel, workspace in places:
        group = make_group(store, channel, workspace)
        store.write(give, actor("ada", workspace), group, clock())
    for workspace in ("w1", "w2"):
        assert figures(store, clock, actor("ada", workspace)).total == Tally(3, 3)


def test_the_same_id_in_another_realm_is_somebody_else(store: Store, clock: Clock) -> None:
    stranger = actor("ada", "w3", realm="r2")
    store.write(give, ADA, make_group(store), clock())
    assert store.read(progress, stranger, EXAM, None, clock()) is None
    store.write(give, stranger, make_group(store, "general", "w3"), clock(), False)
    assert figures(store, clock, stranger).total == Tally(1, 0)
    assert figures(store, clock).total == Tally(1, 1)


def test_nothing_is_told_to_whom_nothing_is_known_of(store: Store, clock: Clock) -> None:
    assert store.read(progress, ADA, EXAM, None, clock()) is None
    store.write(give, actor("bob"), make_group(store), clock())
    assert store.read(progress, ADA, EXAM, None, clock()) is None


def test_another_exam_has_figures_of_its_own(store: Store, clock: Clock) -> None:
    store.write(give, ADA, make_group(store), clock())
    assert store.read(progress, ADA, "another", None, clock()) is None


def test_quizzes_count_too(store: Store, clock: Clock) -> None:
    store.write(give, ADA, make_group(store), clock(), source="quiz")
    assert figures(store, clock).total == Tally(1, 1)


def test_activity_is_of_this_week_and_of_four_weeks(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for days in (0, 1, 1, 20, 8):  # Monday, Tuesday, twice on Wednesday, three weeks later, and on a Tuesday
        store.write(give, ADA, group, clock.advance(days=days))
    found = figures(store, clock, group=group)
    assert (found.active_days, found.this_week, found.total) == (2, Tally(1, 1), Tally(5, 5))
    earlier = clock.now - timedelta(days=8)
    clock.now = earlier
    assert figures(store, clock, group=group).this_week == Tally(2, 2)  # one of them is yet to come by this clock


def test_a_week_begins_where_the_group_lives(store: Store, clock: Clock) -> None:
    tokyo = make_group(store, plan=schedule(zone="Asia/Tokyo"))
    clock.now = datetime(2026, 3, 8, 16, tzinfo=UTC)  # Monday already in Tokyo
    store.write(give, ADA, tokyo, clock.now - timedelta(hours=2))
    assert figures(store, clock, group=tokyo).this_week == Tally(0, 0)
    assert figures(store, clock).this_week == Tally(1, 1)


def test_streaks_are_of_the_group_asked_about(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for letters in (right, wrong, None, right, None):
        daily = ask(store, clock, group)
        if letters:
            store.write(answer, ADA, daily.posting, letters(daily), clock())
    found = figures(store, clock, group=group)
    assert (found.streak, found.best) == (1, 2)  # today's is still open
    ask(store, clock, group)
    found = figures(store, clock, group=group)
    assert (found.streak, found.best) == (0, 2)
    found = figures(store, clock)
    assert (found.streak, found.best) == (None, None)
