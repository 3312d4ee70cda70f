"""Waiting for something to become so, with a bound and no polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 10.0
"""Seconds after which a test that waits is told what did not happen. Only a failing test waits so long."""


class Changes:
    """Tells those who wait that something has changed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def happened(self) -> None:
        """Let everybody who waits look again."""
        for event in self._waiting:
            event.set()

    async def until(self, holds: Callable[[], Found], what: str, within: float = PATIENCE) -> Found:
        """Return what `holds` returns as soon as that is true; raise AssertionError after `within` seconds."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(within):
                while not (found := holds()):
                    event.clear()
                    await event.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"waited {within:g} s for {what}") from None
        finally:
            self._waiting.discard(event)
