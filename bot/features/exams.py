"""Which exam a new group studies for; asked only where there are several."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.calls import Call, FormField
from bot.chat.cards import Choice
from bot.chat.declare import CommandOption, mark
from bot.errors import Refused
from bot.features.app import App
from bot.i18n import Words


def several(app: App) -> bool:
    """Say whether there is an exam to choose."""
    return len(app.banks()) > 1


def _complete(app: App, call: Call, typed: str) -> Sequence[Choice]:
    return [choice for choice in _choices(app) if typed.casefold() in f"{choice.label} {choice.value}".casefold()]


EXAM = CommandOption[App]("exam", mark("What the group studies for"), complete=_complete, offered=several)


def chosen_exam(app: App, call: Call) -> str:
    """Return the id of the exam that was named by id or title, the first one if none was; raise Refused otherwise."""
    typed = call.values.get("exam", "").strip()
    if not typed:
        return next(iter(app.banks()))
    for choice in _choices(app):
        if typed.casefold() in (choice.value.casefold(), choice.label.casefold()):
            return choice.value
    raise Refused("exam-unknown", text=typed)


def exam_field(w: Words, app: App, call: Call) -> tuple[FormField, ...]:
    """Return the field that asks for the exam, the first one chosen; nothing where there is one alone."""
    if not several(app):
        return ()
    return (FormField("exam", w.t("Exam"), chosen_exam(app, call), choices=tuple(_choices(app))),)


def exam_title(app: App, exam: str) -> str:
    """Return an exam's title, its id where it is there no longer."""
    bank = app.banks().get(exam)
    return bank.exam.title if bank else exam


def _choices(app: App) -> list[Choice]:
    return [Choice(id_, bank.exam.title) for id_, bank in app.banks().items()]
