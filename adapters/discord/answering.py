"""Answering: an answer reaches whoever pressed within Discord's three seconds, or is put off first and given later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.commands import completions
from adapters.discord.events import Did, Event
from adapters.discord.failures import Code
from adapters.discord.pieces import Attachment
from adapters.discord.render import EPHEMERAL, Message, render
from adapters.discord.replies import Answer, Way, sorry
from adapters.discord.wire import ApiError, Wire
from bot.chat.cards import Card, Choice
from bot.chat.port import RateLimited, SendError, Transient, Unclear
from bot.i18n import Words, words

log = logging.getLogger(__name__)

PATIENCE = 1.5
"""Seconds that an answer may take before it is put off."""

_NEW, _LATER, _LATER_CHANGE, _CHANGE, _COMPLETE, _DIALOG = 4, 5, 6, 7, 8, 9
_TRIES = 3
_LONGEST_WAIT = 5.0


class Desk:
    """Gives one answer to one event. What it returns is the outcome, for the log."""

    def __init__(self, wire: Wire, event: Event, patience: float) -> None:
        self._wire = wire
        self._event = event
        self._patience = patience

    async def complete(self, choices: Sequence[Choice]) -> str:
        """Answer with completions, which can't be put off."""
        return "completed" if await self._callback(_COMPLETE, {"choices": completions(choices)}) else "late"

    async def give(self, coming: asyncio.Task[Answer]) -> str:
        """Wait for an answer and give it, put off first if it takes long."""
        await asyncio.wait({coming}, timeout=self._patience)
        if coming.done():
            return await self._at_once(coming.result())
        # A message that only this person sees is changed in place; else a private one says that we are at it.
        in_place = self._event.private
        put_off = await self._callback(_LATER_CHANGE, {}) if in_place else await self._callback(_LATER, _PRIVATELY)
        answer = await coming
        if not put_off:
            return "late"
        await (self._later_in_place(answer) if in_place else self._later(answer))
        return f"{_outcome(answer)}, put off"

    async def _at_once(self, answer: Answer) -> str:
        message, private = answer.message, answer.way is not Way.PUBLIC
        if answer.dialog is not None and self._event.did is not Did.FORM:
            given = await self._callback(_DIALOG, answer.dialog)
        elif answer.way is Way.CHANGE and self._event.private:
            given = await self._callback(_CHANGE, message.payload(), message.files)
        else:
            given = await self._callback(_NEW, message.payload(private=private), message.files)
        return _outcome(answer) if given else "late"

    async def _later(self, answer: Answer) -> None:
        """Put the answer where a private message said that we are at it."""
        if answer.way is Way.PUBLIC:
            spoken = self._words()
            here = render(Card(spoken.t("Here it is, for everybody in the channel.")), language=spoken)
            await self._webhook("PATCH", "/messages/@original", here)
            await self._webhook("POST", "", answer.message)
        else:
            await self._webhook("PATCH", "/messages/@original", answer.message)

    async def _later_in_place(self, answer: Answer) -> None:
        """Change the message that was pressed, or leave it and send another."""
        if answer.way is Way.CHANGE:
            await self._webhook("PATCH", "/messages/@original", answer.message)
        else:
            await self._webhook("POST", "", answer.message, private=answer.way is not Way.PUBLIC)

    async def _webhook(self, method: str, path: str, message: Message, *, private: bool = False) -> None:
        """Send what follows an answer that was put off; its token holds for 15 minutes."""
        ids = {"webhook_id": self._event.application, "webhook_token": self._event.token}
        where = "/webhooks/{webhook_id}/{webhook_token}" + path
        try:
            await self._often(method, where, ids, message.payload(private=private), message.files)
        except ApiError as error:
            if error.code == Code.UNKNOWN_MESSAGE and path:
                # The person has dismissed the message that said we were at it.
                await self._webhook("POST", "", message, private=True)
            elif error.code == Code.INVALID_FORM:
                log.exception("interaction %s: Discord refused what was drawn", self._event.id)
                await self._often(method, where, ids, self._plainly().payload(private=private), ())
            else:
                raise

    async def _callback(self, kind: int, data: Mapping[str, Any], files: Sequence[Attachment] = ()) -> bool:
        """Give the one first answer; return False if it came too late, or somebody else gave it."""
        ids = {"webhook_id": self._event.id, "webhook_token": self._event.token}
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        try:
            await self._often("POST", path, ids, {"type": kind, "data": data}, files)
        except ApiError as error:
            if error.code == Code.UNKNOWN_INTERACTION:
                return False
            if error.code == Code.ALREADY_ACKNOWLEDGED:
                return False
            log.exception("interaction %s: Discord refused what was drawn", self._event.id)
            plain = {"type": _NEW, "data": self._plainly().payload(private=True)}
            await self._often("POST", path, ids, plain, ())
        return True

    async def _often(
        self, method: str, path: str, ids: Mapping[str, str], payload: object, files: Sequence[Attachment]
    ) -> None:
        """Make a call, again if it was lost. A repeated answer that is refused as the second one was given before."""
        lost = False
        for left in reversed(range(_TRIES)):
            try:
                await self._wire.call(method, path, ids, payload, files, paced=False)
                return
            except ApiError as error:
                if lost and error.code == Code.ALREADY_ACKNOWLEDGED:
                    return
                raise
            except RateLimited as error:
                if not left or error.retry_after > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.retry_after)
            except (Transient, Unclear) as error:
                if not left:
                    raise
                lost = lost or isinstance(error, Unclear)

    def _plainly(self) -> Message:
        spoken = self._words()
        said = spoken.t("Something went wrong, and it has been noted. Please try again.")
        return render(sorry(spoken, said), language=spoken)

    def _words(self) -> Words:
        return words(self._event.call.actor.locale)


_PRIVATELY = {"flags": EPHEMERAL}


def _outcome(answer: Answer) -> str:
    return answer.way.value


def failed(error: Exception) -> str:
    """Return the outcome of an event whose answer did not reach Discord."""
    return f"failed: {error}" if isinstance(error, ApiError | SendError) else f"failed: {type(error).__name__}"
