"""Visits: who does something and where, with all that Slack knows of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack import failures
from adapters.slack.asked import Asked
from adapters.slack.channels import Channels
from adapters.slack.people import ADAPTER, People, Person, actor
from bot.chat.calls import Actor, Place
from bot.chat.port import SendError
from bot.errors import StudybotError
from bot.i18n import Words, words

log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds that Slack may take to say who somebody is; without its answer they are a member like any other."""


@dataclass(frozen=True)
class Visit:
    """Somebody does something. `hidden` says that the app can't see the channel."""

    asked: Asked
    actor: Actor
    person: Person
    place: Place | None
    hidden: bool = False

    @property
    def words(self) -> Words:
        """The words of the person's language."""
        return words(self.actor.locale)


class Visits:
    """Finds out who visits."""

    def __init__(self, people: People, channels: Channels, managers: frozenset[str]) -> None:
        self._people = people
        self._channels = channels
        self._managers = managers

    async def of(self, asked: Asked) -> Visit:
        """Return who does it and where; what can't be found out in time is taken from what was sent along."""
        person, (name, hidden) = await asyncio.gather(self._person(asked), self._channel(asked))
        place = Place(ADAPTER, asked.team, asked.channel, name) if asked.channel else None
        who = actor(asked.team, asked.user, person, self._managers)
        return Visit(asked, who, person, place, hidden)

    def from_memory(self, asked: Asked) -> Actor:
        """Return who it is as far as is known without asking anybody."""
        known = self._people.known(asked.team, asked.user) or _unknown(asked)
        return actor(asked.team, asked.user, known, self._managers)

    async def _person(self, asked: Asked) -> Person:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._people.find(asked.team, asked.user)
        except (SlackApiError, SendError, StudybotError, aiohttp.ClientError, OSError) as error:
            log.warning("slack can't tell who user=%s team=%s is: %s", asked.user, asked.team, type(error).__name__)
            return _unknown(asked)

    async def _channel(self, asked: Asked) -> tuple[str, bool]:
        """Return the channel's name, and whether it is hidden from the app: private, and the app was not invited."""
        if not asked.channel or asked.channel_name:
            return asked.channel_name, False
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._channels.name(asked.team, asked.channel), False
        except SlackApiError as error:
            return "", failures.code(error) == "channel_not_found"
        except (SendError, StudybotError, aiohttp.ClientError, OSError):
            return "", False


def _unknown(asked: Asked) -> Person:
    """Return somebody of whom Slack told nothing, as far as what they did says who they are; never a manager."""
    return Person(asked.name, guest=True, home=asked.home if asked.home not in {"", asked.team} else "")
