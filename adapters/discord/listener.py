"""The listener: the gateway, through which Discord tells what people do, and what is done about it."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Collection
from typing import Any

import aiohttp
import discord

from adapters.discord.answering import PATIENCE, Desk, failed
from adapters.discord.events import NOWHERE, Did, Event
from adapters.discord.gateway import Gateway
from adapters.discord.permissions import ADMINISTRATOR, MANAGE_SERVER, in_guild
from adapters.discord.registry import Registry
from adapters.discord.replies import Answers
from adapters.discord.settings import TOKEN, Settings
from adapters.discord.wire import ApiError, Wire
from bot.chat.actions import parse
from bot.chat.calls import Actor
from bot.chat.port import Host, SendError
from bot.errors import ConfigError, StudybotError

log = logging.getLogger(__name__)

_CONNECT_SECONDS = 30.0
_STOP_SECONDS = 10.0
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 300.0  # seconds between attempts to connect


class DiscordListener:
    """Satisfies `bot.chat.port.Listener`."""

    def __init__(self, host: Host, wire: Wire, settings: Settings, patience: float = PATIENCE) -> None:
        self._host = host
        self._wire = wire
        self._settings = settings
        self._patience = patience
        self._answers = Answers(host.router)
        self._registry = Registry(host, wire, settings.dev_guild)
        self._is_connected = asyncio.Event()
        self._working: list[asyncio.Task[None]] = []
        self._gateway: Gateway | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Register the commands and connect. A Discord that can't be reached is tried again until it can.

        Raises ConfigError for a token that Discord refuses.
        """
        try:
            await self._wire.enter()
        except discord.LoginFailure:
            raise ConfigError(TOKEN, "Discord refuses this token; reset it on the page Bot", "a-new-token") from None
        except SendError as error:
            # The rest of the service need not wait for a Discord that is down.
            log.warning("discord: can't be reached (%s); trying again", error)
            self._working = [asyncio.create_task(self._listen()), asyncio.create_task(self._register())]
            return
        registered = await self._registry.register()
        self._working = [asyncio.create_task(self._listen())]
        if not registered:
            self._working.append(asyncio.create_task(self._register()))
        try:
            await asyncio.wait_for(self._is_connected.wait(), _CONNECT_SECONDS)
        except TimeoutError:
            log.warning("discord: the gateway can't be reached yet; trying again")

    async def stop(self) -> None:
        """Stop listening, finish the answers under way, and close all connections."""
        for task in self._working:
            task.cancel()
        if self._working:
            await asyncio.wait(self._working)
        if self._gateway is not None:
            await self._gateway.close()
        if self._serving:
            await asyncio.wait(set(self._serving), timeout=_STOP_SECONDS)
        await self._wire.close()

    async def _listen(self) -> None:
        """Stay connected. discord.py resumes by itself; what ends it for good is begun anew, ever more slowly."""
        wait = _FIRST_WAIT
        while True:
            self._gateway = Gateway(self, self._settings)
            try:
                await self._gateway.start(self._settings.token)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                log.warning("discord: the gateway ended (%s); connecting again in %.0f s", error, wait)
            except Exception:
                log.exception("discord: the gateway failed; connecting again in %.0f s", wait)
            finally:
                await self._gateway.close()
            wait = _FIRST_WAIT if self._is_connected.is_set() else min(wait * 2, _LONGEST_WAIT)
            self._is_connected.clear()
            await asyncio.sleep(wait)

    async def _register(self) -> None:
        """Register the commands, which failed once, until it is done."""
        wait = _FIRST_WAIT
        await asyncio.sleep(wait)
        while not await self._registry.register():
            wait = min(wait * 2, _LONGEST_WAIT)
            await asyncio.sleep(wait)

    @property
    def servers(self) -> Collection[str]:
        """Return the ids of the servers that Discord has told of."""
        guilds = self._gateway.guilds if self._gateway else ()
        return [str(guild.id) for guild in guilds if not guild.unavailable]

    def connected(self, shard: int) -> None:
        """Be reachable through a shard."""
        log.info("discord: shard %d is connected", shard)
        self._is_connected.set()

    async def back(self, guild: str) -> None:
        """Tell the core that a server is there."""
        await self._told(guild, there=True)

    async def gone(self, guild: str) -> None:
        """Tell the core that a server is not there any more."""
        await self._told(guild, there=False)

    async def _told(self, guild: str, *, there: bool) -> None:
        workspaces = self._host.workspaces
        try:
            await (workspaces.back(guild) if there else workspaces.gone(guild))
        except StudybotError:
            log.exception("server %s: could not note that it is %s", guild, "there" if there else "gone")

    async def serve(self, event: Event) -> None:
        """Answer one event, and write one line about it."""
        task = asyncio.create_task(self._serve(event))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        await asyncio.wait({task})

    async def _serve(self, event: Event) -> None:
        began = asyncio.get_running_loop().time()
        desk = Desk(self._wire, event, self._patience)
        try:
            if event.did is Did.COMPLETION:
                outcome = await desk.complete(self._host.router.complete(event.call, *event.typed))
            else:
                outcome = await desk.give(asyncio.create_task(self._answer(event)))
        except (ApiError, SendError) as error:
            outcome = failed(error)
        except Exception as error:
            log.exception("interaction %s", event.id)
            outcome = failed(error)
        seconds = asyncio.get_running_loop().time() - began
        actor = event.call.actor
        log.info(
            "interaction %s %s %s server=%s channel=%s user=%s %.0f ms: %s",
            *(event.id, event.did.value, _name(event), actor.workspace, event.where.channel, actor.user),
            *(seconds * 1000, outcome),
        )

    async def _answer(self, event: Event) -> Any:
        return await self._answers.to(event, await self._actor(event))

    async def _actor(self, event: Event) -> Actor:
        """Return who did it. In a direct message that is about a server, what they may do there is asked for."""
        actor = event.call.actor
        if event.call.place is not None or actor.workspace == NOWHERE:
            return actor
        about = {"guild_id": actor.workspace, "user_id": actor.user}
        try:
            guild = await self._wire.call("GET", "/guilds/{guild_id}", about)
            member = await self._wire.call("GET", "/guilds/{guild_id}/members/{user_id}", about)
        except (ApiError, SendError) as error:
            log.info("interaction %s: can't tell what the person may do there: %s", event.id, error)
            return actor
        may = in_guild(guild, member) & (ADMINISTRATOR | MANAGE_SERVER)
        return dataclasses.replace(actor, may_manage=bool(may), roles=frozenset(member["roles"]))


def _name(event: Event) -> str:
    """Return what was used, without what it carries: the name of a command or action, never what was typed."""
    if event.did in {Did.COMMAND, Did.COMPLETION}:
        return event.call.name
    action = parse(event.call.name) or parse(event.pressed.origin)
    return action.name if action else "unknown"
