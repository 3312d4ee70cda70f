"""Slack's door: the adapter against a Slack on loopback, through what people do and see there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.chat.cards import Card
from bot.model.actor import Place
from tests.adapters.slack.reading import card_of
from tests.adapters.slack.stage import Stage, http_stage, socket_stage
from tests.contract.doors import Answered, Door
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.world import Message


class SlackDoor:
    """A workspace with a channel and another one, its admin ada and its member mei."""

    stranger, role = "U0STRANGER", "here"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._people = {one.id: one for one in (stage.ada, stage.mei)}
        self.sender = stage.connection.sender
        self.router = stage.core.router
        self.place = stage.place
        other = stage.slack.channel(stage.team, name="other", people=[stage.ada])
        self.elsewhere = Place("slack", stage.team.id, other.id, other.name)
        self.nowhere = Place("slack", stage.team.id, "C0GONE", "gone")
        self.owner, self.member = stage.ada.id, stage.mei.id

    async def visible(self, user: str) -> list[str]:
        person = self._people[user]
        return [one.ts for one in (*person.sees(self._stage.study), *person.direct())]

    async def shown(self, ref: str) -> Card | None:
        message = self._stage.study.find(ref)
        return card_of(message.blocks) if message else None

    async def delete(self, ref: str) -> None:
        message = self._stage.study.find(ref)
        assert message is not None
        self._stage.ada.delete(message)

    async def command(self, user: str, name: str, values: Mapping[str, str]) -> Answered:
        line = " ".join((name, *(f'{option}:"{value}"' for option, value in values.items())))
        return await self._answered(await self._stage.study_bot(self._people[user], line))

    async def press(self, user: str, action: str) -> Answered:
        button = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "Press"}}
        blocks = [{"type": "actions", "block_id": "~1", "elements": [button]}]
        channel, bot = self._stage.study, self._stage.team.bot.id
        stamp = self._stage.slack.world.stamp(channel)
        message = self._stage.slack.world.add(channel, Message(channel.id, stamp, bot, "Press", blocks))
        return await self._answered(await self._people[user].press(message, action))

    async def _answered(self, outcome: Outcome) -> Answered:
        assert not outcome.error
        sight = await outcome.sight()
        if sight.kind == "modal":
            return "form"
        assert sight.message is not None
        return card_of(sight.message.blocks)


@asynccontextmanager
async def slack_door(url: str) -> AsyncIterator[Door]:
    """One workspace over Socket Mode."""
    async with socket_stage(url) as stage:
        yield SlackDoor(stage)


@asynccontextmanager
async def slack_http_door(url: str) -> AsyncIterator[Door]:
    """A workspace that installed the app over HTTP."""
    async with http_stage(url) as stage:
        yield SlackDoor(stage)
