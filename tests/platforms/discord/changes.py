"""Waiting for something to be so, without sleeping: whoever changes the world says so, and who waits looks again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
BOUND = 10.0
"""Seconds of real time after which a wait has failed; nothing here takes a tenth of it."""


class Changes:
    """Tells those who wait that something has changed."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def happened(self) -> None:
        """Let everybody who waits look again."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, look: Callable[[], T | None], what: str) -> T:
        """Return what `look` returns once it is neither None nor False; an AssertionError says `what` did not come."""
        try:
            async with asyncio.timeout(BOUND):
                while True:
                    change = self._next
                    found = look()
                    if found is not None and found is not False:
                        return found
                    await change.wait()
        except TimeoutError:
            raise AssertionError(f"waited {BOUND:g} s in vain for {what}") from None
