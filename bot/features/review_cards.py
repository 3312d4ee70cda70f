"""The cards of a review: question, feedback, and what is said when nothing is asked."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.actions import pack
from bot.chat.cards import Button, Buttons, Card, Style, Tone, text
from bot.features.cards import about as topic_line
from bot.features.cards import controls, explained_options, plain_options, readings, stem, verdict
from bot.features.reporting import report_button
from bot.i18n import Words
from bot.model.question import Bank
from bot.model.review import Felt, Rested, Review, Reviewed, ToReview
from bot.rules.review import study_day

Banks = Mapping[str, Bank]


def card_of(w: Words, banks: Banks, step: Review) -> Card:
    """Return the card that shows where a review stands."""
    match step:
        case ToReview():
            return _question(w, step)
        case Reviewed(open=True):
            return _resting(w, step)
        case Reviewed():
            return _feedback(w, banks, step)
        case Rested():
            return _rested(w, step)


def start_button(w: Words) -> Button:
    """Return the button that begins a review."""
    return Button(w.t("Start the review"), pack("review-start"), Tone.PRIMARY)


def remind_button(w: Words, *, reminded: bool) -> Button:
    """Return the button that asks for daily reminders, or that stops them."""
    if reminded:
        return Button(w.t("Stop reminding me"), pack("remind-stop"))
    return Button(w.t("Remind me daily"), pack("remind"))


def due(w: Words, n: int) -> str:
    """Return the title of a review with `n` questions due."""
    return w.tn("Review · {n} question is due", "Review · {n} questions are due", n)


def _question(w: Words, step: ToReview) -> Card:
    note = w.t("I left that question out: it has become a daily question, and is for that now.")
    more = () if step.reminded else (remind_button(w, reminded=False),)
    return Card(
        due(w, step.due),
        (
            *((text(note, Style.QUIET),) if step.left_out else ()),
            *stem(step.posed.question),
            plain_options(step.posed),
            controls(w, step.posed, "review-answer", step.key, step.turn),
            Buttons((Button(w.t("Enough for now"), pack("review-rest")), *more)),
        ),
        Tone.PRIMARY,
        w.t("Only you see this. What you know comes back later and later; what you miss, tomorrow."),
    )


def _feedback(w: Words, banks: Banks, step: Reviewed) -> Card:
    return Card(
        verdict(w, step.posed, step.chosen, step.correct),
        (
            topic_line(w, banks, step.exam, step.posed.question),
            *stem(step.posed.question),
            explained_options(step.posed, step.chosen),
            *readings(step.posed.question),
            text(w.t("This one comes again on {day}.", day=w.day(step.next_on))),
            Buttons((_onward(w, step), *_felt(w, step), report_button(w, "report-review", step.key))),
        ),
        Tone.GOOD if step.correct else Tone.BAD,
        _left(w, step.due),
    )


def _resting(w: Words, step: Reviewed) -> Card:
    """Return what stands in for feedback while a group is asked the same question: nothing of its key."""
    said = w.t(
        "You answered this one, and it has just become a daily question. How it came out rests until its reveal."
    )
    return Card(w.t("Not yet"), (text(said), Buttons((_onward(w, step),))), Tone.WARNING, _left(w, step.due))


def _rested(w: Words, step: Rested) -> Card:
    quiz = Button(w.t("Five quiz questions"), pack("quiz-start"), Tone.PRIMARY)
    remind = remind_button(w, reminded=step.reminded)
    done = (text(w.tn("You reviewed {n} question today.", "You reviewed {n} questions today.", step.done)),)
    if step.due:
        go_on = Button(w.t("Go on"), pack("review-next"), Tone.PRIMARY)
        return Card(
            w.t("Enough for now"), (*(done if step.done else ()), Buttons((go_on, remind))), footer=_left(w, step.due)
        )
    if step.next_at is None:
        said = w.t("What you answer in a daily question, a quiz or a mock exam comes back here before you forget it.")
        return Card(w.t("Nothing to review yet"), (text(said), Buttons((quiz, remind))))
    day = w.day(study_day(step.next_at, step.zone))
    return Card(
        w.t("Nothing is due"),
        (
            *(done if step.done else ()),
            text(w.t("The next question comes again on {day}.", day=day)),
            Buttons((quiz, remind)),
        ),
        Tone.GOOD,
        w.t("A quiz brings what you have not met yet."),
    )


def _onward(w: Words, step: Reviewed) -> Button:
    return Button(w.t("Next") if step.due else w.t("Done"), pack("review-next"), Tone.PRIMARY)


def _felt(w: Words, step: Reviewed) -> tuple[Button, ...]:
    """Return what can be said of a right answer, but for what was said."""
    if not step.correct:
        return ()
    said = ((Felt.HARD, w.t("That was hard")), (Felt.EASY, w.t("That was easy")))
    return tuple(
        Button(label, pack("review-felt", step.key, step.turn, felt)) for felt, label in said if felt is not step.felt
    )


def _left(w: Words, n: int) -> str:
    return w.tn("{n} question is still due.", "{n} questions are still due.", n) if n else w.t("Nothing else is due.")
