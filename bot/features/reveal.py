"""The reveal: the daily question's message becomes the answered one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.actions import pack
from bot.chat.cards import Block, Button, Buttons, Card, Field, Fields, Jump, Style, Text, Tone, spans, text
from bot.features.cards import about, explained_options, readings, stem
from bot.i18n import Words, words
from bot.model.group import Group
from bot.model.posting import Daily, Revealed, Spread
from bot.model.question import Bank
from bot.model.ruling import Kind, Ruling
from bot.rules.scoring import percent


def revealed_card(banks: Mapping[str, Bank], group: Group, revealed: Revealed) -> Card:
    """Return the public message of a question after its reveal: key, whys, spread, who was first."""
    w = words(group.language)
    daily, spread = revealed.daily, revealed.spread
    if daily.withdrawn:
        return _withdrawn_card(w, daily)
    shares = {id_: percent(count, spread.answers) for id_, count in spread.per_option} if spread.answers else None
    key = w.list(daily.letters(daily.question.key))
    return Card(
        w.t("Revealed · {day} · the answer is {key}", day=w.day(daily.for_date), key=key),
        (
            about(w, banks, group.exam, daily.question),  # now also where it was hidden, for it gives nothing away
            *stem(daily.question),
            explained_options(daily, shares=shares),
            *_note(w, revealed.ruling),
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


def _withdrawn_card(w: Words, daily: Daily) -> Card:
    said = w.t("It counts for nobody, and no streak breaks. The next one comes as usual.")
    title = w.t("Withdrawn · {day} · this question was taken back", day=w.day(daily.for_date))
    return Card(title, (text(said), Buttons((Button(w.t("Help"), pack("help")),))))


def _note(w: Words, ruling: Ruling | None) -> tuple[Text, ...]:
    """Return the line on what was ruled of a question, if anything, with the operator's own words."""
    if ruling is None:
        return ()
    if ruling.kind is Kind.CORRECTED:
        said = w.t("The answer to this question was corrected, and everybody was graded by the new one.")
    else:
        said = w.t("The answer to this question is in doubt. If it changes, everybody will be graded anew.")
    return (text(said), *_note_of(ruling))


def ruling_card(group: Group, revealed: Revealed, message: str | None) -> Card:
    """Return the message that tells a group of a question whose key was corrected after its reveal."""
    w = words(group.language)
    daily = revealed.daily
    key = w.list(daily.letters(daily.question.key))
    said = w.t("It has been looked into again. Answers, points and places have been counted anew.")
    return Card(
        w.t("Corrected: the answer to the question of {day} is {key}", day=w.day(daily.for_date), key=key),
        (
            text(said),
            *_note_of(revealed.ruling),
            *((Jump(w.t("See why"), message),) if message else ()),
            Buttons((Button(w.t("My answer"), pack("mine", daily.posting)),)),
        ),
    )


def _note_of(ruling: Ruling | None) -> tuple[Text, ...]:
    return (Text(spans(ruling.note), Style.QUIET),) if ruling and ruling.note else ()


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
