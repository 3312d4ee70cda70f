"""Tasks under way: started, kept from being forgotten, and finished before we stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


class Tasks:
    """Everything that somebody waits for and nobody holds."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._endless: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Begin something; it goes on when nobody waits for it any more."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def endless(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something that goes on until we stop, or until it has come about."""
        task = asyncio.create_task(work)
        self._endless.add(task)
        task.add_done_callback(self._endless.discard)

    async def finish(self, within: float) -> None:
        """Wait until all is done that has an end; after `within` seconds end what is not."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._tasks:  # what ends may have begun something
                    await asyncio.wait(set(self._tasks))
        left = self._tasks | self._endless
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
