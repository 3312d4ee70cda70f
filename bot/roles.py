"""What a process does of the whole: several processes on one database may share it out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.errors import ConfigError

OPTION = "--only"
SCHEDULER, DELIVERY = "scheduler", "delivery"


@dataclass(frozen=True)
class Roles:
    """Whether a process creates what is due, whether it sends, and which platforms it listens to, by adapter."""

    scheduler: bool
    delivery: bool
    listening: frozenset[str]

    @property
    def names(self) -> Sequence[str]:
        """What it does, as it is written after OPTION."""
        done = {SCHEDULER: self.scheduler, DELIVERY: self.delivery}
        return (*(name for name, mine in done.items() if mine), *sorted(self.listening))


def read_roles(written: str, adapters: Collection[str]) -> Roles:
    """Return the roles that were written, joined by commas; all of them if none was. Raises ConfigError otherwise."""
    named = {part.strip() for part in written.split(",") if part.strip()}
    if not named:
        return Roles(scheduler=True, delivery=True, listening=frozenset(adapters))
    known = {SCHEDULER, DELIVERY, *adapters}
    if unknown := sorted(named - known):
        fault = f"'{unknown[0]}' is none of {', '.join([SCHEDULER, DELIVERY, *sorted(adapters)])}"
        raise ConfigError(OPTION, fault, f"{SCHEDULER},{DELIVERY}")
    return Roles(SCHEDULER in named, DELIVERY in named, frozenset(named & set(adapters)))
