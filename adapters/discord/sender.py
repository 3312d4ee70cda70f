"""The sender: posts, edits and finds messages over Discord's HTTP API; it needs no gateway."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.discord import marker as markers
from adapters.discord.blocks import Where
from adapters.discord.failures import Code, about_message, about_new_message, about_person
from adapters.discord.permissions import HISTORY, VIEW, in_channel, missing
from adapters.discord.render import Message, render, stamped
from adapters.discord.text import label
from adapters.discord.wire import ApiError, Wire
from bot.chat.calls import Place
from bot.chat.cards import Card, Files
from bot.chat.port import Lookup, MessageGone, Permanent, Posted, RateLimited, Transient, Unclear

log = logging.getLogger(__name__)

ADAPTER = "discord"
REALM = "discord"
"""A person is the same in all of Discord."""

_PAGE, _MOST_PAGES = 100, 20
_DAY_OF_ARCHIVING = 4_320  # minutes without a word until Discord folds a thread away
_WITH_MESSAGES = {0, 2, 5, 10, 11, 12, 13}  # channels, of text, voice, announcements and stage, and threads
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class DiscordSender:
    """Satisfies `bot.chat.port.Sender`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        """Post into a channel; within minutes a repeated marker makes no second message."""
        channel = _channel(place)
        about = {} if reply_to is None else {"message_reference": {"message_id": _message(reply_to)}}
        message = stamped(render(card, Where(place.workspace, channel)), marker)
        try:
            sent = await self._create(channel, message, marker, about)
        except ApiError as error:
            if error.code == Code.MISSING_ACCESS:
                raise await self._without_access(place) from error
            raise about_new_message(error) from error
        return _posted(sent, marker)

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        """Replace a message's content; its marker stays."""
        channel = _channel(place)
        message, marker = markers.split(ref)
        if not message:
            raise MessageGone(ref)
        drawn = render(card, Where(place.workspace, channel))
        drawn = stamped(drawn, marker) if marker else drawn
        path, ids = "/channels/{channel_id}/messages/{message_id}", {"channel_id": channel, "message_id": message}
        try:
            await self._wire.call("PATCH", path, ids, drawn.payload(), drawn.files)
        except ApiError as error:
            if error.code == Code.MISSING_ACCESS:
                raise await self._without_access(place) from error
            raise about_message(error) from error

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        """Look through the channel's messages since a moment for the one of ours that carries a marker."""
        channel = _channel(place)
        after = snowflake(since) - 1
        for _ in range(_MOST_PAGES):
            page = await self._read("/channels/{channel_id}/messages", {"channel_id": channel}, after)
            for one in page:
                if one["author"]["id"] == self._wire.user and markers.read(one["components"]) == marker:
                    return _posted(one, marker)
            if len(page) < _PAGE:
                # Who may not read the history gets an empty one, which proves nothing.
                readable = HISTORY.name not in await self.check(place)
                return Lookup.NOT_THERE if readable else Lookup.CANNOT_TELL
            after = max(int(one["id"]) for one in page)
        return Lookup.CANNOT_TELL

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        """Send to one person; what can be pressed there carries the server that it is about."""
        if not _is_id(user):
            raise Permanent("person-unreachable")
        try:
            opened = await self._wire.call("POST", "/users/@me/channels", payload={"recipient_id": user})
            message = stamped(render(card, Where("", opened["id"]), guild=workspace), marker)
            sent = await self._create(opened["id"], message, _direct_nonce(user, marker), {})
        except ApiError as error:
            raise about_person(error) from error
        return _posted(sent, marker)

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        """Open the thread below a message, if one is wanted and none is there."""
        channel, message = _channel(place), _message(ref)
        if not thread:
            return
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        asked = {"name": label(thread, 100), "auto_archive_duration": _DAY_OF_ARCHIVING}
        try:
            await self._wire.call("POST", path, {"channel_id": channel, "message_id": message}, asked)
        except Unclear as error:
            # Discord opens one thread a message, so asking again does no harm.
            raise Transient(str(error)) from error
        except ApiError as error:
            if error.code != Code.HAS_THREAD:
                raise about_message(error) from error

    async def check(self, place: Place) -> Sequence[str]:
        """Name what is missing in a channel, in the words of Discord's own settings."""
        channel = _channel(place)
        try:
            found = await self._read("/channels/{channel_id}", {"channel_id": channel})
            guild = await self._read("/guilds/{guild_id}", {"guild_id": place.workspace})
            member = await self._read(
                "/guilds/{guild_id}/members/{user_id}", {"guild_id": place.workspace, "user_id": self._wire.user}
            )
        except Permanent as error:
            if error.code != "no-permission":
                raise
            return [VIEW.name]
        if found.get("guild_id") != place.workspace:
            raise Permanent("channel-gone")
        lacking = missing(in_channel(guild, member, found))
        return lacking if found["type"] in _WITH_MESSAGES else [*lacking, "a text channel"]

    async def _create(self, channel: str, message: Message, nonce: str, about: dict[str, Any]) -> Any:
        """Create a message; if the answer was lost, ask once more, which the nonce makes harmless."""
        payload = {**message.payload(), **about, "nonce": nonce, "enforce_nonce": True}
        path = "/channels/{channel_id}/messages"
        try:
            return await self._wire.call("POST", path, {"channel_id": channel}, payload, message.files)
        except Unclear as error:
            log.info("message %s: %s; asking again with its nonce", nonce, error)
        try:
            return await self._wire.call("POST", path, {"channel_id": channel}, payload, message.files)
        except (Transient, RateLimited, ApiError) as error:
            # The second call was not carried out, which tells nothing about the first.
            raise Unclear(str(error)) from error

    async def _read(self, path: str, ids: Mapping[str, str], after: int | None = None) -> Any:
        query = "" if after is None else f"?limit={_PAGE}&after={after}"
        try:
            return await self._wire.call("GET", path + query, ids)
        except Unclear as error:
            raise Transient(str(error)) from error
        except ApiError as error:
            raise about_message(error) from error

    async def _without_access(self, place: Place) -> Permanent:
        """Return whether it is the server that we have no access to, or the channel alone."""
        try:
            await self._wire.call("GET", "/guilds/{guild_id}", {"guild_id": place.workspace})
        except ApiError:
            return Permanent("workspace-gone")
        return Permanent("no-permission")


def snowflake(moment: datetime) -> int:
    """Return the least id that Discord may give at a moment."""
    return max(int((moment - _EPOCH) / timedelta(milliseconds=1)), 0) << 22


def _posted(message: Any, marker: str) -> Posted:
    at = datetime.fromisoformat(message["timestamp"]).astimezone(UTC)
    return Posted(markers.reference(message["id"], marker), at)


def _channel(place: Place) -> str:
    if not _is_id(place.channel) or not _is_id(place.workspace):
        raise Permanent("channel-gone")
    return place.channel


def _message(ref: str) -> str:
    message, _ = markers.split(ref)
    if not message:
        raise MessageGone(ref)
    return message


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 20


def _direct_nonce(user: str, marker: str) -> str:
    """Return a nonce of 25 characters that no other person's message and no posting has."""
    return "d" + hashlib.blake2s(f"{user}:{marker}".encode(), digest_size=12).hexdigest()
