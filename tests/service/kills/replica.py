"""`studybot run`, as it is but for what a test must hold: where Discord is, what time it is, and how soon it ticks.

python -m tests.service.kills.replica OFFSET_FILE DISCORD_API DISCORD_GATEWAY [arguments of `studybot run`]
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

import discord.gateway
import discord.http
import yarl

from bot import service
from bot.cli.main import main
from bot.clock import system_clock
from bot.delivery import loop

TICK_SECONDS = 1
"""The program ticks every five seconds. A test has less time."""


class SharedClock:
    """The system's clock moved by as many seconds as a file says, the same for every process that reads it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        """Return the moment in UTC."""
        return system_clock() + timedelta(seconds=float(self._file.read_text()))

    def move_to(self, moment: datetime) -> None:
        """Move the clock of all to a moment."""
        new = self._file.with_suffix(".new")
        new.write_text(str((moment - system_clock()).total_seconds()))
        new.replace(self._file)


def run(offset: str, api: str, gateway: str, *arguments: str) -> int:
    """Run the program; return its exit code."""
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    vars(service)["system_clock"] = SharedClock(Path(offset))
    loop.TICK_SECONDS = TICK_SECONDS
    return main(["run", *arguments])


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
