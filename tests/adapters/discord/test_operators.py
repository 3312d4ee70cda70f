"""What operators see: the doctor's lines and the invitation."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord import adapter, invite
from adapters.discord.permissions import WANTED
from adapters.discord.settings import DEV_GUILD, SHARDS, TOKEN
from bot.chat.port import Finding
from bot.errors import ConfigError
from tests.adapters.discord.stage import Stage
from tests.platforms.discord.faults import server_error


async def wrong(stage: Stage, **more: str) -> list[Finding]:
    """Return what the doctor finds wrong; each says how to mend it."""
    found = [one for one in await adapter.doctor({**stage.env, **more}) if not one.ok]
    assert all(one.mend for one in found)
    assert not any(stage.platform.token in f"{one.what} {one.mend}" for one in found)
    return found


async def test_all_is_well_once_the_service_has_run(stage: Stage) -> None:
    await stage.start()
    assert await wrong(stage) == []
    lines = [one.what for one in await adapter.doctor(stage.env)]
    assert any("the gateway answers" in line for line in lines)
    assert any(f"application {stage.platform.world.bot.name}" in line for line in lines)
    assert any("commands are registered everywhere" in line for line in lines)


async def test_without_a_command_it_says_how_they_come(stage: Stage) -> None:
    [finding] = await wrong(stage)
    assert "no command is registered" in finding.what
    assert "studybot run" in finding.mend


async def test_a_refused_token_is_said_to_be(stage: Stage) -> None:
    [finding] = await wrong(stage, **{TOKEN: "not.the.token"})
    assert "the token is refused" in finding.what


async def test_a_wrong_setting_is_a_finding(stage: Stage) -> None:
    [finding] = await wrong(stage, **{SHARDS: "x"})
    assert SHARDS in finding.what


async def test_without_a_token_there_is_nothing_to_look_at() -> None:
    [finding] = await adapter.doctor({})
    assert finding.ok


async def test_a_discord_that_is_down_is_said_to_be(stage: Stage) -> None:
    stage.platform.faults.always("GET /users/@me", server_error(503))
    [finding] = await wrong(stage)
    assert "can't be reached" in finding.what


async def test_a_gateway_that_turns_us_away_is_said_to(stage: Stage) -> None:
    await stage.start()
    await stage.listener.stop()
    stage.platform.gateway.away = True
    [finding] = await wrong(stage)
    assert "the gateway can't be reached" in finding.what


async def test_too_few_shards_are_named(stage: Stage) -> None:
    await stage.start()
    stage.platform.gateway.shards = 4
    [finding] = await wrong(stage, **{SHARDS: "0/2"})
    assert "2 shards are too few" in finding.what
    assert "4 shards" in finding.mend


async def test_commands_that_are_there_twice_are_found(stage: Stage) -> None:
    await stage.start()
    guild = str(stage.guild.id)
    stage.env = {**stage.env, DEV_GUILD: guild}
    await stage.restart()
    [finding] = await wrong(stage)
    assert "twice" in finding.what


async def test_the_invitation_asks_for_the_least_and_says_why(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(invite.run, stage.env) == 0
    said = capsys.readouterr().out
    query = parse_qs(urlsplit(next(line for line in said.split() if line.startswith("https://"))).query)
    assert query["client_id"] == [str(stage.platform.application_id)]
    assert query["scope"] == ["bot applications.commands"]
    assert int(query["permissions"][0]) == sum(one.bit for one in WANTED) == 34359839744
    assert all(f"{one.name}  " in said and one.why in said for one in WANTED)


async def test_an_invitation_with_a_wrong_token_or_none_says_what_is_wrong(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(invite.run, {TOKEN: "not.the.token"}) == 1
    assert "studybot doctor" in capsys.readouterr().err
    with pytest.raises(ConfigError, match=TOKEN):
        invite.run({})
