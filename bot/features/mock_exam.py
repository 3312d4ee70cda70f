"""The mock exam: a private rehearsal of the real one, one question at a time in one message, against the clock."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.calls import Call, Change, Reply, Show, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import CommandOption, Feature, mark
from bot.errors import Refused
from bot.features.app import App, maybe_group, mine, numbers_of
from bot.features.mock_exam_cards import TENS, confirm_card, offer_card, overview_card, question_card, ten_card
from bot.features.mock_exam_results import WHICH, explained_card, result_card, shared_card
from bot.i18n import words
from bot.model.mock_exam import Finished, Running, Standing
from bot.study.mock_exams import choose, flag, go_to, look, offer, seek, stand, start, submit

feature: Feature[App] = Feature()

LENGTHS = (65, 40, 20, 10)
"""What is offered; any number within the bounds will do."""


def _lengths(app: App, call: Call, typed: str) -> Sequence[Choice]:
    w = mine(call)
    return [
        Choice(str(n), w.tn("{n} question", "{n} questions", n)) for n in LENGTHS if str(n).startswith(typed.strip())
    ]


LENGTH = CommandOption[App](
    "length", mark("How many questions; without it as many as in the real exam"), complete=_lengths
)


@feature.command("exam", mark("A mock exam as the real one, privately and against the clock"), LENGTH)
async def exam(app: App, call: Call) -> Reply:
    """Show the mock exam that is open; else offer one, or show the last result where no length was given."""
    length = call.values.get("length", "").strip()
    standing = await app.work.write(look, call.actor, app.now())
    if isinstance(standing, Running) or (standing is not None and not length):
        return Tell(_card(app, call, standing))
    return Tell(await _offer(app, call, length))


@feature.on("exam-again")
async def pressed_again(app: App, call: Call) -> Reply:
    """Offer another one of the real exam's length."""
    return Change(await _offer(app, call, ""))


@feature.on("exam-start")
async def pressed_start(app: App, call: Call) -> Reply:
    """Begin: the clock runs from now."""
    length, after = numbers_of(call, 2)
    wanted = (app.banks(), length, after, app.now())
    standing = await app.work.write(start, call.actor, call.place, *wanted)
    return _shown(app, call, standing)


@feature.on("exam-at")
async def pressed_at(app: App, call: Call) -> Reply:
    """Go to a question."""
    number, position = numbers_of(call, 2)
    return _shown(app, call, await app.work.write(go_to, call.actor, number, position, app.now()))


@feature.on("exam-seek")
async def pressed_seek(app: App, call: Call) -> Reply:
    """Go to the next question that is open, or flagged."""
    (number,) = numbers_of(call, 1)
    what = "".join(call.args[1:2])
    return _shown(app, call, await app.work.write(seek, call.actor, number, what, app.now()))


@feature.on("exam-answer")
async def pressed_answer(app: App, call: Call) -> Reply:
    """Keep an answer; it can be changed until the end."""
    number, position = numbers_of(call, 2)
    letters = "".join(call.args[2:] or call.chosen)
    return _shown(app, call, await app.work.write(choose, call.actor, number, position, letters, app.now()))


@feature.on("exam-flag")
async def pressed_flag(app: App, call: Call) -> Reply:
    """Mark a question to come back to, or not any more."""
    number, position, on = numbers_of(call, 3)
    return _shown(app, call, await app.work.write(flag, call.actor, number, position, on == 1, app.now()))


@feature.on("exam-overview")
async def pressed_overview(app: App, call: Call) -> Reply:
    """Show what is answered, flagged and open, or ten questions one by one."""
    (number,) = numbers_of(call, 1)
    standing = await app.work.write(stand, call.actor, number, app.now())
    if isinstance(standing, Finished):
        return _shown(app, call, standing)
    if not call.args[1:]:
        return Change(overview_card(mine(call), standing))
    _, ten = numbers_of(call, 2)
    if ten * TENS >= standing.exam.length:
        raise Refused("action-unknown")
    return Change(ten_card(mine(call), standing, ten))


@feature.on("exam-submit")
async def pressed_submit(app: App, call: Call) -> Reply:
    """Submit; while something is open, ask once."""
    (number,) = numbers_of(call, 1)
    sure = call.args[1:] == ("yes",)
    standing = await app.work.write(submit, call.actor, number, sure, app.now())
    if isinstance(standing, Running):
        return Change(confirm_card(mine(call), standing))
    return _shown(app, call, standing)


@feature.on("exam-result")
async def pressed_result(app: App, call: Call) -> Reply:
    """Show the result."""
    (number,) = numbers_of(call, 1)
    return _shown(app, call, await app.work.write(stand, call.actor, number, app.now()))


@feature.on("exam-explain")
async def pressed_explain(app: App, call: Call) -> Reply:
    """Show a question of a submitted exam with its explanation: one of all, or of what was missed."""
    number, position = numbers_of(call, 2)
    which = "".join(call.args[2:3])
    standing = await app.work.write(stand, call.actor, number, app.now())
    if isinstance(standing, Running):
        return _shown(app, call, standing)
    if which not in WHICH or position >= standing.exam.length:
        raise Refused("action-unknown")
    return Change(explained_card(mine(call), app.banks(), standing, position, which))


@feature.on("exam-share")
async def pressed_share(app: App, call: Call) -> Reply:
    """Show the result to everybody in the channel, as its owner chose to: a name, a score, no question."""
    (number,) = numbers_of(call, 1)
    standing = await app.work.write(stand, call.actor, number, app.now())
    if isinstance(standing, Running):
        return _shown(app, call, standing)
    group = await maybe_group(app, call)
    w = words(group.language) if group else mine(call)
    return Show(shared_card(w, app.banks(), standing, call.actor.name))


async def _offer(app: App, call: Call, length: str) -> Card:
    offered = await app.work.read(offer, call.actor, call.place, app.banks(), length)
    return offer_card(mine(call), app.banks(), offered)


def _shown(app: App, call: Call, standing: Standing) -> Reply:
    """Return where an exam stands, in place of the message that was pressed."""
    return Change(_card(app, call, standing))


def _card(app: App, call: Call, standing: Standing) -> Card:
    if isinstance(standing, Running):
        return question_card(mine(call), standing)
    return result_card(mine(call), app.banks(), standing, shareable=call.place is not None)
