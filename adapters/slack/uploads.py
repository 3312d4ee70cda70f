"""Uploads: pictures and files, into a message's thread or a direct message, each at most once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress

import aiohttp

from adapters.slack.access import TIMEOUT, Clients
from adapters.slack.trouble import nothing_sent, sending
from bot.chat.cards import Document, Image
from bot.chat.port import Kept, Permanent, SendError, Transient, Unclear
from bot.errors import StudybotError

_ALT = 1_000
_PICTURE = "studybot.png"


class Uploads:
    """Uploads files. What was begun for a message is noted, so that a repetition does not share a file twice."""

    def __init__(self, clients: Clients, kept: Kept) -> None:
        self._clients = clients
        self._kept = kept

    async def share(self, team: str, channel: str, thread: str, files: Sequence[Image | Document]) -> None:
        """Upload files into a thread. A file whose sharing was begun and never settled is not shared again."""
        if not files:
            return
        name = f"slack/uploads/{team}/{channel}"
        async with nothing_sent():
            message, _, shared = (await self._kept.get(name)).partition(" ")
        done = shared.split() if message == thread else []
        for file in files:
            mark = _mark(file)
            if mark in done:
                continue
            async with nothing_sent():
                uploaded = await self._upload(team, file)
                await self._kept.put(name, " ".join((thread, *done, mark)))  # from here on it counts as shared
            try:
                async with sending():
                    await self._complete(team, channel, thread, uploaded, file)
            except Unclear:
                raise
            except SendError:  # surely not shared
                with suppress(StudybotError):
                    await self._kept.put(name, " ".join((thread, *done)))
                raise
            done.append(mark)

    async def send(self, team: str, channel: str, file: Image | Document) -> None:
        """Upload one file into a channel, such as a person's direct messages."""
        await self._complete(team, channel, "", await self._upload(team, file), file)

    async def _upload(self, team: str, file: Image | Document) -> str:
        """Bring a file to Slack, where nobody sees it yet; return its id."""
        client = await self._clients.of(team)
        data = file.png if isinstance(file, Image) else file.text.encode()
        title = _PICTURE if isinstance(file, Image) else file.name
        alt = {"alt_txt": file.description[:_ALT]} if isinstance(file, Image) and file.description.strip() else {}
        told = await client.files_getUploadURLExternal(filename=title, length=len(data), **alt)
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(told["upload_url"], data=data) as sent,
        ):
            if sent.status >= 500:
                raise Transient(f"upload: status {sent.status}")
            if sent.status != 200:
                raise Permanent("no-permission")
        return str(told["file_id"])

    async def _complete(self, team: str, channel: str, thread: str, uploaded: str, file: Image | Document) -> None:
        client = await self._clients.of(team)
        title = _PICTURE if isinstance(file, Image) else file.name
        await client.files_completeUploadExternal(
            files=[{"id": uploaded, "title": title}], channel_id=channel, thread_ts=thread or None
        )


def _mark(file: Image | Document) -> str:
    data = file.png if isinstance(file, Image) else file.text.encode()
    return hashlib.blake2s(data, digest_size=6).hexdigest()
