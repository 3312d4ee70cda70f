"""One question as members meet it, outside of any group: for an author who wants to see it on a platform."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.cards import Card, Tone
from bot.features.cards import about, controls, explained_options, plain_options, readings, stem
from bot.i18n import Words
from bot.model.posting import Posed
from bot.model.question import Bank, Question


def preview_cards(w: Words, banks: Mapping[str, Bank], exam: str, question: Question) -> tuple[Card, Card]:
    """Return the question as it is asked and as it is revealed, its options in the order of its file."""
    posed = Posed(question, tuple(option.id for option in question.options))
    head = (about(w, banks, exam, question), *stem(question))
    return (
        Card(question.id, (*head, plain_options(posed), controls(w, posed, "answer", 0)), Tone.PRIMARY),
        Card(question.id, (*head, explained_options(posed), *readings(question)), Tone.GOOD),
    )
