"""The owner's word on the next question, or on the one that is out."""

from __future__ import annotations

from datetime import date

from bot.chat.actions import pack
from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.cards import Button, Buttons, Card, Tone, text
from bot.chat.declare import Feature, Who
from bot.errors import Refused
from bot.features.app import App, group_of, mine, numbers_of
from bot.features.group import next_sentence
from bot.i18n import Words
from bot.model.posting import Daily
from bot.study.todays import Present, present, replace_open, skip, unskip, withdraw

feature: Feature[App] = Feature()


@feature.on("questions", Who.OWNER)
async def shown(app: App, call: Call) -> Reply:
    """Show what is out and what comes, with what can be done about either."""
    group = await group_of(app, call)
    return Tell(questions_card(mine(call), await app.work.read(present, group.id, app.now())))


@feature.on("skip", Who.OWNER)
async def pressed_skip(app: App, call: Call) -> Reply:
    """Skip the next question."""
    group = await group_of(app, call)
    day = _day_of(call)
    changed = await app.work.write(skip, group.id, day, app.now())
    w = mine(call)
    said = w.t("The question of {day} is skipped. No streak breaks.", day=w.day(day))
    undo = Buttons((Button(w.t("Undo"), pack("unskip", day.isoformat())),))
    return Change(Card(w.t("Skipped"), (text(said), text(next_sentence(w, changed)), undo), Tone.GOOD))


@feature.on("unskip", Who.OWNER)
async def pressed_undo(app: App, call: Call) -> Reply:
    """Let the question that was skipped come after all."""
    group = await group_of(app, call)
    day = _day_of(call)
    changed = await app.work.write(unskip, group.id, day, app.now())
    w = mine(call)
    said = w.t("The question of {day} comes after all.", day=w.day(day))
    return Change(Card(w.t("Undone"), (text(said), text(next_sentence(w, changed))), Tone.GOOD))


@feature.on("replace", Who.OWNER)
async def pressed_replace(app: App, call: Call) -> Reply:
    """Put another question in the place of the open one."""
    (posting,) = numbers_of(call, 1)
    group = await group_of(app, call)
    await app.work.write(replace_open, app.banks(), group.id, posting, app.now())
    app.wake()
    w = mine(call)
    said = w.t("Its message shows the new question in a few seconds. Nobody had answered the old one.")
    return Change(Card(w.t("Replaced"), (text(said),), Tone.GOOD))


@feature.on("withdraw", Who.OWNER)
async def pressed_withdraw(app: App, call: Call) -> Reply:
    """Ask before the open question is taken back."""
    (posting,) = numbers_of(call, 1)
    group = await group_of(app, call)
    daily = (await app.work.read(present, group.id, app.now())).daily
    if daily is None or daily.posting != posting:
        raise Refused("question-gone")
    w = mine(call)
    return Change(
        Card(
            w.t("Withdraw the question of {day}?", day=w.day(daily.for_date)),
            (
                text(_what_goes(w, daily)),
                text(w.t("Its message will say that it was withdrawn. It can't be undone.")),
                Buttons(
                    (
                        Button(w.t("Withdraw it"), pack("withdraw-now", posting), Tone.BAD),
                        Button(w.t("Keep it"), pack("questions")),
                    )
                ),
            ),
            Tone.WARNING,
        )
    )


@feature.on("withdraw-now", Who.OWNER)
async def pressed_withdraw_now(app: App, call: Call) -> Reply:
    """Take the open question back."""
    (posting,) = numbers_of(call, 1)
    group = await group_of(app, call)
    await app.work.write(withdraw, group.id, posting, app.now())
    app.wake()
    w = mine(call)
    said = w.t("The question is withdrawn: it counts for nobody, and breaks no streak.")
    return Change(Card(w.t("Withdrawn"), (text(said), text(next_sentence(w, group))), Tone.GOOD))


def questions_card(w: Words, found: Present) -> Card:
    """Return what is out and what comes next, with the buttons that change either."""
    group, daily = found.group, found.daily
    blocks = [text(_out(w, daily)), text(next_sentence(w, group))]
    return Card(w.t("Questions in #{channel}", channel=group.channel_name), (*blocks, Buttons(_buttons(w, found))))


def _buttons(w: Words, found: Present) -> tuple[Button, ...]:
    group, daily = found.group, found.daily
    buttons = []
    if daily is not None:
        if not daily.answers:
            buttons.append(Button(w.t("Replace the open one"), pack("replace", daily.posting)))
        buttons.append(Button(w.t("Withdraw the open one"), pack("withdraw", daily.posting), Tone.BAD))
    if group.paused_at is None:
        day = group.next_daily_on
        buttons.append(Button(w.t("Skip {day}", day=w.day(day)), pack("skip", day.isoformat())))
        if found.free_today:
            buttons.append(Button(w.t("Post today's now"), pack("post-now")))
    else:
        buttons.append(Button(w.t("Resume"), pack("resume"), Tone.GOOD))
    return tuple(buttons)


def _out(w: Words, daily: Daily | None) -> str:
    if daily is None:
        return w.t("No question is open.")
    return w.tn(
        "The question of {day} is open; {n} person has answered it.",
        "The question of {day} is open; {n} people have answered it.",
        daily.answers,
        day=w.day(daily.for_date),
    )


def _what_goes(w: Words, daily: Daily) -> str:
    if not daily.answers:
        return w.t("Nobody has answered it yet, so nobody loses anything.")
    return w.tn(
        "{n} answer goes with it, and its point, if it gave one.",
        "{n} answers go with it, and the points that they gave.",
        daily.answers,
    )


def _day_of(call: Call) -> date:
    try:
        return date.fromisoformat(call.args[0])
    except (ValueError, IndexError):
        raise Refused("action-unknown") from None
