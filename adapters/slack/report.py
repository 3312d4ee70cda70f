"""The outermost edge of what people do: one line in the log for each, and a sentence where we failed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.slack.answers import FAILED, Answers
from adapters.slack.asked import Asked
from adapters.slack.own import unavailable
from adapters.slack.people import Person
from adapters.slack.visits import Visit, Visits

log = logging.getLogger(__name__)

Timer = Callable[[], float]


class Report:
    """Says what was done in ids, duration and outcome; never what was said, nor anybody's name."""

    def __init__(self, visits: Visits, answers: Answers, timer: Timer) -> None:
        self._visits = visits
        self._answers = answers
        self._timer = timer

    async def done(self, kind: str, asked: Asked, work: Awaitable[str]) -> None:
        """Wait for something that somebody did; never raises."""
        began, what, outcome = self._timer(), asked.what, "ok"
        try:
            what = await work
        except FAILED as error:
            outcome = type(error).__name__
        except Exception as error:  # the outermost edge: whatever fails, Slack and the person get an answer
            outcome = f"fault {type(error).__name__}"
            log.exception("slack %s failed team=%s", kind, asked.team)
        if outcome != "ok":
            await self._sorry(asked)
        took = (self._timer() - began) * 1000
        log.info(
            "%s %s team=%s user=%s channel=%s %.0f ms %s",
            kind,
            _short(what),
            asked.team,
            asked.user,
            asked.channel or "-",
            took,
            outcome,
        )

    async def event(self, body: Mapping[str, Any], work: Awaitable[None]) -> bool:
        """Wait for an event; return whether it was handled. Never raises."""
        began, outcome = self._timer(), "ok"
        name = str((body.get("event") or {}).get("type") or "")
        try:
            await work
        except FAILED as error:
            outcome = type(error).__name__
        except Exception as error:
            outcome = f"fault {type(error).__name__}"
            log.exception("slack event failed")
        took = (self._timer() - began) * 1000
        log.info("event %s team=%s %.0f ms %s", _short(name), body.get("team_id"), took, outcome)
        return outcome == "ok"

    async def _sorry(self, asked: Asked) -> None:
        """Say that it did not work, by whatever way is left."""
        try:
            visit = Visit(asked, self._visits.from_memory(asked), Person(asked.name), None)
            await self._answers.private(visit, unavailable(visit.words))
        except FAILED as error:
            log.warning("slack could not even say sorry team=%s: %s", asked.team, type(error).__name__)


def _short(what: str) -> str:
    """Return a command or action as it may stand in a log: ids alone."""
    return "".join(sign if sign.isalnum() or sign in ":_.-" else "?" for sign in what[:60]) or "-"
