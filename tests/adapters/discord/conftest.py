"""The stage of every test that needs a Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.adapters.discord.stage import Stage, staged


@pytest_asyncio.fixture
async def stage(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The adapter over a Discord with one server; not started."""
    monkeypatch.setattr("adapters.discord.gateway.TOLD_WITHIN", 0.05)
    async with staged(sqlite_url) as stage:
        yield stage
