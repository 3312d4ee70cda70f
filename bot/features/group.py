"""Setting up a study group, changing its settings, pausing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Form, FormField, Invalid, Reply, Tell
from bot.chat.cards import Block, Button, Buttons, Card, Choice, Field, Fields, Style, Tone, text
from bot.chat.declare import CommandOption, Feature, Who, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine, place_of, place_of_group
from bot.features.errors import sentence
from bot.features.exams import EXAM, chosen_exam, exam_field, exam_title, several
from bot.features.sample import sample_blocks
from bot.i18n import Words
from bot.model.actor import Place
from bot.model.group import Group, Habits
from bot.model.schedule import Schedule
from bot.rules.calendar import complete_zone, parse_days, parse_time, parse_zone
from bot.rules.selection import room
from bot.study.due import post_now
from bot.study.groups import group_at, groups_of, pause, reschedule, resume, set_up

feature: Feature[App] = Feature()

TIMES = ("08:00", "09:00", "10:00", "12:00", "13:00", "16:00", "17:00")
DAYS = (
    Choice("daily", mark("Every day")),
    Choice("weekdays", mark("Monday to Friday")),
    Choice("mon, wed, fri", mark("Monday, Wednesday, Friday")),
)
REVEALS = (
    Choice("next", mark("When the next question is due")),
    Choice("1", mark("After 1 hour")),
    Choice("4", mark("After 4 hours")),
    Choice("8", mark("After 8 hours")),
    Choice("24", mark("After 24 hours")),
)
HABITS = {
    "topic": (
        mark("Domain and topic"),
        (Choice("yes", mark("Shown above the question")), Choice("no", mark("Hidden until the reveal"))),
    ),
    "names": (
        mark("Names in boards and recaps"),
        (Choice("yes", mark("Shown, but of those who left theirs out")), Choice("no", mark("Nobody's"))),
    ),
    "quizzes": (
        mark("Points for quizzes"),
        (Choice("no", mark("None: the daily question alone")), Choice("yes", mark("For questions never met before"))),
    ),
}
"""The settings that are yes or no, in the order of `Habits`."""

DEFAULTS = {"zone": "", "time": "09:00", "days": "daily", "reveal": "next"}


def _zones(app: App, call: Call, typed: str) -> Sequence[Choice]:
    return [Choice(zone, zone) for zone in complete_zone(typed)]


def _times(app: App, call: Call, typed: str) -> Sequence[Choice]:
    return [Choice(at, at) for at in TIMES if at.lstrip("0").startswith(typed.strip().lstrip("0"))]


ZONE = CommandOption[App]("zone", mark("Time zone, such as Europe/Berlin: type a city"), complete=_zones)
TIME = CommandOption[App]("time", mark("Local time of the daily question, such as 9:00"), complete=_times)
DAY = CommandOption[App]("days", mark("Days of the question: every day, weekdays, or a list"), choices=DAYS)
REVEAL = CommandOption[App]("reveal", mark("When the answer is revealed to everybody"), choices=REVEALS)


@feature.command(
    "setup", mark("Make this channel a study group: two choices and done"), ZONE, TIME, DAY, REVEAL, EXAM, who=Who.OWNER
)
async def setup(app: App, call: Call) -> Reply:
    """Set up the channel's group; with nothing given, ask for it; where there is one, show its settings."""
    existing = await app.work.read(group_at, place_of(call))
    if existing is not None:
        return Tell(settings_card(mine(call), existing, mine(call).t("This channel is a study group already.")))
    if not call.values.get("zone"):
        form = _form(mine(call), "setup-form", mine(call).t("Set up a study group"), dict(call.values))
        return Ask(replace(form, fields=(*form.fields, *exam_field(mine(call), app, call))))
    return await _set_up(app, call, _schedule({**DEFAULTS, **call.values}))


@feature.on("setup-form", Who.OWNER)
async def submitted_setup(app: App, call: Call) -> Reply:
    """Set up the group from the form, or say at each field what is wrong with it."""
    read = _read(mine(call), {**DEFAULTS, **call.values})
    return read if isinstance(read, Invalid) else await _set_up(app, call, read)


@feature.command("settings", mark("Show this group's settings, and change them"), who=Who.OWNER)
async def settings(app: App, call: Call) -> Reply:
    """Show the settings with what can be done about them."""
    return Tell(settings_card(mine(call), await group_of(app, call)))


