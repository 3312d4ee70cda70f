"""Many groups due at once: created in bulk, all reveals before the questions."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import event

from bot.storage.tables import postings
from bot.study import due
from bot.study.due import Tick, create_due
from bot.study.sending import claim, rate_limited
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, make_group, schedule, send_all

FIRST_DUE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def lived(store: Store, groups: int, days: int) -> datetime:
    """Let groups be made and live through some days; return the moment at which they are due next."""
    for one in range(groups):
        make_group(store, f"c{one}")
    for day in range(days):
        store.write(create_due, BANKS, FIRST_DUE + day * DAY)
        send_all(store, FIRST_DUE + day * DAY)
    return FIRST_DUE + days * DAY


@pytest.mark.parametrize(("days", "kinds"), [(0, 1), (1, 2), (7, 3)], ids=["questions", "and reveals", "and recaps"])
def test_a_tick_takes_a_few_statements_however_many_groups_are_due(store: Store, days: int, kinds: int) -> None:
    due_at = lived(store, 12, days)
    told: list[str] = []
    event.listen(store.database.writer, "before_cursor_execute", lambda *said: told.append(said[2]))
    before = store.count(postings)
    store.write(create_due, BANKS, due_at)
    assert store.count(postings) - before == kinds * 12
    assert len(told) < 25


def test_all_reveals_are_made_before_the_questions_that_open_with_them(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = lived(store, 5, 1)
    monkeypatch.setattr(due, "TICK_LIMIT", 2)
    ticks = [store.write(create_due, BANKS, clock()) for _ in range(5)]
    assert ticks == [Tick(2, 0, True), Tick(2, 0, True), Tick(1, 2, True), Tick(0, 2, True), Tick(0, 1, False)]
    made = [row.kind for row in store.rows(postings, postings.c.created_at == clock())]
    assert made == ["reveal"] * 5 + ["daily"] * 5


def claimed(store: Store, now: datetime, limit: int = 50) -> list[str]:
    """Claim, and return the workspaces in the order in which they come."""
    return [one.place.workspace for one in store.write(claim, "w", [ADAPTER], now, limit)]


def test_a_workspace_with_many_groups_takes_its_turns_like_one_with_a_single_group(store: Store) -> None:
    for one in range(9):
        make_group(store, f"c{one}", "large")
    for workspace in ("small", "smaller"):
        make_group(store, "c", workspace, plan=schedule(time(9, 1)))
    now = FIRST_DUE + timedelta(minutes=1)
    store.write(create_due, BANKS, now)
    assert claimed(store, now, 4) == ["large", "small", "smaller", "large"]
    assert claimed(store, now, 4) == ["large"] * 4
    assert len(claimed(store, now)) == 3


@pytest.mark.postgres
def test_what_one_worker_has_locked_does_not_shorten_what_another_is_given(
    postgres_url: str,
) -> None:
    with opened(postgres_url) as database:
        store = Store(database)
        due_at = lived(store, 6, 0)
        store.write(create_due, BANKS, due_at)
        with database.writer.begin() as tx:
            assert len(claim(tx, "one", [ADAPTER], due_at, 3)) == 3
            assert len(claimed(store, due_at, 3)) == 3


def test_what_is_late_is_skipped_in_one_go_and_keeps_nothing_else_waiting(store: Store) -> None:
    due_at = lived(store, 7, 0)
    store.write(create_due, BANKS, due_at)
    make_group(store, "later", "other", plan=schedule(time(19, 0)))
    now = due_at + timedelta(hours=10)
    store.write(create_due, BANKS, now)
    assert claimed(store, now, 5) == ["other"]
    late = store.rows(postings, postings.c.state == "skipped")
    assert [(row.reason, row.closed_at, row.tries) for row in late] == [("late", now, 0)] * 7


def test_a_platform_that_asks_to_wait_is_obeyed_for_the_whole_workspace(store: Store) -> None:
    due_at = lived(store, 3, 0)
    make_group(store, "c", "other")
    store.write(create_due, BANKS, due_at)
    [first] = store.write(claim, "w", [ADAPTER], due_at, 1)
    store.write(rate_limited, first, due_at + timedelta(seconds=30))
    assert claimed(store, due_at) == ["other"]
    assert len(claimed(store, due_at + timedelta(seconds=30))) == 3 + 1  # the other's lease has ended by then
