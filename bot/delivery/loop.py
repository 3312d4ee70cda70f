"""The tick that creates what is due, and the loop that sends it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat.port import MessageGone, SendError
from bot.delivery.carry import Carrier
from bot.delivery.drain import Drain
from bot.delivery.follow import Follower
from bot.delivery.pulse import Pulse, Seconds
from bot.errors import StorageError
from bot.features.app import App
from bot.features.sent import current_card
from bot.model.actor import Place
from bot.study.due import create_due
from bot.study.exam_ends import end_overdue
from bot.study.leases import SEND_SECONDS, START_WITHIN
from bot.study.plans import create_plans
from bot.study.reminders import create_reminders
from bot.study.sending import count_not_shown, take_counts

log = logging.getLogger(__name__)

TICK_SECONDS = 5
COUNT_EVERY = timedelta(seconds=5)


class Delivery:
    """Creates and sends what is due.

    `creating` is held during a tick and `gate` during a round of sending: slow sends keep nothing from being created.
    The time control holds both while it moves time. `ticking` and `sending` tell whether either gets on, by `seconds`.
    """

    def __init__(self, app: App, carrier: Carrier, seconds: Seconds = monotonic) -> None:
        self._app = app
        self._carrier = carrier
        self.ticking, self.sending = Pulse(seconds), Pulse(seconds)
        self._follower = Follower(app, carrier.lanes, self.sending)
        self._woken = asyncio.Event()
        self._ending = asyncio.Event()
        self.creating = asyncio.Lock()
        self.gate = asyncio.Lock()

    def wake(self) -> None:
        """Make the loop look at once."""
        self._woken.set()

    def end(self) -> None:
        """Begin nothing more, so that what is under way ends soon, however much is owed."""
        self._ending.set()

    async def tick(self) -> int:
        """Create everything that is due now; return how many postings, reveals and notices came of it."""
        made, more = 0, True
        while more:
            done = await self._app.work.write(create_due, self._app.banks(), self._app.now())
            made, more = made + done.created + done.closed, done.more
            self.ticking.beat(done.created + done.closed)
        made += await self._tick_people()
        self.ticking.beat()
        return made

    async def _tick_people(self) -> int:
        """End what people are at whose time is over, and create what is due to them; return how much that was."""
        work, banks, made = self._app.work, self._app.banks(), 0
        more = True
        while more:
            ended, more = await work.write(end_overdue, self._app.now())
            made += ended
            self.ticking.beat(ended)
        for create in (create_reminders, create_plans):
            more = True
            while more:
                owed, more = await work.write(create, banks, self._app.now())
                made += owed
                self.ticking.beat(owed)
        return made

    async def send_all(self) -> int:
        """Send until nothing is ready any more; return how many claims that were.

        Each platform by itself: one that is slow or down keeps no other waiting.
        """
        drains = [Drain(self._app, self._carrier, name, self._ending, self.sending) for name in self._app.senders]
        drained = await asyncio.gather(
            *(drain.send_all() for drain in drains),
            return_exceptions=True,  # else one's failure would leave the others running, unknown to anybody
        )
        for one in drained:
            if isinstance(one, BaseException):
                raise one
        return sum(one for one in drained if isinstance(one, int))

    async def show_counts(self) -> None:
        """Edit the messages of open questions whose count is behind."""
        now = self._app.now()
        taken = await self._app.work.write(take_counts, tuple(self._app.senders), now, COUNT_EVERY)
        await asyncio.gather(*(self._show_count(now, *one) for one in taken))

    async def settle(self) -> None:
        """Create and send all that is due at this moment."""
        await self.tick()
        await self.look()

    async def look(self) -> None:
        """Send whatever is ready now, and do what belongs beside it."""
        await self.send_all()
        while await self._follower.follow_all() and not self._ending.is_set():
            await self.send_all()
        await self.show_counts()
        self.sending.beat()

    async def run(self) -> None:
        """Send whatever is ready, woken by the tick, a press or the clock; until cancelled."""
        self.sending.beat()
        while True:
            try:
                async with self.gate:
                    await self.look()
            except StorageError:
                pass  # told where transactions run, and tried again
            except Exception:  # the outermost edge: one bad row must not keep all others from being sent
                log.exception("delivery failed and goes on")
            # Not wait_for: before Python 3.12 it swallows a cancellation that meets the wake-up, and nothing ends.
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._woken.wait()
            self._woken.clear()

    async def _show_count(self, taken: datetime, posting: int, message: str, place: Place) -> None:
        """Edit one message; a failure leaves the count behind, for the next round.

        An edit that would begin too late is left out, for a reveal waits no longer for it.
        """
        async with self._carrier.lanes[place.adapter].turn():
            card = await current_card(self._app, posting)
            if card is None:
                return
            try:
                if self._app.now() > taken + START_WITHIN:
                    raise TimeoutError
                async with asyncio.timeout(SEND_SECONDS):
                    await self._app.senders[place.adapter].edit(place, message, card)
            except MessageGone:
                log.info("the message of question %s is gone; its reveal will be posted anew", posting)
            except (SendError, TimeoutError):
                await self._app.work.write(count_not_shown, posting)
            except Exception:  # as above
                log.exception("the count of question %s can't be shown", posting)


class Ticker:
    """APScheduler's one job: the tick. A late or doubled run does no harm; none is dropped for being late.

    APScheduler warns of a run that it leaves out because the last one is under way still, in words that say nothing to
    an operator. So it may begin a second one, which leaves the work to the first.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Tick from now on, every `TICK_SECONDS`."""
        self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=TICK_SECONDS,
            coalesce=True,
            misfire_grace_time=None,
            max_instances=2,
        )
        self._scheduler.start()
        self._delivery.ticking.beat()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        if self._delivery.creating.locked():
            return
        try:
            async with self._delivery.creating:
                made = await self._delivery.tick()
        except StorageError:  # as above
            return
        if made:
            self._delivery.wake()
