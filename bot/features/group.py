"""Setting up a study group, and what its settings look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Form, FormField, Invalid, Reply, Tell
from bot.chat.cards import Block, Button, Buttons, Card, Choice, Field, Fields, Style, Text, Tone, text
from bot.chat.declare import CommandOption, Feature, Who, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine, place_of
from bot.features.errors import sentence
from bot.features.exams import EXAM, chosen_exam, exam_field, exam_title, several
from bot.features.sample import sample_blocks
from bot.i18n import Words
from bot.model.actor import Place
from bot.model.group import Group
from bot.model.schedule import Schedule
from bot.rules.calendar import complete_zone, local_date, parse_days, parse_time, parse_zone
from bot.rules.dates import runs
from bot.rules.selection import room
from bot.study.due import post_now
from bot.study.groups import group_at, groups_of, set_up

feature: Feature[App] = Feature()

TIMES = ("08:00", "09:00", "10:00", "12:00", "13:00", "16:00", "17:00")
DAYS = (
    Choice("daily", mark("Every day")),
    Choice("weekdays", mark("Monday to Friday")),
    Choice("mon-sat", mark("Monday to Saturday")),
    Choice("mon, wed, fri", mark("Monday, Wednesday, Friday")),
    Choice("tue, thu", mark("Tuesday, Thursday")),
    Choice("weekends", mark("Saturday and Sunday")),
)
REVEALS = (
    Choice("next", mark("When the next question is due")),
    Choice("1", mark("After 1 hour")),
    Choice("4", mark("After 4 hours")),
    Choice("8", mark("After 8 hours")),
    Choice("24", mark("After 24 hours")),
)
_SHOWN_RUNS = 4
DEFAULTS = {"zone": "", "time": "09:00", "days": "daily", "reveal": "next"}


def _zones(app: App, call: Call, typed: str) -> Sequence[Choice]:
    return [Choice(zone, zone) for zone in complete_zone(typed)]


def _times(app: App, call: Call, typed: str) -> Sequence[Choice]:
    return [Choice(at, at) for at in TIMES if at.lstrip("0").startswith(typed.strip().lstrip("0"))]


ZONE = CommandOption[App]("zone", mark("Time zone, such as Europe/Berlin: type a city"), complete=_zones)
TIME = CommandOption[App]("time", mark("Local time of the daily question, such as 9:00"), complete=_times)
DAY = CommandOption[App]("days", mark("Days of the question"), choices=DAYS)
REVEAL = CommandOption[App]("reveal", mark("When the answer is revealed to everybody"), choices=REVEALS)


@feature.command(
    "setup", mark("Make this channel a study group: two choices and done"), ZONE, TIME, DAY, REVEAL, EXAM, who=Who.OWNER
)
async def setup(app: App, call: Call) -> Reply:
    """Set up the channel's group; with nothing given, ask for it; where there is one, show its settings."""
    existing = await app.work.read(group_at, place_of(call))
    if existing is not None:
        return Tell(
            settings_card(mine(call), existing, app.now(), mine(call).t("This channel is a study group already."))
        )
    if not call.values.get("zone"):
        w = mine(call)
        fields = (*schedule_fields(w, call.values), *exam_field(w, app, call))
        return Ask(Form(pack("setup-form"), w.t("Set up a study group"), fields, w.t("Save")))
    return await _set_up(app, call, _schedule({**DEFAULTS, **call.values}))


@feature.on("setup-form", Who.OWNER)
async def submitted_setup(app: App, call: Call) -> Reply:
    """Set up the group from the form, or say at each field what is wrong with it."""
    read = read_schedule(mine(call), {**DEFAULTS, **call.values})
    return read if isinstance(read, Invalid) else await _set_up(app, call, read)


@feature.on("post-now", Who.OWNER)
async def pressed_post_now(app: App, call: Call) -> Reply:
    """Post today's question at once."""
    group = await group_of(app, call)
    await app.work.write(post_now, app.banks(), group.id, app.now())
    app.wake()
    return Tell(on_its_way(mine(call)))


def on_its_way(w: Words) -> Card:
    """Return what is said when a question is owed at once."""
    said = w.t("It counts as today's question. Answer it in the channel, or privately with /today.")
    return Card(w.t("Today's question is on its way"), (text(said),), Tone.GOOD)


def settings_card(w: Words, group: Group, now: datetime, said: str = "") -> Card:
    """Return a group's settings with what can be done about them, opening with what has just happened, if anything."""
    running = group.paused_at is None
    buttons = (
        Button(w.t("Schedule"), pack("change-when"), Tone.PRIMARY),
        Button(w.t("Style"), pack("change-how")),
        Button(w.t("Exam and points"), pack("change-goals")),
        Button(w.t("Questions"), pack("questions")),
        Button(w.t("Pause"), pack("pause")) if running else Button(w.t("Resume"), pack("resume"), Tone.GOOD),
    )
    return Card(
        w.t("Study group in #{channel}", channel=group.channel_name or group.channel),
        (
            *((text(said),) if said else ()),
            _facts(w, group, now),
            *_style(w, group),
            text(next_sentence(w, group)),
            Buttons(buttons),
        ),
        Tone.PLAIN if running else Tone.WARNING,
    )


def next_sentence(w: Words, group: Group) -> str:
    """Return the sentence that says what comes next, or why nothing does."""
    if group.paused_at is not None and group.resume_on is not None:
        return w.t("The group is paused, and goes on by itself on {day}.", day=w.day(group.resume_on))
    if group.paused_at is not None:
        return sentence(w, Refused(f"paused-{group.pause_reason}"))
    moment = w.moment(group.next_daily_at, group.schedule.zone)
    return w.t("Next question: {moment} ({zone}).", moment=moment, zone=group.schedule.zone)


