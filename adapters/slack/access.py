"""Access to workspaces: the token of each, renewed before it runs out; held in memory once it was read."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import failures
from adapters.slack.installations import VaultInstallations
from adapters.slack.settings import ManyWorkspaces, OneWorkspace, SlackSettings
from bot.chat.port import Permanent
from bot.clock import Clock

log = logging.getLogger(__name__)

TIMEOUT = 9
"""Seconds for a call: less than delivery waits (10), so that the library gives up first and says why."""
RENEW_BEFORE = 2 * 60 * 60
"""Seconds before its end at which a token is renewed; it lasts twelve hours."""


class NotInstalled(Permanent):
    """The app is not (or no longer) installed in the workspace meant."""

    def __init__(self) -> None:
        super().__init__(failures.WORKSPACE_GONE)


@dataclass(frozen=True)
class Key:
    """What opens a workspace. `bot` is the id of the bot's user."""

    token: str
    bot: str = ""


class Keys(Protocol):
    """Hands out the keys of workspaces."""

    async def key(self, team: str) -> Key:
        """Return the key of a workspace; raise NotInstalled where there is none."""
        ...

    def forget(self, team: str) -> None:
        """Forget what is held in memory of a workspace."""
        ...


def client(settings: SlackSettings, token: str | None = None) -> AsyncWebClient:
    """Return a client that tries each call once: a post whose answer was lost must not be repeated behind our back.

    It opens a connection for each call. On one that is kept, a post that meets its end is lost without a word.
    """
    return AsyncWebClient(token=token, base_url=settings.api, timeout=TIMEOUT, retry_handlers=[])


class OneKey:
    """The one workspace whose token stands in the settings."""

    def __init__(self, settings: SlackSettings, mode: OneWorkspace) -> None:
        self._client = client(settings, mode.bot_token)
        self._key = Key(mode.bot_token)
        self._team = ""

    async def identity(self) -> tuple[str, Key]:
        """Return the workspace that the token is for; asked once."""
        if not self._team:
            told = await self._client.auth_test()
            if told.get("is_enterprise_install"):
                raise NotInstalled
            self._key = Key(self._key.token, str(told.get("user_id", "")))
            self._team = str(told["team_id"])
        return self._team, self._key

    async def key(self, team: str) -> Key:
        """Return the key, for its own workspace alone."""
        own, key = await self.identity()
        if team != own:
            raise NotInstalled
        return key

    def forget(self, team: str) -> None:
        """Ask again next time: the token may be another workspace's by then."""
        self._team = ""


@dataclass
class _Held:
    """An installation in memory."""

    installation: Installation
    key: Key = field(init=False)

    def __post_init__(self) -> None:
        self.key = Key(self.installation.bot_token or "", self.installation.bot_user_id or "")


class InstalledKeys:
    """The workspaces that installed the app, from the vault. One renewal of a token at a time for each."""

    def __init__(
        self, settings: SlackSettings, mode: ManyWorkspaces, installations: VaultInstallations, clock: Clock
    ) -> None:
        self._settings = settings
        self._mode = mode
        self._installations = installations
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def key(self, team: str) -> Key:
        """Return a workspace's key; wait for the vault only if it is not in memory, renew a token that ends soon."""
        held = self._held.get(team)
        if held is not None and not self._ends_soon(held.installation):
            return held.key
        async with self._locks[team]:
            held = self._held.get(team) or await self._read(team)
            if self._ends_soon(held.installation):
                held = await self._renewed(team, held)
            self._held[team] = held
            return held.key

    def forget(self, team: str) -> None:
        """Forget a workspace: it removed the app, or installed it anew."""
        self._held.pop(team, None)

    async def _read(self, team: str) -> _Held:
        found = await self._installations.async_find_installation(enterprise_id=None, team_id=team)
        if found is None or not found.bot_token:
            raise NotInstalled
        return _Held(found)

    def _ends_soon(self, installation: Installation, within: float = RENEW_BEFORE) -> bool:
        ends = installation.bot_token_expires_at
        return ends is not None and ends - self._clock().timestamp() < within

    async def _renewed(self, team: str, held: _Held) -> _Held:
        """Return the installation with a new token. The vault is read first: another process may have been faster."""
        held = await self._read(team)
        installation = held.installation
        if not self._ends_soon(installation) or not installation.bot_refresh_token:
            return held
        try:
            told = await client(self._settings).oauth_v2_access(
                client_id=self._mode.client_id,
                client_secret=self._mode.client_secret,
                grant_type="refresh_token",
                refresh_token=installation.bot_refresh_token,
            )
        except SlackApiError as error:
            return await self._not_renewed(team, held, failures.code(error))
        self._take(installation, told.data if isinstance(told.data, dict) else {})
        await self._installations.async_save(installation)
        log.info("slack token renewed team=%s", team)
        return _Held(installation)

    async def _not_renewed(self, team: str, held: _Held, why: str) -> _Held:
        """Return what works all the same: the token of a faster process, or the present one while it lasts."""
        log.warning("slack token not renewed team=%s: %s", team, why)
        again = await self._read(team)
        if not self._ends_soon(again.installation):
            return again
        if self._ends_soon(held.installation, within=0):
            raise NotInstalled
        return held

    def _take(self, installation: Installation, told: dict[str, Any]) -> None:
        installation.bot_token = str(told["access_token"])
        installation.bot_refresh_token = str(told["refresh_token"])
        installation.bot_token_expires_at = int(self._clock().timestamp()) + int(told["expires_in"])


class Clients:
    """Clients by workspace."""

    def __init__(self, settings: SlackSettings, keys: Keys) -> None:
        self._settings = settings
        self.keys = keys

    async def of(self, team: str) -> AsyncWebClient:
        """Return a client for a workspace; raise NotInstalled."""
        key = await self.keys.key(team)
        return client(self._settings, key.token)

    async def bot(self, team: str) -> str:
        """Return the id of the bot's user in a workspace."""
        return (await self.keys.key(team)).bot
