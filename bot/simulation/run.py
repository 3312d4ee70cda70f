"""A simulation from its first group to its verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from bot.model.question import Bank
from bot.simulation import calendar
from bot.simulation.discrete import SimulatedLoop
from bot.simulation.faults import WEIGHTS, Faults, deaths, outages
from bot.simulation.groups import invent, owner_of
from bot.simulation.inline import InlineWork
from bot.simulation.limits import PLATFORMS, UNREADABLE
from bot.simulation.platform import Platform
from bot.simulation.verdict import Case, Life, Verdict, judge_notices
from bot.simulation.worker import World, keep_alive
from bot.storage.engine import Database
from bot.study.many import set_up_many, states
from bot.study.work import transact

BEGIN = date(2026, 3, 6)
"""A Friday: within five weeks the clocks change in America, Europe, Australia, New Zealand and Chile."""

_CLOSING = timedelta(hours=26)  # as long as the longest grace, and some
_AT_ONCE = 100  # groups in one transaction
_STEPS = 500  # of the progress
_LIVING = "living"
_GONE = 0.03  # of all channels are deleted some time
_UNREADABLE = 0.2  # of the workspaces of one platform don't let us look for our messages

Progress = Callable[[str, float], None]
"""Hears what is being done, and which part of it (0 to 1) is done."""


@dataclass(frozen=True)
class Plan:
    """What to simulate. `together`: every group is due at that time of UTC."""

    groups: int
    days: int
    faults: bool = False
    seed: int = 1
    together: time | None = None


class Simulation:
    """Groups and platforms as a plan says, in a database that holds no group yet."""

    def __init__(self, plan: Plan, database: Database, bank: Bank, progress: Progress) -> None:
        begin = datetime.combine(BEGIN, time(0), UTC)
        end = begin + timedelta(days=plan.days)
        self.life = Life(begin, end, end + _CLOSING)
        self._rng = Random(plan.seed)
        self.groups = invent(plan.groups, tuple(PLATFORMS), begin, end, self._rng, plan.together)
        self.platforms = {name: Platform(name, rules) for name, rules in PLATFORMS.items()}
        self.faults = Faults(self._rng)
        self.crashes = 0
        self._workers = 1
        self._database = database
        self._banks = {bank.exam.id: bank}
        self._progress = progress
        if plan.faults:
            self._workers = 2
            self._spoil()

    def run(self) -> Verdict:
        """Set the groups up, let them live, and judge what they got."""
        numbers = self._set_up()
        loop = SimulatedLoop(self.life.begin)
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(self._live(loop))
        return self._judge(numbers)

    def _spoil(self) -> None:
        """Let go wrong whatever can: calls, workers, platforms, channels, and looks for messages."""
        begin, end = self.life.begin, self.life.end
        self.faults.weights = WEIGHTS
        self.faults.outages = outages(tuple(self.platforms), begin, end, self._rng)
        self.faults.deaths = deaths(begin, end, self._rng)
        for group in self.groups:
            if self._rng.random() < _GONE:
                lost = begin + (end - begin) * self._rng.random()
                self.platforms[group.adapter].gone[group.workspace, group.channel] = lost
        for workspace in sorted({group.workspace for group in self.groups if group.adapter == UNREADABLE}):
            if self._rng.random() < _UNREADABLE:
                self.platforms[UNREADABLE].unreadable.add(workspace)

    def _set_up(self) -> list[int]:
        numbers: list[int] = []
        for first in range(0, len(self.groups), _AT_ONCE):
            some = [owner_of(group) for group in self.groups[first : first + _AT_ONCE]]
            set_up = partial(set_up_many, owners=some, exam=next(iter(self._banks)), now=self.life.begin)
            numbers += transact(self._database.writer, set_up)
            self._progress("setting up groups", len(numbers) / len(self.groups))
        return numbers

    async def _live(self, loop: SimulatedLoop) -> None:
        work = InlineWork(self._database)
        world = World(loop, work, self._banks, self.platforms, self.faults, self._rng, self._lives())
        async with asyncio.TaskGroup() as workers:
            running = [workers.create_task(keep_alive(world)) for _ in range(self._workers)]
            await asyncio.sleep((self.life.closing - self.life.begin).total_seconds())
            for task in running:
                task.cancel()
        self.crashes = world.crashes
        self._progress(_LIVING, 1)

    def _lives(self) -> Callable[[], None]:
        """Return what tells of progress at every call. It goes by questions: due together, they take no time to wait
        for, and all of the time to compute."""
        life, shown = self.life, 0
        owed = sum(1 for group in self.groups for _ in calendar.questions(group, life.begin, life.closing))

        def called() -> None:
            nonlocal shown
            asked = sum(platform.asked for platform in self.platforms.values())
            if asked < owed and (step := asked * _STEPS // owed) > shown:
                shown = step
                self._progress(_LIVING, asked / owed)

        return called

    def _judge(self, numbers: Sequence[int]) -> Verdict:
        verdict = Verdict()
        for done, (number, group) in enumerate(zip(numbers, self.groups, strict=True), start=1):
            platform, down = self.platforms[group.adapter], self.faults.outages.get(group.adapter, ())
            recorded = partial(transact, self._database.reader, partial(states, group=number))
            Case(group, platform, down, self.life, recorded, verdict).judge()
            if done % _AT_ONCE == 0:
                self._progress("counting", done / len(numbers))
        for platform in self.platforms.values():
            judge_notices(platform, verdict)
        return verdict
