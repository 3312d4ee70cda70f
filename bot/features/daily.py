"""The daily question: its message, answers to it, feedback, and practising it once it was revealed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Block, Button, Buttons, Card, Field, Fields, Jump, Span, Style, Text, Tone, text
from bot.chat.declare import Feature, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine, numbers_of
from bot.features.cards import about, controls, explained_options, key_spans, plain_options, readings, stem, verdict
from bot.features.group import next_sentence
from bot.features.note_cards import read_note
from bot.features.reporting import report_button
from bot.i18n import Words, words
from bot.model.group import Group
from bot.model.posting import Daily, Outcome, Revealed, Spread
from bot.model.question import Bank
from bot.rules.scoring import percent
from bot.study.answers import Practice, answer, my_answer, practise, to_practise, todays

feature: Feature[App] = Feature()


@feature.command("today", mark("Answer today's question here, or see your answer again"))
async def today(app: App, call: Call) -> Reply:
    """Show the open question privately with its controls, or the caller's outcome."""
    group = await group_of(app, call)
    found = await app.work.read(todays, call.actor, group.id)
    if found is None:
        return Tell(_nothing_open(mine(call), group))
    daily, outcome = found
    if outcome is not None:
        return Tell(feedback_card(mine(call), app.banks(), outcome))
    return Tell(private_card(mine(call), app.banks(), group, daily))


@feature.on("answer")
async def pressed_answer(app: App, call: Call) -> Reply:
    """Take an answer; after the reveal offer practice instead."""
    posting, in_round, letters = _given(call)
    try:
        outcome = await app.work.write(answer, call.actor, posting, letters, app.now(), in_round)
    except Refused as refused:
        if refused.code != "closed":
            raise
        return Tell(_late_card(mine(call), posting))
    app.wake()  # the message's count is behind now
    return Tell(feedback_card(mine(call), app.banks(), outcome, pressed_again=outcome.repeated))


@feature.on("choose")
async def pressed_choose(app: App, call: Call) -> Reply:
    """Ask once more before an answer counts, in groups that want it so."""
    posting, in_round, letters = _given(call)
    w = mine(call)
    sure = Button(w.t("Yes, that is my answer"), pack("answer", posting, f"r{in_round}", letters), Tone.PRIMARY)
    said = w.t("Nothing counts yet. To change your mind, press another letter of the question.")
    chosen = w.list(letters)
    return Tell(Card(w.t("You chose {letters}. Are you sure?", letters=chosen), (text(said), Buttons((sure,)))))


@feature.on("mine")
async def pressed_mine(app: App, call: Call) -> Reply:
    """Show the caller's answer again."""
    (posting,) = numbers_of(call, 1)
    try:
        return Tell(feedback_card(mine(call), app.banks(), await app.work.read(my_answer, call.actor, posting)))
    except Refused as refused:
        if refused.code != "closed":
            raise
        return Tell(_late_card(mine(call), posting))


@feature.on("practise")
async def pressed_practise(app: App, call: Call) -> Reply:
    """Show a revealed question for practice, or how a practice answer came out."""
    (posting,) = numbers_of(call, 1)
    letters = "".join(call.args[1:] or call.chosen)
    if letters:
        practice = await app.work.read(practise, call.actor, posting, letters)
        return Tell(practised_card(mine(call), app.banks(), practice))
    daily = await app.work.read(to_practise, call.actor, posting)
    return Tell(_practice_card(mine(call), daily))


def daily_card(banks: Mapping[str, Bank], group: Group, daily: Daily, before: Revealed | None) -> Card:
    """Return the public message of an open daily question. It tells how many answered, not how they did."""
    w = words(group.language)
    footer = w.t("Your first answer counts.")
    if daily.reveal_at is not None:
        moment = w.moment(daily.reveal_at, group.schedule.zone)
        footer = w.t("Your first answer counts. Reveal: {moment} ({zone}).", moment=moment, zone=group.schedule.zone)
    return Card(
        w.t("Daily question · {day}", day=w.day(daily.for_date)),
        (
            *(_recalled(w, before) if before else ()),
            *_countdown(w, group, daily),
            *((about(w, banks, group.exam, daily.question),) if group.show_topic else ()),
            *stem(daily.question),
            plain_options(daily),
            _controls(w, group, daily),
            Buttons((Button(w.t("My answer"), pack("mine", daily.posting)),)),
            text(_answered(w, daily.answers), Style.QUIET),
        ),
        Tone.PRIMARY,
        footer,
        group.ping_role,
    )


def _controls(w: Words, group: Group, daily: Daily) -> Block:
    """Return what answers a question. Where one was replaced it says which it belongs to: a press on the old message,
    while that is not yet edited, must not answer the new one."""
    round_ = (f"r{daily.round}",) if daily.round else ()
    return controls(w, daily, "choose" if group.confirm else "answer", daily.posting, *round_)


def _given(call: Call) -> tuple[int, int, str]:
    """Return what was answered: the posting, which of its questions, and the letters."""
    (posting,) = numbers_of(call, 1)
    rest = call.args[1:]
    in_round = 0
    if rest and rest[0][:1] == "r" and rest[0][1:].isdecimal() and len(rest[0]) < 6:
        in_round, rest = int(rest[0][1:]), rest[1:]
    return posting, in_round, "".join(rest or call.chosen)


