"""A study group's days when nothing fails: what the channel shows, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.cards import Buttons, Chooser, Mark, Tone
from tests.delivery.stand import Process, Stand, jump, options, said
from tests.fakes.platform import be_down, drop
from tests.support.world import right, wrong

FOUR_HOURS = timedelta(hours=4)


async def test_nothing_is_posted_before_its_time(here: Stand) -> None:
    await here.process.delivery.settle()
    assert here.channel() == []
    assert here.lines() == []


async def test_one_question_is_posted_when_it_is_due(here: Stand) -> None:
    await here.due()
    await here.process.delivery.settle()
    assert here.kinds() == ["question"]
    assert "Mar 2" in here.channel()[0].card.title
    line = here.line()
    assert (line.state, line.posted_at, line.tries) == ("posted", line.due_at, 1)


async def test_the_question_tells_nothing_of_its_key(here: Stand) -> None:
    await here.due()
    card = here.channel()[0].card
    assert {line.mark for line in options(card).items} == {Mark.NONE}
    assert not any(line.why or line.share for line in options(card).items)


async def test_the_next_day_reveals_it_and_opens_with_its_answer(here: Stand) -> None:
    await here.due()
    before, key = here.channel()[0], right(here.daily())
    await here.process.answer(before.card, key)
    await here.due()
    old, new = here.channel()
    assert here.kinds() == ["reveal", "question"]
    assert ("Mar 2" in old.card.title, "Mar 3" in new.card.title) == (True, True)
    assert "100%" in said(new.card)
    assert jump(new.card) == old.ref
    assert [line.state for line in here.lines()] == ["posted"] * 3


async def test_a_revealed_question_shows_how_it_was_answered(here: Stand) -> None:
    await here.due()
    asked = here.channel()[0].card
    await here.process.answer(asked, right(here.daily()), "ada")
    await here.process.answer(asked, wrong(here.daily()), "ben")
    await here.due()
    shown = options(here.channel()[0].card).items
    keys = [line for line in shown if line.mark is Mark.KEY]
    assert {line.share for line in keys} <= {50, 100}
    assert all(line.why for line in shown)


async def test_a_question_that_nobody_answered_is_revealed_all_the_same(here: Stand) -> None:
    await here.due()
    await here.due()
    assert here.kinds() == ["reveal", "question"]
    assert all(line.share is None for line in options(here.channel()[0].card).items)
    assert "%" not in said(here.channel()[1].card)


async def test_answers_after_hours_are_announced_by_a_reply(hourly: Stand) -> None:
    await hourly.due()
    await hourly.after(FOUR_HOURS)
    question, announcement = hourly.channel()
    assert hourly.kinds() == ["reveal", "announcement"]
    assert announcement.reply_to == question.ref
    assert jump(announcement.card) == question.ref
    assert hourly.line("reveal").state == "posted"


async def test_an_answer_before_its_sending_is_settled_reveals_nothing_early_or_elsewhere(hourly: Stand) -> None:
    hourly.process.sender.fails_always("post", be_down)
    await hourly.due()
    await hourly.after(FOUR_HOURS)
    hourly.process.sender.recovers()
    hourly.process.sender.fails("post", drop)
    await hourly.after(timedelta(minutes=10))
    await hourly.process.answer(hourly.channel()[0].card, right(hourly.daily()))
    await hourly.process.delivery.settle()
    assert not hourly.closed(hourly.daily())
    await hourly.after(timedelta(minutes=1))
    assert hourly.kinds() == ["question"]
    await hourly.after(FOUR_HOURS)
    assert hourly.kinds() == ["reveal", "announcement"]


async def test_the_reveal_of_a_deleted_question_is_posted_anew(here: Stand) -> None:
    await here.due()
    here.platform.delete(here.channel()[0])
    await here.due()
    assert sorted(here.kinds()) == ["question", "reveal"]
    assert here.line("reveal").state == "posted"


async def test_a_question_deleted_under_its_announcement_is_revealed_by_one_message(hourly: Stand) -> None:
    await hourly.due()
    hourly.platform.delete(hourly.channel()[0])
    await hourly.after(FOUR_HOURS)
    assert hourly.kinds() == ["reveal"]


async def test_a_question_with_two_right_answers_is_chosen_and_answered_as_one(here: Stand) -> None:
    while not here.lines() or here.daily().question.choose == 1:
        await here.due()
    card = here.channel()[-1].card
    chooser = next(block for block in card.blocks if isinstance(block, Chooser))
    assert (chooser.least, chooser.most, len(chooser.choices)) == (2, 2, 5)
    assert not any(len(button.label) == 1 for row in card.blocks if isinstance(row, Buttons) for button in row.items)
    feedback = await here.process.answer(card, right(here.daily()))
    assert feedback.tone is Tone.GOOD


async def test_a_press_on_a_revealed_question_offers_practice(here: Stand) -> None:
    await here.due()
    old = here.channel()[0].card
    letters = right(here.daily())
    await here.due()
    late = await here.process.answer(old, letters)
    practice = await here.process.press(late, "practise")
    assert (await here.process.answer(practice, letters)).tone is Tone.GOOD
    assert here.lines("daily")[0].answers == 0


async def test_buttons_from_before_a_restart_work(here: Stand) -> None:
    await here.due()
    old = here.channel()[0].card
    process = Process(here.store, here.platform, here.clock)
    assert (await process.answer(old, right(here.daily()))).tone is Tone.GOOD
    assert (await process.press(old, "mine")).tone is Tone.GOOD


async def test_a_pause_asks_nothing_but_still_reveals(here: Stand) -> None:
    await here.due()
    await here.process.command("pause", "owner")
    await here.after(timedelta(days=1))
    assert here.kinds() == ["reveal", "announcement"]
    assert len(here.lines("daily")) == 1


async def test_a_week_has_a_question_and_a_reveal_for_each_day_and_a_recap(here: Stand) -> None:
    for _ in range(8):
        await here.due()
    assert [line.kind for line in here.lines()].count("daily") == 8
    assert [line.kind for line in here.lines()].count("reveal") == 7
    assert [line.kind for line in here.lines()].count("recap") == 1
    assert {line.state for line in here.lines()} == {"posted"}
    assert len(here.channel()) == 9
