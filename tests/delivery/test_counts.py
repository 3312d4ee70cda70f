"""The live count of answers: shown soon, not too often, and never over a reveal."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.loop import COUNT_EVERY
from bot.study.leases import LOOK_UP_AFTER, START_WITHIN
from tests.delivery.stand import Stand, counted
from tests.delivery.test_workers import Slow
from tests.fakes.platform import Fault, Hold, be_down, limit, lose, refuse_payload
from tests.support.world import right, wrong

SECOND = timedelta(seconds=1)


async def asked(here: Stand) -> Stand:
    """Let a question be posted and a while pass."""
    await here.due()
    await here.after(COUNT_EVERY)
    return here


async def answer(here: Stand, user: str) -> None:
    await here.process.answer(here.channel()[-1].card, right(here.daily()), user)


async def test_an_answer_is_counted_on_the_message(here: Stand) -> None:
    await asked(here)
    assert counted(here.channel()[0].card) == 0
    await answer(here, "ada")
    assert here.process.woken == 1
    await here.process.delivery.settle()
    assert counted(here.channel()[0].card) == 1


async def test_the_count_is_all_that_changes_whether_the_answer_is_right_or_wrong(here: Stand) -> None:
    await asked(here)
    cards = []
    for letters in (right(here.daily()), wrong(here.daily())):
        await here.process.answer(here.channel()[0].card, letters, f"user-{letters}")
        await here.after(COUNT_EVERY)
        cards.append(here.channel()[0].card)
    changed = [pair for pair in zip(cards[0].blocks, cards[1].blocks, strict=True) if pair[0] != pair[1]]
    assert (len(changed), [counted(card) for card in cards]) == (1, [1, 2])


async def test_a_message_is_edited_at_most_every_few_seconds(here: Stand) -> None:
    await asked(here)
    for user in ("ada", "ben", "cy"):
        await answer(here, user)
        await here.after(SECOND)
    assert here.channel()[0].edits == 1
    await here.after(COUNT_EVERY)
    assert here.channel()[0].edits == 2
    assert counted(here.channel()[0].card) == 3
    await here.after(COUNT_EVERY, COUNT_EVERY)
    assert here.channel()[0].edits == 2


@pytest.mark.parametrize("fault", [be_down, lose, limit(1), refuse_payload])
async def test_a_count_that_could_not_be_shown_is_shown_later(here: Stand, fault: Fault) -> None:
    await asked(here)
    await answer(here, "ada")
    here.process.sender.fails("edit", fault)
    await here.process.delivery.settle()
    assert counted(here.channel()[0].card) == 0
    await here.after(COUNT_EVERY)
    assert counted(here.channel()[0].card) == 1


async def test_a_deleted_message_is_not_edited_again_and_again(here: Stand) -> None:
    await asked(here)
    await answer(here, "ada")
    here.platform.delete(here.channel()[0])
    await here.after(*[COUNT_EVERY] * 4)
    assert here.process.sender.calls.count("edit") == 1


async def test_an_edit_under_way_does_not_end_up_over_the_reveal(here: Stand) -> None:
    await asked(here)
    here.clock.now = here.now_group().next_daily_at - SECOND
    await answer(here, "ada")
    hold, other = Hold(), here.another()
    here.process.sender.fails("edit", hold)
    showing = asyncio.create_task(here.process.delivery.show_counts())
    await hold.entered.wait()
    here.clock.advance(SECOND)
    await other.delivery.settle()
    hold.go.set()
    await showing
    here.clock.advance(LOOK_UP_AFTER)
    await other.delivery.settle()
    assert here.kinds() == ["reveal", "question"]
    assert [line.state for line in here.lines()] == ["posted"] * 3


async def test_an_edit_that_would_begin_too_late_is_left_out(here: Stand) -> None:
    await asked(here)
    await answer(here, "ada")
    slow = here.another(boundaries=Slow(here.clock, "shown: before", START_WITHIN + SECOND))
    await slow.delivery.show_counts()
    assert slow.sender.calls == []
    await here.process.delivery.settle()
    assert counted(here.channel()[0].card) == 1


async def test_a_closed_question_is_not_counted_on(here: Stand) -> None:
    await asked(here)
    await answer(here, "ada")
    here.clock.now = here.now_group().next_daily_at
    await here.process.delivery.tick()
    await here.process.delivery.show_counts()
    assert here.process.sender.calls.count("edit") == 0
