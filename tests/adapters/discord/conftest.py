"""The stage of every test that needs a Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.adapters.discord.stage import Stage, staged


@pytest_asyncio.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """The adapter over a Discord with one server; not started."""
    async with staged(sqlite_url) as stage:
        yield stage
