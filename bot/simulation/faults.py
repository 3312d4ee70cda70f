"""What goes wrong on purpose: lost calls and answers, slow ones, hours without the platform, workers that die."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from random import Random

_DEATHS = 3
"""So many calls a day are the last that their worker makes, be there few calls or many: a small run has deaths, too,
and in a large one workers still live long enough to do something."""

Span = tuple[datetime, datetime]


class Strike(Enum):
    """What becomes of one call."""

    NONE = "goes well"
    REFUSED = "is refused before it is accepted"
    LOST = "gets lost, and nobody knows"
    ANSWER_LOST = "is accepted, and its answer gets lost"
    SLOW = "is accepted slowly"
    SLOW_ANSWER = "is accepted, and its answer comes late or never"
    CRASH_BEFORE = "is the last thing that its worker does, and is not accepted"
    CRASH_AFTER = "is accepted, and its worker dies before it can settle it"


WEIGHTS = {
    Strike.NONE: 880,
    Strike.REFUSED: 30,
    Strike.LOST: 20,
    Strike.ANSWER_LOST: 20,
    Strike.SLOW: 20,
    Strike.SLOW_ANSWER: 20,
    Strike.CRASH_BEFORE: 5,
    Strike.CRASH_AFTER: 5,
}


@dataclass
class Faults:
    """When a platform is down, and by what chance single calls fail. `struck` counts them.

    `deaths` are moments, latest first: the first call after each that reaches a platform ends its worker.
    """

    rng: Random
    weights: dict[Strike, int] = field(default_factory=lambda: {Strike.NONE: 1})
    outages: dict[str, list[Span]] = field(default_factory=dict)
    deaths: list[datetime] = field(default_factory=list)
    struck: dict[Strike, int] = field(default_factory=dict)

    def strike(self, adapter: str, now: datetime) -> Strike:
        """Return what becomes of a call that arrives now."""
        if any(begin <= now < end for begin, end in self.outages.get(adapter, [])):
            return self.rng.choice([Strike.REFUSED, Strike.LOST])
        if self.deaths and self.deaths[-1] <= now:
            self.deaths.pop()
            found = self.rng.choice([Strike.CRASH_BEFORE, Strike.CRASH_AFTER])
        else:
            [found] = self.rng.choices(list(self.weights), list(self.weights.values()))
        if found is not Strike.NONE:
            self.struck[found] = self.struck.get(found, 0) + 1
        return found


def deaths(begin: datetime, end: datetime, rng: Random) -> list[datetime]:
    """Return moments at which workers die, some for each day, latest first."""
    moments = (begin + (end - begin) * rng.random() for _ in range(_DEATHS * (end - begin).days))
    return sorted(moments, reverse=True)


def outages(adapters: tuple[str, ...], begin: datetime, end: datetime, rng: Random) -> dict[str, list[Span]]:
    """Return for each platform some hours without it: a short outage in most three days, and a long one in most ten.

    The long ones are longer than the grace of a daily question.
    """
    found: dict[str, list[Span]] = {}
    days = max(1, (end - begin).days)
    for adapter in adapters:
        lengths = [timedelta(minutes=rng.uniform(2, 90)) for _ in range(days // 3)]
        lengths += [timedelta(hours=rng.uniform(9, 20)) for _ in range(days // 10 or 1)]
        starts = [begin + timedelta(hours=rng.uniform(0, 24 * days)) for _ in lengths]
        spans = ((start, min(start + length, end)) for start, length in zip(starts, lengths, strict=True))
        found[adapter] = sorted(spans)
    return found
