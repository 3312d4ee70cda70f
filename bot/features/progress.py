"""Personal progress: how one is doing, by domain and task statement, for oneself alone."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Block, Buttons, Card, Field, Fields, Style, Table, Tone, text
from bot.chat.declare import Feature, mark
from bot.features.app import App, maybe_group, mine
from bot.features.readiness import readiness_blocks
from bot.features.review_cards import start_button
from bot.i18n import Words
from bot.model.board import Progress, Tally
from bot.model.exam import Exam
from bot.model.group import Group
from bot.model.question import Bank
from bot.model.readiness import Readiness, TooFew
from bot.rules.scoring import percent
from bot.study.readiness import progress_and_readiness
from bot.study.reviews import due_count

feature: Feature[App] = Feature()

ENOUGH = 3  # answers to a task statement before it is called weak
WEAKEST = 3
_STRONG = 80  # percent: nothing at or above it is called weak


@feature.command("progress", mark("How you are doing, by domain and task statement; only you see it"))
async def shown(app: App, call: Call) -> Reply:
    """Show the caller's figures across all groups of their realm."""
    group = await maybe_group(app, call)
    bank = _bank(app, group)
    found = await app.work.read(progress_and_readiness, call.actor, bank, group, app.now())
    w = mine(call)
    if found is None:
        return Tell(_nothing_yet(w))
    return Tell(progress_card(w, bank.exam, *found, await app.work.read(due_count, call.actor, app.banks(), app.now())))


def progress_card(w: Words, exam: Exam, found: Progress, ready: Readiness | TooFew, due: int) -> Card:
    """Return a person's figures: in all, by domain, what is weakest, how regular, how ready for the exam, and how many
    questions are due for review."""
    return Card(
        w.t("Your progress · {exam}", exam=exam.title),
        (
            Fields(
                (
                    Field(w.t("Answered"), w.number(found.total.answers)),
                    Field(w.t("Right"), _rate(w, found.total)),
                    Field(w.t("Answered this week"), w.number(found.this_week.answers)),
                    Field(w.t("Days with an answer, of 28"), w.number(found.active_days)),
                    *_streaks(w, found),
                    Field(w.t("Due for review"), w.number(due)),
                )
            ),
            _domains(w, exam, found.domains),
            *_weakest(w, exam, found.tasks),
            *readiness_blocks(w, exam, ready),
            *((Buttons((start_button(w),)),) if due else ()),
        ),
        Tone.PLAIN,
        w.t("All your groups here are counted together. Nobody else can see this."),
    )


def _domains(w: Words, exam: Exam, tallies: Mapping[str, Tally]) -> Table:
    rows = tuple(
        (one.title, w.number(tally.answers), _rate(w, tally), w.percent(one.weight))
        for one in exam.domains
        for tally in [tallies.get(one.id, Tally(0, 0))]
    )
    return Table((w.t("Domain"), w.t("Answered"), w.t("Right"), w.t("Weight in the exam")), rows, numeric=(1, 2, 3))


def _weakest(w: Words, exam: Exam, tallies: Mapping[str, Tally]) -> tuple[Block, ...]:
    """Return the weakest task statements, among those answered often enough to tell."""
    known = [(task, tallies[task.id]) for task in exam.tasks if tallies.get(task.id, Tally(0, 0)).answers >= ENOUGH]
    weak = [(task, tally) for task, tally in known if percent(tally.correct, tally.answers) < _STRONG]
    weak.sort(key=lambda each: (each[1].correct / each[1].answers, -each[1].answers, each[0].id))
    if not weak:
        return (text(w.t("No weak spot shows yet. Keep going."), Style.QUIET),)
    rows = tuple((task.title, w.number(tally.answers), _rate(w, tally)) for task, tally in weak[:WEAKEST])
    heading = text(w.t("Where practice pays most:"), Style.STRONG)
    return (heading, Table((w.t("Task statement"), w.t("Answered"), w.t("Right")), rows, numeric=(1, 2)))


def _streaks(w: Words, found: Progress) -> tuple[Field, ...]:
    if found.streak is None or found.best is None:
        return ()
    return (
        Field(w.t("Streak in this group"), w.number(found.streak)),
        Field(w.t("Longest streak here"), w.number(found.best)),
    )


def _rate(w: Words, tally: Tally) -> str:
    return w.percent(percent(tally.correct, tally.answers)) if tally.answers else "–"


def _nothing_yet(w: Words) -> Card:
    said = w.t("You have not answered anything yet. /today shows the open question; one answer is a start.")
    return Card(w.t("Your progress"), (text(said),))


def _bank(app: App, group: Group | None) -> Bank:
    banks = app.banks()
    return banks[group.exam] if group and group.exam in banks else next(iter(banks.values()))