@feature.on("change-settings", Who.OWNER)
async def change_settings(app: App, call: Call) -> Reply:
    """Open the form with the present settings in it."""
    group = await group_of(app, call)
    w = mine(call)
    return Ask(_form(w, "settings-form", w.t("Settings of #{channel}", channel=group.channel_name), _typed(group)))


@feature.on("settings-form", Who.OWNER)
async def submitted_settings(app: App, call: Call) -> Reply:
    """Keep the new settings and say what happens next."""
    group = await group_of(app, call)
    read = _read(mine(call), {**_typed(group), **call.values})
    if isinstance(read, Invalid):
        return read
    kept = {**_typed(group), **call.values}
    habits = Habits(*(kept[name] == "yes" for name in HABITS))
    changed = await app.work.write(reschedule, group.id, read, habits, app.now())
    return Tell(settings_card(mine(call), changed, mine(call).t("Saved. Your changes hold from now on.")))


@feature.command("pause", mark("Stop the daily question until you resume it"), who=Who.OWNER)
async def paused(app: App, call: Call) -> Reply:
    """Pause the group."""
    group = await app.work.write(pause, (await group_of(app, call)).id, app.now())
    w = mine(call)
    said = w.t("Nothing new is asked until /resume. What is open is still revealed, and no streak breaks.")
    return Tell(settings_card(w, group, said))


@feature.command("resume", mark("Start the daily question again after a pause"), who=Who.OWNER)
async def resumed(app: App, call: Call) -> Reply:
    """Resume the group, if its channel can be posted to."""
    group = await group_of(app, call)
    await _require_permissions(app, place_of_group(group))
    changed = await app.work.write(resume, group.id, app.now())
    app.wake()  # a reveal may be owed
    w = mine(call)
    return Tell(settings_card(w, changed, w.t("Welcome back! The daily question goes on.")))


@feature.on("pause", Who.OWNER)
async def pressed_pause(app: App, call: Call) -> Reply:
    """Pause by button."""
    return await paused(app, call)


@feature.on("resume", Who.OWNER)
async def pressed_resume(app: App, call: Call) -> Reply:
    """Resume by button."""
    return await resumed(app, call)


@feature.on("post-now", Who.OWNER)
async def pressed_post_now(app: App, call: Call) -> Reply:
    """Post today's question at once."""
    group = await group_of(app, call)
    await app.work.write(post_now, app.banks(), group.id, app.now())
    app.wake()
    w = mine(call)
    said = w.t("It counts as today's question. Answer it in the channel, or privately with /today.")
    return Tell(Card(w.t("Today's question is on its way"), (text(said),), Tone.GOOD))


def settings_card(w: Words, group: Group, said: str = "") -> Card:
    """Return a group's settings with what can be done about them, opening with what has just happened, if anything."""
    running = group.paused_at is None
    change = Button(w.t("Change settings"), pack("change-settings"), Tone.PRIMARY)
    other = Button(w.t("Pause"), pack("pause")) if running else Button(w.t("Resume"), pack("resume"), Tone.GOOD)
    return Card(
        w.t("Study group in #{channel}", channel=group.channel_name or group.channel),
        (*((text(said),) if said else ()), _facts(w, group), text(next_sentence(w, group)), Buttons((change, other))),
        Tone.PLAIN if running else Tone.WARNING,
    )


def next_sentence(w: Words, group: Group) -> str:
    """Return the sentence that says what comes next, or why nothing does."""
    if group.paused_at is not None:
        return sentence(w, Refused(f"paused-{group.pause_reason}"))
    moment = w.moment(group.next_daily_at, group.schedule.zone)
    return w.t("Next question: {moment} ({zone}).", moment=moment, zone=group.schedule.zone)


async def _set_up(app: App, call: Call, schedule: Schedule) -> Reply:
    place = place_of(call)
    await _require_permissions(app, place)
    group = await app.work.write(set_up, call.actor, place, chosen_exam(app, call), schedule, app.now())
    w = mine(call)
    exam = w.t("It studies for {exam}.", exam=exam_title(app, group.exam))
    blocks: tuple[Block, ...] = (
        *((text(exam),) if several(app) else ()),
        _facts(w, group),
        text(next_sentence(w, group)),
        *await _crowded(app, call, group),
        Buttons(
            (
                Button(w.t("Post the first one now"), pack("post-now"), Tone.PRIMARY),
                Button(w.t("Change settings"), pack("change-settings")),
            )
        ),
        text(w.t("This is what a daily question looks like:"), Style.STRONG),
        *sample_blocks(w),
    )
    title = w.t("#{channel} is a study group now", channel=place.name or place.channel)
    return Tell(Card(title, blocks, Tone.GOOD, w.t("Everybody in the channel can answer; nobody needs to sign up.")))