def private_card(w: Words, banks: Mapping[str, Bank], group: Group, daily: Daily) -> Card:
    """Return the open question as `/today` shows it: an answer here is the answer to the channel's question."""
    return Card(
        w.t("Today's question · {day}", day=w.day(daily.for_date)),
        (
            *((about(w, banks, group.exam, daily.question),) if group.show_topic else ()),
            *stem(daily.question),
            plain_options(daily),
            _controls(w, group, daily),
        ),
        Tone.PRIMARY,
        w.t("Answering here is answering in the channel. Your first answer counts."),
    )


def feedback_card(w: Words, banks: Mapping[str, Bank], outcome: Outcome, *, pressed_again: bool = False) -> Card:
    """Return what only the person who answered sees; `pressed_again` says that an earlier answer stands."""
    question = outcome.daily.question
    again = w.t("You had answered this one already, and your first answer counts.") if pressed_again else None
    note = () if outcome.correct else read_note(w, banks, question)
    return Card(
        verdict(w, outcome.daily, outcome.chosen, outcome.correct),
        (
            *((text(again, Style.QUIET),) if again else ()),
            *stem(question),
            explained_options(outcome.daily, outcome.chosen),
            *readings(question),
            _standing(w, outcome),
            Buttons((*note, report_button(w, "report-daily", outcome.daily.posting))),
        ),
        Tone.GOOD if outcome.correct else Tone.BAD,
        "" if outcome.daily.closed_at else w.t("Keep it to yourself until the reveal: others are still thinking."),
    )


def _standing(w: Words, outcome: Outcome) -> Fields:
    """Return the figures of the person and of the week in which the answer counted, which may be an earlier one."""
    if outcome.streak:
        streak = w.tn("{n} question so far", "{n} questions in a row", outcome.streak)
    else:
        streak = w.t("Starts again with your next answer")
    if not outcome.week_points:
        place = w.t("Begins with your first point")
    elif outcome.members > 1:
        place = w.t("{place} of {members}", place=w.number(outcome.place), members=w.number(outcome.members))
    else:
        place = w.t("1, so far alone")
    return Fields(
        (
            Field(w.t("Points of the week"), w.number(outcome.week_points)),
            Field(w.t("Streak"), streak),
            Field(w.t("Place of the week"), place),
        )
    )


def practised_card(w: Words, banks: Mapping[str, Bank], practice: Practice) -> Card:
    """Return how a practice answer came out."""
    daily = practice.daily
    note = () if practice.correct else read_note(w, banks, daily.question)
    return Card(
        verdict(w, daily, practice.chosen, practice.correct),
        (
            explained_options(daily, practice.chosen),
            *readings(daily.question),
            *((Buttons(note),) if note else ()),
        ),
        Tone.GOOD if practice.correct else Tone.BAD,
        w.t("Practice only: no points."),
    )


def _countdown(w: Words, group: Group, daily: Daily) -> tuple[Text, ...]:
    """Return the line that counts the days to the exam, once its day is set and until it is over."""
    if group.exam_on is None or group.exam_on < daily.for_date:
        return ()
    left = (group.exam_on - daily.for_date).days
    if not left:
        return (text(w.t("The exam is today. Good luck!"), Style.QUIET),)
    return (text(w.tn("{n} day until the exam", "{n} days until the exam", left), Style.QUIET),)


def _recalled(w: Words, before: Revealed) -> tuple[Block, ...]:
    """Return the opening line on the question before: how many got it, its answer, and a way to its explanation."""
    daily = before.daily
    letters = w.list(daily.letters(daily.question.key))
    answer_text = key_spans(daily)
    key = (
        w.t("The answer is {letters}:", letters=letters)
        if answer_text
        else w.t("The answer is {letters}.", letters=letters)
    )
    words = (Span(_how_it_went(w, before.spread)), Span(" "), Span(key))
    line = Text((*words, Span(" "), *answer_text) if answer_text else words, Style.QUIET)
    jump = (Jump(w.t("See why"), daily.message_ref),) if daily.message_ref else ()
    return (line, *jump)


def _how_it_went(w: Words, spread: Spread) -> str:
    if not spread.answers:
        return w.t("Last question: nobody answered it.")
    if not spread.correct:
        return w.t("Last question: a hard one, which nobody got right.")
    return w.t("Last question: {share} got it right.", share=w.percent(percent(spread.correct, spread.answers)))


def _answered(w: Words, answers: int) -> str:
    if not answers:
        return w.t("Nobody has answered yet. Be the first!")
    return w.tn("{n} person has answered.", "{n} people have answered.", answers)


def _nothing_open(w: Words, group: Group) -> Card:
    return Card(w.t("No question is open"), (text(next_sentence(w, group)),))


def _late_card(w: Words, posting: int) -> Card:
    return Card(
        w.t("Too late for points"),
        (
            text(w.t("This question has been revealed, so answers to it no longer count. You can still practise it.")),
            Buttons((Button(w.t("Practise it"), pack("practise", posting), Tone.PRIMARY),)),
        ),
        Tone.WARNING,
    )


def _practice_card(w: Words, daily: Daily) -> Card:
    return Card(
        w.t("Practice · {day}", day=w.day(daily.for_date)),
        (*stem(daily.question), plain_options(daily), controls(w, daily, "practise", daily.posting)),
        Tone.PRIMARY,
        w.t("Practice only: no points."),
    )
