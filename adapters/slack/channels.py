"""Channels as the app sees them, and what it still needs to post there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack import failures
from adapters.slack.access import Clients
from adapters.slack.remembered import Remembered
from adapters.slack.scopes import BASE
from bot.chat.calls import Place
from bot.chat.port import Permanent
from bot.clock import Clock

KEEP = timedelta(minutes=5)
_MOST_PAGES, _PAGE = 5, 200


@dataclass(frozen=True)
class Channel:
    """A channel that the app can see."""

    id: str
    name: str
    private: bool = False
    member: bool = False
    archived: bool = False
    read_only: bool = False


class Channels:
    """Asks Slack about channels; names are remembered for a few minutes."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._names: Remembered[str] = Remembered(clock, KEEP)

    async def name(self, team: str, channel: str) -> str:
        """Return what people call a channel; raises SlackApiError `channel_not_found` where the app is not let in."""
        known = self._names.get(team, channel)
        return known if known is not None else (await self._info(team, channel))[0].name

    async def missing(self, place: Place) -> Sequence[str]:
        """Return what the app still needs in a channel. Joins a public one, for that is what it was asked to use."""
        found, granted = await self._info(place.workspace, place.channel)
        if found.archived:
            raise Permanent(failures.CHANNEL_GONE)
        missing = [scope for scope in BASE if granted and scope not in granted]
        if not found.member and not await self.join(place):
            missing.append(f"/invite @{await self._handle(place.workspace)}")
        if found.read_only:
            missing.append("chat:write")
        return missing

    async def join(self, place: Place) -> bool:
        """Join a public channel; return whether the app is in it now."""
        client = await self._clients.of(place.workspace)
        try:
            await client.conversations_join(channel=place.channel)
        except SlackApiError as error:
            if isinstance(failures.send_error(error), Permanent):
                return False
            raise
        return True

    async def shared(self, team: str, user: str) -> Sequence[Channel]:
        """Return the channels that both the app and a person are in."""
        own = {one.id for one in await self._of(team, None)}
        return [one for one in await self._of(team, user) if one.id in own]

    def forget(self, team: str) -> None:
        """Forget the channels of a workspace."""
        self._names.forget(team)

    async def _info(self, team: str, channel: str) -> tuple[Channel, frozenset[str]]:
        told = await (await self._clients.of(team)).conversations_info(channel=channel)
        found = _channel(told.get("channel") or {})
        self._names.put(found.name, team, channel)
        scopes = next((value for name, value in told.headers.items() if name.lower() == "x-oauth-scopes"), "")
        return found, frozenset(part.strip() for part in scopes.split(",") if part.strip())

    async def _of(self, team: str, user: str | None) -> Sequence[Channel]:
        client, found, cursor = await self._clients.of(team), [], ""
        for _ in range(_MOST_PAGES):
            told = await client.users_conversations(
                user=user,
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=_PAGE,
                cursor=cursor or None,
            )
            found += [_channel(one) for one in told.get("channels") or ()]
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found

    async def _handle(self, team: str) -> str:
        told = await (await self._clients.of(team)).auth_test()
        return str(told.get("user") or "studybot")


def _channel(told: Mapping[str, Any]) -> Channel:
    return Channel(
        str(told.get("id", "")),
        str(told.get("name") or ""),
        bool(told.get("is_private")),
        bool(told.get("is_member")),
        bool(told.get("is_archived")),
        bool(told.get("is_read_only")),
    )
