"""What goes wrong around several processes: faults of the platform, crashes, and processes that are held up."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from bot.chat.cards import Card
from bot.storage.engine import Database
from bot.study.work import Reading, Writing
from tests.fakes.platform import (
    Answer,
    Fault,
    be_down,
    break_down,
    drop,
    drop_silently,
    limit,
    lose,
    refuse,
    refuse_payload,
    refuse_rich,
)
from tests.support.crash import Boundaries, InlineWork

P = ParamSpec("P")
T = TypeVar("T")

FAULTS: dict[str, Fault] = {
    "drop": drop,
    "drop silently": drop_silently,
    "lose": lose,
    "break down": break_down,
    "be down": be_down,
    "limit": limit(45),
    "long limit": limit(400),
    "refuse rich": refuse_rich,
    "refuse payload": refuse_payload,
    "no permission": refuse("no-permission"),
}
UNSURE = {"drop", "drop silently", "lose", "break down"}
"""After these nobody knows whether the message is there."""

FAULT_NAMES = [*FAULTS, "slow", "slow answer"]
METHODS = ("post", "edit", "find", "direct", "follow_up")
HOLDS = (
    "shown",
    "revealed",
    "report_to_send",
    "posted",
    "try_again",
    "look_up_at",
    "release_missing",
    "fail",
    "answer",
)
"""Transactions before which a process may be held up: after a claim, and before what came of it is kept."""

MOST = 4
LONGEST_CALL = timedelta(seconds=9)


class Weather:
    """The faults that the next calls of any process meet, and a count of those that they met."""

    def __init__(self) -> None:
        self.coming: dict[str, deque[str]] = {method: deque() for method in METHODS}
        self.standing = ""
        self.met: list[tuple[str, str]] = []

    def expect(self, method: str, faults: list[str]) -> None:
        """Let the next calls of a method meet these faults; there are never more than a few to come."""
        self.coming[method].extend(faults[: MOST - len(self.coming[method])])

    def clear(self) -> None:
        """Let all go well from now on."""
        self.standing = ""
        for faults in self.coming.values():
            faults.clear()

    def fault(self, method: str, held_up: Callable[[], Awaitable[None]]) -> Fault:
        """Return what stands between a process's calls of a method and their effect."""

        async def meet(card: Card | None, accept: Callable[[], Answer]) -> Answer:
            coming = self.coming[method]
            name = coming.popleft() if coming else self.standing
            if not name:
                return accept()
            self.met.append((method, name))
            if name == "slow":
                await held_up()
                return accept()
            if name == "slow answer":
                answer = accept()
                await held_up()
                return answer
            return await FAULTS[name](card, accept)

        return meet

    def times(self, *names: str) -> int:
        """Return how many calls met one of these faults."""
        return sum(name in names for _, name in self.met)


class Fate(Boundaries):
    """What one process passes, and where it dies: at a boundary of a name, or after so many more."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._more = "", 0

    def die(self, name: str, more: int) -> None:
        """Die at the next boundary of this name or, without one, after `more` others."""
        self._name, self._more = name, more

    def reach(self, name: str) -> None:
        if self._more:
            self._more -= 1
            if not self._more:
                self._crash_at = name
        elif self._name == name:
            self._crash_at = name
        super().reach(name)
        self.passed.clear()


class HeldWork(InlineWork):
    """Work of a process that may be held up before one of its transactions, while others go on."""

    def __init__(self, database: Database, fate: Fate, held_up: Callable[[timedelta], Awaitable[None]]) -> None:
        super().__init__(database, fate)
        self._held_up = held_up
        self._before, self._by = "", timedelta()

    def hold(self, before: str, by: timedelta) -> None:
        """Be held up for so long before the next transaction of this name."""
        self._before, self._by = before, by

    async def write(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await self._pass(use_case)
        return await super().write(use_case, *args, **kwargs)

    async def read(self, use_case: Reading[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        await self._pass(use_case)
        return await super().read(use_case, *args, **kwargs)

    async def _pass(self, use_case: object) -> None:
        if self._before and self._before == getattr(use_case, "__name__", ""):
            self._before = ""
            await self._held_up(self._by)
