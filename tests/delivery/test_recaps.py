"""A weekly recap goes out once, whatever fails, or is recorded as skipped."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.cards import Image
from tests.delivery.stand import LEASES, Stand
from tests.fakes.platform import be_down, drop, refuse_rich

WEEK = timedelta(days=7)


async def over(here: Stand) -> None:
    """Go from question to question until the first week is over."""
    for _ in range(8):
        await here.due()


def sent(here: Stand) -> int:
    return sum("recap" in message.card.title for message in here.channel())


async def test_it_goes_out_when_it_is_due(here: Stand) -> None:
    due = here.now_group().next_recap_at
    await over(here)
    line = here.line("recap")
    assert (line.state, line.due_at, line.posted_at, line.for_date) == ("posted", due, due, here.group.next_recap_on)
    assert sent(here) == 1


async def test_two_processes_send_one(here: Stand) -> None:
    other = here.another()
    await over(here)
    await other.delivery.settle()
    await here.process.delivery.settle()
    assert (sent(here), len(here.lines("recap"))) == (1, 1)


async def test_one_whose_answer_was_lost_is_found_and_not_repeated(here: Stand) -> None:
    due = here.now_group().next_recap_at
    assert due is not None
    here.process.sender.fails_always("post", drop)
    await here.at(due)
    here.process.sender.recovers()
    await here.after(*LEASES)
    assert (sent(here), here.line("recap").state) == (1, "posted")


async def test_one_that_waits_for_the_platform_for_more_than_a_day_is_skipped(here: Stand) -> None:
    due = here.now_group().next_recap_at
    assert due is not None
    here.process.sender.fails_always("post", be_down)
    await here.at(due)
    assert here.line("recap").state == "owed"
    here.process.sender.recovers()
    await here.at(due + timedelta(hours=25))
    assert (sent(here), here.line("recap").state, here.line("recap").reason) == (0, "skipped", "late")


async def test_one_missed_by_an_outage_is_recorded_and_the_next_goes_out(here: Stand) -> None:
    due = here.now_group().next_recap_at
    assert due is not None
    await here.at(due + timedelta(days=2))
    assert [(line.state, line.reason) for line in here.lines("recap")] == [("skipped", "late")]
    await here.at(due + WEEK)
    assert here.line("recap").state == "posted"
    assert sent(here) == 1


async def test_a_platform_that_shows_no_pictures_gets_the_words(here: Stand) -> None:
    here.process.sender.fails_always("post", refuse_rich)
    await over(here)
    [card] = [message.card for message in here.channel() if "recap" in message.card.title]
    assert not any(isinstance(block, Image) for block in card.blocks)
