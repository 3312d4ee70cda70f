"""Due times that pass and that nothing comes of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.storage.tables import postings
from bot.study.due import create_due
from bot.study.overdue import ALLOWED, overdue
from bot.study.pausing import pause
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS, ask, make_group

SECOND = timedelta(seconds=1)


def found(store: Store, clock: Clock, group: int | None = None) -> list[str]:
    return [str(one) for one in store.read(overdue, clock(), group)]


def test_a_question_is_overdue_some_time_after_its_due_time_until_it_is_made(store: Store, clock: Clock) -> None:
    clock.now = make_group(store).next_daily_at + ALLOWED
    assert found(store, clock) == []
    clock.advance(SECOND)
    assert found(store, clock) == ["1 question since 2026-03-02 08:00 UTC"]
    store.write(create_due, BANKS, clock())
    assert found(store, clock) == []


def test_all_that_is_overdue_is_counted_by_kind_from_the_oldest_on(store: Store, clock: Clock) -> None:
    group, other = make_group(store), make_group(store, "lounge")
    ask(store, clock, group)
    clock.advance(days=7, hours=1)
    assert found(store, clock) == [
        "2 questions since 2026-03-03 08:00 UTC",
        "2 weekly recaps since 2026-03-09 08:00 UTC",
        "2 reveals since 2026-03-03 08:00 UTC",
    ]
    assert found(store, clock, other.id)[0] == "1 question since 2026-03-03 08:00 UTC"
    for _ in range(2):
        store.write(create_due, BANKS, clock())
    assert found(store, clock) == []


def test_a_paused_group_owes_nothing_until_its_pause_should_have_ended(store: Store, clock: Clock) -> None:
    store.write(pause, make_group(store).id, clock(), clock().date() + timedelta(days=2))
    clock.advance(days=1, hours=12)
    assert found(store, clock) == []
    clock.advance(days=1)
    assert found(store, clock) == ["1 end of a pause since 2026-03-03 23:00 UTC"]
    store.write(create_due, BANKS, clock())
    assert found(store, clock) == []


def test_a_reveal_that_waits_for_its_questions_sending_is_not_overdue(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    store.write(pause, group.id, clock())
    clock.advance(days=2)
    assert found(store, clock) == ["1 reveal since 2026-03-03 08:00 UTC"]
    sending = update(postings).where(postings.c.id == daily.posting).values(state="sending", answers=1)
    with store.database.writer.begin() as tx:
        tx.execute(sending)
    assert found(store, clock) == []
