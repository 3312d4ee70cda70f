"""Pausing a group and letting it go on."""

from __future__ import annotations

from bot.chat.calls import Call, Reply, Tell
from bot.chat.declare import CommandOption, Feature, Who, mark
from bot.features.app import App, group_of, mine, place_of_group
from bot.features.group import require_permissions, settings_card
from bot.rules.calendar import local_date
from bot.rules.dates import parse_date
from bot.study.pausing import pause, resume

feature: Feature[App] = Feature()

UNTIL = CommandOption[App](
    "until", mark("The date on which it goes on by itself, such as 7 Jan; else you resume it"), several=True
)


@feature.command("pause", mark("Stop the daily question until a date, or until you resume it"), UNTIL, who=Who.OWNER)
async def paused(app: App, call: Call) -> Reply:
    """Pause the group, until the date that was given if any."""
    w, now = mine(call), app.now()
    group = await group_of(app, call)
    typed = call.values.get("until", "").strip()
    until = parse_date(typed, local_date(now, group.schedule.zone)) if typed else None
    group = await app.work.write(pause, group.id, now, until)
    if until is None:
        said = w.t("Nothing new is asked until /resume. What is open is still revealed, and no streak breaks.")
    else:
        said = w.t(
            "Nothing new is asked before {day}. What is open is still revealed, and no streak breaks.", day=w.day(until)
        )
    return Tell(settings_card(w, group, now, said))


@feature.command("resume", mark("Start the daily question again after a pause"), who=Who.OWNER)
async def resumed(app: App, call: Call) -> Reply:
    """Resume the group, if its channel can be posted to."""
    group = await group_of(app, call)
    await require_permissions(app, place_of_group(group))
    changed = await app.work.write(resume, group.id, app.now())
    app.wake()  # a reveal may be owed
    w = mine(call)
    return Tell(settings_card(w, changed, app.now(), w.t("Welcome back! The daily question goes on.")))


@feature.on("pause", Who.OWNER)
async def pressed_pause(app: App, call: Call) -> Reply:
    """Pause by button."""
    return await paused(app, call)


@feature.on("resume", Who.OWNER)
async def pressed_resume(app: App, call: Call) -> Reply:
    """Resume by button."""
    return await resumed(app, call)
