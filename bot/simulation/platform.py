"""A chat platform in memory: it keeps what it received, and tells a message's kind by its looks alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.cards import Card, Jump, Mark, Options
from bot.chat.port import Lookup, MessageGone, Posted
from bot.simulation.limits import Limits, Rule

Channel = tuple[str, str]
"""Workspace and channel."""


@dataclass
class Message:
    """A message of a channel: `question`, `reveal`, `announcement` or `recap`. `revealed_at`: since when it shows its
    key."""

    ref: str
    kind: str
    at: datetime
    marker: str
    reply_to: str | None = None
    revealed_at: datetime | None = None


@dataclass
class Platform:
    """What everybody on the platform can see.

    `gone` are channels and the moments from which they refuse everything; `unreadable` workspaces don't let us look
    for our messages; `told` are direct messages: workspace, person, marker, when; `lost` are those that never arrived,
    which their sender can't know; `asked` counts questions.
    """

    name: str
    rules: tuple[Rule, ...]
    channels: dict[Channel, list[Message]] = field(default_factory=dict)
    told: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    lost: list[tuple[str, str, datetime]] = field(default_factory=list)
    gone: dict[Channel, datetime] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    taken: Counter[str] = field(default_factory=Counter)
    limited: int = 0
    asked: int = 0
    _numbered: int = 0

    def __post_init__(self) -> None:
        self.limits = Limits(self.rules)

    def add(self, channel: Channel, card: Card, marker: str, reply_to: str | None, now: datetime) -> Posted:
        """Keep a new message. A marker that was there before makes another message."""
        self._numbered += 1
        kind = kind_of(card)
        self.asked += kind == "question"
        message = Message(f"m{self._numbered}", kind, now, marker, reply_to, now if kind == "reveal" else None)
        self.channels.setdefault(channel, []).append(message)
        return Posted(message.ref, now)

    def edit(self, channel: Channel, ref: str, card: Card, now: datetime) -> None:
        """Show another card in a message; raise MessageGone if there is none."""
        message = next((one for one in reversed(self.channels.get(channel, [])) if one.ref == ref), None)
        if message is None:
            raise MessageGone(ref)
        if message.revealed_at is None and kind_of(card) == "reveal":
            message.revealed_at = now

    def find(self, channel: Channel, marker: str) -> Posted | Lookup:
        """Look for a message of a channel by its marker."""
        if channel[0] in self.unreadable:
            return Lookup.CANNOT_TELL
        for one in reversed(self.channels.get(channel, [])):
            if one.marker == marker:
                return Posted(one.ref, one.at)
        return Lookup.NOT_THERE


def kind_of(card: Card) -> str:
    """Return what a channel's message is: by its options and their marks, else by the message that it leads to."""
    shown = [line for block in card.blocks if isinstance(block, Options) for line in block.items]
    if shown:
        return "reveal" if any(line.mark is Mark.KEY for line in shown) else "question"
    return "announcement" if any(isinstance(block, Jump) for block in card.blocks) else "recap"
