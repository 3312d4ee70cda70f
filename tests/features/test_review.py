"""Reviews and plans as members meet them: one message, feedback at once, and a reminder for whoever wishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.calls import Change, Tell
from bot.chat.cards import Card, Options, Tone
from tests.features.look import actions, controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, Scene, asked, faults, told

FIVE = "Review · 5 questions are due"


def key(scene: Scene, card: Card, *, right: bool = True) -> str:
    """Return the letter of the right answer to the question on a card, or of a wrong one."""
    (shown,) = (block for block in card.blocks if isinstance(block, Options))
    texts = {option.text: option.correct for one in scene.bank.questions.values() for option in one.options}
    return next(item.letter for item in shown.items if texts[item.spans[0].text] is right)


async def met(scene: Scene, *, right: bool = True, days: int = 3) -> None:
    """Let Ben answer a quiz of five, and time pass."""
    card = told(await scene.command(BEN, "quiz", EVERYWHERE))
    for onward in ("Next", "Next", "Next", "Next", "Summary"):
        card = told(await scene.press(BEN, card, key(scene, card, right=right), EVERYWHERE))
        card = told(await scene.press(BEN, card, onward, EVERYWHERE))
    scene.clock.advance(days=days)


async def answered(scene: Scene, card: Card, *, right: bool = True) -> Card:
    reply = await scene.press(BEN, card, key(scene, card, right=right))
    assert isinstance(reply, Change)
    return reply.card


async def test_before_anything_was_met_a_quiz_is_offered(real: Scene) -> None:
    card = told(await real.command(BEN, "review"))
    assert card.title == "Nothing to review yet"
    quiz = told(await real.press(BEN, card, "Five quiz questions"))
    assert quiz.title == "Quiz · question 1 of 5"


async def test_what_is_due_is_asked_in_one_private_message(real: Scene) -> None:
    await met(real)
    reply = await real.command(BEN, "review")
    assert isinstance(reply, Tell)
    assert (reply.card.title, "why" in said(reply)) == (FIVE, False)
    first = await answered(real, reply.card)
    assert first.title.startswith("Right! The answer is")
    assert "This one comes again on Thu, Mar 19." in said(first)
    assert "4 questions are still due." in said(first)
    second = told(await real.press(BEN, first, "Next"))
    assert second.title == "Review · 4 questions are due"
    missed = await answered(real, second, right=False)
    assert missed.tone is Tone.BAD
    assert "This one comes again on Fri, Mar 6." in said(missed)


async def test_a_right_answer_may_be_called_hard_or_easy(scene: Scene) -> None:
    await met(scene)
    card = await answered(scene, told(await scene.command(BEN, "review")))
    assert {"That was hard", "That was easy"} <= set(controls(card)[0])
    easy = told(await scene.press(BEN, card, "That was easy"))
    hard = told(await scene.press(BEN, easy, "That was hard"))
    assert "That was hard" not in controls(hard)[0]
    assert len({said(card), said(easy), said(hard)}) == 3
    missed = await answered(scene, told(await scene.press(BEN, hard, "Next")), right=False)
    assert not {"That was hard", "That was easy"} & set(controls(missed)[0])


async def test_a_review_is_left_and_gone_on_with_after_a_restart(scene: Scene) -> None:
    await met(scene)
    card = await answered(scene, told(await scene.command(BEN, "review")))
    left = told(await scene.press(BEN, told(await scene.press(BEN, card, "Next")), "Enough for now"))
    assert (left.title, "You reviewed 1 question today." in said(left)) == ("Enough for now", True)
    later = Scene(scene.work, scene.bank, scene.clock)
    again = told(await later.press(BEN, left, "Go on", EVERYWHERE))
    assert again.title == "Review · 4 questions are due"
    assert told(await later.command(BEN, "review")) == again


async def test_when_all_is_done_it_says_when_something_will_be(scene: Scene) -> None:
    await met(scene)
    card = told(await scene.command(BEN, "review"))
    for _ in range(5):
        card = await answered(scene, card)
        card = told(await scene.press(BEN, card, "Next" if "Next" in controls(card)[0] else "Done"))
    assert card.title == "Nothing is due"
    assert "The next question comes again on Thu, Mar 19." in said(card)
    assert "You reviewed 5 questions today." in said(card)


async def test_progress_tells_how_much_is_due_and_leads_there(scene: Scene) -> None:
    await met(scene)
    card = told(await scene.command(BEN, "progress", EVERYWHERE))
    assert "Due for review\n5" in said(card)
    reply = await scene.press(BEN, card, "Start the review", EVERYWHERE)
    assert isinstance(reply, Tell)
    assert reply.card.title == FIVE


async def test_a_button_of_somebody_elses_review_leads_to_ones_own(scene: Scene) -> None:
    await met(scene)
    card = told(await scene.command(BEN, "review"))
    for action in actions(card):
        if action.startswith("1:review-answer"):
            assert told(await scene.act(CLEO, action)).title == "Nothing to review yet"


@pytest.mark.parametrize(
    "action", ["review-answer", "review-answer:x", "review-felt:0:0:no", "review-felt:0:9999999999:easy"]
)
async def test_a_button_we_never_gave_out_is_refused(scene: Scene, action: str) -> None:
    assert "from another version" in said(await scene.act(BEN, f"1:{action}"))


async def test_a_question_of_a_review_can_be_reported(scene: Scene) -> None:
    await met(scene)
    card = await answered(scene, told(await scene.command(BEN, "review")))
    form = asked(await scene.press(BEN, card, "Something is wrong"))
    assert told(await scene.submit(BEN, form, comment="A comma")).title == "Thank you, it is noted"
    assert "no longer there" in said(await scene.act(BEN, "1:report-review-form:000000000000"))


async def test_the_open_question_is_passed_over_kindly(scene: Scene) -> None:
    await met(scene)
    card = told(await scene.command(BEN, "review", EVERYWHERE))
    stem = said(card.blocks[0])
    question = next(one for one in scene.bank.questions.values() if one.stem == stem)
    whole = scene.bank
    scene.bank = type(whole)(whole.exam, {question.id: question})
    told(await scene.command(ADA, "setup", zone="Europe/Berlin", time="9:00"))
    await scene.at(6, 8)
    scene.bank = whole
    passed = told(await scene.press(BEN, card, "A", EVERYWHERE))
    assert "I left that question out: it has become a daily question" in said(passed)
    assert (passed.title, stem in said(passed)) == ("Review · 4 questions are due", False)


async def test_a_reminder_is_wished_for_in_a_form_and_stopped_by_a_button(scene: Scene) -> None:
    await scene.begin()
    await met(scene, days=0)
    card = told(await scene.command(BEN, "review"))
    form = asked(await scene.press(BEN, card, "Remind me daily"))
    assert [(field.name, field.value) for field in form.fields] == [("time", "09:00"), ("zone", "Europe/Berlin")]
    bad = await scene.submit(BEN, form, time="late", zone="Atlantis")
    assert set(faults(bad)) == {"time", "zone"}
    wished = told(await scene.submit(BEN, form, time="7:15 pm", zone="lisbon"))
    assert "From Mon, Mar 2, 7:15 PM (Europe/Lisbon) on" in said(wished)
    again = asked(await scene.act(BEN, "1:remind"))
    assert [field.value for field in again.fields] == ["19:15", "Europe/Lisbon"]
    stopped = told(await scene.press(BEN, wished, "Stop reminding me"))
    assert stopped.title == "No more reminders"
    await scene.at(10, 20)
    assert scene.platform.direct_to("ben") == []


async def test_a_reminder_comes_as_a_direct_message_and_starts_the_review(scene: Scene) -> None:
    await met(scene)
    await scene.submit(BEN, asked(await scene.act(BEN, "1:remind", EVERYWHERE)), EVERYWHERE, time="6:30", zone="UTC")
    scene.clock.advance(hours=1)
    await scene.settle()
    (message,) = scene.platform.direct_to("ben")
    assert message.card.title == FIVE
    assert told(await scene.press(BEN, message.card, "Start the review", EVERYWHERE)).title == FIVE
    shown = told(await scene.command(BEN, "review", EVERYWHERE))
    assert "Remind me daily" not in controls(shown)[0]


async def test_whoever_is_muted_is_told_that_nothing_can_reach_them(scene: Scene) -> None:
    await met(scene)
    await scene.act(BEN, "1:mute:yes")
    wished = told(await scene.submit(BEN, asked(await scene.act(BEN, "1:remind"))))
    assert "Direct messages are off in your /privacy" in said(wished)


async def test_help_says_that_reviews_give_no_points(scene: Scene) -> None:
    assert "Reviews and mock exams never do." in said(await scene.command(BEN, "help"))


async def test_the_plan_asks_for_the_day_and_then_says_what_to_do(real: Scene) -> None:
    await met(real)
    card = told(await real.command(BEN, "plan", EVERYWHERE))
    assert card.title == "No exam ahead"
    form = asked(await real.press(BEN, card, "Set the day of my exam", EVERYWHERE))
    bad = await real.submit(BEN, form, EVERYWHERE, **{"exam-on": "someday", "zone": "Atlantis"})
    assert set(faults(bad)) == {"exam-on", "zone"}
    sent = {"exam-on": "9 April", "zone": "Berlin", "weekly": "yes"}
    plan = told(await real.submit(BEN, form, EVERYWHERE, **sent))
    assert plan.title == "35 days to your exam"
    lines = said(plan)
    assert "Each day: first /review, then 5 questions by /quiz." in lines
    assert "Practice pays most at: Task" in lines
    assert "The next mock exam is best sat on Thu, Mar 12." in lines
    assert "This comes every Monday, for you alone." in lines
    assert told(await real.command(BEN, "plan", EVERYWHERE)) == plan


async def test_the_weekly_plan_comes_on_monday_as_a_direct_message(scene: Scene) -> None:
    await met(scene)
    sent = {"exam-on": "9 April", "zone": "Berlin", "weekly": "yes"}
    await scene.submit(BEN, asked(await scene.act(BEN, "1:plan-change", EVERYWHERE)), EVERYWHERE, **sent)
    await scene.at(9, 7)
    assert scene.platform.direct_to("ben") == []
    await scene.at(9, 8)
    (message,) = scene.platform.direct_to("ben")
    assert message.card.title == "31 days to your exam"
    assert "Sit a mock exam this week, best on Thu, Mar 12: /exam." in said(message.card)


async def test_a_day_gone_by_is_no_exam_ahead(scene: Scene) -> None:
    form = asked(await scene.act(BEN, "1:plan-change", EVERYWHERE))
    past = (scene.clock() - timedelta(days=2)).date().isoformat()
    assert "That day is over" in said(await scene.submit(BEN, form, EVERYWHERE, **{"exam-on": past}))


async def test_a_groups_recap_says_the_way_to_its_exam(scene: Scene) -> None:
    await scene.begin()
    form = asked(await scene.act(ADA, "1:change-goals"))
    await scene.submit(ADA, form, **{"exam-on": "2026-04-06"})
    await scene.at(9, 8)
    recap = next(one.card for one in scene.platform.in_channel() if one.card.title.startswith("Weekly recap"))
    assert "28 days to the exam on Mon, Apr 6. Daily questions until then: 28." in said(recap)
    assert "Sit a mock exam this week, best on Mon, Mar 9: /exam." in said(recap)
