"""Simulated study groups: what workspaces, zones, times, days and ways to reveal there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from bot.model.actor import Actor, Place
from bot.model.schedule import Schedule

OWNER = "owner"
_LARGE = 40
"""Groups of the one large workspace: as many as have questions of their own, asked daily and revealed the next day."""

_SIZES = (1, 1, 1, 1, 2, 2, 3, 5, 8)
_DAILY = frozenset(range(1, 8))
_REVEALS = (None, None, None, None, None, 1, 4, 12, 24, 36, 72)
_STEP = timedelta(hours=6)


@dataclass(frozen=True)
class Group:
    """A study group as it is set up: its channel and its schedule."""

    adapter: str
    workspace: str
    channel: str
    zone: str
    at: time
    days: frozenset[int]
    off: frozenset[date]
    reveal_hours: int | None


def zones(begin: datetime, end: datetime) -> list[str]:
    """Return one time zone of each kind: no two have the same offsets from UTC all the time."""
    steps = range(int((end - begin) / _STEP) + 8)
    moments = [begin + _STEP * step for step in steps]
    kinds: dict[tuple[timedelta | None, ...], str] = {}
    for name in sorted(available_timezones() - {"localtime"}):
        zone = ZoneInfo(name)
        kinds.setdefault(tuple(moment.astimezone(zone).utcoffset() for moment in moments), name)
    return sorted(kinds.values())


def invent(
    number: int, adapters: Sequence[str], begin: datetime, end: datetime, rng: Random, together: time | None = None
) -> list[Group]:
    """Return that many groups, in workspaces of many sizes. `together`: all are due at this time of UTC, every day."""
    names = zones(begin, end)
    rng.shuffle(names)
    made: list[Group] = []
    for workspace, size in enumerate(_sizes(number, rng)):
        for _ in range(size):
            zone = names[len(made) % len(names)]
            regular = together is not None or size == _LARGE
            made.append(
                Group(
                    adapter=adapters[workspace % len(adapters)],
                    workspace=f"w{workspace}",
                    channel=f"c{len(made)}",
                    zone=zone,
                    at=_at(zone, begin, together) if together else time(rng.randrange(24), rng.randrange(0, 60, 15)),
                    days=_DAILY if regular else _days(rng),
                    off=frozenset() if regular else _off(begin, end, rng),
                    reveal_hours=None if regular else rng.choice(_REVEALS),
                )
            )
    return made


def _sizes(number: int, rng: Random) -> Iterator[int]:
    """The sizes of workspaces, the large one first where there are groups enough."""
    left = number
    if number >= 5 * _LARGE:
        yield _LARGE
        left -= _LARGE
    while left:
        size = min(left, rng.choice(_SIZES))
        yield size
        left -= size


def _at(zone: str, begin: datetime, together: time) -> time:
    """The time in a zone when it is `together` in UTC, on the first day."""
    return datetime.combine(begin.date(), together, UTC).astimezone(ZoneInfo(zone)).time().replace(fold=0)


def _days(rng: Random) -> frozenset[int]:
    kind = rng.random()
    if kind < 0.6:
        return _DAILY
    return frozenset(range(1, 6)) if kind < 0.8 else frozenset(rng.sample(range(1, 8), rng.randint(1, 4)))


def _off(begin: datetime, end: datetime, rng: Random) -> frozenset[date]:
    """In every fifth group two days without a question."""
    if rng.random() > 0.2:
        return frozenset()
    return frozenset(begin.date() + timedelta(days=rng.randint(0, (end - begin).days)) for _ in range(2))


def owner_of(group: Group) -> tuple[Actor, Place, Schedule]:
    """Return who sets a group up, where, and with which schedule."""
    owner = Actor(group.adapter, group.workspace, f"{group.adapter}/{group.workspace}", OWNER, "Owner", may_manage=True)
    place = Place(group.adapter, group.workspace, group.channel, group.channel)
    return owner, place, Schedule(group.zone, group.at, group.days, group.reveal_hours, group.off)
