"""What every feature works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.calls import Call
from bot.chat.declare import Command
from bot.chat.port import Sender
from bot.clock import Clock
from bot.errors import Refused
from bot.i18n import Words, words
from bot.model.actor import Place
from bot.model.group import Group
from bot.model.question import Bank
from bot.study.groups import group_meant_at, groups_of
from bot.study.work import Work


@dataclass(frozen=True)
class App:
    """The hands of a feature: transactions, banks, the clock, senders by adapter, and a nudge for delivery."""

    work: Work
    banks: Callable[[], Mapping[str, Bank]]
    clock: Clock
    senders: Mapping[str, Sender]
    wake: Callable[[], None]
    commands: Callable[[], tuple[Command[App], ...]]

    def now(self) -> datetime:
        """Return the current moment (UTC); read once per call and passed on."""
        return self.clock()


def mine(call: Call) -> Words:
    """Return the words for what only the caller sees."""
    return words(call.actor.locale)


def place_of(call: Call) -> Place:
    """Return the channel of a call; raise Refused `no-channel` outside of channels."""
    if call.place is None:
        raise Refused("no-channel")
    return call.place


async def group_of(app: App, call: Call) -> Group:
    """Return the study group a call means: its channel's (or the one that moved away from there), elsewhere the
    workspace's only one.

    Raises Refused `no-group` with the channels that have one, `which-group` where it can't be told.
    """
    if call.place is not None:
        found = await app.work.read(group_meant_at, call.place)
        if found is not None:
            return found
    others = await app.work.read(groups_of, call.actor.adapter, call.actor.workspace)
    if call.place is None and len(others) == 1:
        return others[0]
    channels = tuple(f"#{group.channel_name or group.channel}" for group in others)
    raise Refused("which-group" if call.place is None and others else "no-group", channels=channels)


async def maybe_group(app: App, call: Call) -> Group | None:
    """Return the study group a call means, or None where there is none: for what is a person's own."""
    try:
        return await group_of(app, call)
    except Refused:
        return None


async def manages(app: App, call: Call) -> bool:
    """Return whether a person may do what owners may: the platform says so, or they hold the role that the group a call
    means has named."""
    if call.actor.may_manage or not call.actor.roles:
        return call.actor.may_manage
    group = await maybe_group(app, call)
    return group is not None and group.manager_role in call.actor.roles


def numbers_of(call: Call, n: int) -> tuple[int, ...]:
    """Return the first `n` numbers of a pressed action; raise Refused `action-unknown` for an id we never gave out."""
    written = call.args[:n]
    if len(written) < n or not all(one.isdecimal() and len(one) <= 18 for one in written):
        raise Refused("action-unknown")
    return tuple(map(int, written))


def place_of_group(group: Group) -> Place:
    """Return the channel that a group lives in."""
    return Place(group.adapter, group.workspace, group.channel, group.channel_name)
