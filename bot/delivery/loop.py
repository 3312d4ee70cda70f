"""The tick that creates what is due, and the loop that sends it."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat.port import MessageGone, SendError
from bot.delivery.carry import Carrier
from bot.delivery.follow import Follower
from bot.errors import StudybotError
from bot.features.app import App
from bot.features.sent import current_card
from bot.model.actor import Place
from bot.study.due import create_due
from bot.study.exam_ends import end_overdue
from bot.study.leases import SEND_SECONDS, START_WITHIN
from bot.study.plans import create_plans
from bot.study.reminders import create_reminders
from bot.study.sending import Claim, claim, count_not_shown, take_counts

log = logging.getLogger(__name__)

TICK_SECONDS = 5
COUNT_EVERY = timedelta(seconds=5)
_AT_ONCE = 10  # sends under way in this process
_ROUNDS = 1000  # claims in one go; far beyond any backlog, so that nothing loops for ever


class Delivery:
    """Creates and sends what is due.

    `creating` is held during a tick and `gate` during a round of sending: slow sends keep nothing from being created.
    The time control holds both while it moves time.
    """

    def __init__(self, app: App, carrier: Carrier) -> None:
        self._app = app
        self._carrier = carrier
        self._sends = asyncio.Semaphore(_AT_ONCE)
        self._follower = Follower(app, self._sends)
        self._woken = asyncio.Event()
        self.creating = asyncio.Lock()
        self.gate = asyncio.Lock()

    def wake(self) -> None:
        """Make the loop look at once."""
        self._woken.set()

    async def tick(self) -> int:
        """Create everything that is due now; return how many postings, reveals and notices came of it."""
        made, more = 0, True
        while more:
            done = await self._app.work.write(create_due, self._app.banks(), self._app.now())
            made, more = made + done.created + done.closed, done.more
        return made + await self._tick_people()

    async def _tick_people(self) -> int:
        """End what people are at whose time is over, and create what is due to them; return how much that was."""
        work, banks, made = self._app.work, self._app.banks(), 0
        more = True
        while more:
            ended, more = await work.write(end_overdue, self._app.now())
            made += ended
        for create in (create_reminders, create_plans):
            more = True
            while more:
                owed, more = await work.write(create, banks, self._app.now())
                made += owed
        return made

    async def send_all(self) -> int:
        """Send until nothing is ready any more; return how many claims that were."""
        sent = 0
        for _ in range(_ROUNDS):
            token = uuid.uuid4().hex
            claims = await self._app.work.write(claim, token, tuple(self._app.senders), self._app.now())
            if not claims:
                break
            await asyncio.gather(*(self._carry_in_turn(channel) for channel in _by_channel(claims)))
            sent += len(claims)
        return sent

    async def show_counts(self) -> None:
        """Edit the messages of open questions whose count is behind."""
        now = self._app.now()
        taken = await self._app.work.write(take_counts, tuple(self._app.senders), now, COUNT_EVERY)
        await asyncio.gather(*(self._show_count(now, *one) for one in taken))

    async def settle(self) -> None:
        """Create and send all that is due at this moment."""
        await self.tick()
        await self.send_all()
        await self._follower.follow_all()
        await self.show_counts()

    async def run(self) -> None:
        """Send whatever is ready, woken by the tick, a press or the clock; until cancelled."""
        while True:
            try:
                async with self.gate:
                    await self.send_all()
                    await self._follower.follow_all()
                    await self.show_counts()
            except StudybotError as error:
                log.warning("delivery waits: %s", error)
            except Exception:  # the outermost edge: one bad row must not keep all others from being sent
                log.exception("delivery failed and goes on")
            # Not wait_for: before Python 3.12 it swallows a cancellation that meets the wake-up, and nothing ends.
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._woken.wait()
            self._woken.clear()

    async def _carry_in_turn(self, claims: Sequence[Claim]) -> None:
        """Send what goes to one channel in the order in which it fell due: the reveal before the next question."""
        for one in claims:
            await self._carry(one)

    async def _carry(self, one: Claim) -> None:
        async with self._sends:
            try:
                await self._carrier.carry(one)
            except StudybotError as error:  # not settled: its lease ends, and then it is looked up
                log.warning("%s %s is not settled yet: %s", one.kind, one.id, error)
            except Exception:  # a fault of ours in one must not keep the others from being sent
                log.exception("%s %s is not settled yet", one.kind, one.id)

    async def _show_count(self, taken: datetime, posting: int, message: str, place: Place) -> None:
        """Edit one message; a failure leaves the count behind, for the next round.

        An edit that would begin too late is left out, for a reveal waits no longer for it.
        """
        async with self._sends:
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


def _by_channel(claims: Sequence[Claim]) -> Sequence[Sequence[Claim]]:
    found: dict[tuple[Place, str | None], list[Claim]] = {}
    for one in claims:
        found.setdefault((one.place, one.user), []).append(one)
    return list(found.values())


class Ticker:
    """APScheduler's one job: the tick. A late or doubled run does no harm; none is dropped for being late."""

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
            max_instances=1,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        try:
            async with self._delivery.creating:
                made = await self._delivery.tick()
        except StudybotError as error:
            log.warning("the tick waits: %s", error)
            return
        if made:
            self._delivery.wake()
