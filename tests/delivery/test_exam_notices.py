"""The end of a mock exam in time: the clock stops there, one direct message tells it, and a failing chat delays it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage.tables import exams, notices
from tests.delivery.stand import said, stand
from tests.delivery.test_time_control import DAY, Local
from tests.fakes.platform import be_down, drop, refuse
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import actor

TITLE = "Your mock exam is over"


@pytest.fixture
def local(store: Store) -> Local:
    return Local(store)


async def test_a_day_moved_on_ends_an_exam_at_its_moment(local: Local) -> None:
    await local.process.press(await local.process.command("exam"), "Start")
    (begun,) = local.store.rows(exams)
    await local.time.advance(DAY)
    (row,) = local.store.rows(exams)
    assert (row.submitted_at, row.ended_by) == (begun.ends_at, "time")
    (message,) = local.platform.direct_to("ada")
    assert message.card.title == TITLE
    assert begun.ends_at <= message.at < begun.ends_at + timedelta(seconds=1)


async def test_the_message_comes_once_whatever_fails_before(store: Store, clock: Clock) -> None:
    there = stand(store, clock)
    await there.process.press(await there.process.command("exam"), "Start")
    there.process.sender.fails("direct", be_down)
    await there.after(timedelta(hours=1))
    assert there.platform.direct_to("ada") == []
    await there.after(timedelta(minutes=10), timedelta(hours=1))
    (message,) = there.platform.direct_to("ada")
    assert message.card.title == TITLE


async def test_one_whose_answer_was_lost_is_not_sent_again(store: Store, clock: Clock) -> None:
    there = stand(store, clock)
    await there.process.press(await there.process.command("exam"), "Start")
    there.process.sender.fails("direct", drop)
    await there.after(timedelta(hours=1), timedelta(hours=1))
    assert len(there.platform.direct_to("ada")) <= 1
    assert [row.state for row in store.rows(notices)] == ["unclear"]


async def test_a_person_who_can_not_be_reached_pauses_no_group(store: Store, clock: Clock) -> None:
    there = stand(store, clock)
    await there.process.press(await there.process.command("exam"), "Start")
    there.process.sender.fails("direct", refuse("person-unreachable"))
    await there.after(timedelta(hours=1))
    assert [row.state for row in store.rows(notices)] == ["failed"]
    assert there.now_group().paused_at is None
    assert "Time was up" in said(await there.process.command("exam"))


async def test_after_a_deletion_nothing_is_told(store: Store, clock: Clock) -> None:
    there = stand(store, clock)
    await there.process.press(await there.process.command("exam"), "Start")
    await there.process.press(await there.process.press(await there.process.command("privacy"), "delete"), "delete-all")
    await there.after(timedelta(hours=1))
    assert (store.count(exams), store.count(notices), there.platform.direct_to(actor("ada").user)) == (0, 0, [])
