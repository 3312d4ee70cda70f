"""What the page's script asks and gets, over a real server and a real router."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.chat.cards import Card
from tests.adapters.web.stage import LOUNGE, PNG, Stage, question, served


@dataclass
class Browser:
    """Asks as one member in the lounge."""

    stage: Stage
    web: ClientSession

    async def get(self, path: str, me: str = "ada", **query: str) -> Any:
        params = {"as": me, "channel": "lounge", **query}
        async with self.web.get(self.stage.url + path, params=params) as response:
            return await response.json() | {"status": response.status}

    async def post(self, path: str, me: str = "ada", **values: object) -> Any:
        body = {"as": me, "channel": "lounge", **values}
        async with self.web.post(self.stage.url + path, json=body) as response:
            return await response.json() | {"status": response.status}

    async def titles(self, me: str) -> list[str]:
        return [message["title"] for message in (await self.get("/api/state", me))["messages"]]


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    async with served() as stage, ClientSession(headers={"Origin": stage.url}) as web:
        yield Browser(stage, web)


async def test_a_command_is_answered_to_the_one_who_typed_it_alone() -> None:
    async with browsing() as browser:
        assert (await browser.post("/api/line", "mei", line="/hello"))["kind"] == "sent"
        assert await browser.titles("mei") == ["Hello Mei"]
        assert await browser.titles("ada") == []
        call = browser.stage.app.calls[0]
        assert (call.actor.user, call.actor.may_manage, call.place) == ("mei", False, LOUNGE)


async def test_only_the_owner_may_run_a_command_for_owners() -> None:
    async with browsing() as browser:
        for me in ("mei", "ada"):
            await browser.post("/api/line", me, line="/setup zone:Europe/Berlin")
        assert await browser.titles("mei") == ["Refused: owner-only"]
        assert await browser.titles("ada") == ["Set up"]


async def test_a_line_that_means_nothing_is_explained() -> None:
    async with browsing() as browser:
        answer = await browser.post("/api/line", line="/helo")
        assert (answer["status"], answer["error"]) == (422, "There is no command /helo. Did you mean /hello?")


async def test_a_line_without_what_is_needed_opens_the_form_with_what_there_is() -> None:
    async with browsing() as browser:
        answer = await browser.post("/api/line", line="/setup time:9:30")
        assert answer["kind"] == "form"
        assert 'value="9:30"' in answer["html"]
        refused = await browser.post("/api/submit", command="setup", values={"zone": " ", "time": "9:30"})
        assert refused["errors"] == {"zone": "Fill this in."}
        sent = await browser.post("/api/submit", command="setup", values={"zone": "UTC", "time": "", "other": "x"})
        assert sent["kind"] == "sent"
        assert browser.stage.app.calls[0].values == {"zone": "UTC"}


async def test_a_form_comes_back_with_its_faults_until_it_is_right() -> None:
    async with browsing() as browser:
        asked = await browser.post("/api/line", line="/name")
        assert 'data-action="1:named"' in asked["html"]
        refused = await browser.post("/api/submit", action="1:named", values={"name": ""})
        assert refused["errors"] == {"name": "A name has at least one letter."}
        await browser.post("/api/submit", action="1:named", values={"name": "<b>"})
        assert await browser.titles("ada") == ["You are <b>"]


async def test_a_press_is_answered_privately_and_refers_to_the_message() -> None:
    async with browsing() as browser:
        posted = await browser.stage.connection.sender.post(LOUNGE, question(), "1")
        pressed = await browser.post("/api/press", "mei", message=int(posted.ref), action="1:answer:B")
        assert pressed["kind"] == "sent"
        assert await browser.titles("mei") == ["Question of the day", "You answered B"]
        assert await browser.titles("omar") == ["Question of the day"]
        assert browser.stage.app.calls[0].message == posted.ref


async def test_a_changed_private_message_stays_in_its_place() -> None:
    async with browsing() as browser:
        first = await browser.post("/api/line", line="/hello")
        again = await browser.post("/api/press", message=first["id"], action="1:again")
        assert again["id"] == first["id"]
        assert await browser.titles("ada") == ["Hello again"]


@pytest.mark.parametrize(
    ("action", "chosen"),
    [("1:answer:E", []), ("1:answer", ["A"]), ("1:answer", ["A", "Z"]), ("1:answer", ["A", "B", "C"]), ("1:again", [])],
)
async def test_only_what_a_message_offers_can_be_pressed(action: str, chosen: list[str]) -> None:
    async with browsing() as browser:
        posted = await browser.stage.connection.sender.post(LOUNGE, question(), "1")
        answer = await browser.post("/api/press", message=int(posted.ref), action=action, chosen=chosen)
        assert answer["status"] == 409
        assert browser.stage.app.calls == []


async def test_a_chooser_sends_what_was_chosen() -> None:
    async with browsing() as browser:
        posted = await browser.stage.connection.sender.post(LOUNGE, question(), "1")
        await browser.post("/api/press", message=int(posted.ref), action="1:answer", chosen=["A", "C"])
        assert browser.stage.app.calls[0].chosen == ("A", "C")


async def test_nobody_presses_a_private_message_of_somebody_else() -> None:
    async with browsing() as browser:
        sent = await browser.post("/api/line", "mei", line="/hello")
        assert (await browser.post("/api/press", "omar", message=sent["id"], action="1:again"))["status"] == 409


async def test_the_owner_alone_deletes_and_only_what_everyone_sees() -> None:
    async with browsing() as browser:
        posted = await browser.stage.connection.sender.post(LOUNGE, question(), "1")
        private = await browser.post("/api/line", line="/hello")
        assert (await browser.post("/api/delete", "mei", message=int(posted.ref)))["status"] == 403
        assert (await browser.post("/api/delete", message=private["id"]))["status"] == 403
        assert (await browser.post("/api/delete", message=int(posted.ref)))["status"] == 200
        assert await browser.titles("ada") == ["Hello Ada"]


async def test_completions_come_from_the_feature_and_from_choices() -> None:
    async with browsing() as browser:
        zones = await browser.get("/api/complete", command="setup", option="zone", typed="ber")
        assert zones["choices"] == [["Europe/Berlin", "Europe/Berlin"], ["Europe/Bern", "Europe/Bern"]]
        reveals = await browser.get("/api/complete", command="setup", option="reveal", typed="hours")
        assert reveals["choices"] == [["6h", "In 6 hours"]]
        assert (await browser.get("/api/complete", command="no", option="no", typed=""))["choices"] == []


async def test_moving_the_time_shows_the_new_time_and_what_is_next() -> None:
    async with browsing() as browser:
        before = browser.stage.time.now()
        told = await browser.post("/api/time", by="day")
        assert (browser.stage.time.now() - before).days == 1
        assert [item["what"] for item in told["next"]] == ["Question in #dva-c02"]
        assert (await browser.post("/api/time", by="year"))["status"] == 400


async def test_a_picture_is_shown_to_those_who_see_its_message() -> None:
    async with browsing() as browser:
        message = await browser.stage.pages.add("lounge", question(), to=None)
        sent = await browser.post("/api/press", "mei", message=message.id, action="1:answer:A")
        address = f"{browser.stage.url}/images/{sent['id']}"
        async with browser.web.get(address, params={"as": "mei", "block": "0"}) as response:
            assert (await response.read(), response.content_type) == (PNG, "image/png")
        async with browser.web.get(address, params={"as": "omar", "block": "0"}) as response:
            assert response.status == 404


async def test_what_is_shown_is_seen_by_everybody_in_the_channel() -> None:
    async with browsing() as browser:
        assert (await browser.post("/api/line", "mei", line="/shout"))["kind"] == "sent"
        for me in ("mei", "ada"):
            assert await browser.titles(me) == ["Mei says hello"]
        assert (await browser.get("/api/state", channel="dva-c02"))["messages"] == []


async def test_what_cannot_be_kept_is_not_shown_to_everybody() -> None:
    async with browsing() as browser:
        browser.stage.pages.down = True
        assert (await browser.post("/api/line", "mei", line="/shout"))["status"] == 503
        browser.stage.pages.down = False
        assert await browser.titles("ada") == []


async def test_a_document_is_handed_to_those_who_see_its_message() -> None:
    async with browsing() as browser:
        sent = await browser.post("/api/line", "mei", line="/data")
        address = f"{browser.stage.url}/images/{sent['id']}"
        async with browser.web.get(address, params={"as": "mei", "block": "1"}) as response:
            assert (await response.text(), response.content_type) == ('{"name": "Zoë <b>"}', "text/plain")
        for me, block in (("omar", "1"), ("mei", "0"), ("mei", "2")):
            async with browser.web.get(address, params={"as": me, "block": block}) as response:
                assert response.status == 404


@pytest.mark.parametrize("who", [{"me": "eve"}, {"channel": "secret"}, {"channel": "@mei"}, {"channel": "@eve"}])
async def test_nobody_looks_where_they_are_not(who: dict[str, str]) -> None:
    async with browsing() as browser:
        assert (await browser.get("/api/state", **who))["status"] == 400


async def test_an_answer_is_shown_even_when_it_cannot_be_kept() -> None:
    async with browsing() as browser:
        browser.stage.pages.down = True
        answer = await browser.post("/api/line", line="/hello")
        assert answer["kind"] == "unkept"
        assert "Hello Ada" in answer["html"]
        assert (await browser.get("/api/state"))["status"] == 503


async def test_a_direct_channel_is_no_place() -> None:
    async with browsing() as browser:
        await browser.stage.pages.add("@mei", Card("A note"), to="mei")
        await browser.post("/api/line", "mei", channel="@mei", line="/hello")
        assert browser.stage.app.calls[0].place is None


@pytest.mark.parametrize("body", ["", "{}", "[]", '{"as": 1}', "\ud800"])
async def test_a_request_that_no_page_sends_is_refused_kindly(body: str) -> None:
    async with browsing() as browser:
        data = body.encode("utf-8", "surrogatepass")
        async with browser.web.post(browser.stage.url + "/api/line", data=data) as response:
            assert response.status == 400
            assert "Load it again" in (await response.json())["error"]


async def test_files_outside_of_the_page_are_not_served() -> None:
    async with browsing() as browser:
        for path in ("/static/..%2Fpage.html", "/static/..%2F..%2Fguard.py", "/static/nothing.js"):
            async with browser.web.get(browser.stage.url + path) as response:
                assert response.status == 404
