"""The Socket Mode connection: refreshed, dropped, silent, and back each time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.slack.build import Timing
from tests.adapters.slack.stage import Stage, socket_stage
from tests.platforms.slack.loopback import Slack

LIVELY = Timing(ping_every=0.2)


async def works(stage: Stage) -> None:
    """Hold that what people do arrives."""
    assert (await (await stage.study_bot(stage.mei, "help")).message()).to == stage.mei.id


async def test_a_refresh_that_slack_asks_for_loses_nothing(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, LIVELY) as stage:
        before = stage.slack.hub.opened
        await stage.slack.hub.refresh()
        await stage.slack.hub.reopened(before)
        await works(stage)


@pytest.mark.parametrize(
    "lose", [lambda slack: slack.hub.drop(), lambda slack: slack.hub.silence()], ids=["drop", "silence"]
)
async def test_a_connection_that_is_lost_or_silently_dead_is_opened_again(
    sqlite_url: str, lose: Callable[[Slack], None]
) -> None:
    async with socket_stage(sqlite_url, LIVELY) as stage:
        before = stage.slack.hub.opened
        lose(stage.slack)
        await stage.slack.hub.reopened(before)
        await stage.slack.world.changes.until(
            lambda: any(not one.silent for one in stage.slack.hub.connections), "a connection that speaks"
        )
        await works(stage)


async def test_a_slack_that_can_not_be_reached_for_a_while_is_found_again(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, LIVELY) as stage:
        before = stage.slack.hub.opened
        stage.slack.faults.server_error("apps.connections.open", 503, times=3)
        stage.slack.hub.drop()
        await stage.slack.hub.reopened(before)
        await works(stage)


async def test_a_start_says_that_the_workspace_is_there(stage: Stage) -> None:
    assert stage.core.workspaces.heard == [("back", stage.team.id)]


async def test_what_is_under_way_is_answered_before_it_stops(stage: Stage) -> None:
    held = stage.slack.faults.hang("users.info")
    outcome = await stage.study_bot(stage.mei, "help")
    await held.reached.wait()
    held.release.set()
    await stage.connection.listener.stop()
    assert outcome.sights


async def test_a_removal_stops_the_groups_however_often_it_is_told(stage: Stage) -> None:
    outcome = await stage.slack.event(stage.team.id, {"type": "app_uninstalled"})
    await stage.slack.again(outcome, under_another_id=True)
    assert ("gone", stage.team.id) in stage.core.workspaces.heard
    assert stage.core.workspaces.heard[-1] == ("gone", stage.team.id)


async def test_a_connection_that_the_library_forgot_to_watch_is_noticed(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, LIVELY) as stage:
        before = stage.slack.hub.opened
        monitor = stage.socket().current_session_monitor
        assert monitor is not None
        monitor.cancel()
        stage.slack.hub.silence()
        await stage.slack.hub.reopened(before)
        await works(stage)
