"""How much memory one process needs that serves 2,500 Discord servers: the most that a single shard may have.

python -m benchmarks.discord_memory [SERVERS]

A loopback Discord in a process of its own tells of the servers, each with 30 channels, three roles of which
may not write in them, and 20 roles. The whole service
connects to it: database, scheduler, question bank and adapter. Printed is its resident memory, before and after.
"""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from adapters.discord.settings import TOKEN
from bot.clock import system_clock
from bot.config import read_settings
from bot.service import build
from tests.platforms.discord.client import pointed_at
from tests.platforms.discord.server import LoopbackDiscord, serve_discord
from tests.platforms.discord.values import Overwrite, Permission

SERVERS, CHANNELS, ROLES, OVERWRITES = 2_500, 30, 20, 3
_SECONDS = 300.0


async def serve(servers: int) -> None:
    """Serve a Discord with many servers until standard input ends."""
    async with serve_discord(system_clock) as platform:
        for n in range(servers):
            guild = platform.world.guild(f"Study hall {n}")
            roles = [platform.world.role(guild, f"Role {m}") for m in range(ROLES)]
            for m in range(CHANNELS):
                channel = platform.world.text_channel(guild, f"channel-{m}")
                for role in roles[:OVERWRITES]:
                    channel.overwrites[role.id] = Overwrite(role=True, deny=Permission.SEND_MESSAGES)
        print(platform.api, platform.gateway.address, platform.token, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def measure(served: subprocess.Popen[str], servers: int) -> None:
    """Connect the service and print its memory."""
    api, gateway, token = (await asyncio.to_thread(_line, served)).split()
    here = LoopbackDiscord(system_clock)
    here.backend.address, here.gateway.address = api.removesuffix("/api/v10"), gateway
    with tempfile.TemporaryDirectory() as folder, pointed_at(here):
        env = {TOKEN: token, "STUDYBOT_DATABASE_URL": f"sqlite:///{Path(folder) / 'memory.db'}"}
        service = await build(read_settings({**env, "STUDYBOT_HTTP_PORT": "0"}))
        print(f"service built: {resident():.0f} MB")
        stop, began = asyncio.Event(), perf_counter()
        running = asyncio.create_task(service.run(stop))
        known = 0
        while known < servers and perf_counter() - began < _SECONDS and not running.done():
            await asyncio.sleep(0.2)
            known = len(service.connections["discord"].listener.servers)  # type: ignore[attr-defined]  # the adapter's own
        gc.collect()
        print(f"{known} servers after {perf_counter() - began:.1f} s: {resident():.0f} MB")
        stop.set()
        await running


def _line(served: subprocess.Popen[str]) -> str:
    """Return the next line that the loopback Discord says."""
    return served.stdout.readline() if served.stdout else ""


def resident() -> float:
    """Return the memory that this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Measure, or serve."""
    servers = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else SERVERS
    if "--serve" in sys.argv:
        asyncio.run(serve(servers))
        return 0
    command = [sys.executable, "-m", "benchmarks.discord_memory", "--serve", str(servers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as served:  # noqa: S603  # ourselves
        try:
            asyncio.run(measure(served, servers))
        finally:
            served.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
