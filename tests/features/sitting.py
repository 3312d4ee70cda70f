"""Sitting a mock exam by its cards."""

from __future__ import annotations

from bot.chat.cards import Card, Options
from tests.features.look import controls
from tests.features.scene import BEN, Scene, told


def key(scene: Scene, card: Card, *, right: bool = True) -> str:
    """Return the letter of the right answer to the question on a card, or of a wrong one."""
    (shown,) = (block for block in card.blocks if isinstance(block, Options))
    texts = {option.text: option for one in scene.bank.questions.values() for option in one.options}
    return next(item.letter for item in shown.items if texts[item.spans[0].text].correct is right)


async def begun(scene: Scene, length: str = "10") -> Card:
    """Return the first question of a new mock exam of Ben's."""
    return told(await scene.press(BEN, told(await scene.command(BEN, "exam", length=length)), "Start"))


async def answered(scene: Scene, card: Card, rightly: int, wrongly: int = 0) -> Card:
    """Answer so many questions from the present one on, and return the card that stands there then."""
    for at in range(rightly + wrongly):
        card = told(await scene.press(BEN, card, key(scene, card, right=at < rightly)))
        card = told(await scene.press(BEN, card, "Next")) if "Next" in controls(card)[0] else card
    return card


async def submitted(scene: Scene, card: Card) -> Card:
    """Submit, whatever is open."""
    card = told(await scene.press(BEN, card, "Submit"))
    return told(await scene.press(BEN, card, "Submit it anyway")) if "Submit it anyway" in controls(card)[0] else card
