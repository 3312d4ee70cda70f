"""Reviews: what somebody has met comes again when it is due, privately and one question at a time."""

from __future__ import annotations

from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.declare import Feature, mark
from bot.errors import Refused
from bot.features.app import App, mine
from bot.features.review_cards import card_of
from bot.model.review import Felt, Review
from bot.study.reviews import answer_review, rest, review, say_how_it_felt

feature: Feature[App] = Feature()


@feature.command("review", mark("Go over what you have met, just before you forget it"))
async def reviewed(app: App, call: Call) -> Reply:
    """Ask what is due, or say when something will be."""
    return Tell(_card(app, call, await app.work.write(review, call.actor, app.banks(), app.now())).card)


@feature.on("review-start")
async def pressed_start(app: App, call: Call) -> Reply:
    """Begin by a button, such as a reminder's."""
    return await reviewed(app, call)


@feature.on("review-next")
async def pressed_next(app: App, call: Call) -> Reply:
    """Ask the next question."""
    return _card(app, call, await app.work.write(review, call.actor, app.banks(), app.now()))


@feature.on("review-answer")
async def pressed_answer(app: App, call: Call) -> Reply:
    """Take an answer, and show how it came out."""
    key, turn = _named(call)
    letters = "".join(call.args[2:] or call.chosen)
    asked = (app.banks(), key, turn, letters, app.now())
    return _card(app, call, await app.work.write(answer_review, call.actor, call.place, *asked))


@feature.on("review-felt")
async def pressed_felt(app: App, call: Call) -> Reply:
    """Rate the answer just given by how it felt."""
    key, turn = _named(call)
    try:
        felt = Felt("".join(call.args[2:3]))
    except ValueError:
        raise Refused("action-unknown") from None
    return _card(app, call, await app.work.write(say_how_it_felt, call.actor, app.banks(), key, turn, felt, app.now()))


@feature.on("review-rest")
async def pressed_rest(app: App, call: Call) -> Reply:
    """Leave it at that."""
    return _card(app, call, await app.work.write(rest, call.actor, app.banks(), app.now()))


def _card(app: App, call: Call, step: Review) -> Change:
    return Change(card_of(mine(call), app.banks(), step))


def _named(call: Call) -> tuple[str, int]:
    """Return what a pressed action is about: the key of a question and the turn; raise Refused `action-unknown`."""
    if len(call.args) < 2 or not call.args[1].isdecimal() or len(call.args[1]) > 9:
        raise Refused("action-unknown")
    return call.args[0], int(call.args[1])
