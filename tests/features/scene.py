"""A whole studybot on the made-up platform: router, delivery and clock over a database, driven step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from bot.chat.calls import Ask, Call, Change, Form, Invalid, Reply, Show, Tell
from bot.chat.cards import Card, Choice
from bot.delivery.carry import Carrier
from bot.delivery.loop import Delivery
from bot.features.all import router
from bot.features.app import App
from bot.model.actor import Actor, Place
from bot.model.posting import Daily
from bot.model.question import Bank
from bot.storage import postings
from bot.study.groups import group_at
from bot.study.work import Work, reads
from tests.fakes.platform import ADAPTER, PLACE, WORKSPACE, FakeSender, Platform
from tests.features.look import controls
from tests.support.clock import Clock

ADA = Actor(ADAPTER, WORKSPACE, "realm", "ada", "Ada", may_manage=True)
BEN = replace(ADA, user="ben", name="Ben", may_manage=False)
CLEO = replace(BEN, user="cleo", name="Cleo")
STRANGER = replace(BEN, user="dan", name="Dan")
PEOPLE = (ADA, BEN, CLEO)
LOUNGE = Place(ADAPTER, WORKSPACE, "C2", "lounge")
EVERYWHERE: Place | None = None
BERLIN = {"zone": "Europe/Berlin", "time": "9:00"}

_open_daily = reads(postings.open_daily)


class Scene:
    """Ada manages the workspace; Ben and Cleo are members. The channel is no study group until somebody sets it up."""

    def __init__(self, work: Work, bank: Bank, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.platform = Platform(self.clock)
        self.platform.channels.add((WORKSPACE, LOUNGE.channel))
        self.platform.people |= {actor.user for actor in PEOPLE}
        self.sender = FakeSender(self.platform)
        self.bank = bank
        self.others: dict[str, Bank] = {}
        self.work = work
        self.app = App(
            work=work,
            banks=lambda: {self.bank.exam.id: self.bank, **self.others},
            clock=self.clock,
            senders={ADAPTER: self.sender},
            wake=lambda: None,
            commands=lambda: tuple(self.router.commands),
        )
        self.router = router(self.app)
        self.delivery = Delivery(self.app, Carrier(self.app, Random(1)))

    async def command(self, who: Actor, name: str, place: Place | None = PLACE, /, **values: str) -> Reply:
        """Run a command."""
        return await self.router.command(Call(who, name, place, values))

    async def act(self, who: Actor, action: str, place: Place | None = PLACE, chosen: tuple[str, ...] = ()) -> Reply:
        """Press what carries this action id."""
        return await self.router.press(Call(who, action, place, chosen=chosen))

    async def press(self, who: Actor, card: Card, label: str, place: Place | None = PLACE) -> Reply:
        """Press the button of this label on a card, or send letters (`AC`) by its chooser."""
        buttons, choosers = controls(card)
        if label in buttons:
            return await self.act(who, buttons[label], place)
        (chooser,) = choosers
        return await self.act(who, chooser.action, place, tuple(label))

    async def submit(self, who: Actor, form: Form, place: Place | None = PLACE, /, **values: str) -> Reply:
        """Send a form with what stands in it, changed by `values`."""
        filled = {field.name: field.value for field in form.fields} | values
        return await self.send(who, form.action, filled, place)

    async def send(self, who: Actor, action: str, values: Mapping[str, str], place: Place | None = PLACE) -> Reply:
        """Send values to a form's action."""
        return await self.router.press(Call(who, action, place, values))

    def complete(self, who: Actor, command: str, option: str, typed: str) -> tuple[Choice, ...]:
        """Return what is offered while somebody types."""
        return tuple(self.router.complete(Call(who, command, PLACE), option, typed))

    async def settle(self) -> None:
        """Let everything that is due be created and sent."""
        await self.delivery.settle()

    async def at(self, day: int, hour: int, minute: int = 0) -> None:
        """Move the clock to a UTC time of March 2026, and let everything due by then happen; 8:00 is 9:00 in Berlin."""
        self.clock.now = datetime(2026, 3, day, hour, minute, tzinfo=UTC)
        await self.settle()

    async def begin(self, owner: Actor = ADA, place: Place = PLACE, **values: str) -> None:
        """Make the channel a study group and let its first question be asked, on Monday 2 March at 9:00."""
        told(await self.command(owner, "setup", place, **{**BERLIN, **values}))
        await self.at(2, 8)

    def posted(self, place: Place = PLACE) -> Card:
        """Return the newest public message of a channel."""
        return self.platform.in_channel(place.channel)[-1].card

    async def open_daily(self, place: Place = PLACE) -> Daily:
        """Return a channel's open question."""
        daily = await self.maybe_open_daily(place)
        assert daily is not None
        return daily

    async def maybe_open_daily(self, place: Place) -> Daily | None:
        """Return a channel's open question, or None."""
        group = await self.work.read(group_at, place)
        return await self.work.read(_open_daily, group.id) if group else None


def told(reply: Reply) -> Card:
    """Return the card of an answer."""
    assert isinstance(reply, Tell | Change | Show), reply
    return reply.card


def asked(reply: Reply) -> Form:
    """Return the form that was opened."""
    assert isinstance(reply, Ask), reply
    return reply.form


def faults(reply: Reply) -> dict[str, str]:
    """Return the sentence at each faulty field."""
    assert isinstance(reply, Invalid), reply
    return dict(reply.errors)
