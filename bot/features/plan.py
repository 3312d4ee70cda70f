"""The plan to an exam's date: shown when asked for, and sent every Monday to whoever wishes it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Form, FormField, Invalid, Reply, Tell
from bot.chat.cards import Block, Button, Buttons, Card, Choice, Field, Fields, Style, Tone, text
from bot.chat.declare import Feature, mark
from bot.features.app import App, mine
from bot.features.group import faults, worded
from bot.features.reminding import own_zone, zone_field
from bot.features.review_cards import start_button
from bot.features.way import mock_line, tasks_line
from bot.i18n import Words, words
from bot.model.plan import Plan
from bot.model.question import Bank
from bot.rules.calendar import local_date, parse_zone
from bot.rules.dates import parse_date
from bot.study.plans import Wishes, my_plan, plan_to_send, set_plan
from bot.study.reminders import wishes_of
from bot.study.sending import Claim

feature: Feature[App] = Feature()

Banks = Mapping[str, Bank]

WEEKLY = (Choice("yes", mark("Every Monday, as a direct message")), Choice("no", mark("Only when I ask for it")))


@feature.command("plan", mark("Your way to the exam: how much, on what, and when to sit a mock exam"))
async def planned(app: App, call: Call) -> Reply:
    """Show the caller's plan, or ask for the day of the exam."""
    found = await app.work.read(my_plan, call.actor, call.place, app.banks(), app.now())
    return Tell(_shown(mine(call), app.banks(), found))


@feature.on("plan-change")
async def pressed_change(app: App, call: Call) -> Reply:
    """Ask for the day of the exam, and whether the plan shall come by itself."""
    w = mine(call)
    held = await _held(app, call)
    fields = (
        FormField("exam-on", w.t("Day of my exam"), held["exam-on"], w.t("Such as 24 Mar; empty for my group's")),
        FormField("weekly", w.t("My plan"), held["weekly"], choices=worded(w, WEEKLY, held["weekly"])),
        zone_field(w, held["zone"]),
    )
    return Ask(Form(pack("plan-form"), w.t("My way to the exam"), fields, w.t("Save")))


@feature.on("plan-form")
async def submitted(app: App, call: Call) -> Reply:
    """Keep the wishes, and show the plan that comes of them."""
    w, now = mine(call), app.now()
    typed = {**await _held(app, call), **call.values}
    day = typed["exam-on"].strip()
    zones = faults(w, typed, {"zone": parse_zone})
    zone = "UTC" if zones else parse_zone(typed["zone"])
    today = local_date(now, zone)
    days = faults(w, {"exam-on": day}, {"exam-on": lambda text: parse_date(text, today)}) if day else {}
    if zones or days:
        return Invalid({**zones, **days})
    exam_on = parse_date(day, today) if day else None
    await app.work.write(set_plan, call.actor, exam_on, weekly=typed["weekly"] == "yes", zone=zone, now=now)
    return await planned(app, call)


async def plan_notice(app: App, claim: Claim, _number: str) -> Card | None:
    """Return the weekly plan as it reads now; None if it is not wished for any more."""
    found = await app.work.read(plan_to_send, app.banks(), claim.id, app.now())
    if found is None:
        return None
    plan, language = found
    return plan_card(words(language), app.banks(), plan, weekly=True)


def plan_card(w: Words, banks: Banks, plan: Plan, *, weekly: bool) -> Card:
    """Return what to do on the way to an exam."""
    change = Button(w.t("Change my plan"), pack("plan-change"))
    return Card(
        w.tn("{n} day to your exam", "{n} days to your exam", plan.days) if plan.days else w.t("Your exam is today"),
        (
            Fields(
                (
                    Field(w.t("Exam"), w.day(plan.exam_on)),
                    Field(w.t("Due for review"), w.number(plan.due)),
                    Field(w.t("Questions never met"), w.number(plan.unmet)),
                )
            ),
            *(_steps(w, banks, plan) if plan.days else (text(w.t("You have done what you could. Good luck!")),)),
            Buttons((*((start_button(w),) if plan.due else ()), change)),
        ),
        Tone.PRIMARY,
        _footer(w, plan, weekly=weekly),
    )


def _steps(w: Words, banks: Banks, plan: Plan) -> tuple[Block, ...]:
    """Return what to do, in the order in which to do it."""
    asked = w.tn(
        "Each day: first /review, then {n} question by /quiz.",
        "Each day: first /review, then {n} questions by /quiz.",
        plan.questions,
    )
    return (
        text(asked, Style.STRONG),
        tasks_line(w, banks[plan.exam].exam, plan.tasks),
        mock_line(w, plan.mock_on, plan.next_mock),
    )


def _footer(w: Words, plan: Plan, *, weekly: bool) -> str:
    if weekly:
        return w.t("This comes every Monday, for you alone.")
    if plan.own:
        return w.t("It can come every Monday as a direct message: change your plan.")
    return w.t("The day is your group's. If yours is another, change your plan.")


def _shown(w: Words, banks: Banks, found: Wishes | None) -> Card:
    if found is not None and found.plan is not None:
        return plan_card(w, banks, found.plan, weekly=found.weekly)
    button = Buttons((Button(w.t("Set the day of my exam"), pack("plan-change"), Tone.PRIMARY),))
    if found is not None and found.past is not None:
        said = w.t("Your exam was on {day}. If there is another one, tell me its day.", day=w.day(found.past))
        return Card(w.t("No exam ahead"), (text(said), button))
    said = w.t("Tell me the day of your exam, and I say how much to practise, on what, and when to sit a mock exam.")
    return Card(w.t("No exam ahead"), (text(said), button))


async def _held(app: App, call: Call) -> dict[str, str]:
    """Return what stands in the form at first."""
    known = await app.work.read(wishes_of, call.actor)
    exam_on = known.exam_on if known else None
    return {
        "exam-on": exam_on.isoformat() if exam_on else "",
        "weekly": "yes" if known is None or known.plan or exam_on is None else "no",
        "zone": await own_zone(app, call, known),
    }
