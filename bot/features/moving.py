"""Moving a group to another channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Show, Tell
from bot.chat.cards import Button, Buttons, Card, Tone, text
from bot.chat.declare import Feature, Who, mark
from bot.chat.port import SendError
from bot.errors import Refused
from bot.features.app import App, mine, numbers_of, place_of
from bot.features.group import next_sentence, require_permissions
from bot.i18n import Words, words
from bot.model.actor import Place
from bot.model.group import Group
from bot.study.groups import group_at, groups_of
from bot.study.leases import SEND_SECONDS
from bot.study.settings import move

feature: Feature[App] = Feature()

log = logging.getLogger(__name__)

_SHOWN = 20
"""Groups to choose from: as many buttons as every platform can show."""

_FIRST_DIGIT = 3
"""Of the marker of a message about a move; those of what delivery sends begin otherwise (`bot/study/sending.py`)."""


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
    """Move the chosen group to this channel, and say so to everybody in it and in the one that it leaves."""
    (group,) = numbers_of(call, 1)
    here, now = place_of(call), app.now()
    await require_permissions(app, here)
    left, moved = await app.work.write(move, group, here, now)
    w = words(moved.language)
    said = w.t("Its next question comes here. What is open stays where it was asked, and is revealed there.")
    title = w.t("The study group is in #{channel} now", channel=_name(here))
    if await _tell_left(app, left, moved, now):
        told = w.t("I have said so in #{channel}, too.", channel=_name(left))
    else:
        told = w.t(
            "I could not say so in #{channel}, or it was never confirmed. Please tell its members.", channel=_name(left)
        )
    return Show(Card(title, (text(said), text(next_sentence(w, moved)), text(told)), Tone.GOOD))


async def _tell_left(app: App, left: Place, moved: Group, now: datetime) -> bool:
    """Say in the channel that a group left where its questions are now; return whether that is surely there.

    It is tried once, since the move happened once, and what hinders it undoes nothing.
    """
    w = words(moved.language)
    title = w.t("The daily questions are in #{channel} from now on", channel=moved.channel_name or moved.channel)
    said = w.t("What is open here can still be answered, and is revealed here.")
    marker = f"{_FIRST_DIGIT}{now.timestamp() * 1000:.0f}{moved.id}"
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await app.senders[left.adapter].post(left, Card(title, (text(said),)), marker)
    except (SendError, TimeoutError) as error:
        log.warning("group %s moved, which could not be told in %s: %r", moved.id, left, error)
    except Exception:  # an adapter's fault undoes no move either
        log.exception("group %s moved, which could not be told in %s", moved.id, left)
    else:
        return True
    return False


def _name(place: Place) -> str:
    return place.name or place.channel


def _chooser(w: Words, channel: str, groups: Sequence[Group]) -> Card:
    buttons = tuple(
        Button(f"#{group.channel_name or group.channel}"[:75], pack("move-here", group.id)) for group in groups
    )
    said = w.t(
        "Which group shall move to #{channel}? Its board, its history and its settings come along.", channel=channel
    )
    return Card(w.t("Move a study group here"), (text(said), Buttons(buttons)))
