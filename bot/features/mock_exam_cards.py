"""The cards of a mock exam under way: the offer, a question, the overview, and the word before submitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.chat.actions import pack
from bot.chat.cards import Block, Button, Buttons, Card, Field, Fields, Style, Table, Text, Tone, text
from bot.features.cards import controls, plain_options, stem
from bot.i18n import Words
from bot.model.mock_exam import Offer, Running
from bot.model.question import Bank

TENS = 10
_NO_ANSWER = "–"


def offer_card(w: Words, banks: Mapping[str, Bank], offer: Offer) -> Card:
    """Return what a mock exam is and what it will be; nothing runs before *Start* is pressed."""
    form = banks[offer.exam].exam.form
    chance = w.t("It is shorter than the real exam: the fewer questions, the more of the score is chance.")
    shorter = () if offer.length >= form.questions else (text(chance, Style.QUIET),)
    return Card(
        w.t("Mock exam · {exam}", exam=banks[offer.exam].exam.title),
        (
            Fields(
                (
                    Field(w.t("Questions"), w.number(offer.length)),
                    Field(w.t("Time"), w.tn("{n} minute", "{n} minutes", offer.minutes)),
                    Field(w.t("To pass"), w.t("{mark} of {most}", mark=form.pass_mark, most=form.scale_max)),
                )
            ),
            text(w.t("The domains have their weight in the exam, and nothing of your last mock exam comes back.")),
            text(w.t("The clock starts when you press Start, and runs on if you leave: /exam brings you back.")),
            text(w.t("Answers can be changed until you submit. What is left open counts as wrong.")),
            *shorter,
            Buttons((Button(w.t("Start"), pack("exam-start", offer.length, offer.after), Tone.PRIMARY),)),
        ),
        Tone.PRIMARY,
        w.t("Only you see this. It gives no points, and nobody learns of it unless you show your result."),
    )


def question_card(w: Words, running: Running) -> Card:
    """Return the question at which a mock exam stands, with what is chosen and all ways on."""
    exam = running.exam
    at, posed = exam.position, exam.items[exam.position]
    title = w.t("Mock exam · question {n} of {whole}", n=w.number(at + 1), whole=w.number(exam.length))
    flagged = (text(w.t("You flagged this one to come back to."), Style.QUIET),) if at in exam.flags else ()
    if at in running.secret:
        said = w.t("This one has become a daily question. It is left out here: go on with the next.")
        return Card(title, (time_left(w, running), text(said), *_ways(w, running)), Tone.WARNING)
    given = exam.answers[at]
    return Card(
        title,
        (
            time_left(w, running),
            *flagged,
            *stem(posed.question),
            plain_options(posed, given),
            controls(w, posed, "exam-answer", exam.id, at, chosen=given),
            *_ways(w, running),
        ),
        Tone.PRIMARY,
        w.t("Only you see this. You may leave and come back with /exam; the clock runs on."),
    )


def overview_card(w: Words, running: Running) -> Card:
    """Return how far a mock exam is: what is answered, open and flagged, and ways to go there."""
    exam = running.exam
    return Card(
        w.t("Your mock exam so far"),
        (
            time_left(w, running),
            Fields(
                (
                    Field(w.t("Answered"), w.number(exam.length - len(running.unanswered) - len(running.secret))),
                    Field(w.t("Open"), w.number(len(running.unanswered))),
                    Field(w.t("Flagged"), w.number(len(running.flagged))),
                )
            ),
            *_listed(w, w.t("Open:"), running.unanswered),
            *_listed(w, w.t("Flagged:"), running.flagged),
            *_left_out(w, len(running.secret)),
            Buttons((*_seeking(w, running), _back(w, running))),
            Buttons(tuple(_ten(w, exam.id, exam.length, first) for first in range(0, exam.length, TENS))),
            Buttons((Button(w.t("Submit"), pack("exam-submit", exam.id)),)),
        ),
    )


def ten_card(w: Words, running: Running, ten: int) -> Card:
    """Return ten questions of a mock exam one by one, with a button to each."""
    exam = running.exam
    places = range(ten * TENS, min(ten * TENS + TENS, exam.length))
    jumps = tuple(Button(w.number(at + 1), pack("exam-at", exam.id, at, "n")) for at in places)
    overview = Button(w.t("Overview"), pack("exam-overview", exam.id))
    return Card(
        w.t("Questions {first} to {last}", first=w.number(places[0] + 1), last=w.number(places[-1] + 1)),
        (
            time_left(w, running),
            _table(w, running, places),
            Buttons(jumps),
            Buttons((_back(w, running), overview)),
        ),
    )


def confirm_card(w: Words, running: Running) -> Card:
    """Return the one question before a mock exam with open questions is submitted."""
    exam, left = running.exam, len(running.unanswered)
    said = w.tn(
        "{n} question is still open, and would count as wrong.",
        "{n} questions are still open, and would count as wrong.",
        left,
    )
    return Card(
        w.t("Submit it as it is?"),
        (
            time_left(w, running),
            text(said),
            *_listed(w, w.t("Open:"), running.unanswered),
            Buttons(
                (
                    Button(w.t("Go to the next open one"), pack("exam-seek", exam.id, "open"), Tone.PRIMARY),
                    Button(w.t("Submit it anyway"), pack("exam-submit", exam.id, "yes"), Tone.BAD),
                )
            ),
        ),
        Tone.WARNING,
    )


def time_left(w: Words, running: Running) -> Text:
    """Return the line that says how much time is left, and until when."""
    minutes = int((running.exam.ends_at - running.now).total_seconds()) // 60
    until = {"moment": w.moment(running.exam.ends_at, running.zone), "zone": running.zone}
    if minutes < 1:
        return text(w.t("Less than a minute left: until {moment} ({zone}).", **until), Style.STRONG)
    said = w.tn(
        "{n} minute left: until {moment} ({zone}).", "{n} minutes left: until {moment} ({zone}).", minutes, **until
    )
    return text(said, Style.QUIET)


def _ways(w: Words, running: Running) -> tuple[Buttons, ...]:
    exam = running.exam
    at = exam.position
    steps = []
    if at > 0:
        steps.append(Button(w.t("Back"), pack("exam-at", exam.id, at - 1)))
    if at < exam.length - 1:
        tone = Tone.PRIMARY if exam.answers[at] or at in running.secret else Tone.PLAIN
        steps.append(Button(w.t("Next"), pack("exam-at", exam.id, at + 1), tone))
    flagging = w.t("Unflag") if at in exam.flags else w.t("Flag")
    steps.append(Button(flagging, pack("exam-flag", exam.id, at, int(at not in exam.flags))))
    steps.append(Button(w.t("Overview"), pack("exam-overview", exam.id)))
    done = not running.unanswered
    steps.append(Button(w.t("Submit"), pack("exam-submit", exam.id), Tone.PRIMARY if done else Tone.PLAIN))
    return (Buttons(tuple(steps)),)


def _seeking(w: Words, running: Running) -> tuple[Button, ...]:
    exam = running.exam
    found = []
    if running.unanswered:
        found.append(Button(w.t("Next open one"), pack("exam-seek", exam.id, "open"), Tone.PRIMARY))
    if running.flagged:
        found.append(Button(w.t("Next flagged one"), pack("exam-seek", exam.id, "flagged")))
    return tuple(found)


def _back(w: Words, running: Running) -> Button:
    exam = running.exam
    return Button(w.t("Back to question {n}", n=w.number(exam.position + 1)), pack("exam-at", exam.id, exam.position))


def _ten(w: Words, exam: int, length: int, first: int) -> Button:
    return Button(_span(w, first, min(first + TENS, length) - 1), pack("exam-overview", exam, first // TENS))


def _table(w: Words, running: Running, places: Sequence[int]) -> Table:
    columns = (w.t("Question"), w.t("Your answer"), w.t("Flagged"))
    return Table(columns, tuple(_row(w, running, at) for at in places), numeric=(0,))


def _row(w: Words, running: Running, at: int) -> tuple[str, ...]:
    exam = running.exam
    letters = exam.items[at].letters(exam.answers[at])
    given = w.t("left out") if at in running.secret else letters or _NO_ANSWER
    return (w.number(at + 1), given, w.t("flagged") if at in exam.flags else "")


def _listed(w: Words, heading: str, places: Sequence[int]) -> tuple[Block, ...]:
    """Return places by their numbers, those in a row as a span."""
    if not places:
        return ()
    rows: list[list[int]] = []
    for at in places:
        if rows and rows[-1][-1] == at - 1:
            rows[-1].append(at)
        else:
            rows.append([at])
    said = (_span(w, row[0], row[-1]) if row[1:] else w.number(row[0] + 1) for row in rows)
    return (text(heading, Style.STRONG), text(w.list(list(said))))


def _span(w: Words, first: int, last: int) -> str:
    return w.t("{first}–{last}", first=w.number(first + 1), last=w.number(last + 1))


def _left_out(w: Words, n: int) -> tuple[Block, ...]:
    if not n:
        return ()
    said = w.tn(
        "{n} question is left out: it has become a daily question.",
        "{n} questions are left out: they have become daily questions.",
        n,
    )
    return (text(said, Style.QUIET),)
