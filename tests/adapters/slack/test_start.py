"""Starting: wrong tokens are named, an unreachable Slack is waited for; and what the doctor finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from adapters.slack import adapter
from adapters.slack.build import connect
from bot.errors import ConfigError
from tests.adapters.slack.stage import Stage, socket_stage
from tests.platforms.slack.loopback import BASE_SCOPES


async def examined(stage: Stage, **changed: str) -> Mapping[str, bool]:
    """Return what the doctor says with some settings changed, and whether each is well."""
    return {found.what: found.ok for found in await adapter.doctor({**stage.host.env, **changed})}


async def starting(stage: Stage, **changed: str) -> None:
    """Start a second time, with some settings changed."""
    connection = connect(replace(stage.host, env={**stage.host.env, **changed}))
    try:
        await connection.listener.start()
    finally:
        await connection.listener.stop()


@pytest.mark.parametrize(
    ("name", "token"),
    [("STUDYBOT_SLACK_BOT_TOKEN", "xoxb-nobodys"), ("STUDYBOT_SLACK_APP_TOKEN", "xapp-nobodys")],
)
async def test_a_token_that_slack_does_not_take_stops_the_start_and_is_named(
    stage: Stage, name: str, token: str
) -> None:
    with pytest.raises(ConfigError) as told:
        await starting(stage, **{name: token})
    assert told.value.name == name
    assert token not in str(told.value)


async def test_the_token_of_a_whole_organisation_is_refused_with_a_sentence(stage: Stage) -> None:
    stage.slack.faults.refuse("auth.test", "team_access_not_granted")
    with pytest.raises(ConfigError, match="STUDYBOT_SLACK_BOT_TOKEN"):
        await starting(stage)


async def test_a_slack_that_can_not_be_reached_does_not_keep_the_service_from_starting(stage: Stage) -> None:
    stage.slack.faults.server_error("*", 503, times=None)
    await starting(stage)
    stage.slack.faults.clear()


async def test_no_settings_is_an_error_that_names_them(stage: Stage) -> None:
    with pytest.raises(ConfigError, match="STUDYBOT_SLACK_APP_TOKEN"):
        connect(replace(stage.host, env={}))


async def test_the_doctor_is_content_with_a_sound_workspace(stage: Stage) -> None:
    found = await examined(stage)
    assert all(found.values())
    assert {"Slack scopes: all that are needed", "Slack Socket Mode: it can connect"} <= set(found)


async def test_the_doctor_names_each_missing_scope_and_what_the_optional_ones_are_for(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, scopes=BASE_SCOPES - {"files:write"}) as stage:
        found = await examined(stage)
    assert [what for what, ok in found.items() if not ok] == [
        "Slack scope files:write: missing (the recap's picture, exported data)"
    ]
    assert any("channels:history, groups:history" in what for what in found)


@pytest.mark.parametrize(
    ("name", "token", "said"),
    [
        ("STUDYBOT_SLACK_BOT_TOKEN", "xoxb-x", "Slack bot token: invalid_auth"),
        ("STUDYBOT_SLACK_APP_TOKEN", "xapp-x", "Slack Socket Mode: invalid_auth"),
    ],
)
async def test_the_doctor_names_a_token_that_slack_does_not_take(
    stage: Stage, name: str, token: str, said: str
) -> None:
    assert (await examined(stage, **{name: token}))[said] is False


async def test_the_doctor_tells_a_wrong_token_from_a_slack_that_can_not_be_reached(stage: Stage) -> None:
    found = await adapter.doctor({**stage.host.env, "STUDYBOT_SLACK_API_URL": "http://127.0.0.1:9/api/"})
    assert {one.mend for one in found} == {"see that this machine reaches Slack"}


async def test_the_doctor_says_which_setting_is_wrong(stage: Stage) -> None:
    (found,) = await adapter.doctor({"STUDYBOT_SLACK_BOT_TOKEN": "xoxb-1"})
    assert not found.ok
    assert "STUDYBOT_SLACK_APP_TOKEN" in found.mend


async def test_the_doctor_says_nothing_of_slack_where_it_is_not_used() -> None:
    assert list(await adapter.doctor({})) == []


async def test_the_doctor_looks_at_what_http_needs(http: Stage) -> None:
    found = await examined(http, STUDYBOT_SECRET_KEY="something")
    assert all(found.values())
    wrong = await examined(http, STUDYBOT_PUBLIC_URL="http://x.example", STUDYBOT_SLACK_CLIENT_SECRET="wrong")
    assert not any(wrong.values())
    assert len(wrong) == 3
