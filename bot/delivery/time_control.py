"""The local page's time control: moves the injected clock, and never past anything due."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.chat.page import Upcoming
from bot.clock import ShiftedClock
from bot.delivery.loop import Delivery
from bot.study.due import soonest, upcoming
from bot.study.groups import all_groups
from bot.study.offset import keep_offset
from bot.study.work import Work

_STEPS = 5000  # due times in one move; a week of a full page has far fewer


class ClockControl:
    """Implements `bot.chat.page.TimeControl`, step by step: one leap would be an outage to the grace rule."""

    def __init__(self, work: Work, clock: ShiftedClock, delivery: Delivery) -> None:
        self._work = work
        self._clock = clock
        self._delivery = delivery

    def now(self) -> datetime:
        """See TimeControl.now."""
        return self._clock()

    async def advance(self, by: timedelta) -> datetime:
        """See TimeControl.advance."""
        if by < timedelta():
            raise ValueError("time goes forward only: what has been posted can't be unposted")
        async with self._delivery.creating, self._delivery.gate:
            target = self._clock() + by
            await self._delivery.settle()
            for _ in range(_STEPS):
                due = await self._work.read(soonest, self._clock())
                if due is None or due > target:
                    break
                await self._move_to(due)
                await self._delivery.settle()
            await self._move_to(target)
            await self._delivery.settle()
        return self._clock()

    async def upcoming(self) -> Sequence[Upcoming]:
        """See TimeControl.upcoming."""
        coming = await self._work.read(upcoming)
        return [Upcoming(kind, group.channel, at, group.schedule.zone) for kind, group, at in coming]

    async def zones(self) -> Mapping[str, str]:
        """See TimeControl.zones."""
        groups = await self._work.read(all_groups)
        return {group.channel: group.schedule.zone for group in sorted(groups, key=lambda group: group.id)}

    async def _move_to(self, moment: datetime) -> None:
        """Set the clock to `moment` or a fraction of a second later, and keep the offset for the next start."""
        ahead = (moment - self._clock()).total_seconds()
        if ahead <= 0:
            return
        offset = math.ceil(self._clock.offset.total_seconds() + ahead)
        await self._work.write(keep_offset, offset)
        self._clock.offset = timedelta(seconds=offset)
