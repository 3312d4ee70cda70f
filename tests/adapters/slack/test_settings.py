"""Settings: either way of connecting, by what is set; a wrong one is named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.slack import adapter
from adapters.slack.settings import ManyWorkspaces, OneWorkspace, read
from bot.errors import ConfigError

SOCKET = {"STUDYBOT_SLACK_BOT_TOKEN": "xoxb-1", "STUDYBOT_SLACK_APP_TOKEN": "xapp-1"}
HTTP = {
    "STUDYBOT_SLACK_SIGNING_SECRET": "signing",
    "STUDYBOT_SLACK_CLIENT_ID": "1.2",
    "STUDYBOT_SLACK_CLIENT_SECRET": "secret",
    "STUDYBOT_PUBLIC_URL": "https://studybot.example.org",
}


def test_a_bot_token_and_an_app_token_connect_one_workspace() -> None:
    found = read(SOCKET)
    assert found is not None
    assert found.mode == OneWorkspace("xoxb-1", "xapp-1")
    assert (found.command, found.managers) == ("study", frozenset({"admins"}))
    assert adapter.configured(SOCKET)


def test_a_signing_secret_and_a_client_connect_many_workspaces() -> None:
    found = read(HTTP)
    assert found is not None
    assert found.mode == ManyWorkspaces("signing", "1.2", "secret")
    assert found.authorize == "https://slack.com/oauth/v2/authorize"


@pytest.mark.parametrize("env", [{}, {"STUDYBOT_PUBLIC_URL": "https://x.example"}, {"STUDYBOT_SLACK_COMMAND": "dva"}])
def test_nothing_that_connects_means_not_configured(env: Mapping[str, str]) -> None:
    assert not adapter.configured(env)


@pytest.mark.parametrize(
    ("env", "named"),
    [
        (SOCKET | HTTP, "STUDYBOT_SLACK_BOT_TOKEN"),
        ({"STUDYBOT_SLACK_BOT_TOKEN": "xoxb-1"}, "STUDYBOT_SLACK_APP_TOKEN"),
        (SOCKET | {"STUDYBOT_SLACK_BOT_TOKEN": "xoxp-1"}, "STUDYBOT_SLACK_BOT_TOKEN"),
        (SOCKET | {"STUDYBOT_SLACK_APP_TOKEN": "xoxb-1"}, "STUDYBOT_SLACK_APP_TOKEN"),
        ({key: value for key, value in HTTP.items() if "PUBLIC" not in key}, "STUDYBOT_PUBLIC_URL"),
        ({key: value for key, value in HTTP.items() if "SIGNING" not in key}, "STUDYBOT_SLACK_SIGNING_SECRET"),
        (SOCKET | {"STUDYBOT_SLACK_COMMAND": "Study Group"}, "STUDYBOT_SLACK_COMMAND"),
        (SOCKET | {"STUDYBOT_SLACK_MANAGERS": "everyone"}, "STUDYBOT_SLACK_MANAGERS"),
        (SOCKET | {"STUDYBOT_SLACK_API_URL": "https://slack.com"}, "STUDYBOT_SLACK_API_URL"),
    ],
)
def test_a_setting_that_is_wrong_or_missing_is_named(env: Mapping[str, str], named: str) -> None:
    with pytest.raises(ConfigError) as told:
        read(env)
    assert told.value.name == named
    assert "secret" not in str(told.value)


def test_managers_may_be_named_by_their_ids() -> None:
    found = read(SOCKET | {"STUDYBOT_SLACK_MANAGERS": "admins, U012AB3CD"})
    assert found is not None
    assert found.managers == {"admins", "U012AB3CD"}
