"""Installations of the app, kept encrypted in the vault; slack_sdk's own stores keep tokens in clear."""

from __future__ import annotations

import json
from logging import Logger, getLogger

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.chat.port import Vault

_PREFIX = "slack/installation/"


class VaultInstallations(AsyncInstallationStore):
    """One installation a workspace. Those of a whole Enterprise organisation are not kept (see `oauth`)."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def logger(self) -> Logger:
        """The library's interface asks for one."""
        return getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation in place of an earlier one of its workspace."""
        kept = json.dumps(vars(installation)).encode()
        await self._vault.put(f"{_PREFIX}{installation.team_id}", kept)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep the bot's part of an installation; the rest stays as it was."""
        kept = await self.async_find_installation(enterprise_id=bot.enterprise_id, team_id=bot.team_id)
        installation = kept or Installation(user_id="", team_id=bot.team_id)
        installation.bot_token, installation.bot_refresh_token = bot.bot_token, bot.bot_refresh_token
        installation.bot_token_expires_at = bot.bot_token_expires_at
        installation.bot_user_id, installation.bot_id, installation.bot_scopes = (
            bot.bot_user_id,
            bot.bot_id,
            bot.bot_scopes,
        )
        await self.async_save(installation)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return a workspace's installation, or None; whoever installed it, the bot is the same."""
        kept = await self._vault.get(f"{_PREFIX}{team_id}")
        return Installation(**json.loads(kept)) if kept is not None else None

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot's part of a workspace's installation, or None."""
        found = await self.async_find_installation(enterprise_id=enterprise_id, team_id=team_id)
        return found.to_bot() if found else None

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget a workspace's installation, tokens and all."""
        await self._vault.delete(f"{_PREFIX}{team_id}")

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget a workspace's bot: without it the installation is of no use."""
        await self.async_delete_installation(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget everything of a workspace."""
        await self.async_delete_installation(enterprise_id=enterprise_id, team_id=team_id)
