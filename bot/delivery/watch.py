"""A look at the questions once a day: one whose key looks wrong is told in the log."""

from __future__ import annotations

import asyncio
import logging

from bot.errors import StudybotError
from bot.features.app import App
from bot.study.items import suspicious

log = logging.getLogger(__name__)

EVERY_SECONDS = 24 * 60 * 60


class Watch:
    """Names each question once, and once more after a restart."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._told: set[tuple[str, str]] = set()

    async def look(self) -> None:
        """Warn of questions that look wrong and were not told of in this revision."""
        for bank in self._app.banks().values():
            found = await self._app.work.read(suspicious, bank)
            new = {(question.id, question.revision) for question in found} - self._told
            self._told |= new
            if new:
                names = ", ".join(sorted(id_ for id_, _ in new))
                log.warning("the answers say that a key may be wrong: %s. `studybot reports` says why.", names)

    async def run(self) -> None:
        """Look at once, then every day, until cancelled."""
        while True:
            try:
                await self.look()
            except StudybotError as error:
                log.warning("the questions can't be looked at today: %s", error)
            except Exception:  # the outermost edge: a day without a look harms nothing else
                log.exception("looking at the questions failed and goes on tomorrow")
            await asyncio.sleep(EVERY_SECONDS)
