"""The real discord.py, pointed at a loopback Discord, and not made to wait."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import discord.gateway
import discord.http
import yarl

from tests.platforms.discord.server import LoopbackDiscord

WHERE_IT_SLEEPS = ("discord.http", "discord.webhook.async_", "discord.client", "discord.shard")


@dataclass
class Waits:
    """The seconds that discord.py wanted to sleep, in order: for rate limits, server errors, reconnections."""

    passing: Callable[[timedelta], object]
    asked: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float, result: object = None) -> object:
        """Note the wish, let as much time pass on the test's clock as was agreed, and let others go first."""
        self.asked.append(seconds)
        self.passing(timedelta(seconds=seconds))
        await asyncio.sleep(0)
        return result


class _Hurried:
    """asyncio, but for `sleep`."""

    def __init__(self, waits: Waits) -> None:
        self.sleep = waits.sleep

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)


@contextmanager
def pointed_at(loopback: LoopbackDiscord, passing: Callable[[timedelta], object] = lambda _: None) -> Iterator[Waits]:
    """Point discord.py at a loopback Discord; its sleeps are noted instead of slept. Undone at the end.

    With `passing=clock.advance` each sleep moves the test's clock on, as limits that count by it need.
    """
    waits = Waits(passing)
    hurried = _Hurried(waits)
    modules = [importlib.import_module(name) for name in WHERE_IT_SLEEPS]
    base, address = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = loopback.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(loopback.gateway.address)
    for module in modules:
        vars(module)["asyncio"] = hurried
    try:
        yield waits
    finally:
        discord.http.Route.BASE = base
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = address
        for module in modules:
            vars(module)["asyncio"] = asyncio
