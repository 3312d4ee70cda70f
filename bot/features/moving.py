"""Moving a group to another channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Show, Tell
from bot.chat.cards import Button, Buttons, Card, Tone, text
from bot.chat.declare import Feature, Who, mark
from bot.errors import Refused
from bot.features.app import App, mine, numbers_of, place_of
from bot.features.group import next_sentence, require_permissions
from bot.i18n import Words, words
from bot.model.group import Group
from bot.study.groups import group_at, groups_of
from bot.study.settings import move

feature: Feature[App] = Feature()

_SHOWN = 20
"""Groups to choose from: as many buttons as every platform can show."""


@feature.command("move", mark("Move a study group of this workspace here, with all its history"), who=Who.OWNER)
async def moving(app: App, call: Call) -> Reply:
    """Ask which group shall move to the channel where this is said."""
    here = place_of(call)
    if await app.work.read(group_at, here) is not None:
        raise Refused("already-set-up", channel=here.name)
    found = await app.work.read(groups_of, call.actor.adapter, call.actor.workspace)
    if not found:
        raise Refused("no-group", channels=())
    await require_permissions(app, here)
    return Tell(_chooser(mine(call), here.name, found[:_SHOWN]))


@feature.on("move-here", Who.OWNER)
async def pressed_move(app: App, call: Call) -> Reply:
    """Move the chosen group to this channel, and say so to everybody in it."""
    (group,) = numbers_of(call, 1)
    here = place_of(call)
    await require_permissions(app, here)
    moved = await app.work.write(move, group, here, app.now())
    w = words(moved.language)
    said = w.t("Its next question comes here. What is open stays where it was asked, and is revealed there.")
    title = w.t("The study group is in #{channel} now", channel=here.name)
    return Show(Card(title, (text(said), text(next_sentence(w, moved))), Tone.GOOD))


def _chooser(w: Words, channel: str, groups: Sequence[Group]) -> Card:
    buttons = tuple(
        Button(f"#{group.channel_name or group.channel}"[:75], pack("move-here", group.id)) for group in groups
    )
    said = w.t(
        "Which group shall move to #{channel}? Its board, its history and its settings come along.", channel=channel
    )
    return Card(w.t("Move a study group here"), (text(said), Buttons(buttons)))
