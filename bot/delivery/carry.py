"""Carrying one claim to a platform, and settling what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from bot.chat.cards import Card
from bot.chat.port import (
    Lookup,
    MessageGone,
    PayloadRefused,
    Permanent,
    Posted,
    RateLimited,
    Sender,
    SendError,
    Transient,
    Unclear,
)
from bot.delivery.lanes import Lanes
from bot.delivery.waits import later
from bot.features.app import App
from bot.features.sent import Plan, plain_card, plan
from bot.study import sending
from bot.study.leases import LOOK_UP_AFTER, SEND_SECONDS, START_WITHIN
from bot.study.sending import Claim

T = TypeVar("T")

log = logging.getLogger(__name__)

_EDITING = frozenset({"reveal", "ruling"})  # the kinds of posting that change a message
_SKEW = timedelta(minutes=2)  # a platform's clock may run behind ours
_LAST_TRY = timedelta(seconds=30)  # before the grace ends: beyond the time that the loop needs to look again


class _TooLate(Exception):
    """Too near to when another worker may look it up: nothing more is sent under this claim."""


class Carrier:
    """Sends what was claimed. One send is tried once; what follows is settled for a later claim."""

    def __init__(self, app: App, rng: Random, timeout: float = SEND_SECONDS) -> None:
        self._app = app
        self._rng = rng
        self._timeout = timeout
        self.lanes = Lanes()

    async def carry(self, claim: Claim) -> None:
        """Send one claim, or look it up, and settle it."""
        sender = self._app.senders[claim.place.adapter]
        if claim.look_up:
            await self._look_up(sender, claim)
        else:
            await self._send(sender, claim)

    async def _look_up(self, sender: Sender, claim: Claim) -> None:
        """Settle an earlier send: it is there, it is not, or nobody can say."""
        work, now = self._app.work, self._app.now()
        if claim.what == "notice":  # a direct message has no history that we may read
            await work.write(sending.cannot_tell, claim, now)
            return
        try:
            found = await self._edited_again(sender, claim) or await self._find(sender, claim)
        except RateLimited as error:
            await work.write(sending.look_up_at, claim, now + timedelta(seconds=error.retry_after), "rate-limited")
        except Permanent as error:
            await work.write(sending.fail, claim, error.code, now)
        except (SendError, _TooLate):
            await work.write(sending.look_up_at, claim, self._later(claim, now), "lost-answer")
        else:
            if isinstance(found, Posted):
                await work.write(sending.posted, claim, found.ref, found.at)
            elif found is Lookup.NOT_THERE:
                await work.write(sending.release_missing, claim, now)
            else:
                await work.write(sending.cannot_tell, claim, now)

    async def _edited_again(self, sender: Sender, claim: Claim) -> Posted | None:
        """Repeat the edit of a reveal or correction, which does no harm: so the answer is shown, whatever can be found
        out about a message beside it. Return the edited message if there is none beside it."""
        planned = await plan(self._app, claim) if claim.kind in _EDITING else None
        if planned is None or planned.edit is None:
            return None
        for message, card in (planned.edit, (planned.edit[0], plain_card(planned.edit[1]))):
            with suppress(PayloadRefused):
                try:
                    await self._edit(sender, claim, message, card)
                except MessageGone:  # another was posted in its place, or should have been
                    return None
                return None if planned.post else Posted(message, self._app.now())
        return None

    async def _send(self, sender: Sender, claim: Claim) -> None:
        work = self._app.work
        planned = await plan(self._app, claim)
        now = self._app.now()
        if planned is None:
            await work.write(sending.skip, claim, "gone", now)
            return
        try:
            message = await self._plainer(sender, claim, planned)
        except _TooLate:
            await work.write(sending.try_again, claim, now, "")
        except RateLimited as error:
            await work.write(sending.rate_limited, claim, self._app.now() + timedelta(seconds=error.retry_after))
        except Transient:
            await work.write(sending.try_again, claim, self._later(claim, now), "transient")
        except Permanent as error:
            log.warning("%s %s to %s failed: %s", claim.kind, claim.id, claim.place, error.code)
            await work.write(sending.fail, claim, error.code, now)
        except PayloadRefused:
            await work.write(sending.skip, claim, "payload-refused", now)
        except Unclear:
            await work.write(sending.look_up_at, claim, claim.claimed_at + LOOK_UP_AFTER, "lost-answer")
        else:
            await work.write(sending.posted, claim, message.ref, message.at)

    async def _plainer(self, sender: Sender, claim: Claim, planned: Plan) -> Posted:
        """Carry out a plan, once more in plainer form if the platform refuses what was drawn."""
        try:
            return await self._carry_out(sender, claim, planned)
        except PayloadRefused:
            log.exception("%s %s: the platform refused the card; sending a plainer one", claim.kind, claim.id)
            return await self._carry_out(sender, claim, _plain(planned))

    async def _carry_out(self, sender: Sender, claim: Claim, planned: Plan) -> Posted:
        reply_to = None
        if planned.edit is not None:
            message, changed = planned.edit
            try:
                await self._edit(sender, claim, message, changed)
            except MessageGone:
                return await self._post(sender, claim, planned.instead or changed)
            if planned.post is None:
                return Posted(message, self._app.now())
            reply_to = message
        card = planned.post or planned.instead
        if card is None:
            raise ValueError(f"nothing planned for {claim}")
        try:
            return await self._post(sender, claim, card, reply_to)
        except MessageGone:  # the message to reply to was deleted between the two calls
            return await self._post(sender, claim, planned.instead or card)

    async def _find(self, sender: Sender, claim: Claim) -> Posted | Lookup:
        """Look for the message; whatever keeps the adapter from an answer, it is asked again later."""
        try:
            return await self._timed(claim, sender.find(claim.place, claim.marker, claim.created_at - _SKEW))
        except SendError:
            raise
        except TimeoutError:
            raise Transient("no answer in time") from None
        except Exception as error:
            log.exception("%s %s: the adapter failed", claim.kind, claim.id)
            raise Transient(str(error)) from error

    async def _edit(self, sender: Sender, claim: Claim, message: str, card: Card) -> None:
        """Edit; an edit that failed in whatever way is simply repeated later."""
        self._require_time(claim)
        try:
            await self._timed(claim, sender.edit(claim.place, message, card))
        except (Unclear, TimeoutError):
            raise Transient("edit") from None
        except SendError:
            raise
        except Exception as error:
            log.exception("%s %s: the adapter failed", claim.kind, claim.id)
            raise Transient(str(error)) from error

    async def _post(self, sender: Sender, claim: Claim, card: Card, reply_to: str | None = None) -> Posted:
        """Post; anything that is not surely *not sent* is unclear, whatever the adapter raised."""
        self._require_time(claim)
        try:
            if claim.user is not None:
                return await self._timed(claim, sender.direct(claim.place.workspace, claim.user, card, claim.marker))
            return await self._timed(claim, sender.post(claim.place, card, claim.marker, reply_to))
        except SendError:
            raise
        except TimeoutError:
            raise Unclear("no answer in time") from None
        except Exception as error:  # an adapter's fault must not look like "not sent"
            log.exception("%s %s: the adapter failed", claim.kind, claim.id)
            raise Unclear(str(error)) from error

    def _require_time(self, claim: Claim) -> None:
        """Raise _TooLate unless a call that begins now has ended before anybody may look it up."""
        if self._app.now() > claim.claimed_at + START_WITHIN:
            raise _TooLate

    async def _timed(self, claim: Claim, call: Coroutine[Any, Any, T]) -> T:
        """Return what a call brought in time; its lane learns how it went."""
        lane = self.lanes[claim.place.adapter]
        try:
            async with asyncio.timeout(self._timeout):
                result = await call
        except RateLimited:
            lane.asked_to_wait()
            raise
        lane.went_well()
        return result

    def _later(self, claim: Claim, now: datetime) -> datetime:
        """Return when to try again. What would wait beyond its grace is tried once more shortly before that ends."""
        at, end = later(now, claim.tries, self._rng), claim.grace_until
        return min(at, end - _LAST_TRY) if end is not None and now < end - _LAST_TRY else at


def _plain(planned: Plan) -> Plan:
    edit = (planned.edit[0], plain_card(planned.edit[1])) if planned.edit else None
    post = plain_card(planned.post) if planned.post else None
    instead = plain_card(planned.instead) if planned.instead else None
    return Plan(edit, post, instead)
