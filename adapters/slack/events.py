"""Events: App Home is opened, the app is removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from adapters.slack.home import Home, opened
from bot.chat.port import Workspaces

Forget = Callable[[str], None]


class Events:
    """Handles what the manifest subscribes to. Each may come again, under any id: nothing is done twice."""

    def __init__(
        self, home: Home, workspaces: Workspaces, installations: AsyncInstallationStore | None, forget: Forget
    ) -> None:
        self._home = home
        self._workspaces = workspaces
        self._installations = installations
        self._forget = forget

    async def handle(self, body: Mapping[str, Any]) -> None:
        """Handle one event; raises what keeps it from being handled, and then it comes again."""
        event = body.get("event") or {}
        kind, team = event.get("type"), str(body.get("team_id") or "")
        if kind == "app_home_opened":
            who = opened(body)
            if who is not None:
                await self._home.publish(who)
        elif kind == "app_uninstalled" or (kind == "tokens_revoked" and (event.get("tokens") or {}).get("bot")):
            await self._gone(team)

    async def _gone(self, team: str) -> None:
        """Stop the workspace's groups, and forget its tokens, in memory first."""
        self._forget(team)
        if self._installations is not None:
            await self._installations.async_delete_all(enterprise_id=None, team_id=team)
        await self._workspaces.gone(team)
        self._forget(team)  # whoever read them meanwhile
