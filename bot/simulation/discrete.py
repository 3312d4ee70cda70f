"""Discrete-event time: an event loop in which nothing waits for real."""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import TypeVar, TypeVarTuple, Unpack

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

_MILLIONTHS = 1_000_000


class _Jumps(selectors.DefaultSelector):
    """Selects as always, but where the loop would sleep, its time jumps to the end of the sleep."""

    millionths = 0  # whole numbers, so that a sleep never ends a fraction too early

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready by now."""
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("nothing will ever happen any more")
        if not ready and timeout is not None and timeout > 0:
            self.millionths += math.ceil(timeout * _MILLIONTHS)
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time stands still while anything runs, and jumps to the next timer when nothing does.

    So an hour of sending takes as long as its computing. What others do in threads is done at once, for while it
    lasted time would jump ahead of it.
    """

    def __init__(self, begin: datetime) -> None:
        self._jumps = _Jumps()
        super().__init__(self._jumps)
        # asyncio's own, a billionth, is lost beside months of seconds, and a timer would be for ever about to be due.
        self._clock_resolution = 1 / _MILLIONTHS
        self._begin = begin

    def time(self) -> float:
        """Return the seconds since the beginning."""
        return self._jumps.millionths / _MILLIONTHS

    def clock(self) -> datetime:
        """Return the simulated moment (UTC); satisfies `bot.clock.Clock`."""
        return self._begin + timedelta(microseconds=self._jumps.millionths)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Arguments]], T], *args: *Arguments
    ) -> asyncio.Future[T]:
        """Run a function at once."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it is handed on to whoever waits, as from any executor
            done.set_exception(error)
        return done
