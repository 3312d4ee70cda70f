"""The gateway: connections that break, servers that come and go, shards, and the commands that Discord is told."""

from __future__ import annotations

import pytest

from adapters.discord.registry import EVERYWHERE
from adapters.discord.settings import DEV_GUILD, SHARDS, TOKEN
from bot.chat.cards import Card
from bot.errors import ConfigError
from tests.adapters.discord.stage import Stage, feature, routing, telling
from tests.platforms.discord.faults import rate_limited, server_error

COMMANDS = "PUT " + EVERYWHERE
IN_GUILD = "PUT /applications/{application_id}/guilds/{guild_id}/commands"


async def answered(stage: Stage) -> bool:
    """Return whether a command is answered."""
    outcome = await stage.ben.command(stage.channel, "help", wait=False)
    await outcome.answered()
    return bool(outcome.text)


async def registered(stage: Stage) -> None:
    """Wait until Discord knows the commands."""
    await stage.platform.until(lambda: bool(stage.platform.backend.commands[None]), "the commands")


async def test_a_connection_that_drops_is_resumed_and_nothing_done_meanwhile_is_lost(stage: Stage) -> None:
    await stage.start()
    stage.platform.gateway.away = True
    await stage.platform.gateway.drop()
    outcome = await stage.ben.command(stage.channel, "help", wait=False)
    stage.platform.gateway.away = False
    await outcome.answered()
    assert outcome.text
    assert stage.platform.gateway.resumed
    assert len(stage.platform.gateway.identified) == 1


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_session_that_is_called_invalid_is_begun_anew(stage: Stage, resumable: bool) -> None:
    await stage.start()
    stage.platform.gateway.invalidate(resumable=resumable)
    gateway = stage.platform.gateway
    await stage.platform.until(lambda: bool(gateway.resumed) or len(gateway.identified) > 1, "another session")
    await stage.platform.connected()
    assert await answered(stage)


async def test_a_reconnection_that_discord_asks_for_is_made(stage: Stage) -> None:
    await stage.start()
    stage.platform.gateway.reconnect()
    await stage.platform.until(lambda: bool(stage.platform.gateway.resumed), "a resumed session")
    assert await answered(stage)


@pytest.mark.parametrize("code", [4000, 4007, 4009, 4013, 4014, 1000, None])
async def test_whatever_ends_the_connection_it_is_made_again(
    stage: Stage, code: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.listener._FIRST_WAIT", 0.0)
    monkeypatch.setattr("adapters.discord.listener._LONGEST_WAIT", 0.0)
    await stage.start()
    await stage.platform.gateway.drop(code=code)
    await stage.platform.connected()
    assert await answered(stage)


async def test_a_start_while_discord_is_down_goes_on_trying(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("adapters.discord.listener._FIRST_WAIT", 0.0)
    monkeypatch.setattr("adapters.discord.listener._CONNECT_SECONDS", 0.05)
    stage.platform.faults.always("GET /users/@me", server_error(503))
    await stage.start()
    assert "trying again" in caplog.text
    stage.platform.faults.clear()
    await stage.platform.connected()
    await registered(stage)
    assert await answered(stage)


async def test_a_token_that_discord_refuses_stops_the_start_with_the_settings_name(stage: Stage) -> None:
    stage.env = {TOKEN: "not.the.token"}
    with pytest.raises(ConfigError, match=TOKEN) as raised:
        await stage.start()
    assert "not.the.token" not in str(raised.value)


async def test_being_added_posts_nothing_and_being_removed_is_told_to_the_core(stage: Stage) -> None:
    await stage.start()
    await stage.platform.until(lambda: ("back", str(stage.guild.id)) in stage.workspaces.heard, "the server")
    stage.workspaces.heard.clear()
    other = stage.platform.guild("Another")
    await stage.platform.until(lambda: stage.workspaces.heard == [("back", str(other.id))], "the new server")
    stage.platform.remove_bot(other)
    await stage.platform.until(lambda: stage.workspaces.heard[1:] == [("gone", str(other.id))], "its end")
    assert stage.platform.requests("POST /channels/{channel_id}/messages") == []
    assert stage.platform.requests("POST /users/@me/channels") == []


async def test_an_outage_of_a_server_removes_nothing(stage: Stage) -> None:
    await stage.start()
    await stage.platform.until(lambda: bool(stage.workspaces.heard), "the server")
    stage.workspaces.heard.clear()
    stage.platform.outage(stage.guild)
    assert await answered(stage)
    assert stage.workspaces.heard == []


async def test_only_the_shards_that_were_set_are_served(stage: Stage) -> None:
    stage.env = {**stage.env, SHARDS: "1-2/4"}
    there = stage.platform.guild("Mine", shard=2, of=4)
    channel, cleo = stage.platform.channel(there), stage.platform.person(there, "Cleo")
    await stage.start()
    await stage.platform.connected(shards=2)
    assert stage.platform.gateway.connected == {1, 2}
    outcome = await cleo.command(channel, "help")
    assert outcome.text


async def test_the_gateway_is_asked_for_servers_alone(stage: Stage) -> None:
    await stage.start()
    assert [one["intents"] for one in stage.platform.gateway.identified] == [1]


async def test_commands_are_registered_once_and_again_only_when_one_has_changed(stage: Stage) -> None:
    answer, _ = telling(Card("Hello"))
    stage.route(routing(feature({"hello": answer})))
    await stage.start()
    await stage.restart()
    assert len(stage.platform.requests(COMMANDS)) == 1
    stage.route(routing(feature({"hello": answer, "bye": answer})))
    await stage.restart()
    names = [[one["name"] for one in request.body] for request in stage.platform.requests(COMMANDS)]
    assert names == [["hello"], ["hello", "bye"]]


async def test_commands_that_could_not_be_registered_are_a_little_later(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("adapters.discord.listener._FIRST_WAIT", 0.0)
    stage.platform.faults.next(COMMANDS, server_error(), rate_limited(1))
    await stage.start()
    assert "could not be registered" in caplog.text
    await registered(stage)
    assert await answered(stage)


async def test_for_development_one_server_alone_gets_the_commands_until_it_is_left(stage: Stage) -> None:
    other = stage.platform.guild("Another")
    for guild in (stage.guild, other):
        stage.env = {**stage.env, DEV_GUILD: str(guild.id)}
        await stage.start()
        await stage.listener.stop()
    commands = stage.platform.backend.commands
    assert commands[stage.guild.id] == []
    assert [one["name"] for one in commands[other.id]] == [one.name for one in stage.host.router.commands]
    assert stage.platform.requests(COMMANDS) == []


async def test_every_command_of_the_core_is_taken_by_discord(stage: Stage) -> None:
    await stage.start()
    known = {one["name"]: one for one in stage.platform.backend.commands[None]}
    assert list(known) == [one.name for one in stage.host.router.commands]
    hidden = [name for name, one in known.items() if one["default_member_permissions"]]
    assert hidden == ["setup"]
