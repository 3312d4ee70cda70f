"""The program at work over a database and a platform that outlive it, as they do a restart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.cards import Buttons, Card, Chooser, Jump, Mark, Options, Text, plain
from bot.clock import Clock as AnyClock
from bot.delivery.carry import Carrier
from bot.delivery.loop import Delivery
from bot.features.all import router
from bot.features.app import App
from bot.model.group import Group, LedgerLine
from bot.model.posting import Daily
from bot.model.question import Bank
from bot.study.groups import group_by_id, ledger
from bot.study.leases import SEND_SECONDS
from bot.study.work import Work
from tests.fakes.platform import ADAPTER, PLACE, FakeSender, Message, Platform
from tests.support.clock import Clock
from tests.support.crash import Boundaries, InlineWork
from tests.support.store import Store
from tests.support.world import BANKS, actor, daily_by_id, make_group, schedule

LEASES = (timedelta(seconds=31), timedelta(seconds=31))
"""How a test lets time pass after a crash: beyond a lease, and beyond that of the look-up which followed."""


class Process:
    """One process of the program, over `store`'s database; a second one beside or after it is another `Process`."""

    def __init__(
        self,
        store: Store,
        platform: Platform,
        clock: AnyClock,
        *,
        boundaries: Boundaries | None = None,
        work: Work | None = None,
        banks: Mapping[str, Bank] = BANKS,
        timeout: float = SEND_SECONDS,
    ) -> None:
        passing = boundaries or Boundaries()
        self.sender = FakeSender(platform, passing.reach)
        self.woken = 0
        self.app = App(
            work=work or InlineWork(store.database, passing),
            banks=lambda: banks,
            clock=clock,
            senders={ADAPTER: self.sender},
            wake=self._wake,
            commands=lambda: tuple(self.router.commands),
        )
        self.router = router(self.app)
        self.carrier = Carrier(self.app, Random(0), timeout)
        self.delivery = Delivery(self.app, self.carrier)

    def _wake(self) -> None:
        self.woken += 1

    async def press(self, card: Card, wanted: str, user: str = "ada") -> Card:
        """Press the button with that label or action's name, and return the private card that comes of it."""
        buttons = [button for block in card.blocks if isinstance(block, Buttons) for button in block.items]
        [action] = [one.action for one in buttons if wanted in {one.label, one.action.split(":")[1]}]
        return _card(await self.router.press(self._call(user, action)))

    async def answer(self, card: Card, letters: str, user: str = "ada") -> Card:
        """Answer a question's card by its button, or by its chooser where several are to be chosen."""
        choosers = [block for block in card.blocks if isinstance(block, Chooser)]
        if not choosers:
            return await self.press(card, letters, user)
        call = replace(self._call(user, choosers[0].action), chosen=tuple(letters))
        return _card(await self.router.press(call))

    async def command(self, name: str, user: str = "ada") -> Card:
        """Run a command without options in the channel."""
        return _card(await self.router.command(self._call(user, name)))

    def _call(self, user: str, name: str) -> Call:
        who = replace(actor(user, adapter=ADAPTER), may_manage=user == "owner")
        return Call(who, name, PLACE)


@dataclass
class Stand:
    """A study group on the fake platform with its first process; `group` is asked at 08:00 UTC."""

    store: Store
    platform: Platform
    clock: Clock
    process: Process
    group: Group

    def lines(self, kind: str | None = None) -> list[LedgerLine]:
        """Return the ledger, oldest first."""
        found = self.store.read(ledger, self.group.id, 100)
        return [line for line in reversed(found) if kind in {None, line.kind}]

    def line(self, kind: str = "daily") -> LedgerLine:
        """Return the newest line of a kind."""
        return self.lines(kind)[-1]

    def daily(self) -> Daily:
        """Return the newest daily question."""
        found = self.store.read(daily_by_id, self.line("daily").posting)
        assert found is not None
        return found

    def now_group(self) -> Group:
        """Return the group as it is now."""
        found = self.store.read(group_by_id, self.group.id)
        assert found is not None
        return found

    def closed(self, daily: Daily) -> bool:
        """Return whether a question takes no answers any more."""
        found = self.store.read(daily_by_id, daily.posting)
        return found is not None and found.closed_at is not None

    def another(self, *, boundaries: Boundaries | None = None, timeout: float = SEND_SECONDS) -> Process:
        """Return a new process beside the present one."""
        return Process(self.store, self.platform, self.clock, boundaries=boundaries, timeout=timeout)

    def restart(self, *, boundaries: Boundaries | None = None, timeout: float = SEND_SECONDS) -> Process:
        """Start a new process in place of the present one."""
        self.process = self.another(boundaries=boundaries, timeout=timeout)
        return self.process

    def kinds(self) -> list[str]:
        """Return what each of the channel's messages is, oldest first."""
        return [kind(message.card) for message in self.channel()]

    def channel(self) -> list[Message]:
        """Return the channel's messages, oldest first."""
        return self.platform.in_channel()

    async def due(self) -> None:
        """Move to the group's next due time and settle everything there."""
        self.clock.now = self.now_group().next_daily_at
        await self.process.delivery.settle()

    async def at(self, moment: datetime) -> None:
        """Move to a moment and settle everything there."""
        self.clock.now = moment
        await self.process.delivery.settle()

    async def after(self, *waits: timedelta) -> None:
        """Let time pass in steps, everything settled after each."""
        for wait in waits:
            await self.at(self.clock() + wait)


def stand(store: Store, clock: Clock, *, reveal_hours: int | None = None) -> Stand:
    """Return a stand, nothing of it due yet."""
    platform = Platform(clock)
    group = make_group(store, adapter=ADAPTER, plan=schedule(reveal_hours=reveal_hours))
    return Stand(store, platform, clock, Process(store, platform, clock), group)


def kind(card: Card) -> str:
    """Return what a card is, whatever its words are: question, reveal, announcement or notice."""
    shown = next((block for block in card.blocks if isinstance(block, Options)), None)
    if shown is not None:
        return "reveal" if any(line.mark is Mark.KEY for line in shown.items) else "question"
    return "announcement" if any(isinstance(block, Jump) for block in card.blocks) else "notice"


def counted(card: Card) -> int:
    """Return how many answers a question's card tells of."""
    told = re.search(r"(\d+) (?:person|people)", said(card))
    return int(told[1]) if told else 0


def said(card: Card) -> str:
    """Return every word of a card's texts, its title first and its footer last."""
    return "\n".join(
        [card.title, *(plain(block.spans) for block in card.blocks if isinstance(block, Text)), card.footer]
    )


def jump(card: Card) -> str:
    """Return the message that a card's jump leads to."""
    return next(block.message for block in card.blocks if isinstance(block, Jump))


def options(card: Card) -> Options:
    """Return a card's options."""
    return next(block for block in card.blocks if isinstance(block, Options))


def _card(reply: Reply) -> Card:
    assert isinstance(reply, Tell | Change)
    return reply.card
