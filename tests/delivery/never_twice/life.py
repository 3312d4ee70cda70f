"""Study groups on a fake platform, served by one to three processes that die, are held up, and are started again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.loop import TICK_SECONDS
from bot.errors import Refused
from bot.model.actor import Place
from bot.model.group import Group
from bot.model.schedule import Schedule
from bot.storage.tables import postings
from bot.study.answers import answer
from bot.study.due import create_due, soonest
from bot.study.groups import group_by_id, recompute_due_times
from bot.study.pausing import pause, resume
from bot.study.sending import post_again
from bot.study.settings import move, reschedule
from bot.study.todays import skip
from bot.study.work import P, T, Writing
from tests.delivery.never_twice.plain import PlainGroup, Plan
from tests.delivery.never_twice.weather import LONGEST_CALL, METHODS, Fate, HeldWork, Weather
from tests.delivery.stand import Process, kind
from tests.fakes.platform import ADAPTER, WORKSPACE, Message, Platform
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.crash import Crash
from tests.support.store import Store
from tests.support.world import actor, daily_by_id, make_group, right, wrong

BANKS = {EXAM: small_bank(40)}
CHANNELS = [f"c{n}" for n in range(6)]
TICK = timedelta(seconds=TICK_SECONDS)
STEPS = 1000  # moments in one stretch of life: far more than there are


@dataclass
class Alive:
    """A process at work, with what may happen to it."""

    process: Process
    fate: Fate
    work: HeldWork


class Life:
    """Everything that goes on; `groups` says beside it what each group should get.

    `confirmed` are the answers of which somebody saw the result, `calm` the stretches in which the platform was well.
    """

    def __init__(
        self, store: Store, begin: datetime, plans: list[Plan], reveal_hours: int | None, history: bool
    ) -> None:
        self.store, self.clock = store, Clock(begin)
        self.platform = Platform(self.clock, channels={(WORKSPACE, channel) for channel in CHANNELS})
        self.platform.history_readable = history
        self.weather = Weather()
        self.reveal_hours = reveal_hours
        self.groups: dict[int, PlainGroup] = {}
        for plan, channel in zip(plans, CHANNELS, strict=False):
            made = make_group(store, channel, WORKSPACE, plan=self._schedule(plan), now=begin, adapter=ADAPTER)
            self.groups[made.id] = PlainGroup(plan, begin)
        self.deaths = self.left_unsettled = 0
        self.calm: list[tuple[datetime, datetime]] = []
        self.confirmed: dict[tuple[str, int], frozenset[str]] = {}
        self.again: set[int] = set()
        self.alive = [self._begin()]

    # --- processes ----------------------------------------------------------------------------------------------------

    def processes(self, count: int) -> None:
        """Let so many processes be at work; those that are too many end between two rounds."""
        self.alive = self.alive[:count]
        while len(self.alive) < count:
            self.alive.append(self._begin())

    async def settle(self) -> None:
        """Let every process create and send what is due at this moment."""
        for one in list(self.alive):
            await self._settle(one)

    async def live(self, span: timedelta) -> None:
        """Let time pass from one moment at which something is due to the next."""
        began, end = self.clock(), self.clock() + span
        for _ in range(STEPS):
            deaths = self.deaths
            await self.settle()
            now = self.clock()
            if self.deaths > deaths:  # what was under way is taken up with the next tick
                self.clock.now += TICK
                continue
            coming = [self.store.read(soonest, now), *(group.next_due(now) for group in self.groups.values())]
            following = min((moment for moment in coming if moment is not None and moment > now), default=end)
            if following >= end:
                break
            self.clock.now = following
        else:
            raise AssertionError("there is always something due at once")
        self.clock.now = max(self.clock(), end)
        await self.settle()
        if not self.weather.standing:
            self.calm.append((began, self.clock()))

    def sleep(self, span: timedelta) -> None:
        """Let time pass with nobody at work: a host asleep, or a clock that is set, forward or back."""
        self.clock.now += span

    def lose_power(self, span: timedelta) -> None:
        """Let every process die, and start as many after a time."""
        self.clock.now += span
        self._leave_unsettled()
        self.deaths += 1
        self.alive = [self._begin() for _ in self.alive]

    def _begin(self) -> Alive:
        fate = Fate()
        work = HeldWork(self.store.database, fate, lambda by: self._while_held(alive, by))
        process = Process(self.store, self.platform, self.clock, boundaries=fate, work=work, banks=BANKS)
        alive = Alive(process, fate, work)
        for method in METHODS:
            process.sender.fails_always(
                method, self.weather.fault(method, lambda: self._while_held(alive, LONGEST_CALL))
            )
        self.store.write(recompute_due_times, self.clock())
        return alive

    async def _settle(self, one: Alive) -> None:
        self._pass_time()
        try:
            await one.process.delivery.settle()
        except Crash:
            self._bury(one)
            self._see_pauses(not_resumed_yet=True)
        else:
            self._see_pauses()

    async def _while_held(self, held: Alive, by: timedelta) -> None:
        """Let time pass while a process is held up, and the others work."""
        self._leave_unsettled()
        self.clock.now += by
        for other in [one for one in self.alive if one is not held]:
            await self._settle(other)

    def _bury(self, one: Alive) -> None:
        self._leave_unsettled()
        self.deaths += 1
        if one in self.alive:
            self.alive[self.alive.index(one)] = self._begin()

    def _leave_unsettled(self) -> None:
        """Note how many messages somebody who dies now, or is held up, may leave of which nobody knows."""
        self.left_unsettled += self.store.count(postings, postings.c.state == "sending")

    def _pass_time(self) -> None:
        for group in self.groups.values():
            group.pass_to(self.clock())

    def _see_pauses(self, *, not_resumed_yet: bool = False) -> None:
        """The platform's lasting refusals pause a group: that this happens, and no more often, is checked elsewhere.

        A process that died may have died before it let a group go on whose pause has ended.
        """
        for number, group in self.groups.items():
            found = self._group(number)
            if not_resumed_yet and found.pause_reason == "owner":
                continue
            if found.paused_at is not None and group.paused_at is None:
                assert self.weather.times("no permission")
                assert found.pause_reason == "no-permission"
                group.pause(found.paused_at, None)

    # --- what people do -----------------------------------------------------------------------------------------------

    async def reschedule(self, number: int, plan: Plan) -> None:
        """Let an owner change when a group is asked."""
        await self._tick()
        await self._do(reschedule, number, self._schedule(plan), self.clock())
        self.groups[number].change(plan, self.clock())

    async def pause(self, number: int, days: int) -> None:
        """Let an owner pause a group for some days, or (0) for good."""
        await self._tick()
        until = self.groups[number].plan.local(self.clock()) + timedelta(days=days) if days else None
        if self._group(number).pause_reason in {"", "owner"}:
            await self._do(pause, number, self.clock(), until)
            self.groups[number].pause(self.clock(), until)

    async def resume(self, number: int) -> None:
        """Let an owner resume a group."""
        await self._tick()
        if self.groups[number].paused_at is not None:
            await self._do(resume, number, self.clock())
            self.groups[number].resume(self.clock())

    async def skip(self, number: int) -> None:
        """Let an owner skip the next question."""
        await self._tick()
        if self.groups[number].paused_at is None:
            day = self._group(number).next_daily_on
            assert day == self.groups[number].next_date(self.clock())
            await self._do(skip, number, day, self.clock())
            self.groups[number].skipped.add(day)

    async def move(self, number: int, channel: str) -> None:
        """Let an owner move a group to another channel, if that is free."""
        await self._do(move, number, Place(ADAPTER, WORKSPACE, channel, channel), self.clock())

    async def answer(self, user: str, message: Message, *, correctly: bool) -> None:
        """Let somebody answer a message's question; note it once they have seen the result."""
        posting = int(message.marker[1:])
        daily = self.store.read(daily_by_id, posting)
        assert daily is not None
        letters = right(daily) if correctly else wrong(daily)
        outcome = await self._do(answer, actor(user, WORKSPACE, adapter=ADAPTER), posting, letters, self.clock())
        if outcome is not None:
            assert outcome.chosen == self.confirmed.setdefault((user, posting), outcome.chosen)

    async def post_again(self, posting: int) -> None:
        """Let an owner choose that a message which nobody can look up is sent once more."""
        await self._do(post_again, actor("owner", WORKSPACE, adapter=ADAPTER), posting, self.clock())
        self.again.add(posting)

    def questions(self) -> list[Message]:
        """Return the messages that ask an open question, as people see them."""
        shown = [one for one in self.platform.messages if one.to is None and one.marker.startswith("1")]
        return [one for one in shown if kind(one.card) == "question"]

    def unclear(self) -> list[int]:
        """Return the postings of which nobody knows whether they are there."""
        return [row.id for row in self.store.rows(postings, postings.c.state == "unclear")]

    async def _tick(self) -> None:
        self._pass_time()
        await self._do(create_due, BANKS, self.clock())

    async def _do(self, use_case: Writing[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what comes of something that somebody does, once more if the process dies; None if it is refused."""
        for _ in range(2):
            try:
                return await self.alive[0].work.write(use_case, *args, **kwargs)
            except Refused:
                return None
            except Crash:
                self._bury(self.alive[0])
        raise AssertionError("a new process does not die at once")

    def _group(self, number: int) -> Group:
        found = self.store.read(group_by_id, number)
        assert found is not None
        return found

    def _schedule(self, plan: Plan) -> Schedule:
        return Schedule(plan.zone, plan.at, plan.days, self.reveal_hours, plan.off)
