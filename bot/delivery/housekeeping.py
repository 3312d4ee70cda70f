"""Once a day: what was kept long enough goes."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot.errors import StudybotError
from bot.features.app import App
from bot.study.workspaces import purge

log = logging.getLogger(__name__)

EVERY_SECONDS = 24 * 60 * 60


class Housekeeping:
    """Deletes workspaces that removed the app longer than `keep` ago, with everything of theirs."""

    def __init__(self, app: App, keep: timedelta) -> None:
        self._app = app
        self._keep = keep

    async def sweep(self) -> int:
        """Delete what was kept long enough; return how many workspaces that were."""
        gone = await self._app.work.write(purge, self._app.now() - self._keep)
        if gone:
            log.info("deleted %d workspaces that removed the app more than %d days ago", gone, self._keep.days)
        return gone

    async def run(self) -> None:
        """Sweep at once, then every day, until cancelled."""
        while True:
            try:
                await self.sweep()
            except StudybotError as error:
                log.warning("what was kept long enough is deleted tomorrow: %s", error)
            await asyncio.sleep(EVERY_SECONDS)
