"""The doctor's look at Discord: each line says what was looked at, and how to mend it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord

from adapters.discord.registry import EVERYWHERE, IN_GUILD
from adapters.discord.settings import SHARDS, TOKEN, Settings
from adapters.discord.wire import ApiError, Wire
from bot.chat.port import Finding, SendError

_HELLO_SECONDS = 10.0
_PORTAL = "the Discord Developer Portal"


async def findings(settings: Settings) -> Sequence[Finding]:
    """Return what is well and what is not; a token that does not work leaves nothing else to look at."""
    async with _wire(settings) as wire:
        try:
            await wire.enter()
        except discord.LoginFailure:
            mend = f"reset the token on the page Bot of {_PORTAL}, and set {TOKEN} to the new one"
            return [Finding(False, "Discord: the token is refused", mend)]
        except SendError as error:
            return [Finding(False, f"Discord can't be reached ({error})", "check the network and status.discord.com")]
        found = [Finding(True, "Discord: the token is accepted")]
        for look in (_application(wire), _gateway(wire, settings), _commands(wire, settings)):
            found += await _seen(look)
        return found


async def _seen(look: Coroutine[Any, Any, Sequence[Finding]]) -> Sequence[Finding]:
    try:
        return await look
    except (ApiError, SendError) as error:
        return [Finding(False, f"Discord: {error}", "try again; status.discord.com tells of outages")]


async def _application(wire: Wire) -> Sequence[Finding]:
    about = await wire.call("GET", "/applications/@me")
    found = [Finding(True, f"Discord: application {about['name']} ({about['id']}); it needs no privileged intent")]
    if about.get("interactions_endpoint_url"):
        mend = f"empty the field Interactions Endpoint URL on the page General Information of {_PORTAL}"
        found.append(Finding(False, "Discord: what people do is sent to a web address instead of to us", mend))
    return found


async def _gateway(wire: Wire, settings: Settings) -> Sequence[Finding]:
    about = await wire.call("GET", "/gateway/bot")
    found = [await _hello(about["url"])]
    limit = about["session_start_limit"]
    if not limit["remaining"]:
        hours = limit["reset_after"] / 3_600_000
        found.append(Finding(False, "Discord: too many connections today", f"look for restarts; wait {hours:.0f} h"))
    if settings.shards is not None and settings.shards.whole < about["shards"]:
        mend = f"let all processes together serve {about['shards']} shards by {SHARDS}"
        found.append(Finding(False, f"Discord: {settings.shards.whole} shards are too few for its servers", mend))
    return found


async def _hello(address: str) -> Finding:
    """Connect to the gateway as far as its greeting, which uses up nothing."""
    try:
        async with (
            asyncio.timeout(_HELLO_SECONDS),
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{address}?v=10&encoding=json") as socket,
        ):
            greeting = await socket.receive_json()
    except (aiohttp.ClientError, OSError, TimeoutError, TypeError, ValueError) as error:
        mend = "let this machine open secure WebSocket connections to gateway.discord.gg"
        return Finding(False, f"Discord: the gateway can't be reached ({type(error).__name__})", mend)
    return Finding(greeting.get("op") == 10, "Discord: the gateway answers", "status.discord.com tells of outages")


async def _commands(wire: Wire, settings: Settings) -> Sequence[Finding]:
    ids = {"application_id": await wire.application(), "guild_id": settings.dev_guild}
    where = f"in server {settings.dev_guild}" if settings.dev_guild else "everywhere"
    known = await wire.call("GET", IN_GUILD if settings.dev_guild else EVERYWHERE, ids)
    if not known:
        return [Finding(False, f"Discord: no command is registered {where}", "`studybot run` registers them")]
    found = [Finding(True, f"Discord: {len(known)} commands are registered {where}")]
    if settings.dev_guild and await wire.call("GET", EVERYWHERE, ids):
        mend = "use an application of its own for development"
        found.append(Finding(False, "Discord: the commands are there twice in the server for development", mend))
    return found


@asynccontextmanager
async def _wire(settings: Settings) -> AsyncIterator[Wire]:
    wire = Wire(settings.token)
    try:
        yield wire
    finally:
        await wire.close()


async def application_id(settings: Settings) -> str:
    """Return the id of the token's application; raises discord.LoginFailure or a SendError."""
    async with _wire(settings) as wire:
        await wire.enter()
        return await wire.application()
