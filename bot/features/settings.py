"""Changing a group's settings: when it is asked, how, and to which end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Form, FormField, Invalid, Reply, Tell
from bot.chat.cards import Choice
from bot.chat.declare import Feature, Who, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine
from bot.features.group import faults, read_schedule, schedule_fields, settings_card, typed_schedule, worded
from bot.i18n import Words, languages, own_name, words
from bot.model.group import Group, Looks
from bot.rules.calendar import local_date
from bot.rules.dates import parse_date, parse_days_off, written
from bot.study.settings import reschedule, set_goals, set_looks

feature: Feature[App] = Feature()

LOOKS = {
    "topic": (
        mark("Domain and topic"),
        (Choice("yes", mark("Shown above the question")), Choice("no", mark("Hidden until the reveal"))),
    ),
    "names": (
        mark("Names in boards and recaps"),
        (Choice("yes", mark("Shown, but of those who left theirs out")), Choice("no", mark("Nobody's"))),
    ),
    "threads": (
        mark("A thread for each question"),
        (Choice("yes", mark("Yes, where the chat has them")), Choice("no", mark("No"))),
    ),
    "confirm": (
        mark("Before an answer counts"),
        (Choice("no", mark("Nothing: the first press counts")), Choice("yes", mark("Ask once more"))),
    ),
}
"""The looks that are yes or no, in the order of `Looks`."""

QUIZZES = (Choice("no", mark("None: the daily question alone")), Choice("yes", mark("For questions never met before")))


@feature.command("settings", mark("Show this group's settings, and change them"), who=Who.OWNER)
async def settings(app: App, call: Call) -> Reply:
    """Show the settings with what can be done about them."""
    return Tell(settings_card(mine(call), await group_of(app, call), app.now()))


@feature.on("change-when", Who.OWNER)
async def change_when(app: App, call: Call) -> Reply:
    """Open the form of the schedule with what holds in it."""
    group, w = await group_of(app, call), mine(call)
    off = FormField("off", w.t("Days off"), written(group.schedule.off), w.t("Such as 24 Dec to 2 Jan, 2027-05-01"))
    fields = (*schedule_fields(w, typed_schedule(group.schedule)), off)
    return Ask(Form(pack("when-form"), _title(w, group), fields, w.t("Save")))


@feature.on("when-form", Who.OWNER)
async def submitted_when(app: App, call: Call) -> Reply:
    """Keep the new schedule and say what happens next."""
    group, w, now = await group_of(app, call), mine(call), app.now()
    kept = {**typed_schedule(group.schedule), "off": written(group.schedule.off), **call.values}
    today = local_date(now, group.schedule.zone)
    read = read_schedule(w, kept)
    errors = faults(w, kept, {"off": lambda typed: parse_days_off(typed, today)})
    if isinstance(read, Invalid) or errors:
        return Invalid({**(read.errors if isinstance(read, Invalid) else {}), **errors})
    schedule = replace(read, off=parse_days_off(kept["off"], today))
    return _saved(w, await app.work.write(reschedule, group.id, schedule, now), now)


@feature.on("change-how", Who.OWNER)
async def change_how(app: App, call: Call) -> Reply:
    """Open the form of what is shown and how it is asked."""
    group, w = await group_of(app, call), mine(call)
    fields = [
        FormField(name, w.t(label), _looks(group)[name], choices=worded(w, choices, _looks(group)[name]))
        for name, (label, choices) in LOOKS.items()
    ]
    return Ask(Form(pack("how-form"), _title(w, group), (*fields, *language_field(w, group, languages())), w.t("Save")))


@feature.on("how-form", Who.OWNER)
async def submitted_how(app: App, call: Call) -> Reply:
    """Keep how it is asked."""
    group, w = await group_of(app, call), mine(call)
    kept = {**_looks(group), **call.values}
    topic, names, threads, confirm = (kept[name] == "yes" for name in LOOKS)
    wanted = kept.get("language", "")
    looks = Looks(topic, names, threads, confirm, wanted if wanted in languages() else group.language)
    return _saved(w, await app.work.write(set_looks, group.id, looks), app.now())


@feature.on("change-goals", Who.OWNER)
async def change_goals(app: App, call: Call) -> Reply:
    """Open the form of what gives points, and of the day of the exam."""
    group, w = await group_of(app, call), mine(call)
    fields = (
        FormField("exam-on", w.t("Day of the exam"), _goals(group)["exam-on"], w.t("Such as 24 Mar; empty for none")),
        FormField("quizzes", w.t("Points for quizzes"), _goals(group)["quizzes"], choices=worded(w, QUIZZES, "no")),
    )
    return Ask(Form(pack("goals-form"), _title(w, group), fields, w.t("Save")))


@feature.on("goals-form", Who.OWNER)
async def submitted_goals(app: App, call: Call) -> Reply:
    """Keep the goals."""
    group, w, now = await group_of(app, call), mine(call), app.now()
    kept = {**_goals(group), **call.values}
    typed, today = kept["exam-on"].strip(), local_date(now, group.schedule.zone)
    if typed and (errors := faults(w, {"exam-on": typed}, {"exam-on": lambda text: _to_come(text, today, group)})):
        return Invalid(errors)
    exam_on = _to_come(typed, today, group) if typed else None
    return _saved(w, await app.work.write(set_goals, group.id, kept["quizzes"] == "yes", exam_on, now), now)


def _to_come(typed: str, today: date, group: Group) -> date:
    """Return the day that was typed; raise Refused for none, and for one gone by unless it stood there before."""
    day = parse_date(typed, today)
    if day < today and day != group.exam_on:
        raise Refused("exam-past")
    return day


def _saved(w: Words, group: Group, now: datetime) -> Reply:
    return Tell(settings_card(w, group, now, w.t("Saved. Your changes hold from now on.")))


def _title(w: Words, group: Group) -> str:
    return w.t("Settings of #{channel}", channel=group.channel_name)


def _looks(group: Group) -> Mapping[str, str]:
    held = (group.show_topic, group.show_names, group.threads, group.confirm)
    return {name: "yes" if yes else "no" for name, yes in zip(LOOKS, held, strict=True)}


def _goals(group: Group) -> Mapping[str, str]:
    return {
        "exam-on": group.exam_on.isoformat() if group.exam_on else "",
        "quizzes": "yes" if group.quiz_counts else "no",
    }


def language_field(w: Words, group: Group, tags: Sequence[str]) -> tuple[FormField, ...]:
    """Return the field for the channel's language out of several; nothing while there is one alone."""
    if len(tags) == 1:
        return ()
    present = next((tag for tag in tags if tag == words(group.language).language), tags[0])
    choices = tuple(Choice(tag, own_name(tag)) for tag in tags)
    return (FormField("language", w.t("Language of the channel"), present, choices=choices),)
