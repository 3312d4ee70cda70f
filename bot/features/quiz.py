"""The quiz: a person's private questions, one at a time in one message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import CommandOption, Feature, mark
from bot.errors import Refused
from bot.features.app import App, mine, numbers_of
from bot.features.cards import choice_of
from bot.features.quiz_cards import card_of, unclear_card
from bot.model.quiz import MOST_QUESTIONS, Step, Underway
from bot.rules.abouts import EVERYTHING, by_id, find_about
from bot.study.quizzes import another, answer_quiz, go_on, leave, move_on, start, start_anew

feature: Feature[App] = Feature()

USUAL = 5
COUNTS = (5, 10, 20)
"""What is offered; any number up to the most will do."""

_NUMBER_LAST = re.compile(r"(?:(.*)\s)?(\d{1,2})", re.DOTALL)


def _abouts(app: App, call: Call, typed: str) -> Sequence[Choice]:
    w = mine(call)
    everything = () if typed.strip() else (Choice(EVERYTHING, w.t("Everything, as in the exam")),)
    return (*everything, *(choice_of(w, about) for bank in app.banks().values() for about in find_about(bank, typed)))


def _counts(app: App, call: Call, typed: str) -> Sequence[Choice]:
    w = mine(call)
    return [
        Choice(str(n), w.tn("{n} question", "{n} questions", n)) for n in COUNTS if str(n).startswith(typed.strip())
    ]


ABOUT = CommandOption[App](
    "about", mark("A domain, task, service or topic, such as security"), complete=_abouts, several=True
)
COUNT = CommandOption[App]("count", mark("How many questions, from 1 to 30"), complete=_counts)


@feature.command("quiz", mark("Practise privately, one question at a time"), ABOUT, COUNT)
async def quiz(app: App, call: Call) -> Reply:
    """Start a quiz, or show the one that is under way."""
    about, count = _wish(app, call.values.get("about", "").strip(), call.values.get("count", ""))
    return Tell(await begin(app, call, about, count, on=not any(call.values.values())))


@feature.on("quiz-about")
async def chosen_about(app: App, call: Call) -> Reply:
    """Start a quiz about what was chosen of several things that may have been meant."""
    if not call.chosen:
        raise Refused("action-unknown")
    return Change(await begin(app, call, call.chosen[0], _count(*call.args[:1])))


@feature.on("quiz-start")
async def pressed_start(app: App, call: Call) -> Reply:
    """Start a quiz about everything, or show the one that is under way."""
    return Tell(await begin(app, call, "", USUAL))


@feature.on("quiz-anew")
async def pressed_anew(app: App, call: Call) -> Reply:
    """End the quiz that is under way, and start the one that was asked for."""
    (old,) = numbers_of(call, 1)
    count, about = (*call.args[1:], "", "")[:2]
    wanted = (app.banks(), old, about, _count(count), app.now())
    return _shown(app, call, await app.work.write(start_anew, call.actor, call.place, *wanted))


@feature.on("quiz-more")
async def pressed_more(app: App, call: Call) -> Reply:
    """Start another quiz about the same."""
    (earlier,) = numbers_of(call, 1)
    wanted = (app.banks(), earlier, USUAL, app.now())
    return _shown(app, call, await app.work.write(another, call.actor, call.place, *wanted))


@feature.on("quiz-on")
async def pressed_go_on(app: App, call: Call) -> Reply:
    """Show where a quiz stands."""
    (number,) = numbers_of(call, 1)
    step = await app.work.write(go_on, call.actor, number, app.now())
    return _shown(app, call, step)


@feature.on("quiz-answer")
async def pressed_answer(app: App, call: Call) -> Reply:
    """Take an answer, and show how it came out."""
    number, position = numbers_of(call, 2)
    letters = "".join(call.args[2:] or call.chosen)
    step = await app.work.write(answer_quiz, call.actor, number, position, letters, app.now())
    return _shown(app, call, step)


@feature.on("quiz-next")
async def pressed_next(app: App, call: Call) -> Reply:
    """Show the next question, or the summary."""
    number, position = numbers_of(call, 2)
    step = await app.work.write(move_on, call.actor, number, position, app.now())
    return _shown(app, call, step)


@feature.on("quiz-leave")
async def pressed_leave(app: App, call: Call) -> Reply:
    """End a quiz and show its summary."""
    (number,) = numbers_of(call, 1)
    step = await app.work.write(leave, call.actor, number, app.now())
    return _shown(app, call, step)


async def begin(app: App, call: Call, about: str, count: int, *, on: bool = False) -> Card:
    """Start a quiz and return its first question, or what has to be settled before.

    Where one is under way that is what shall become of it, or where it stands if nothing else is wished (`on`).
    """
    try:
        step = await app.work.write(start, call.actor, call.place, app.banks(), about, count, app.now())
    except Refused as refused:
        if refused.code != "about-unclear":
            raise
        return unclear_card(mine(call), refused, count)
    if on and isinstance(step, Underway):
        step = await app.work.write(go_on, call.actor, step.quiz.id, app.now())
    return card_of(mine(call), app.banks(), step)


def _shown(app: App, call: Call, step: Step | Underway) -> Reply:
    """Return where a quiz stands, in place of the message that was pressed."""
    return Change(card_of(mine(call), app.banks(), step))


def _wish(app: App, about: str, count: str) -> tuple[str, int]:
    """Return what a quiz shall be about and how long: `code deploy 10`, or `10` alone, says both in one."""
    both = _NUMBER_LAST.fullmatch(about)
    known = by_id if about.isdecimal() else find_about
    found = any(known(bank, about) for bank in app.banks().values())
    if both and not count and not found and 1 <= int(both[2]) <= MOST_QUESTIONS:
        return both[1] or "", int(both[2])
    return about, _count(count)


def _count(written: str = "") -> int:
    """Return how many questions are asked for; raise Refused `count-unclear`."""
    number = written.strip() or str(USUAL)
    if not number.isdecimal() or len(number) > 2 or not 1 <= int(number) <= MOST_QUESTIONS:
        raise Refused("count-unclear", text=written.strip())
    return int(number)
