"""A made-up question that shows an owner what will be posted, without giving a real one away."""

from __future__ import annotations

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Block, Button, Buttons, Card, OptionLine, Options, Tone, spans, text
from bot.chat.declare import Feature
from bot.features.app import App, mine
from bot.i18n import Words

feature: Feature[App] = Feature()


def sample_blocks(w: Words) -> tuple[Block, ...]:
    """Return the blocks of the sample question; its buttons explain themselves."""
    options = (
        ("A", w.t("At once, and only to you")),
        ("B", w.t("To everybody, as soon as you press")),
        ("C", w.t("At the end of the month")),
        ("D", w.t("Never: it stays a secret")),
    )
    return (
        text(w.t("You press one of the letters below. When do you learn whether you are right?")),
        Options(tuple(OptionLine(letter, spans(words)) for letter, words in options)),
        Buttons(tuple(Button(letter, pack("sample", letter)) for letter, _ in options)),
    )


@feature.on("sample")
async def pressed_sample(app: App, call: Call) -> Reply:
    """Answer the sample as a real question is answered: privately and at once."""
    w = mine(call)
    right = call.args == ("A",)
    title = w.t("Right! You see it now, and nobody else does.") if right else w.t("The answer is A: just like this.")
    said = w.t("Real questions say for every option why it is right or wrong, and link the page that states it.")
    return Tell(Card(title, (text(said),), Tone.GOOD if right else Tone.BAD))
