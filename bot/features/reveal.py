"""The reveal: the daily question's message becomes the answered one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.actions import pack
from bot.chat.cards import Block, Button, Buttons, Card, Field, Fields, Jump, Style, Tone, text
from bot.features.cards import about, explained_options, readings, stem
from bot.i18n import Words, words
from bot.model.group import Group
from bot.model.posting import Revealed, Spread
from bot.model.question import Bank
from bot.rules.scoring import percent


def revealed_card(banks: Mapping[str, Bank], group: Group, revealed: Revealed) -> Card:
    """Return the public message of a question after its reveal: key, whys, spread, who was first."""
    w = words(group.language)
    daily, spread = revealed.daily, revealed.spread
    shares = {id_: percent(count, spread.answers) for id_, count in spread.per_option} if spread.answers else None
    key = w.list(daily.letters(daily.question.key))
    return Card(
        w.t("Revealed · {day} · the answer is {key}", day=w.day(daily.for_date), key=key),
        (
            about(w, banks, group.exam, daily.question),  # now also where it was hidden, for it gives nothing away
            *stem(daily.question),
            explained_options(daily, shares=shares),
            _result(w, spread),
            *readings(daily.question),
            Buttons(
                (
                    Button(w.t("My answer"), pack("mine", daily.posting)),
                    Button(w.t("Practise it"), pack("practise", daily.posting)),
                )
            ),
        ),
        Tone.PLAIN,
        w.t("Answers no longer count. Practising gives no points, but it sticks."),
    )


def announcement_card(group: Group, revealed: Revealed, message: str) -> Card:
    """Return the short message that says a reveal has happened, since edits notify nobody."""
    w = words(group.language)
    daily = revealed.daily
    key = w.list(daily.letters(daily.question.key))
    title = w.t("The answer to the question of {day} is {key}", day=w.day(daily.for_date), key=key)
    return Card(title, (_result(w, revealed.spread), Jump(w.t("See why"), message)))


def _result(w: Words, spread: Spread) -> Block:
    if not spread.answers:
        return text(w.t("Nobody answered this one. Maybe it was a hard day; the next one is coming."), Style.QUIET)
    fields = [
        Field(w.t("Answered"), w.tn("{n} person", "{n} people", spread.answers)),
        Field(w.t("Got it right"), w.percent(percent(spread.correct, spread.answers))),
    ]
    if spread.first_correct is not None:
        fields.append(Field(w.t("First to be right"), spread.first_correct or w.t("a member who stays unnamed")))
    return Fields(tuple(fields))
