"""Members' wishes: names, direct messages, what is stored about them, export and deletion."""

from __future__ import annotations

import json

from bot.chat.actions import pack
from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.cards import Button, Buttons, Card, Document, Field, Fields, Tone, text
from bot.chat.declare import Feature, mark
from bot.errors import Refused
from bot.features.app import App, group_of, maybe_group, mine
from bot.i18n import Words
from bot.model.group import Group
from bot.study.privacy import Wishes, delete, export, mute, show_name, wishes

feature: Feature[App] = Feature()


@feature.command("privacy", mark("Your name, your messages, and what is stored about you"))
async def shown(app: App, call: Call) -> Reply:
    """Show the caller's wishes and what can be done about them."""
    return Tell(await _card(app, call))


@feature.on("name")
async def pressed_name(app: App, call: Call) -> Reply:
    """Show the caller's name in this group's boards, or leave it out."""
    group = await group_of(app, call)
    await app.work.write(show_name, call.actor, group.id, _yes(call))
    return Change(await _card(app, call))


@feature.on("mute")
async def pressed_mute(app: App, call: Call) -> Reply:
    """Stop direct messages, or take them again."""
    await app.work.write(mute, call.actor, _yes(call), app.now())
    return Change(await _card(app, call))


@feature.on("export")
async def pressed_export(app: App, call: Call) -> Reply:
    """Hand out everything stored about the caller."""
    w = mine(call)
    stored = await app.work.read(export, call.actor)
    document = json.dumps(stored, indent=2, ensure_ascii=False, sort_keys=True)
    said = text(w.t("Everything that is stored about you, as JSON. Moments are UTC."))
    return Tell(Card(w.t("Your data"), (said, Document("studybot.json", document))))


@feature.on("delete")
async def pressed_delete(app: App, call: Call) -> Reply:
    """Ask before deleting."""
    w = mine(call)
    return Tell(
        Card(
            w.t("Delete everything about you?"),
            (
                text(
                    w.t("Your answers, points, streaks and practice go, and you leave every board. It can't be undone.")
                ),
                text(w.t("Your next answer begins anew. Messages that the chat itself keeps are not ours to delete.")),
                Buttons((Button(w.t("Delete it all"), pack("delete-all"), Tone.BAD),)),
            ),
            Tone.WARNING,
        )
    )


@feature.on("delete-all")
async def pressed_delete_all(app: App, call: Call) -> Reply:
    """Delete the caller's data."""
    await app.work.write(delete, call.actor)
    app.wake()  # open questions count one answer less
    w = mine(call)
    return Change(Card(w.t("It is all deleted"), (text(w.t("Nothing about you is stored any more.")),), Tone.GOOD))


async def _card(app: App, call: Call) -> Card:
    w = mine(call)
    group = await maybe_group(app, call)
    found = await app.work.read(wishes, call.actor, group.id if group else None)
    return privacy_card(w, group, found) if found else _nothing(w)


def privacy_card(w: Words, group: Group | None, found: Wishes) -> Card:
    """Return a person's wishes, what is stored about them, and the buttons that change either."""
    buttons = [
        *_name_button(w, found),
        Button(w.t("Take direct messages"), pack("mute", "no"))
        if found.muted
        else Button(w.t("Mute direct messages"), pack("mute", "yes")),
        Button(w.t("Export my data"), pack("export")),
        Button(w.t("Delete my data"), pack("delete"), Tone.BAD),
    ]
    stored = Fields(
        (
            Field(w.t("Answers"), w.number(found.answers)),
            Field(w.t("Study groups"), w.number(found.groups)),
            Field(w.t("Quizzes"), w.number(found.quizzes)),
            Field(w.t("Mock exams"), w.number(found.exams)),
            Field(w.t("Since"), w.day(found.since.date())),
        )
    )
    muted = (
        w.t("You get no direct messages.")
        if found.muted
        else w.t("You may get direct messages: few, and those you asked for.")
    )
    return Card(
        w.t("Your privacy"),
        (
            *((text(_name_sentence(w, group, found)),) if group and found.name_shown is not None else ()),
            text(muted),
            text(w.t("Stored about you: your id and name in this chat, and what you answered when.")),
            stored,
            Buttons(tuple(buttons)),
        ),
        Tone.PLAIN,
        w.t("How you answered is for you alone; boards show points and rates."),
    )


def _name_sentence(w: Words, group: Group, found: Wishes) -> str:
    channel = group.channel_name
    if found.name_shown:
        return w.t("Your name is shown in the boards and recaps of #{channel}.", channel=channel)
    return w.t("Your name is left out of the boards and recaps of #{channel}.", channel=channel)


def _name_button(w: Words, found: Wishes) -> tuple[Button, ...]:
    if found.name_shown is None:
        return ()
    if found.name_shown:
        return (Button(w.t("Leave my name out"), pack("name", "no")),)
    return (Button(w.t("Show my name"), pack("name", "yes")),)


def _nothing(w: Words) -> Card:
    said = w.t("Nothing is stored about you. That begins with your first answer.")
    return Card(w.t("Your privacy"), (text(said),))


def _yes(call: Call) -> bool:
    if call.args not in {("yes",), ("no",)}:
        raise Refused("action-unknown")
    return call.args == ("yes",)
