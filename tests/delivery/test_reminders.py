"""Reminders and plans as they are sent: at most once whatever crashes, and exactly once if nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.storage.tables import attempts, notices, people
from bot.study.pausing import pause
from bot.study.plans import set_plan
from bot.study.reminders import remind, stop_reminding
from tests.delivery.stand import LEASES, Process, Stand, said, stand
from tests.delivery.test_crashes import chosen, forget
from tests.delivery.test_time_control import DAY, Local
from tests.fakes.platform import ADAPTER, be_down, drop, refuse
from tests.support.clock import Clock
from tests.support.crash import Boundaries, Crash
from tests.support.quiz import HERE
from tests.support.reviewing import meet
from tests.support.store import Store
from tests.support.world import actor

ADA = actor("ada", adapter=ADAPTER)
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""When both a reminder and a plan are due: the second Monday."""


def prepared(store: Store) -> Stand:
    """Return a group whose member Ada has missed five questions, and wishes to be told of reviews and of her plan."""
    here = stand(store, Clock())
    there = replace(HERE, adapter=ADAPTER)
    meet(store, here.clock, who=ADA, where=there, right=False)
    store.write(pause, here.group.id, here.clock())  # no daily question shall be one of the five
    here.clock.now = MONDAY - timedelta(minutes=30)
    store.write(remind, ADA, time(9), "UTC", here.clock())
    exam_on = (MONDAY + timedelta(days=30)).date()
    store.write(set_plan, ADA, exam_on, weekly=True, zone="UTC", now=here.clock())
    return here


def told(here: Stand) -> list[str]:
    """Return the titles of what Ada was sent."""
    return [message.card.title for message in here.platform.direct_to("ada")]


REMINDER, PLAN = "Review · 5 questions are due", "30 days to your exam"


async def test_both_are_sent_at_their_time_and_once(store: Store) -> None:
    here = prepared(store)
    await here.at(MONDAY - timedelta(seconds=1))
    assert told(here) == []
    await here.at(MONDAY)
    await here.after(*[timedelta(hours=1)] * 10)
    assert sorted(told(here)) == [PLAN, REMINDER]
    assert {row.state for row in store.rows(notices)} == {"posted"}


@pytest.mark.slow
async def test_a_crash_anywhere_doubles_neither(store: Store) -> None:
    """A direct message can't be looked up: one whose sending a crash interrupted is not sent again."""
    clean = Boundaries()
    here = prepared(store)
    here.restart(boundaries=clean)
    await here.at(MONDAY)
    assert sorted(told(here)) == [PLAN, REMINDER]
    assert {"create_reminders: before", "create_plans: committed", "before direct", "after direct"} <= set(clean.passed)
    for at in chosen(clean.passed, store, 2):
        forget(store)
        here = prepared(store)
        here.restart(boundaries=Boundaries(at))
        with pytest.raises(Crash):
            await here.at(MONDAY)
        here.restart()
        await here.after(*LEASES, timedelta(hours=1))
        name = clean.passed[at]
        rows = store.rows(notices)
        assert len(rows) == 2, name
        assert all(row.state in {"posted", "unclear"} for row in rows), name
        assert all(count == 1 for count in here.platform.received.values()), name
        sent = sum(row.state == "posted" for row in rows)
        assert sent <= len(told(here)) <= 2, name
        assert [row.reviews_unanswered for row in store.rows(people, people.c.external_id == "ada")] == [1], name


async def test_a_crash_before_anything_is_claimed_costs_nothing(store: Store) -> None:
    for boundary in ("create_reminders: before", "create_reminders: committed", "create_plans: committed"):
        forget(store)
        here = prepared(store)
        here.restart(boundaries=Boundaries(boundary))
        with pytest.raises(Crash):
            await here.at(MONDAY)
        here.restart()
        await here.after(*LEASES)
        assert sorted(told(here)) == [PLAN, REMINDER], boundary


async def test_a_chat_that_is_down_delays_them_until_their_grace_ends(store: Store) -> None:
    here = prepared(store)
    here.process.sender.fails_always("direct", be_down)
    await here.at(MONDAY)
    await here.after(*[timedelta(hours=1)] * 5)
    assert told(here) == []
    here.process.sender.recovers()
    await here.after(timedelta(hours=2))
    assert sorted(told(here)) == [PLAN, REMINDER]


async def test_beyond_their_grace_they_are_not_sent(store: Store) -> None:
    here = prepared(store)
    here.process.sender.fails_always("direct", be_down)
    await here.at(MONDAY)
    await here.after(timedelta(hours=9))
    here.process.sender.recovers()
    await here.after(timedelta(hours=1))
    assert told(here) == []
    assert {(row.state, row.reason) for row in store.rows(notices)} == {("skipped", "late")}


async def test_one_whose_answer_was_lost_is_not_sent_again(store: Store) -> None:
    here = prepared(store)
    here.process.sender.fails_always("direct", drop)
    await here.at(MONDAY)
    await here.after(timedelta(hours=1), timedelta(hours=1))
    assert {row.state for row in store.rows(notices)} == {"unclear"}


async def test_whoever_takes_none_pauses_no_group(store: Store) -> None:
    here = prepared(store)
    here.process.sender.fails_always("direct", refuse("person-unreachable"))
    await here.at(MONDAY)
    assert {row.state for row in store.rows(notices)} == {"failed"}
    assert here.now_group().pause_reason == "owner"  # as it was before


async def test_what_was_stopped_while_the_chat_was_down_is_not_sent(store: Store) -> None:
    here = prepared(store)
    here.process.sender.fails_always("direct", be_down)
    await here.at(MONDAY)
    store.write(stop_reminding, ADA, here.clock())
    here.process.sender.recovers()
    await here.after(timedelta(hours=1))
    assert told(here) == [PLAN]


async def test_the_button_of_a_reminder_starts_the_review_after_a_restart(store: Store) -> None:
    here = prepared(store)
    await here.at(MONDAY)
    reminder = next(one.card for one in here.platform.direct_to("ada") if one.card.title == REMINDER)
    process: Process = here.restart()
    question = await process.press(reminder, "Start the review")
    assert question.title == REMINDER
    assert store.count(attempts, attempts.c.source == "review") == 0


async def test_the_seventh_in_a_row_says_that_it_is_the_last(store: Store) -> None:
    here = prepared(store)
    for day in range(12):
        await here.at(MONDAY + timedelta(days=day))
    reminders = [one.card for one in here.platform.direct_to("ada") if one.card.title.startswith("Review")]
    assert len(reminders) == 7
    assert ["last reminder" in said(card) for card in reminders] == [False] * 6 + [True]


async def test_days_moved_on_stop_at_every_reminder(store: Store) -> None:
    local = Local(store)
    there = replace(HERE, adapter=ADAPTER)
    meet(store, Clock(local.clock()), who=ADA, where=there, right=False)
    store.write(remind, ADA, time(15, 20), "Asia/Kolkata", local.clock())
    await local.time.advance(4 * DAY)
    sent = [message.at for message in local.platform.direct_to("ada")]
    assert [(at.hour, at.minute, at.day) for at in sent] == [(9, 50, day) for day in (3, 4, 5)]