async def _set_up(app: App, call: Call, schedule: Schedule) -> Reply:
    place = place_of(call)
    await require_permissions(app, place)
    group = await app.work.write(set_up, call.actor, place, chosen_exam(app, call), schedule, app.now())
    w = mine(call)
    exam = w.t("It studies for {exam}.", exam=exam_title(app, group.exam))
    blocks: tuple[Block, ...] = (
        *((text(exam),) if several(app) else ()),
        _facts(w, group, app.now()),
        text(next_sentence(w, group)),
        *await _crowded(app, call, group),
        Buttons(
            (
                Button(w.t("Post the first one now"), pack("post-now"), Tone.PRIMARY),
                Button(w.t("Change settings"), pack("change-when")),
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


async def require_permissions(app: App, place: Place) -> None:
    """Raise Refused `permissions-missing` if the bot can't post in a channel."""
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


def read_schedule(w: Words, values: Mapping[str, str]) -> Schedule | Invalid:
    """Return the schedule, or a sentence for every field that can't be read."""
    errors = faults(w, values, {"zone": parse_zone, "time": parse_time, "days": parse_days, "reveal": _hours})
    return Invalid(errors) if errors else _schedule(values)


def faults(w: Words, values: Mapping[str, str], readers: Mapping[str, Callable[[str], object]]) -> dict[str, str]:
    """Return a sentence for every field that its reader refuses."""
    errors = {}
    for name, reader in readers.items():
        try:
            reader(values[name])
        except Refused as refused:
            errors[name] = sentence(w, refused)
    return errors


def typed_schedule(schedule: Schedule) -> dict[str, str]:
    """Return a schedule as it would be typed."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    written = ", ".join(names[day - 1] for day in sorted(schedule.days))
    known = next((choice.value for choice in DAYS if parse_days(choice.value) == schedule.days), written)
    return {
        "zone": schedule.zone,
        "time": schedule.at.strftime("%H:%M"),
        "days": known,
        "reveal": "next" if schedule.reveal_hours is None else str(schedule.reveal_hours),
    }


def schedule_fields(w: Words, values: Mapping[str, str]) -> tuple[FormField, ...]:
    """Return the fields of a schedule with what stands in them."""
    filled = {**DEFAULTS, **values}
    return (
        FormField("zone", w.t("Time zone"), filled["zone"], w.t("Type a city"), complete=("setup", "zone")),
        FormField("time", w.t("Time of the daily question"), filled["time"], w.t("Such as 9:00 or 5:30 pm")),
        FormField("days", w.t("Days"), filled["days"], choices=worded(w, DAYS, filled["days"])),
        FormField(
            "reveal", w.t("The answer is revealed"), filled["reveal"], choices=worded(w, REVEALS, filled["reveal"])
        ),
    )


def worded(w: Words, choices: Sequence[Choice], present: str) -> tuple[Choice, ...]:
    """Return choices with their words; a present value that is none of them is offered as it is, so it isn't lost."""
    worded = [Choice(choice.value, w.t(choice.label)) for choice in choices]
    if present not in [choice.value for choice in choices]:
        worded.append(Choice(present, present))
    return tuple(worded)


def _facts(w: Words, group: Group, now: datetime) -> Fields:
    schedule = group.schedule
    days = w.t("Every day") if len(schedule.days) == 7 else w.list([w.weekday(day) for day in sorted(schedule.days)])
    if schedule.reveal_hours is None:
        reveal = w.t("When the next question is due")
    else:
        reveal = w.tn("{n} hour after posting", "{n} hours after posting", schedule.reveal_hours)
    facts = [
        Field(w.t("Time"), w.clock_time(schedule.at)),
        Field(w.t("Time zone"), schedule.zone),
        Field(w.t("Days"), days),
        Field(w.t("Reveal"), reveal),
    ]
    today = local_date(now, schedule.zone)
    if coming := [run for run in runs(schedule.off) if run[1] >= today]:
        more = [w.t("more")] if len(coming) > _SHOWN_RUNS else []
        facts.append(Field(w.t("Days off"), w.list([*(_run(w, *run) for run in coming[:_SHOWN_RUNS]), *more])))
    if group.exam_on is not None and group.exam_on >= today:
        facts.append(Field(w.t("Exam"), w.day(group.exam_on)))
    if group.ping_role:
        facts.append(Field(w.t("Alerts"), group.ping_name or group.ping_role))
    if group.manager_role:
        facts.append(Field(w.t("Managed also by"), group.manager_name or group.manager_role))
    return Fields(tuple(facts))


def _style(w: Words, group: Group) -> tuple[Text, ...]:
    """Return the line that says in what a group is asked otherwise than usual, if in anything."""
    said = [
        *((w.t("domain and topic stay hidden until the reveal"),) if not group.show_topic else ()),
        *((w.t("nobody's name is shown"),) if not group.show_names else ()),
        *((w.t("questions get no thread"),) if not group.threads else ()),
        *((w.t("an answer is asked for once more before it counts"),) if group.confirm else ()),
        *((w.t("quizzes give points, too"),) if group.quiz_counts else ()),
    ]
    return (text(w.t("Here {habits}.", habits=w.list(said)), Style.QUIET),) if said else ()


def _run(w: Words, first: date, last: date) -> str:
    return w.day(first) if first == last else w.days(first, last)
