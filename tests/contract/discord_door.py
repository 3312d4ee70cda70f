"""Discord's door: the real adapter and the real discord.py over a loopback Discord."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from adapters.discord import adapter, ids, marker
from adapters.discord.blocks import Where
from adapters.discord.render import render
from adapters.discord.settings import TOKEN
from bot.chat.cards import Button, Buttons, Card, Files, Tone
from bot.chat.port import Host, Lookup, Posted, Sender
from bot.chat.router import Router
from bot.features.app import App
from bot.model.actor import Place
from tests.platforms.discord.client import pointed_at
from tests.platforms.discord.looking import BUTTON, controls_of, every
from tests.platforms.discord.outcomes import Outcome
from tests.platforms.discord.server import LoopbackDiscord, serve_discord
from tests.platforms.discord.values import Message, Permission

_TONES = {0x3BA55D: Tone.GOOD, 0xED4245: Tone.BAD, 0xFAA61A: Tone.WARNING, 0x5865F2: Tone.PRIMARY}


class Noting:
    """The adapter's sender; it notes the cards, so that a message can be held against the card it was made from."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self.cards: list[Card] = []

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        self.cards.append(card)
        return await self._sender.post(place, card, marker, reply_to)

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        self.cards.append(card)
        await self._sender.edit(place, ref, card)

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        return await self._sender.find(place, marker, since)

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        return await self._sender.direct(workspace, user, card, marker)

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        await self._sender.follow_up(place, ref, files, thread)

    async def check(self, place: Place) -> Sequence[str]:
        return await self._sender.check(place)


class DiscordDoor:
    """A server with a channel and another one, its owner and a member."""

    def __init__(self, platform: LoopbackDiscord, sender: Sender, router: Router[App]) -> None:
        self._platform = platform
        guild = platform.guild()
        self._channel = platform.channel(guild)
        self.noting = Noting(sender)
        self.sender: Sender = self.noting
        self.router = router
        self.place = Place("discord", str(guild.id), str(self._channel.id), self._channel.name)
        other = platform.channel(guild)
        self.elsewhere = Place("discord", str(guild.id), str(other.id), other.name)
        self.nowhere = Place("discord", str(guild.id), "999999999999999999")
        people = [platform.person(guild, "Ada", may=Permission.MANAGE_GUILD), platform.person(guild, "Ben")]
        self._people = {str(one.id): one for one in people}
        self.owner, self.member = self._people
        self.stranger = str(platform.person(None, "Zoe").id)
        self.role = str(platform.role(guild, "Crew", mentionable=True).id)

    async def visible(self, user: str) -> list[str]:
        person = self._people[user]
        return [_ref(one) for one in (*person.sees(self._channel), *self._platform.direct_messages(person))]

    async def shown(self, ref: str) -> Card | None:
        here = [one for one in self._platform.messages(self._channel) if _ref(one) == ref]
        if not here:
            return None
        where = Where(self.place.workspace, self.place.channel)
        seen = _texts(here[0].components)
        return next(card for card in self.noting.cards if _texts(render(card, where).components) == seen)

    async def delete(self, ref: str) -> None:
        [message] = [one for one in self._platform.messages(self._channel) if _ref(one) == ref]
        self._platform.delete_message(message)

    async def command(self, user: str, name: str, values: Mapping[str, str]) -> Card | str:
        given = {option: int(value) if value == self.role else value for option, value in values.items()}
        return await _answered(await self._people[user].command(self._channel, name, given))

    async def press(self, user: str, action: str) -> Card | str:
        old = self._platform.say(self._channel, self._platform.world.bot, "a message of an earlier version")
        return await _answered(await self._people[user].raw_press(old, action))


async def _answered(outcome: Outcome) -> Card | str:
    await outcome.answered()
    assert not outcome.failed
    if outcome.modal:
        return "form"
    assert outcome.message
    return as_card(outcome.message)


def as_card(message: Message) -> Card:
    """Return what can be read off a message: its title, its buttons and its tone."""
    container = next(one for one in message.components if one["type"] == 17)
    title = next(one["content"] for one in every([container]) if one["type"] == 10).split("\n")[0]
    pressable = [one for one in controls_of(message) if one["type"] == BUTTON]
    buttons = Buttons(tuple(Button(one["label"], ids.parse(one["custom_id"]).action) for one in pressable))
    return Card(title.removeprefix("### "), (buttons,), _TONES.get(container.get("accent_color") or 0, Tone.PLAIN))


def _texts(components: Sequence[Any]) -> list[str]:
    return [one["content"] for one in every(components) if one["type"] == 10]


def _ref(message: Message) -> str:
    return marker.reference(str(message.id), marker.read(message.components))


@asynccontextmanager
async def at_work(host: Host) -> AsyncIterator[DiscordDoor]:
    """Serve a Discord and connect the adapter to it."""
    async with serve_discord(host.clock) as platform:
        with pointed_at(platform):
            connection = adapter.connect(dataclasses.replace(host, env={TOKEN: platform.token}))
            door = DiscordDoor(platform, connection.sender, host.router)
            await connection.listener.start()
            for declared in platform.backend.commands[None]:
                # An administrator may show a hidden command to everybody, so it is our own check that counts.
                declared["default_member_permissions"] = None
            try:
                yield door
            finally:
                await connection.listener.stop()
