"""Many groups due at once: created in bulk, all reveals before the questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.storage.tables import postings
from bot.study import due
from bot.study.due import Tick, create_due
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS, make_group, send_all

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
