"""Members' reports: what is wrong with a question."""

from __future__ import annotations

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Form, FormField, Reply, Tell
from bot.chat.cards import Button, Card, Choice, Tone, text
from bot.chat.declare import Feature, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine, numbers_of
from bot.i18n import Words
from bot.model.ruling import Wrong
from bot.study.reporting import newest_question, report_daily, report_exam, report_quiz, report_review

feature: Feature[App] = Feature()

WRONG = (
    Choice(Wrong.KEY, mark("The answer that counts as right is wrong")),
    Choice(Wrong.UNCLEAR, mark("It can be understood in several ways")),
    Choice(Wrong.OUTDATED, mark("It is out of date")),
    Choice(Wrong.TYPO, mark("A slip of the pen")),
    Choice(Wrong.OTHER, mark("Something else")),
)


@feature.command("report", mark("Say what is wrong with the question that was asked here last"))
async def reported(app: App, call: Call) -> Reply:
    """Ask what is wrong with the group's newest question."""
    group = await group_of(app, call)
    posting = await app.work.read(newest_question, group.id)
    return Ask(_form(mine(call), pack("report-daily-form", posting)))


@feature.on("report-daily")
async def pressed_daily(app: App, call: Call) -> Reply:
    """Ask what is wrong with a daily question."""
    (posting,) = numbers_of(call, 1)
    return Ask(_form(mine(call), pack("report-daily-form", posting)))


@feature.on("report-quiz")
async def pressed_quiz(app: App, call: Call) -> Reply:
    """Ask what is wrong with a quiz's question."""
    quiz, position = numbers_of(call, 2)
    return Ask(_form(mine(call), pack("report-quiz-form", quiz, position)))


@feature.on("report-daily-form")
async def submitted_daily(app: App, call: Call) -> Reply:
    """Keep a report on a daily question."""
    (posting,) = numbers_of(call, 1)
    await app.work.write(report_daily, call.actor, posting, _said(call), app.now())
    return Tell(_thanks(mine(call)))


@feature.on("report-quiz-form")
async def submitted_quiz(app: App, call: Call) -> Reply:
    """Keep a report on a quiz's question."""
    quiz, position = numbers_of(call, 2)
    await app.work.write(report_quiz, call.actor, quiz, position, _said(call), app.now())
    return Tell(_thanks(mine(call)))


@feature.on("report-exam")
async def pressed_exam(app: App, call: Call) -> Reply:
    """Ask what is wrong with a question of a mock exam."""
    exam, position = numbers_of(call, 2)
    return Ask(_form(mine(call), pack("report-exam-form", exam, position)))


@feature.on("report-exam-form")
async def submitted_exam(app: App, call: Call) -> Reply:
    """Keep a report on a question of a mock exam."""
    exam, position = numbers_of(call, 2)
    await app.work.write(report_exam, call.actor, exam, position, _said(call), app.now())
    return Tell(_thanks(mine(call)))


@feature.on("report-review")
async def pressed_review(app: App, call: Call) -> Reply:
    """Ask what is wrong with a question of a review."""
    return Ask(_form(mine(call), pack("report-review-form", *call.args[:1])))


@feature.on("report-review-form")
async def submitted_review(app: App, call: Call) -> Reply:
    """Keep a report on a question of a review."""
    key = "".join(call.args[:1])
    await app.work.write(report_review, call.actor, app.banks(), key, _said(call), app.now())
    return Tell(_thanks(mine(call)))


def report_button(w: Words, action: str, *about: int | str) -> Button:
    """Return the button that reports a question: `report-daily` with a posting, `report-quiz` with quiz and position,
    `report-exam` with mock exam and position, `report-review` with the key of its question."""
    return Button(w.t("Report a mistake"), pack(action, *about))


def _form(w: Words, action: str) -> Form:
    choices = tuple(Choice(one.value, w.t(one.label)) for one in WRONG)
    fields = (
        FormField("wrong", w.t("What is wrong?"), Wrong.KEY, choices=choices),
        FormField("comment", w.t("What should it be?"), "", w.t("A page that says so helps most. Can be left empty.")),
    )
    return Form(action, w.t("Report a question"), fields, w.t("Send"))


def _said(call: Call) -> tuple[Wrong, str]:
    try:
        return Wrong(call.values.get("wrong", Wrong.OTHER)), call.values.get("comment", "")
    except ValueError:
        raise Refused("action-unknown") from None


def _thanks(w: Words) -> Card:
    said = w.t("Whoever runs Studybot here looks at it. If the answer changes, everybody is graded anew and told.")
    return Card(w.t("Thank you, it is noted"), (text(said),), Tone.GOOD)
