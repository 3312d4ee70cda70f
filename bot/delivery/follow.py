"""Doing what belongs beside messages that are there: threads and pictures."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.chat.cards import Files
from bot.chat.port import MessageGone, PayloadRefused, Permanent, RateLimited, SendError, Transient, Unclear
from bot.delivery.lanes import Lanes
from bot.delivery.pulse import Pulse
from bot.delivery.waits import later
from bot.features.app import App
from bot.features.sent import follow_plan
from bot.study.follow import FollowUp, follow_again, follow_done, follow_failed, take_follow_ups
from bot.study.leases import SEND_SECONDS, START_WITHIN

log = logging.getLogger(__name__)

_ROUNDS = 4  # of fifty: then questions that fell due meanwhile have their turn, for they matter more


class Follower:
    """Takes follow-ups and has the adapters do them; `lanes` bound how many calls are under way, `pulse` beats as they
    are done."""

    def __init__(self, app: App, lanes: Lanes, pulse: Pulse, timeout: float = SEND_SECONDS) -> None:
        self._app = app
        self._lanes = lanes
        self._pulse = pulse
        self._timeout = timeout

    async def follow_all(self) -> bool:
        """Do what is owed now; return whether some of it is left, for the sake of messages that fell due meanwhile."""
        for _ in range(_ROUNDS):
            now = self._app.now()
            taken = await self._app.work.write(take_follow_ups, tuple(self._app.senders), now)
            await asyncio.gather(*(self._follow(one, now) for one in taken))
            self._pulse.beat(len(taken))
            if not taken:
                return False
        return True

    async def _follow(self, one: FollowUp, taken: datetime) -> None:
        work = self._app.work
        async with self._lanes[one.place.adapter].turn():
            planned = await follow_plan(self._app, one)
            now = self._app.now()
            if planned is None:
                await work.write(follow_done, one.posting)
                return
            if now > taken + START_WITHIN:
                await work.write(follow_again, one.posting, now, "")
                return
            try:
                await self._call(one, *planned)
            except RateLimited as error:
                self._lanes[one.place.adapter].asked_to_wait()
                at = now + timedelta(seconds=error.retry_after)
                await work.write(follow_again, one.posting, at, "rate-limited")
            except Transient:
                await work.write(follow_again, one.posting, later(now, one.tries), "transient")
            except SendError as error:
                log.warning("%s %s: what belongs beside it failed: %s", one.kind, one.posting, error)
                await work.write(follow_failed, one.posting, _reason(error))
            else:
                self._lanes[one.place.adapter].went_well()
                await work.write(follow_done, one.posting)

    async def _call(self, one: FollowUp, files: Files, thread: str) -> None:
        """Ask the adapter; whatever is not surely undone counts as unclear."""
        sender = self._app.senders[one.place.adapter]
        try:
            async with asyncio.timeout(self._timeout):
                await sender.follow_up(one.place, one.ref, files, thread)
        except SendError:
            raise
        except TimeoutError:
            raise Unclear("no answer in time") from None
        except Exception as error:
            log.exception("%s %s: the adapter failed", one.kind, one.posting)
            raise Unclear(str(error)) from error


def _reason(error: SendError) -> str:
    if isinstance(error, Permanent):
        return error.code
    if isinstance(error, MessageGone):
        return "message-gone"
    return "payload-refused" if isinstance(error, PayloadRefused) else "unconfirmed"
