"""/healthz of the real service, on both databases, whatever the process does of the whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.config import read_settings
from bot.http import HttpServer
from bot.roles import read_roles
from bot.service import Service, build

SOON = 30.0  # seconds within which a service is up


async def asked(http: HttpServer) -> tuple[int, Any]:
    """Return what /healthz answers."""
    async with ClientSession() as session, session.get(f"{http.address}/healthz") as answer:
        return answer.status, await answer.json()


@asynccontextmanager
async def serving(url: str, only: str) -> AsyncIterator[Service]:
    """Let a service with the local page run, in the roles written."""
    settings = {"STUDYBOT_DATABASE_URL": url, "STUDYBOT_HTTP_PORT": "0", "STUDYBOT_ADAPTERS": "web"}
    service = await build(read_settings(settings))
    stop, started = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(service.run(stop, started, read_roles(only, ["web"])))
    await asyncio.wait_for(started.wait(), SOON)
    yield service
    stop.set()
    await running


@pytest.mark.parametrize(
    ("only", "roles"),
    [("", ["scheduler", "delivery", "web"]), ("scheduler", ["scheduler"]), ("web,delivery", ["delivery", "web"])],
)
async def test_a_service_that_has_just_started_is_well_and_names_its_roles(
    database_url: str, only: str, roles: list[str]
) -> None:
    async with serving(database_url, only) as service:
        well = {"status": "ok", "roles": roles, "stalled_since": {}, "overdue": []}
        assert await asked(service.http) == (200, well)


async def test_what_is_not_well_is_answered_with_503() -> None:
    async def look() -> tuple[bool, Mapping[str, Any]]:
        return False, {"status": "stalled"}

    http = HttpServer("127.0.0.1", 0, "", look)
    await http.start()
    assert await asked(http) == (503, {"status": "stalled"})
    await http.stop()
