"""The live feed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession

from adapters.web import feed
from bot.chat.cards import Card
from tests.adapters.web.stage import LOUNGE, Stage, served


@asynccontextmanager
async def following(stage: Stage, me: str, since: int = 0, last: int | None = None) -> AsyncIterator[ClientResponse]:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    query = {"as": me, "since": str(since)}
    async with (
        ClientSession() as web,
        web.get(f"{stage.url}/api/feed", params=query, headers=headers) as response,
    ):
        yield response


async def event(response: ClientResponse, kind: str = "message") -> Any:
    """Return the data of the next event of a kind, its id added."""
    fields: dict[str, str] = {}
    while fields.get("event") != kind:
        fields = {}
        while line := (await response.content.readline()).decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
        assert fields, "the stream ended"
    return json.loads(fields["data"]) | {"last": int(fields["id"])}


async def test_a_message_arrives_as_soon_as_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LOOK", 3600.0)
    async with served() as stage, following(stage, "mei") as stream:
        await event(stream, "clock")
        posted = await stage.connection.sender.post(LOUNGE, Card("News"), "1")
        assert (await event(stream))["title"] == "News"
        await stage.connection.sender.edit(LOUNGE, posted.ref, Card("Changed"))
        changed = await event(stream)
        assert (changed["id"], changed["title"]) == (int(posted.ref), "Changed")


async def test_changes_of_other_processes_are_seen_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LOOK", 0.01)
    async with served() as stage, following(stage, "mei") as stream:
        await event(stream, "clock")
        await stage.pages.add("lounge", Card("From elsewhere"))
        assert (await event(stream))["title"] == "From elsewhere"


async def test_a_private_message_reaches_nobody_else() -> None:
    async with served() as stage, following(stage, "omar") as omar, following(stage, "mei") as mei:
        private = await stage.pages.add("lounge", Card("For Mei"), to="mei")
        await stage.pages.replace(private.id, Card("For Mei, changed"))
        await stage.connection.sender.direct("local", "mei", Card("To Mei alone"), "2")
        deleted = await stage.pages.add("lounge", Card("Soon gone"), to="mei")
        await stage.pages.replace(deleted.id, None)
        await stage.connection.sender.post(LOUNGE, Card("For all"), "1")
        assert (await event(omar))["title"] == "For all"
        assert [(await event(mei)).get("title") for _ in range(4)] == [
            "For Mei, changed",
            "To Mei alone",
            None,
            "For all",
        ]


@pytest.mark.parametrize("by_header", [True, False])
async def test_a_lost_connection_goes_on_where_it_was(by_header: bool) -> None:
    async with served() as stage:
        for number in range(1, 4):
            await stage.connection.sender.post(LOUNGE, Card(f"Number {number}"), str(number))
        async with following(stage, "mei") as stream:
            seen = (await event(stream))["last"]
        since = {"last": seen} if by_header else {"since": seen}
        async with following(stage, "mei", **since) as stream:
            assert [(await event(stream))["title"] for _ in range(2)] == ["Number 2", "Number 3"]


async def test_a_deleted_message_is_taken_away() -> None:
    async with served() as stage:
        posted = await stage.connection.sender.post(LOUNGE, Card("Soon gone"), "1")
        async with following(stage, "mei", since=1) as stream:
            await event(stream, "clock")
            await stage.pages.replace(int(posted.ref), None)
            gone = await event(stream)
            assert gone["id"] == int(posted.ref)
            assert "html" not in gone


async def test_a_moved_time_is_told_to_every_page() -> None:
    async with (
        served() as stage,
        ClientSession(headers={"Origin": stage.url}) as web,
        following(stage, "mei") as stream,
    ):
        before = (await event(stream, "clock"))["now"]
        async with web.post(f"{stage.url}/api/time", json={"by": "week"}) as response:
            assert response.status == 200
        assert (await event(stream, "clock"))["now"][:10] > before[:10]


async def test_a_long_absence_is_caught_up_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "BATCH", 2)
    async with served() as stage:
        for number in range(5):
            await stage.pages.add("lounge", Card(f"Number {number}"))
        async with following(stage, "mei") as stream:
            assert [(await event(stream))["title"] for _ in range(5)] == [f"Number {number}" for number in range(5)]


async def test_the_feed_survives_a_database_that_was_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LOOK", 0.01)
    async with served() as stage:
        stage.pages.down = True
        async with following(stage, "mei") as stream:
            stage.pages.down = False
            await stage.pages.add("lounge", Card("Back"))
            assert (await event(stream))["title"] == "Back"


async def test_stopping_ends_open_feeds() -> None:
    async with served() as stage, following(stage, "mei") as stream:
        await event(stream, "clock")
        await stage.connection.listener.stop()
        assert await stream.content.read() == b""
