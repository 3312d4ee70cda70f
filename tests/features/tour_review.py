"""The walk past reviews, their reminders, and the plan to the exam."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.cards import Card
from bot.features.plan import plan_card
from bot.features.reminding import reminder_card
from bot.features.review_cards import card_of
from bot.i18n import Words, words
from bot.model.plan import Plan
from bot.model.posting import Posed
from bot.model.review import Felt, Rested, Reviewed, ToReview
from bot.study.reminders import Reminder
from tests.features.look import actions, controls
from tests.features.scene import EVERYWHERE, asked, told
from tests.features.walk import MEMBER, Walk

PERSON = "the member, as a direct message"
KEY = "0123456789ab"


async def reviews(walk: Walk) -> None:
    """Show a review from its first question to its end, and how somebody is reminded of it."""
    scene, ada, cleo, place = walk.scene, walk.cast.ada, walk.cast.cleo, walk.cast.place
    walk.show("`/review` before anything was met", MEMBER, await scene.command(ada, "review", EVERYWHERE))
    shown = await scene.command(cleo, "review", place)
    walk.show("`/review`", MEMBER, shown)
    walk.show("*Enough for now*", MEMBER, await scene.act(cleo, "1:review-rest", place))
    letters = "AB" if controls(told(shown))[1] else "A"
    right = await scene.press(cleo, told(shown), letters, place)
    walk.show("an answer in a review", MEMBER, right)
    (report,) = (one for one in actions(told(right)) if one.startswith("1:report-review"))
    walk.show("*Something is wrong*, with a question of a review", MEMBER, asked(await scene.act(cleo, report, place)))
    for when, card in _cards(walk):
        walk.show(when, MEMBER, card)
    await _reminders(walk)


async def plans(walk: Walk) -> None:
    """Show the plan to the exam, as it is asked for and as it comes by itself."""
    scene, ben, stranger, place = walk.scene, walk.cast.ben, walk.cast.stranger, walk.cast.place
    walk.show("`/plan` without an exam ahead", MEMBER, await scene.command(stranger, "plan", EVERYWHERE))
    form = asked(await scene.act(ben, "1:plan-change", place))
    walk.show("*Set the day of my exam*", MEMBER, form)
    odd = await scene.submit(ben, form, place, **{"exam-on": "someday", "zone": "Berlinn"})
    walk.show("that form, sent with faults", MEMBER, odd)
    past = (scene.clock() - timedelta(days=3)).date().isoformat()
    walk.show("the same with a day gone by", MEMBER, await scene.submit(ben, form, place, **{"exam-on": past}))
    ahead = (scene.clock() + timedelta(days=40)).date().isoformat()
    walk.show("that form, sent", MEMBER, await scene.submit(ben, form, place, **{"exam-on": ahead, "weekly": "no"}))
    w, banks, exam = words(ben.locale), scene.app.banks(), scene.bank.exam
    today = scene.clock().date()
    plan = Plan(exam.id, today + timedelta(days=30), False, 30, 1, 1, 0, (exam.tasks[0].id,), None, None)
    sitting = replace(plan, questions=9, due=12, unmet=120, mock_on=today + timedelta(days=2))
    for when, card in (
        ("`/plan` to the day of one's group, once all mock exams are sat", plan_card(w, banks, plan, weekly=False)),
        ("`/plan` the day before", plan_card(w, banks, replace(plan, days=1), weekly=True)),
        ("`/plan` on the day itself", plan_card(w, banks, replace(plan, days=0), weekly=True)),
    ):
        walk.show(when, MEMBER, card)
    walk.show("the plan of the week, on Mondays", PERSON, plan_card(w, banks, sitting, weekly=True))
    scene.clock.advance(days=50)
    walk.show("`/plan` once the exam is over", MEMBER, await scene.command(ben, "plan", place))
    scene.clock.advance(days=-50)


def _cards(walk: Walk) -> list[tuple[str, Card]]:
    """Return every card of a review."""
    w, banks, bank = words(walk.cast.cleo.locale), walk.scene.app.banks(), walk.scene.bank
    question = next(iter(bank.questions.values()))
    posed = Posed(question, tuple(option.id for option in question.options))
    waits = ToReview(bank.exam.id, posed, KEY, 1, 12, True, True)
    today = walk.scene.clock().date()
    right = Reviewed(bank.exam.id, posed, KEY, 1, question.key, True, None, today + timedelta(days=11), 0, False)
    wrong = replace(right, chosen=frozenset("cd"), correct=False, next_on=today + timedelta(days=1), due=11)
    rested = Rested(0, 1, walk.scene.clock() + timedelta(days=2), "Europe/Berlin", True)
    steps = (
        ("`/review` by somebody who is reminded, after a question was left out", waits),
        ("a right answer to the last question that is due", right),
        ("the same, after *That was easy*", replace(right, felt=Felt.EASY)),
        ("a wrong answer in a review", wrong),
        ("an answer to what has become a daily question", replace(right, open=True, due=1)),
        ("`/review` when all is done", rested),
        ("*Enough for now*, after some", replace(rested, due=2, done=10)),
    )
    return [(when, card_of(w, banks, step)) for when, step in steps]


async def _reminders(walk: Walk) -> None:
    scene, ben, place = walk.scene, walk.cast.ben, walk.cast.place
    w: Words = words(ben.locale)
    form = asked(await scene.act(ben, "1:remind", place))
    walk.show("*Remind me daily*", MEMBER, form)
    walk.show("that form, sent with a fault", MEMBER, await scene.submit(ben, form, place, time="late"))
    walk.show("that form, sent", MEMBER, await scene.submit(ben, form, place, time="7:30"))
    await scene.act(ben, "1:mute:yes", place)
    walk.show("the same by somebody who takes no direct messages", MEMBER, await scene.submit(ben, form, place))
    await scene.act(ben, "1:mute:no", place)
    walk.show("what is due, once a day", PERSON, reminder_card(w, Reminder(3, False, ben.locale)))
    walk.show("the seventh in a row, if no review came of any", PERSON, reminder_card(w, Reminder(1, True, ben.locale)))
    walk.show("*Stop reminding me*", MEMBER, await scene.act(ben, "1:remind-stop", place))
