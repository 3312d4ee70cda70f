"""Outages: the log is told when transactions begin to fail, once a minute that they still do, and when it is over.

Whoever asked for a transaction that failed says no more of it: the cause is told here, once for all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic

from bot.errors import StorageError

log = logging.getLogger(__name__)

AGAIN_SECONDS = 60.0
LASTING_SECONDS = 5.0
"""Failures over so long make an outage: as long as a wait for a lock takes, or until the next tick tries again."""


class Outages:
    """Notes what became of transactions, from any thread. `now` returns seconds that never go back.

    A single refusal amid successes, such as a lock that was not given in time, is told and has no end to be told.
    """

    def __init__(self, database: str, now: Callable[[], float] = monotonic) -> None:
        self._database = database
        self._now = now
        self._lock = Lock()
        # The use cases that failed since the last end. One of them must succeed for it to be over: another may have
        # found nothing to write, which a full disk lets pass.
        self._failing: set[object] = set()
        self._since = self._last = 0.0
        self._nobody_answers = False
        self._told: set[str] = set()  # the causes
        self._told_at = 0.0

    def failed(self, use_case: object, error: StorageError) -> None:
        """Note a failure; tell of it if it is the first of its cause, or the last telling is a minute ago."""
        with self._lock:
            now = self._now()
            due = now >= self._told_at + AGAIN_SECONDS
            if not self._failing:
                self._since, self._nobody_answers = now, False
                if due:
                    self._told.clear()
            self._failing.add(use_case)
            self._last = now
            self._nobody_answers |= not error.code
            if due or error.code not in self._told:
                self._told.add(error.code)
                self._told_at = now
                self._tell(error, now - self._since)

    def _tell(self, error: StorageError, lasted: float) -> None:
        so_far = f", for {_span(lasted)} now" if lasted >= LASTING_SECONDS else ""
        waits = "; what is due waits until it works again" if so_far or not error.code else ""
        log.warning("database %s%s%s", error, so_far, waits)

    def succeeded(self, use_case: object) -> None:
        """Note a success; tell of it if it ends an outage."""
        if use_case not in self._failing:  # nearly always, so nobody waits for the lock
            return
        with self._lock:
            if use_case not in self._failing:
                return
            self._failing.clear()
            if self._nobody_answers or self._last >= self._since + LASTING_SECONDS:
                self._told.clear()
                log.info("database %s: works again after %s", self._database, _span(self._now() - self._since))


def _span(seconds: float) -> str:
    """Return a span as one says it: 26 s, 3 min, 5 h."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * 60 * 60 else f"{seconds / 3600:.0f} h"
