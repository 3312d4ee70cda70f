"""The cards of a quiz: question, feedback, summary, and what is asked before it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.actions import pack
from bot.chat.cards import Block, Button, Buttons, Card, Chooser, Field, Fields, Link, Style, Tone, text
from bot.errors import Refused
from bot.features.cards import about as topic_line
from bot.features.cards import choice_of, controls, explained_options, plain_options, readings, stem, verdict
from bot.features.errors import sentence
from bot.features.note_cards import note_buttons, read_note
from bot.features.reporting import report_button
from bot.i18n import Words
from bot.model.question import Bank
from bot.model.quiz import About, Answered, Asking, Ended, Quiz, Result, Step, Underway
from bot.rules.abouts import EVERYTHING, by_id

Banks = Mapping[str, Bank]

MOST_READINGS = 10


def card_of(w: Words, banks: Banks, step: Step | Underway) -> Card:
    """Return the card that shows where a quiz stands."""
    match step:
        case Asking():
            return question_card(w, banks, step)
        case Answered(result=Result(open=True)):
            return _resting_card(w, step)
        case Answered():
            return feedback_card(w, banks, step)
        case Ended():
            return summary_card(w, banks, step)
        case Underway():
            return _underway_card(w, banks, step)


def question_card(w: Words, banks: Banks, asking: Asking) -> Card:
    """Return the question that waits for its answer."""
    quiz = asking.quiz
    note = _left_out(w, asking.left_out)
    return Card(
        _title(w, banks, quiz),
        (
            *((text(note, Style.QUIET),) if note else ()),
            *stem(quiz.present.question),
            plain_options(quiz.present),
            controls(w, quiz.present, "quiz-answer", quiz.id, quiz.position),
            Buttons((_leave(w, quiz),)),
        ),
        Tone.PRIMARY,
        w.t("Only you see this. /quiz brings you back here any time; Leave ends the quiz."),
    )


def feedback_card(w: Words, banks: Banks, answered: Answered) -> Card:
    """Return how an answer came out, with every why and where to read on."""
    quiz, result = answered.quiz, answered.result
    note = () if result.correct else read_note(w, banks, result.posed.question)
    return Card(
        verdict(w, result.posed, result.chosen, result.correct),
        (
            topic_line(w, banks, quiz.exam, result.posed.question),
            *stem(result.posed.question),
            explained_options(result.posed, result.chosen),
            *readings(result.posed.question),
            _onward(w, quiz, *note, report_button(w, "report-quiz", quiz.id, quiz.position)),
        ),
        Tone.GOOD if result.correct else Tone.BAD,
        w.tn("{n} point for your group's board.", "{n} points for your group's board.", result.points)
        if result.points
        else _progress(w, quiz),
    )


def summary_card(w: Words, banks: Banks, ended: Ended) -> Card:
    """Return how a quiz went: what was right, by domain if there were several, and what to read.

    Whatever has become an open daily question since is not counted, for a number would tell of its key.
    """
    results = [result for result in ended.results if not result.open]
    more = Buttons((Button(w.t("Another five"), pack("quiz-more", ended.quiz.id), Tone.PRIMARY),))
    notes = tuple(
        text(note, Style.QUIET)
        for note in (_left_out(w, ended.left_out), _resting(w, len(ended.results) - len(results)))
        if note
    )
    if not ended.results:
        said = w.t("You answered nothing, and nothing was kept. Come back whenever you like.")
        return Card(w.t("The quiz is over"), (*notes, text(said), more))
    if not results:
        return Card(w.t("The quiz is over"), (*notes, more))
    right = sum(result.correct for result in results)
    return Card(
        w.t("{right} of {n} right", right=w.number(right), n=w.number(len(results))),
        (*notes, *_by_domain(w, banks, ended.quiz, results), *_to_read(w, banks.get(ended.quiz.exam), results), more),
        Tone.GOOD if right == len(results) else Tone.PLAIN,
        w.t("What you missed comes first in your next quiz.") if right < len(results) else "",
    )


def unclear_card(w: Words, refused: Refused, count: int) -> Card:
    """Return the choice between the things that a text may mean; `refused` is an `about-unclear` of the rules."""
    near = refused.values["near"]
    choices = (
        tuple(choice_of(w, about) for about in near if isinstance(about, About)) if isinstance(near, tuple) else ()
    )
    chooser = Chooser(pack("quiz-about", count), w.t("What do you mean?"), choices, w.t("Start the quiz"))
    return Card(w.t("What shall the quiz be about?"), (text(sentence(w, refused)), chooser))


def _underway_card(w: Words, banks: Banks, underway: Underway) -> Card:
    quiz = underway.quiz
    where = {"n": w.number(quiz.position + 1), "whole": w.number(len(quiz.items))}
    if about := _about(banks, quiz):
        title = w.t("You are at question {n} of {whole} of your quiz on {about}", about=about.title, **where)
    else:
        title = w.t("You are at question {n} of {whole} of a quiz", **where)
    anew = pack("quiz-anew", quiz.id, underway.count, underway.about or EVERYTHING)
    go_on = Button(w.t("Go on"), pack("quiz-on", quiz.id), Tone.PRIMARY)
    said = w.t("Go on where you were, or end it and start the one you just asked for.")
    return Card(title, (text(said), Buttons((go_on, Button(w.t("End it and start anew"), anew)))))


def _resting_card(w: Words, answered: Answered) -> Card:
    """Return what stands in for feedback while a group is asked the same question: nothing of its key."""
    said = w.t(
        "You answered this one, and it has just become a daily question. How it came out rests until its reveal."
    )
    return Card(w.t("Not yet"), (text(said), _onward(w, answered.quiz)), Tone.WARNING, _progress(w, answered.quiz))


def _title(w: Words, banks: Banks, quiz: Quiz) -> str:
    where = {"n": w.number(quiz.position + 1), "whole": w.number(len(quiz.items))}
    if about := _about(banks, quiz):
        return w.t("Quiz on {about} · question {n} of {whole}", about=about.title, **where)
    return w.t("Quiz · question {n} of {whole}", **where)


def _about(banks: Banks, quiz: Quiz) -> About | None:
    bank = banks.get(quiz.exam)
    return by_id(bank, quiz.about) if bank and quiz.about else None


def _progress(w: Words, quiz: Quiz) -> str:
    return w.t("Question {n} of {whole}", n=w.number(quiz.position + 1), whole=w.number(len(quiz.items)))


def _onward(w: Words, quiz: Quiz, *more: Button) -> Buttons:
    to = pack("quiz-next", quiz.id, quiz.position)
    if quiz.last:
        return Buttons((Button(w.t("Summary"), to, Tone.PRIMARY), *more))
    return Buttons((Button(w.t("Next"), to, Tone.PRIMARY), _leave(w, quiz), *more))


def _leave(w: Words, quiz: Quiz) -> Button:
    return Button(w.t("Leave"), pack("quiz-leave", quiz.id))


def _left_out(w: Words, n: int) -> str:
    if not n:
        return ""
    return w.tn(
        "I left {n} question out: it has become a daily question, and is for that now.",
        "I left {n} questions out: they have become daily questions, and are for that now.",
        n,
    )


def _resting(w: Words, n: int) -> str:
    if not n:
        return ""
    return w.tn(
        "{n} answer is not told here: its question has become a daily one, and rests until its reveal.",
        "{n} answers are not told here: their questions have become daily ones, and rest until their reveal.",
        n,
    )


def _by_domain(w: Words, banks: Banks, quiz: Quiz, results: Sequence[Result]) -> tuple[Block, ...]:
    bank = banks.get(quiz.exam)
    domains = dict.fromkeys(result.posed.question.domain for result in results)
    if len(domains) < 2 or bank is None:
        return ()
    fields = []
    for domain in (one for one in bank.exam.domains if one.id in domains):
        answers = [result.correct for result in results if result.posed.question.domain == domain.id]
        said = w.t("{right} of {n}", right=w.number(sum(answers)), n=w.number(len(answers)))
        fields.append(Field(domain.title, said))
    return (Fields(tuple(fields)),)


def _to_read(w: Words, bank: Bank | None, results: Sequence[Result]) -> tuple[Block, ...]:
    """Return the pages behind what was missed, each once, and the notes on it."""
    missed = [result.posed.question for result in results if not result.correct]
    links: dict[str, Link] = {link.url: link for question in missed for link in readings(question)}
    if not links:
        return ()
    notes = note_buttons(w, bank, (question.topic for question in missed)) if bank else ()
    shown = list(links.values())[:MOST_READINGS]
    return (text(w.t("Worth reading now:"), Style.STRONG), *shown, *((Buttons(notes),) if notes else ()))
