"""The bell: tells open feeds of this process at once that something changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Wakes everyone who listens. Changes of other processes don't ring it; feeds look for those by themselves."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()
        self.closed = False

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set whenever the bell rings; clear it before looking, so that no ring is missed."""
        event = asyncio.Event()
        self._listeners.add(event)
        try:
            yield event
        finally:
            self._listeners.discard(event)

    def ring(self) -> None:
        """Wake every listener."""
        for event in self._listeners:
            event.set()

    def close(self) -> None:
        """Ask every listener to end."""
        self.closed = True
        self.ring()
