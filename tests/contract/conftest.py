"""Every adapter, one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.contract.doors import DOORS, ON, Door
from tests.contract.slack_door import slack_door, slack_http_door

ALL_DOORS = {**DOORS, "slack": slack_door, "slack-http": slack_http_door}
EACH = [
    pytest.param(pair, id="-".join(pair), marks=[pytest.mark.postgres] if pair[1] == "postgres" else [])
    for pair in (*ON, ("slack", "sqlite"), ("slack-http", "sqlite"))
]


@pytest_asyncio.fixture(params=EACH)
async def door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """An adapter at work over a database without a row."""
    adapter, database = request.param
    async with ALL_DOORS[adapter](str(request.getfixturevalue(f"{database}_url"))) as door:
        yield door
