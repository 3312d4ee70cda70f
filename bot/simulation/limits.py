"""Rate limits as platforms have them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

from bot.chat.port import RateLimited

EVERY_CALL = frozenset({"post", "edit", "find", "direct", "follow_up"})


class Per(Enum):
    """What a limit counts together."""

    ALL = "all"
    WORKSPACE = "workspace"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Rule:
    """At most `calls` of these methods within any `seconds`, counted together per what it says."""

    methods: frozenset[str]
    per: Per
    calls: int
    seconds: float


COUNTED = (
    Rule(EVERY_CALL, Per.ALL, 50, 1.0),
    Rule(frozenset({"post", "edit"}), Per.CHANNEL, 5, 5.0),
)
"""A platform that counts all calls of a bot together, and those about a channel."""

PACED = (
    Rule(frozenset({"post", "direct"}), Per.CHANNEL, 1, 1.0),
    Rule(frozenset({"edit"}), Per.WORKSPACE, 50, 60.0),
    Rule(frozenset({"find"}), Per.WORKSPACE, 50, 60.0),
)
"""A platform that wants a second between messages of a channel, and counts other methods by workspace."""

UNREADABLE = "paced"
"""The platform of which some workspaces don't let us look for our messages."""

PLATFORMS = {"counted": COUNTED, UNREADABLE: PACED}
"""The rules of the made-up platforms, by their names. No platform that is installed may be called so: see `remains`."""


class Limits:
    """Counts calls by the rules."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._calls: dict[tuple[Rule, tuple[str, ...]], deque[float]] = {}

    def take(self, method: str, workspace: str, channel: str, now: float) -> None:
        """Count a call at `now` (seconds); raise RateLimited, counting nothing, if a rule does not allow it."""
        counted = []
        for rule in self._rules:
            if method not in rule.methods:
                continue
            scope = {Per.ALL: (), Per.WORKSPACE: (workspace,), Per.CHANNEL: (workspace, channel)}[rule.per]
            calls = self._calls.setdefault((rule, scope), deque(maxlen=rule.calls))
            if len(calls) == rule.calls and calls[0] + rule.seconds > now:
                raise RateLimited(calls[0] + rule.seconds - now)
            counted.append(calls)
        for calls in counted:
            calls.append(now)
