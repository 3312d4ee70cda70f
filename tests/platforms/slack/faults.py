"""What a test lets go wrong: refusals, limits, server errors, lost connections, answers that never come."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class What(Enum):
    """A kind of fault."""

    REFUSE = "refuse"
    LIMIT = "limit"
    SERVER_ERROR = "server error"
    DROP = "drop"
    HANG = "hang"


@dataclass
class Fault:
    """One fault of one method. With `done`, the thing is done first and only the answer suffers.

    A fault that hangs sets `reached`, and goes on when `release` is set.
    """

    what: What
    done: bool = False
    error: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    retry_after: int = 0
    status: int = 500
    times: int | None = 1
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """Faults set for methods; `*` stands for every method, `upload` and `response_url` are methods here too.

    Each applies once unless `times` says otherwise; None means until `clear`.
    """

    def __init__(self) -> None:
        self._set: dict[str, list[Fault]] = {}
        self._hanging: list[Fault] = []

    def refuse(self, method: str, error: str, times: int | None = 1, **extra: object) -> None:
        """Answer with an error code."""
        self._add(method, Fault(What.REFUSE, error=error, extra=extra, times=times))

    def limit(self, method: str, retry_after: int = 30, times: int | None = 1) -> None:
        """Answer 429 with `Retry-After`."""
        self._add(method, Fault(What.LIMIT, retry_after=retry_after, times=times))

    def server_error(self, method: str, status: int = 500, times: int | None = 1, *, done: bool = False) -> None:
        """Answer 500 or 503 with a page, before or after the thing was done."""
        self._add(method, Fault(What.SERVER_ERROR, done=done, status=status, times=times))

    def drop(self, method: str, times: int | None = 1, *, done: bool = False) -> None:
        """Lose the connection, before or after the thing was done ("accept and drop")."""
        self._add(method, Fault(What.DROP, done=done, times=times))

    def hang(self, method: str, times: int | None = 1, *, done: bool = False) -> Fault:
        """Keep the connection open and say nothing until the fault that is returned is released.

        With `done` and never released, this is the connection that is half open: the thing is done, nobody hears it.
        Without, it is done when the fault is released, even if nobody waits for it any more.
        """
        fault = Fault(What.HANG, done=done, times=times)
        self._hanging.append(fault)
        self._add(method, fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Return the fault that the next call of a method meets, and count it."""
        for key in (method, "*"):
            for fault in self._set.get(key, ()):
                if fault.times is None:
                    return fault
                if fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def clear(self) -> None:
        """End all faults; what hangs goes on."""
        self._set.clear()
        for fault in self._hanging:
            fault.release.set()

    def _add(self, method: str, fault: Fault) -> None:
        self._set.setdefault(method, []).append(fault)
