"""Reminders of what is due for review: wished for, changed and stopped by whoever gets them."""

from __future__ import annotations

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Change, Form, FormField, Invalid, Reply, Tell
from bot.chat.cards import Buttons, Card, Tone, text
from bot.chat.declare import Feature
from bot.features.app import App, maybe_group, mine
from bot.features.group import faults
from bot.features.review_cards import due, remind_button, start_button
from bot.i18n import Words, words
from bot.model.learner import Learner
from bot.rules.calendar import parse_time, parse_zone
from bot.rules.notices import USUAL_TIME
from bot.study.reminders import Reminder, remind, reminder, stop_reminding, wishes_of
from bot.study.sending import Claim

feature: Feature[App] = Feature()


@feature.on("remind")
async def pressed_remind(app: App, call: Call) -> Reply:
    """Ask at what time."""
    w = mine(call)
    at, zone = await _held(app, call)
    fields = (FormField("time", w.t("Time of the message"), at, w.t("Such as 9:00 or 5:30 pm")), zone_field(w, zone))
    return Ask(Form(pack("remind-form"), w.t("Remind me daily"), fields, w.t("Save")))


@feature.on("remind-form")
async def submitted_remind(app: App, call: Call) -> Reply:
    """Keep the wish and say what comes of it."""
    w = mine(call)
    at, zone = await _held(app, call)
    typed = {"time": at, "zone": zone, **call.values}
    if errors := faults(w, typed, {"time": parse_time, "zone": parse_zone}):
        return Invalid(errors)
    wanted = (parse_time(typed["time"]), parse_zone(typed["zone"]))
    first = await app.work.write(remind, call.actor, *wanted, app.now())
    known = await app.work.read(wishes_of, call.actor)
    when = {"moment": w.moment(first, wanted[1]), "zone": wanted[1]}
    said = w.t("From {moment} ({zone}) on, you get a direct message on days on which something is due.", **when)
    muted = (text(w.t("Direct messages are off in your /privacy: turn them on there, or none can reach you.")),)
    return Tell(
        Card(
            w.t("I will remind you"),
            (text(said), *(muted if known and known.muted else ()), Buttons((remind_button(w, reminded=True),))),
            Tone.GOOD,
            w.t("One a day at most; after seven in a row without a review they stop by themselves."),
        )
    )


@feature.on("remind-stop")
async def pressed_stop(app: App, call: Call) -> Reply:
    """Remind no more."""
    await app.work.write(stop_reminding, call.actor, app.now())
    w = mine(call)
    said = w.t("/review goes on as before: what is due waits for you there.")
    return Change(Card(w.t("No more reminders"), (text(said), Buttons((remind_button(w, reminded=False),)))))


async def reminder_to_send(app: App, claim: Claim, _number: str) -> Card | None:
    """Return a reminder's card as it reads now; None if there is nothing to be reminded of any more."""
    found = await app.work.read(reminder, app.banks(), claim.id, app.now())
    return reminder_card(words(found.language), found) if found else None


def reminder_card(w: Words, found: Reminder) -> Card:
    """Return the direct message that says how much is due."""
    last = w.t("This is the last reminder: the seven until now went by without a review. Ask for them again any time.")
    said = w.t("A few minutes now save hours later.")
    return Card(
        due(w, found.due),
        (
            text(last if found.last else said),
            Buttons((start_button(w), remind_button(w, reminded=not found.last))),
        ),
        Tone.PRIMARY,
    )


def zone_field(w: Words, zone: str) -> FormField:
    """Return the field for a person's own time zone."""
    return FormField("zone", w.t("Time zone"), zone, w.t("Type a city"), complete=("setup", "zone"))


async def own_zone(app: App, call: Call, known: Learner | None) -> str:
    """Return the zone to offer: a person's own, else that of the group a call means, else their home's."""
    if known is not None and known.own_zone:
        return known.own_zone
    group = await maybe_group(app, call)
    return group.schedule.zone if group else known.zone if known else "UTC"


async def _held(app: App, call: Call) -> tuple[str, str]:
    """Return the time and the zone that stand in the form at first."""
    known = await app.work.read(wishes_of, call.actor)
    at = (known.review_at if known else None) or USUAL_TIME
    return at.strftime("%H:%M"), await own_zone(app, call, known)
