"""Answers: from a reply of the router to what the person gets, by the way that is open: one way failing, the next."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import failures
from adapters.slack.access import TIMEOUT, Clients
from adapters.slack.asked import Surface
from adapters.slack.blocks import Block
from adapters.slack.names import Names
from adapters.slack.render import Look, Message, render
from adapters.slack.sender import SlackSender
from adapters.slack.uploads import Uploads
from adapters.slack.visits import Visit
from bot.chat import cards
from bot.chat.cards import Card
from bot.chat.port import SendError
from bot.errors import StudybotError

log = logging.getLogger(__name__)

Row = tuple[Block, ...]

FAILED = (SlackApiError, SendError, StudybotError, aiohttp.ClientError, TimeoutError, OSError)
"""Whatever may go wrong on a way to Slack."""


class Answers:
    """Gives people what they asked for."""

    def __init__(self, clients: Clients, sender: SlackSender, uploads: Uploads, names: Names) -> None:
        self._clients = clients
        self._sender = sender
        self._uploads = uploads
        self._names = names

    async def private(self, visit: Visit, card: Card, own: Row = ()) -> None:
        """Show a card to the person alone: where they are, or in the app's messages to them.

        `own` are blocks of this adapter's beneath it.
        """
        if not await self.here(visit, card, own):
            await self._direct(visit, card, own)
        await self._files(visit, card)

    async def direct(self, visit: Visit, card: Card) -> str:
        """Send a card among the app's messages to the person, where it lasts; return its address, if it can be had."""
        channel, message = await self._direct(visit, card, ())
        await self._files(visit, card)
        return await self._sender.link(visit.actor.workspace, channel, message)

    async def here(self, visit: Visit, card: Card, own: Row = ()) -> bool:
        """Show a card to the person alone in the channel where they are; return whether that was possible."""
        asked = visit.asked
        if asked.surface in {Surface.CHANNEL, Surface.EPHEMERAL}:
            message = await self._drawn(visit, card, own)
            if await self._hook(visit, message, response_type="ephemeral", replace_original=False):
                return True
        if asked.channel and not asked.alone:
            return await self._ephemeral(visit, await self._drawn(visit, card, own))
        return False

    async def change(self, visit: Visit, card: Card) -> None:
        """Put a card in the place of the private message that was pressed, or beside what is not private."""
        asked = visit.asked
        if asked.surface not in {Surface.EPHEMERAL, Surface.DIRECT}:
            await self.private(visit, card)
            return
        message = await self._drawn(visit, card, elsewhere=asked.surface is Surface.DIRECT)
        if await self._hook(visit, message, replace_original=True):
            await self._files(visit, card)
        elif asked.surface is Surface.EPHEMERAL or not await self._update(visit, message):
            await self.private(visit, card)

    async def public(self, visit: Visit, card: Card) -> None:
        """Show a card to everybody in the channel that is meant."""
        if visit.asked.surface in {Surface.CHANNEL, Surface.EPHEMERAL}:
            message = await self._drawn(visit, card)
            if await self._hook(visit, message, response_type="in_channel", replace_original=False):
                return
        if visit.place is None:
            await self.private(visit, card)
            return
        message = await self._drawn(visit, card)
        await self._say(visit, visit.place.channel, message)

    async def _drawn(self, visit: Visit, card: Card, own: Row = (), *, elsewhere: bool = False) -> Message:
        """Return a card as a message. Shown outside of the channel that it is about, its buttons say which that is."""
        channel = visit.place.channel if visit.place else ""
        links = await self._sender.links(visit.actor.workspace, channel, card) if channel else {}
        message = render(card, Look(visit.words, self._names, links, channel if elsewhere else ""))
        return Message([*message.blocks, *own][:50], message.text)

    async def _hook(self, visit: Visit, message: Message, **how: Any) -> bool:
        """Send by the response URL, which needs no token and no membership; return whether it was taken."""
        asked = visit.asked
        if not asked.response_url:
            return False
        body = {**message.sent, **how}
        if asked.thread and how.get("response_type") == "ephemeral":
            body["thread_ts"] = asked.thread
        hook = AsyncWebhookClient(asked.response_url, timeout=TIMEOUT, retry_handlers=[])
        try:
            told = await hook.send_dict(body)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack response URL failed team=%s: %s", asked.team, type(error).__name__)
            return not isinstance(error, aiohttp.ClientConnectorError)  # it may have arrived: not said twice
        taken = told.status_code == 200 and '"ok":false' not in (told.body or "").replace(" ", "")
        if not taken:
            log.warning("slack response URL refused team=%s status=%s", asked.team, told.status_code)
        return taken

    async def _ephemeral(self, visit: Visit, message: Message) -> bool:
        client = await self._clients.of(visit.actor.workspace)
        try:
            await client.chat_postEphemeral(channel=visit.asked.channel, user=visit.actor.user, **message.sent)
        except SlackApiError as error:
            log.info("slack ephemeral refused team=%s: %s", visit.actor.workspace, failures.code(error))
            return False
        return True

    async def _update(self, visit: Visit, message: Message) -> bool:
        client = await self._clients.of(visit.actor.workspace)
        try:
            await client.chat_update(channel=visit.asked.at, ts=visit.asked.message, **message.sent)
        except SlackApiError as error:
            log.info("slack update refused team=%s: %s", visit.actor.workspace, failures.code(error))
            return False
        return True

    async def _direct(self, visit: Visit, card: Card, own: Row) -> tuple[str, str]:
        message = await self._drawn(visit, card, own, elsewhere=True)
        channel = await self._sender.conversation(visit.actor.workspace, visit.actor.user)
        return channel, await self._say(visit, channel, message)

    async def _say(self, visit: Visit, channel: str, message: Message) -> str:
        client = await self._clients.of(visit.actor.workspace)
        told = await client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **message.sent)
        return str(told["ts"])

    async def _files(self, visit: Visit, card: Card) -> None:
        """Send a card's documents, which fit into no message, to the person's direct messages."""
        for block in card.blocks:
            if isinstance(block, cards.Document):
                channel = await self._sender.conversation(visit.actor.workspace, visit.actor.user)
                await self._uploads.send(visit.actor.workspace, channel, block)
