"""What a process says of its own health, and of due times that nobody deals with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.delivery.pulse import Pulse
from bot.errors import StudybotError
from bot.features.app import App
from bot.study.overdue import MEND, Overdue, overdue

log = logging.getLogger(__name__)

STALLED_AFTER = 60.0
"""Seconds without progress from which a role has come to a standstill: far longer than a send and its settlement."""

LOOK_EVERY = 30.0
_ANSWER_WITHIN = 3.0  # seconds for the database; the container's health check waits four in all


class Health:
    """Judges whether what this process does of the whole goes on.

    `pulses` has a pulse for each role that goes on by itself; those in `roles` count, which are set when they are taken
    up. `real` is the real clock.
    """

    def __init__(self, app: App, real: Clock, pulses: Mapping[str, Pulse]) -> None:
        self.roles: Sequence[str] = ()
        self._app = app
        self._real = real
        self._pulses = pulses

    async def look(self) -> tuple[bool, Mapping[str, Any]]:
        """Return whether all is well and what to say, within seconds however silent the database is.

        What is overdue in the database makes no process unwell: it is another's fault, or it is being dealt with.
        """
        stalled = self._stalled()
        found = await self._overdue()
        status = "the database does not answer" if found is None else "stalled" if stalled else "ok"
        told = None if found is None else [{"kind": o.kind, "count": o.count, "since": _iso(o.since)} for o in found]
        return status == "ok", {"status": status, "roles": [*self.roles], "stalled_since": stalled, "overdue": told}

    def _stalled(self) -> Mapping[str, str]:
        now = self._real()
        silent = {role: self._pulses[role].silence for role in self.roles if role in self._pulses}
        return {role: _iso(now - timedelta(seconds=long)) for role, long in silent.items() if long > STALLED_AFTER}

    async def _overdue(self) -> Sequence[Overdue] | None:
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                return await self._app.work.read(overdue, self._app.now())
        except (StudybotError, TimeoutError):
            return None


class Lookout:
    """In a process without the scheduler, says once that nobody deals with due times, and once that it is over."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._told = False

    async def look(self) -> None:
        """Look once, and warn of a change."""
        found = await self._app.work.read(overdue, self._app.now())
        if found and not self._told:
            log.warning("due times pass and nothing comes of them (%s): %s", "; ".join(map(str, found)), MEND)
        elif self._told and not found:
            log.warning("due times are dealt with again")
        self._told = bool(found)

    async def run(self) -> None:
        """Look again and again, until cancelled; not at once, for the scheduler may be starting beside us."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except StudybotError as error:  # whoever needs the database says so louder
                log.debug("can't look for due times: %s", error)
            except Exception:  # the outermost edge: a look that fails harms nothing else
                log.exception("looking for due times failed and goes on")


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
