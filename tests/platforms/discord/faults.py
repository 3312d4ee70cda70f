"""Faults that a test sets: what happens to the next requests of a route instead of, before, or after the real thing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.platforms.discord.refusals import Json


@dataclass(frozen=True)
class Disturbance:
    """What happens to a request.

    First, unless `after`, it waits until `held` is set. Then the real thing is done, if `done`. Then, if `after`, it
    waits. The answer is the real one, or `status` with `body`; or the connection is cut.
    """

    status: int = 0
    body: Json | str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    done: bool = False
    held: asyncio.Event | None = None
    after: bool = False


OLD_MESSAGES = 30046
"""Code of the limit on edits of messages that are older than an hour."""


def rate_limited(retry_after: float, *, everywhere: bool = False, code: int = 0) -> Disturbance:
    """Answer 429: of the route, or (`everywhere`) of the whole bot; some limits have a code, as OLD_MESSAGES."""
    body: Json = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    if code:
        body["code"] = code
    headers = {"Retry-After": f"{retry_after:g}", "X-RateLimit-Scope": "global" if everywhere else "user"}
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    return Disturbance(429, body, headers)


def server_error(status: int = 500) -> Disturbance:
    """Answer 500 in JSON, or what a proxy says (502, 503, 504) in HTML, without doing anything."""
    if status == 500:
        return Disturbance(500, {"message": "500: Internal Server Error", "code": 0})
    return Disturbance(status, f"<html><body><h1>{status}</h1></body></html>")


def refused(status: int, code: int, message: str = "Refused by the test") -> Disturbance:
    """Answer an error of the API, for example 403 with 50013."""
    return Disturbance(status, {"message": message, "code": code})


def cut_before() -> Disturbance:
    """Cut the connection without doing anything."""
    return Disturbance(cut=True)


def cut_after() -> Disturbance:
    """Do it, and cut the connection before the answer (accept and drop)."""
    return Disturbance(cut=True, done=True)


def failed_after(status: int = 500) -> Disturbance:
    """Do it, and answer that it failed."""
    return Disturbance(status, {"message": f"{status}: Internal Server Error", "code": 0}, done=True)


def held_before(until: asyncio.Event) -> Disturbance:
    """Do nothing until the event is set, then do it."""
    return Disturbance(done=True, held=until)


def held_after(until: asyncio.Event) -> Disturbance:
    """Do it, and answer once the event is set."""
    return Disturbance(done=True, held=until, after=True)


class Faults:
    """The disturbances that are set, by route: method and template of the path (`GET /channels/{channel_id}`).

    `holding` counts the requests that hang now.
    """

    def __init__(self) -> None:
        self.routes: set[str] = set()
        self.holding = 0
        self._next: dict[str, list[Disturbance]] = {}
        self._always: dict[str, Disturbance] = {}

    def next(self, route: str, *disturbances: Disturbance) -> None:
        """Disturb the next requests of a route, one after the other."""
        self._next.setdefault(self._known(route), []).extend(disturbances)

    def always(self, route: str, disturbance: Disturbance) -> None:
        """Disturb every request of a route until `clear`."""
        self._always[self._known(route)] = disturbance

    def clear(self) -> None:
        """Let everything go well again."""
        self._next.clear()
        self._always.clear()

    def take(self, route: str) -> Disturbance | None:
        """Return what happens to a request of a route."""
        waiting = self._next.get(route)
        return waiting.pop(0) if waiting else self._always.get(route)

    def _known(self, route: str) -> str:
        assert route in self.routes, f"no route {route!r}; there are:\n" + "\n".join(sorted(self.routes))
        return route
