"""Interactions: something that a person did, waiting three seconds for an answer and fifteen minutes for more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

from tests.platforms.discord.permissions import in_channel
from tests.platforms.discord.refusals import (
    Json,
    already_acknowledged,
    invalid_webhook_token,
    unknown_interaction,
    unknown_webhook,
)
from tests.platforms.discord.values import Channel, Flag, Kind, Message, User
from tests.platforms.discord.wire import channel_json, message_json, presser_json, user_json

TO_ANSWER = timedelta(seconds=3)
TO_FOLLOW_UP = timedelta(minutes=15)


class Did(IntEnum):
    """What the person did."""

    COMMAND = 2
    COMPONENT = 3
    COMPLETION = 4
    MODAL = 5


class Answer(IntEnum):
    """How an interaction is acknowledged."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(eq=False)
class Interaction:
    """One thing that a person did.

    `source` is the message whose component was used, also for the modal that this opened; `opener` is what opened one.
    `kept` is whether what a deferral promised has come.
    """

    id: int
    did: Did
    token: str
    user: User
    channel: Channel
    created_at: datetime
    data: Json
    source: Message | None = None
    opener: Interaction | None = None
    acknowledged: Answer | None = None
    kept: bool = False
    expired: bool = False
    response: Message | None = None
    modal: Json | None = None
    choices: list[Json] | None = None
    follow_ups: list[Message] = field(default_factory=list)

    def over(self, now: datetime) -> bool:
        """Return whether the person was told that the interaction failed."""
        return self.acknowledged is None and (self.expired or now - self.created_at > TO_ANSWER)

    @property
    def promised(self) -> bool:
        """Whether something was promised that has not come."""
        return self.acknowledged in (Answer.DEFERRED, Answer.DEFERRED_UPDATE) and not self.kept

    def demand_open(self, token: str, now: datetime) -> None:
        """Raise what Discord answers to an acknowledgement that comes twice or late."""
        if self.acknowledged is not None:
            raise already_acknowledged()
        if token != self.token or self.over(now):
            raise unknown_interaction()

    def demand_alive(self, now: datetime) -> None:
        """Raise what Discord answers to more than the first answer: too early (10015) or after the token's time."""
        if now - self.created_at > TO_FOLLOW_UP:
            raise invalid_webhook_token()
        if self.acknowledged is None:
            raise unknown_webhook()

    def metadata(self) -> Json:
        """Return what a message tells of the interaction that it answers."""
        told: Json = {"id": str(self.id), "type": int(self.did), "user": user_json(self.user)}
        told["authorizing_integration_owners"] = self._owners()
        if self.opener:
            told["triggering_interaction_metadata"] = self.opener.metadata()
        elif self.source:
            told["interacted_message_id"] = str(self.source.id)
        return told

    def event(self, application: int, bot: User, address: str) -> Json:
        """Return INTERACTION_CREATE's data."""
        channel, guild = self.channel, self.channel.guild
        told: Json = {
            "id": str(self.id),
            "application_id": str(application),
            "type": int(self.did),
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(channel.id),
            "channel": {**_channel(channel, self.user), "app_permissions": str(int(in_channel(bot, channel)))},
            "locale": self.user.locale,
            "app_permissions": str(int(in_channel(bot, channel))),
            "entitlements": [],
            "authorizing_integration_owners": self._owners(),
            "context": 1 if channel.kind is Kind.DIRECT else 0,
            "attachment_size_limit": 10485760,
            **presser_json(self.user, channel),
        }
        if guild:
            told |= {"guild_id": str(guild.id), "guild_locale": guild.locale}
            told["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        if self.source:
            told["message"] = message_json(self.source, address)
        return told

    def _owners(self) -> Json:
        guild = self.channel.guild
        return {"0": str(guild.id) if guild else "0"}


def _channel(channel: Channel, user: User) -> Json:
    told = channel_json(channel)
    told.pop("permission_overwrites", None)
    return {**told, "permissions": str(int(in_channel(user, channel)))}


def loading(message: Message) -> bool:
    """Return whether a message still says that the application is thinking."""
    return bool(message.flags & Flag.LOADING)
