"""A Slack with a workspace and its people, for the tests of the loopback itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.loopback import Slack, loopback
from tests.platforms.slack.people import Person
from tests.platforms.slack.world import Channel, Workspace
from tests.support.clock import Clock


@dataclass
class Stage:
    """A Slack, one workspace, two people in a channel, and a client of the app there."""

    slack: Slack
    team: Workspace
    ada: Person
    mei: Person
    study: Channel
    client: AsyncWebClient


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def stage(clock: Clock) -> AsyncIterator[Stage]:
    async with loopback(clock) as slack:
        team = slack.workspace()
        ada, mei = slack.person(team, "ada", admin=True), slack.person(team, "mei")
        study = slack.channel(team, people=[ada, mei])
        yield Stage(slack, team, ada, mei, study, client(slack, slack.install(team)))


def client(slack: Slack, token: str) -> AsyncWebClient:
    """Return a client as the sender has it: a failed connection is not tried again."""
    return AsyncWebClient(token, base_url=slack.base_url, retry_handlers=[])


async def refusal(call: Awaitable[Any]) -> Any:
    """Return the answer with which the real client says that a call was refused."""
    with pytest.raises(SlackApiError) as told:
        await call
    return told.value.response


async def code(call: Awaitable[Any]) -> str:
    """Return the code with which a call is refused."""
    return str((await refusal(call))["error"])
