"""What the API, the gateway and the people of one loopback Discord share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.platforms.discord.changes import Changes
from tests.platforms.discord.faults import Faults
from tests.platforms.discord.gateway import Gateway, channel_event
from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.limits import Limits
from tests.platforms.discord.refusals import Json
from tests.platforms.discord.values import Channel, Message
from tests.platforms.discord.wire import channel_json
from tests.platforms.discord.world import World

NONCE_KEPT = timedelta(minutes=5)
"""For how long a nonce is remembered; Discord says "a few minutes"."""


@dataclass(frozen=True)
class Request:
    """A request that came: its route, the values in its path, its query and body, and how it was answered."""

    route: str
    values: dict[str, str]
    query: dict[str, str]
    body: Any
    status: int
    answer: Any


class Backend:
    """The state of one loopback Discord."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.address = ""
        self.changes = Changes()
        self.world = World(clock)
        self.gateway = Gateway(self.world, self.changes)
        self.faults = Faults()
        self.limits = Limits(clock)
        self.requests: list[Request] = []
        self.bugs: list[Exception] = []
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[int | None, list[Json]] = {None: []}
        self._nonces: dict[tuple[int, str], tuple[datetime, Message]] = {}

    def remembered(self, channel: Channel, nonce: str) -> Message | None:
        """Return the message that was created with this nonce within the last minutes, deleted or not."""
        at, message = self._nonces.get((channel.id, nonce), (None, None))
        return message if at and self.clock() - at <= NONCE_KEPT else None

    def remember(self, message: Message, nonce: str) -> None:
        """Note that a message was created with a nonce."""
        self._nonces[message.channel.id, nonce] = (self.clock(), message)

    def channel_changed(self, channel: Channel, what: str) -> None:
        """Tell the gateway's clients that a channel or thread was created, updated or deleted."""
        self.gateway.tell(channel_event(channel.kind, what), channel_json(channel), channel.guild)

    def delete_message(self, message: Message) -> None:
        """Delete a message; its thread stays."""
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        self.changes.happened()
