"""What commands are called on Slack: `/study today`, where the core says `/today`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

OWN = ("quiz", "leaderboard")
"""Commands that are also there without the prefix."""


@dataclass(frozen=True)
class Names:
    """The prefix, and the names of all commands."""

    prefix: str
    commands: frozenset[str]

    def said(self, text: str) -> str:
        """Return a sentence of the core with every command called as it is typed on Slack."""
        return self._pattern.sub(self._spoken, text) if self.commands and "/" in text else text

    def typed(self, command: str) -> str:
        """Return what is typed to run a command; it works under this name whatever else the workspace has."""
        return f"/{self.prefix} {command}"

    def _spoken(self, found: re.Match[str]) -> str:
        return self.typed(found[1])

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = "|".join(sorted(map(re.escape, self.commands), key=len, reverse=True))
        return re.compile(rf"(?<![\w/.~-])/({names})(?![\w/~-]|\.\w)")


def names(prefix: str, commands: Iterable[str]) -> Names:
    """Return the names of commands under a prefix."""
    return Names(prefix, frozenset(commands))
