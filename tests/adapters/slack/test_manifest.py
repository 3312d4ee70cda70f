"""The manifest: current, complete, and fitted to the settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from adapters.slack import adapter
from adapters.slack.manifest import SHIPPED, aimed, shipped
from adapters.slack.scopes import BASE, OPTIONAL
from tools.slack_manifest import current

LIBRARIES = (
    "import sys, adapters.slack; print([one for one in ('slack_sdk', 'slack_bolt', 'aiohttp') if one in sys.modules])"
)


def test_the_shipped_manifest_is_what_the_commands_make_it() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == current(), "run python -m tools.write_generated"


def test_every_scope_is_explained_in_it() -> None:
    comments = [line for line in SHIPPED.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    for scope, reason in {**BASE, **OPTIONAL}.items():
        assert any(scope in line and reason in line for line in comments)


def test_it_holds_to_slacks_limits() -> None:
    made = yaml.safe_load(shipped("study", ""))
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    for slash in made["features"]["slash_commands"]:
        assert len(slash["command"]) <= 32
        assert len(slash["description"]) <= 2_000
        assert len(slash["usage_hint"]) <= 1_000


def test_for_one_workspace_it_asks_for_socket_mode_and_no_address() -> None:
    made = yaml.safe_load(shipped("dva", ""))
    assert made["settings"]["socket_mode_enabled"]
    assert made["features"]["slash_commands"][0]["command"] == "/dva"
    assert "https" not in yaml.safe_dump(made)


def test_for_many_workspaces_every_address_is_ours_and_tokens_rotate() -> None:
    made = yaml.safe_load(shipped("study", "https://studybot.example.org"))
    settings = made["settings"]
    assert not settings["socket_mode_enabled"]
    assert settings["token_rotation_enabled"]
    events = "https://studybot.example.org/slack/events"
    assert settings["event_subscriptions"]["request_url"] == events
    assert settings["interactivity"]["request_url"] == settings["interactivity"]["message_menu_options_url"] == events
    assert {one["url"] for one in made["features"]["slash_commands"]} == {events}
    assert made["oauth_config"]["redirect_urls"] == ["https://studybot.example.org/slack/oauth_redirect"]


def test_fitting_it_leaves_the_original_alone() -> None:
    original = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    aimed(original, "dva", "https://studybot.example.org")
    assert original == yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


def test_the_program_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = adapter.programs
    env = {"STUDYBOT_SLACK_COMMAND": "dva", "STUDYBOT_PUBLIC_URL": "https://studybot.example.org"}
    assert program.run(env) == 0
    made = yaml.safe_load(capsys.readouterr().out)
    assert made["features"]["slash_commands"][0] == made["features"]["slash_commands"][0] | {"command": "/dva"}


def test_loading_the_adapter_loads_none_of_slacks_libraries() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", LIBRARIES], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
