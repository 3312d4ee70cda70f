"""The adapter at work, in either mode."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.adapters.slack.stage import Stage, http_stage, socket_stage


@pytest_asyncio.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """One workspace over Socket Mode."""
    async with socket_stage(sqlite_url) as stage:
        yield stage


@pytest_asyncio.fixture
async def http(sqlite_url: str) -> AsyncIterator[Stage]:
    """A workspace that installed the app, over HTTP."""
    async with http_stage(sqlite_url) as stage:
        yield stage


@pytest_asyncio.fixture(params=[socket_stage, http_stage], ids=["socket", "http"])
async def either(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Stage]:
    """Both modes, one after the other."""
    async with request.param(sqlite_url) as stage:
        yield stage
