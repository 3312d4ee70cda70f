"""The registry: tells Discord our commands, only when one of them has changed."""

from __future__ import annotations

import logging

from adapters.discord.commands import declarations, digest, languages
from adapters.discord.wire import ApiError, Wire
from bot.chat.port import Host
from bot.errors import StudybotError

log = logging.getLogger(__name__)

EVERYWHERE = "/applications/{application_id}/commands"
IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_DEV_GUILD = "dev-guild"


class Registry:
    """Keeps Discord's list of our commands as it should be: everywhere, or for development in one server."""

    def __init__(self, host: Host, wire: Wire, dev_guild: str) -> None:
        self._host = host
        self._wire = wire
        self._guild = dev_guild

    async def register(self) -> bool:
        """Replace Discord's list if it is not the present one; return whether it is now, or else note why not."""
        try:
            await self._leave_other()
            await self._replace(self._guild)
        except (ApiError, StudybotError) as error:
            log.warning("discord: the commands could not be registered (%s); trying again", error)
            return False
        return True

    async def _leave_other(self) -> None:
        """Take the commands from a server that was used for development before: they would be there twice."""
        before = await self._host.kept.get(_DEV_GUILD)
        if before == self._guild:
            return
        if before:
            application = await self._wire.application()
            await self._wire.call("PUT", IN_GUILD, {"application_id": application, "guild_id": before}, [])
            await self._host.kept.put(_key(application, before), "")
        await self._host.kept.put(_DEV_GUILD, self._guild)

    async def _replace(self, guild: str) -> None:
        application = await self._wire.application()
        declared = declarations(self._host.router.commands, languages())
        now, key = digest(declared), _key(application, guild)
        if await self._host.kept.get(key) == now:
            return
        ids = {"application_id": application, "guild_id": guild}
        await self._wire.call("PUT", IN_GUILD if guild else EVERYWHERE, ids, declared)
        await self._host.kept.put(key, now)
        log.info("discord: %d commands registered %s", len(declared), f"in server {guild}" if guild else "everywhere")


def _key(application: str, guild: str) -> str:
    return f"commands-{application}-{guild or 'everywhere'}"
