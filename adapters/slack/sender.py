"""The sender: posts, edits and finds messages; works with no listener running."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import failures
from adapters.slack.access import Clients
from adapters.slack.channels import Channels
from adapters.slack.names import Names
from adapters.slack.pace import Pace
from adapters.slack.remembered import Remembered
from adapters.slack.render import Look, render
from adapters.slack.trouble import nothing_sent, sending
from adapters.slack.uploads import Uploads
from bot.chat import cards
from bot.chat.calls import Place
from bot.chat.cards import Card, Files
from bot.chat.port import Lookup, Permanent, Posted
from bot.clock import Clock
from bot.i18n import words

EVENT = "studybot_posting"
"""The type of our messages' metadata; its payload carries the marker."""

_QUIET: Mapping[str, Any] = {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
_PAGE, _MOST_PAGES = 200, 5
_NOT_TOLD = frozenset({"missing_scope", "not_in_channel", "no_permission", "access_denied", "not_allowed_token_type"})
_LINKS = timedelta(days=7)


class SlackSender:
    """Satisfies `bot.chat.port.Sender`."""

    def __init__(
        self, clients: Clients, channels: Channels, uploads: Uploads, names: Names, clock: Clock, pace: Pace
    ) -> None:
        self._clients = clients
        self._channels = channels
        self._uploads = uploads
        self._names = names
        self._pace = pace
        self._links: Remembered[str] = Remembered(clock, _LINKS)
        self._direct: Remembered[str] = Remembered(clock, _LINKS)

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        """Post into a channel. A reply goes to the thread and is shown in the channel too, where all can see it."""
        async with nothing_sent():
            sent = await self._message(place, card) | {"metadata": _metadata(marker)}
            if reply_to is not None:
                await self._require(place, reply_to)
                sent |= {"thread_ts": reply_to, "reply_broadcast": True}
            client = await self._clients.of(place.workspace)
        async with sending():
            try:
                return await self._post(client, place.channel, sent)
            except SlackApiError as error:
                if failures.code(error) != "not_in_channel":
                    raise
        async with nothing_sent():
            if not await self._channels.join(place):
                raise Permanent(failures.NO_PERMISSION)
        async with sending():
            return await self._post(client, place.channel, sent)

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        """Replace a message's content; its metadata stays."""
        self._pace.take(place.workspace)
        async with nothing_sent():
            sent = await self._message(place, card)
            client = await self._clients.of(place.workspace)
        async with sending():
            await client.chat_update(channel=place.channel, ts=ref, **sent)

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        """Look through the channel's history, where the optional scopes let us."""
        async with nothing_sent():
            client, cursor = await self._clients.of(place.workspace), ""
            for _ in range(_MOST_PAGES):
                try:
                    told = await self._history(client, place, since, cursor)
                except SlackApiError as error:
                    if failures.code(error) in _NOT_TOLD:
                        return Lookup.CANNOT_TELL
                    raise
                for message in told.get("messages") or ():
                    if _marker(message) == marker and _moment(message["ts"]) >= since:
                        return Posted(str(message["ts"]), _moment(message["ts"]))
                cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return Lookup.NOT_THERE
            return Lookup.CANNOT_TELL

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        """Send to one person, from the app's own messages."""
        async with nothing_sent():
            channel = await self.conversation(workspace, user)
            sent = render(card, Look(words("en"), self._names)).sent | {"metadata": _metadata(marker)}
            client = await self._clients.of(workspace)
        async with sending():
            try:
                return await self._post(client, channel, sent)
            except SlackApiError as error:
                if failures.code(error) in {"channel_not_found", "is_archived"}:
                    raise Permanent(failures.UNREACHABLE) from None
                raise

    async def check(self, place: Place) -> Sequence[str]:
        """Return what is missing in a channel, a scope or an invitation."""
        async with nothing_sent():
            try:
                return await self._channels.missing(place)
            except SlackApiError as error:
                if failures.code(error) == "missing_scope":
                    return [failures.scope_of(error) or "channels:read"]
                raise

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        """Upload a message's pictures and files into its thread, each at most once; Slack opens threads by itself."""
        await self._uploads.share(place.workspace, place.channel, ref, files)

    async def conversation(self, workspace: str, user: str) -> str:
        """Return the channel of the app's messages to one person."""
        known = self._direct.get(workspace, user)
        if known is not None:
            return known
        client = await self._clients.of(workspace)
        async with nothing_sent():
            told = await client.conversations_open(users=user)
        return self._direct.put(str(told["channel"]["id"]), workspace, user)

    async def links(self, team: str, channel: str, card: Card) -> Mapping[str, str]:
        """Return the addresses of the messages that a card leads to; one that can't be had is left out."""
        found: dict[str, str] = {}
        for block in card.blocks:
            if isinstance(block, cards.Jump):
                address = await self.link(team, channel, block.message)
                found |= {block.message: address} if address else {}
        return found

    async def link(self, team: str, channel: str, message: str) -> str:
        """Return a message's address, or nothing where it can't be had."""
        known = self._links.get(team, channel, message)
        if known is not None:
            return known
        client = await self._clients.of(team)
        try:
            told = await client.chat_getPermalink(channel=channel, message_ts=message)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            return ""  # a way less to the message, which is there all the same
        return self._links.put(str(told["permalink"]), team, channel, message)

    async def _require(self, place: Place, message: str) -> None:
        """Raise unless a message is there, since Slack makes a message of its own of a reply to a deleted one."""
        client = await self._clients.of(place.workspace)
        await client.chat_getPermalink(channel=place.channel, message_ts=message)

    async def _message(self, place: Place, card: Card) -> dict[str, Any]:
        links = await self.links(place.workspace, place.channel, card)
        return render(card, Look(words("en"), self._names, links)).sent

    async def _post(self, client: AsyncWebClient, channel: str, sent: Mapping[str, Any]) -> Posted:
        told = await client.chat_postMessage(channel=channel, **_QUIET, **sent)
        return Posted(str(told["ts"]), _moment(str(told["ts"])))

    async def _history(self, client: AsyncWebClient, place: Place, since: datetime, cursor: str) -> Any:
        return await client.conversations_history(
            channel=place.channel,
            oldest=f"{since.timestamp():.6f}",
            inclusive=True,
            include_all_metadata=True,
            limit=_PAGE,
            cursor=cursor or None,
        )


def _metadata(marker: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"marker": marker}}


def _marker(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("marker", "")) if metadata.get("event_type") == EVENT else ""


def _moment(ts: str) -> datetime:
    """Return when a message was created; what stands behind the point tells messages of one second apart."""
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)
