"""The glossary of services: what is behind a name, for newcomers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Service:
    """A service by its official name, what it is in a word or two, and the other names that texts call it by."""

    name: str
    what: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the official one first."""
        return (self.name, *self.also)


def named(services: tuple[Service, ...], text: str) -> tuple[Service, ...]:
    """Return the services that a text names, in the order in which it does, each once.

    Names are whole words in the case given; where one begins like another, the longer one is meant.
    """
    by_name = {name: service for service in services for name in service.names}
    return tuple(dict.fromkeys(by_name[found] for found in _pattern(services).findall(text)))


@lru_cache(maxsize=16)
def _pattern(services: tuple[Service, ...]) -> re.Pattern[str]:
    names = sorted((name for service in services for name in service.names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else re.compile(r"(?!)")
