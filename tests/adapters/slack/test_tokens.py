"""Tokens that end after twelve hours: renewed in time, once, and without a word in the log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.build import connect
from bot.chat.cards import Card, text
from bot.chat.port import Permanent, Transient
from bot.errors import StorageDown
from bot.http import HttpServer
from tests.adapters.slack.installing import ADDRESS, install
from tests.adapters.slack.stage import Stage, http_stage, well

CARD = Card("Question", (text("Which one?"),))


async def test_a_token_is_renewed_over_night_for_a_post_that_nobody_asked_for(sqlite_url: str) -> None:
    async with http_stage(sqlite_url, rotates=True) as stage:
        await stage.connection.sender.post(stage.place, CARD, "11")
        for hours in (11, 11, 30):
            stage.core.clock.offset += timedelta(hours=hours)
            await stage.connection.sender.post(stage.place, CARD, str(hours))
        assert len(stage.posted()) == 4
        assert stage.calls("oauth.v2.access") == 1 + 3


async def test_many_posts_at_once_renew_a_token_once(sqlite_url: str) -> None:
    async with http_stage(sqlite_url, rotates=True) as stage:
        stage.core.clock.offset += timedelta(hours=11)
        await asyncio.gather(*(stage.connection.sender.post(stage.place, CARD, str(n)) for n in range(5)))
        assert stage.calls("oauth.v2.access") == 1 + 1


async def test_two_processes_renew_one_token_and_both_go_on(sqlite_url: str) -> None:
    async with http_stage(sqlite_url, rotates=True) as stage:
        second = connect(replace(stage.host, web=HttpServer("127.0.0.1", 0, ADDRESS, well)))
        for sender in (stage.connection.sender, second.sender):
            await sender.post(stage.place, CARD, "11")
        for _ in range(3):
            stage.core.clock.offset += timedelta(hours=11)
            await asyncio.gather(*(one.sender.post(stage.place, CARD, "12") for one in (stage.connection, second)))
        assert len(stage.posted()) == 2 + 6


async def test_a_token_that_can_not_be_renewed_is_used_while_it_lasts(sqlite_url: str) -> None:
    async with http_stage(sqlite_url, rotates=True) as stage:
        stage.core.clock.offset += timedelta(hours=11)
        stage.slack.faults.refuse("oauth.v2.access", "internal_error", times=None)
        await stage.connection.sender.post(stage.place, CARD, "11")
        stage.core.clock.offset += timedelta(hours=2)
        with pytest.raises(Permanent):
            await stage.connection.sender.post(stage.place, CARD, "12")


async def test_a_vault_that_does_not_answer_sent_nothing(http: Stage) -> None:
    kept = http.core.vault.values

    class Down(dict[str, bytes]):
        def get(self, *args: object) -> bytes:
            raise StorageDown

    http.core.vault.values = Down(kept)
    http.connection = connect(replace(http.host, web=HttpServer("127.0.0.1", 0, ADDRESS, well)))
    with pytest.raises(Transient):
        await http.connection.sender.post(http.place, CARD, "11")
    http.core.vault.values = kept
    await http.connection.sender.post(http.place, CARD, "11")


async def test_no_code_and_no_token_reaches_the_log(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="adapters")
    async with http_stage(sqlite_url, rotates=True) as stage:
        stage.core.clock.offset += timedelta(hours=11)
        stage.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token")
        await stage.connection.sender.post(stage.place, CARD, "11")
        stage.slack.faults.refuse("oauth.v2.access", "invalid_code")
        await install(stage.slack, stage.extra["base"], stage.ada)
        secrets = list(stage.slack.world.tokens.grants)
        whole = caplog.text
    assert not [secret for secret in secrets if secret in whole]
    assert "xoxb" not in whole
    assert stage.slack.world.app.client_secret not in whole