async def _crowded(app: App, call: Call, group: Group) -> tuple[Block, ...]:
    """Return a warning where a workspace has more groups than its exam's smallest domain has questions to share."""
    groups = await app.work.read(groups_of, call.actor.adapter, call.actor.workspace)
    if len([one for one in groups if one.exam == group.exam]) <= room(app.banks()[group.exam]):
        return ()
    w = mine(call)
    said = w.t("This workspace has more groups than some domain has questions: now and then a domain is left out.")
    return (text(said, Style.QUIET),)


async def _require_permissions(app: App, place: Place) -> None:
    sender = app.senders.get(place.adapter)
    missing = await sender.check(place) if sender else ()
    if missing:
        raise Refused("permissions-missing", missing=tuple(missing), channel=place.name)


def _schedule(values: Mapping[str, str]) -> Schedule:
    """Return the schedule that a person wrote; raises Refused for the first value that can't be read."""
    return Schedule(
        parse_zone(values["zone"]), parse_time(values["time"]), parse_days(values["days"]), _hours(values["reveal"])
    )


def _hours(written: str) -> int | None:
    if written.strip().casefold() in ("next", ""):
        return None
    number = written.strip().removesuffix("h").strip()
    if not number.isdecimal() or not 1 <= int(number) <= 72:
        raise Refused("reveal-unclear", text=written)
    return int(number)


def _read(w: Words, values: Mapping[str, str]) -> Schedule | Invalid:
    """Return the schedule, or a sentence for every field that can't be read."""
    readers = {"zone": parse_zone, "time": parse_time, "days": parse_days, "reveal": _hours}
    errors = {}
    for name, reader in readers.items():
        try:
            reader(values[name])
        except Refused as refused:
            errors[name] = sentence(w, refused)
    return Invalid(errors) if errors else _schedule(values)


def _typed(group: Group) -> dict[str, str]:
    """Return a group's settings as they would be typed."""
    schedule = group.schedule
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    written = ", ".join(names[day - 1] for day in sorted(schedule.days))
    known = next((choice.value for choice in DAYS if parse_days(choice.value) == schedule.days), written)
    return {
        "zone": schedule.zone,
        "time": schedule.at.strftime("%H:%M"),
        "days": known,
        "reveal": "next" if schedule.reveal_hours is None else str(schedule.reveal_hours),
        "topic": "yes" if group.show_topic else "no",
        "names": "yes" if group.show_names else "no",
        "quizzes": "yes" if group.quiz_counts else "no",
    }


def _form(w: Words, action: str, title: str, values: Mapping[str, str]) -> Form:
    filled = {**DEFAULTS, **values}
    fields = [
        FormField("zone", w.t("Time zone"), filled["zone"], w.t("Type a city"), complete=("setup", "zone")),
        FormField("time", w.t("Time of the daily question"), filled["time"], w.t("Such as 9:00 or 5:30 pm")),
        FormField("days", w.t("Days"), filled["days"], choices=_choices(w, DAYS, filled["days"])),
        FormField(
            "reveal", w.t("The answer is revealed"), filled["reveal"], choices=_choices(w, REVEALS, filled["reveal"])
        ),
    ]
    fields += [
        FormField(name, w.t(label), filled[name], choices=_choices(w, choices, filled[name]))
        for name, (label, choices) in HABITS.items()
        if name in values
    ]
    return Form(pack(action), title, tuple(fields), w.t("Save"))


def _choices(w: Words, choices: Sequence[Choice], present: str) -> tuple[Choice, ...]:
    """Return choices with their words; a present value that is none of them is offered as it is, so it isn't lost."""
    worded = [Choice(choice.value, w.t(choice.label)) for choice in choices]
    if present not in [choice.value for choice in choices]:
        worded.append(Choice(present, present))
    return tuple(worded)


def _facts(w: Words, group: Group) -> Fields:
    schedule = group.schedule
    days = w.t("Every day") if len(schedule.days) == 7 else w.list([w.weekday(day) for day in sorted(schedule.days)])
    if schedule.reveal_hours is None:
        reveal = w.t("When the next question is due")
    else:
        reveal = w.tn("{n} hour after posting", "{n} hours after posting", schedule.reveal_hours)
    return Fields(
        (
            Field(w.t("Time"), w.clock_time(schedule.at)),
            Field(w.t("Time zone"), schedule.zone),
            Field(w.t("Days"), days),
            Field(w.t("Reveal"), reveal),
        )
    )
