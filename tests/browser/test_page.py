"""The local page as people use it: keyboard, several members, phone, dark, and never another host."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Browser, Route, expect

from bot.chat.cards import Card
from tests.adapters.web.stage import LOUNGE, Stage, question
from tests.browser.visit import PHONE, opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_command_is_typed_completed_and_run_by_keyboard_alone(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage) as page:
        command = page.get_by_role("combobox", name="Command")
        await expect(command).to_be_focused()
        await page.keyboard.type("/se")
        await expect(page.get_by_role("option", name="/setup")).to_be_visible()
        await page.keyboard.press("Tab")
        await page.keyboard.type("zone:ber")
        await expect(page.get_by_role("option")).to_have_count(2)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(command).to_have_value("/setup zone:Europe/Bern ")
        await page.keyboard.type("reveal:6h")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article", name="Set up")).to_contain_text("reveal=6h, zone=Europe/Bern")
        await expect(command).to_have_value("")


async def test_a_late_suggestion_does_not_undo_an_arrow_key(chromium: Browser, stage: Stage) -> None:
    late = asyncio.Event()

    async def answer_later(route: Route) -> None:
        if route.request.url.endswith("typed=ber"):
            await late.wait()
        await route.continue_()

    async with opened(chromium, stage) as page:
        await page.route("**/api/complete?*", answer_later)
        command = page.get_by_role("combobox", name="Command")
        await command.press_sequentially("/setup zone:be")
        await expect(page.get_by_role("option")).to_have_count(2)
        await command.press_sequentially("r")
        await page.keyboard.press("ArrowDown")
        async with page.expect_response(lambda one: one.url.endswith("typed=ber")):
            late.set()
        await expect(page.get_by_role("option")).to_have_count(2)
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(command).to_have_value("/setup zone:Europe/Bern ")


async def test_a_pressed_button_answers_the_one_who_pressed_and_nobody_else(chromium: Browser, stage: Stage) -> None:
    await stage.connection.sender.post(LOUNGE, question(), "1")
    async with opened(chromium, stage, "mei") as mei, opened(chromium, stage, "omar") as omar:
        clicked = asyncio.Event()

        async def after_both_clicks(route: Route) -> None:
            await clicked.wait()
            await route.continue_()

        await mei.route("**/api/press", after_both_clicks)
        await mei.get_by_role("button", name="B", exact=True).dblclick()
        clicked.set()
        private = mei.get_by_role("article", name="You answered B")
        await expect(private).to_contain_text("Only you can see this")
        await stage.connection.sender.post(LOUNGE, Card("Later"), "2")
        await expect(omar.get_by_role("article", name="Later")).to_be_visible()
        await expect(omar.get_by_role("article")).to_have_count(2)
        await omar.get_by_role("radio", name="Mei").check(force=True)
        await expect(omar.get_by_role("article", name="You answered B").first).to_be_visible()


async def test_a_change_in_another_tab_shows_at_once(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage) as one, opened(chromium, stage) as other:
        await one.get_by_role("combobox", name="Command").fill("/hello")
        await one.keyboard.press("Enter")
        await expect(other.get_by_role("article", name="Hello Ada")).to_be_visible()
        await other.get_by_role("button", name="Again").click()
        await expect(one.get_by_role("article", name="Hello again")).to_be_visible()


async def test_news_in_another_channel_is_marked_until_it_is_read(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage, "mei") as page:
        await page.get_by_role("button", name="dva-c02").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("# dva-c02")
        await stage.connection.sender.post(LOUNGE, Card("News"), "1")
        await page.get_by_role("button", name="lounge, unread messages").click()
        await expect(page.get_by_role("article", name="News")).to_be_visible()
        await expect(page.get_by_role("button", name="lounge", exact=True)).to_be_visible()


async def test_a_form_shows_its_faults_and_loses_nothing(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage) as page:
        await page.get_by_role("button", name="All commands").click()
        await page.get_by_role("button", name="/setup").click()
        await page.get_by_label("Time of day").fill("9:30")
        await page.get_by_role("button", name="Run").click()
        zone = page.get_by_label("Time zone")
        await expect(zone).to_be_focused()
        await expect(zone).to_have_accessible_description(re.compile("Fill this in."))
        await page.keyboard.type("tok")
        await page.get_by_role("option", name="Asia/Tokyo").click()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article", name="Set up")).to_contain_text("time=9:30, zone=Asia/Tokyo")


async def test_exactly_two_are_chosen_and_an_edit_does_not_undo_a_choice(chromium: Browser, stage: Stage) -> None:
    posted = await stage.connection.sender.post(LOUNGE, question(), "1")
    async with opened(chromium, stage, "mei") as page:
        message = page.get_by_role("article")
        await message.get_by_role("checkbox", name="A").check(force=True)
        await message.get_by_role("button", name="Answer").click()
        await expect(page.get_by_role("alert")).to_have_text("Choose exactly 2.")
        await stage.connection.sender.edit(LOUNGE, posted.ref, question())
        await expect(message).to_contain_text("edited")
        await expect(message.get_by_role("checkbox", name="A")).to_be_checked()
        await message.get_by_role("checkbox", name="C").check(force=True)
        await message.get_by_role("button", name="Answer").click()
        await expect(page.get_by_role("article", name="You answered A, C")).to_be_visible()


async def test_a_wrong_line_and_a_lost_server_leave_what_was_typed(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage) as page:
        command, fault = page.get_by_role("combobox", name="Command"), page.get_by_role("alert")
        await command.fill("/hello loud:yes")
        await page.keyboard.press("Enter")
        await expect(fault).to_have_text("There is no option loud; /hello takes none.")
        await page.context.set_offline(True)
        await command.fill("/hello")
        await page.keyboard.press("Enter")
        await expect(fault).to_contain_text("could not be reached")
        await expect(command).to_have_value("/hello")
        await page.context.set_offline(False)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("article", name="Hello Ada")).to_be_visible()


async def test_a_lost_connection_is_said_and_comes_back(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage) as page:
        await page.route("**/api/feed*", lambda route: route.abort())
        await page.get_by_role("radio", name="Mei").check(force=True)  # another member is another feed
        await expect(page.get_by_role("status")).to_contain_text("The connection is lost")
        await page.unroute("**/api/feed*")
        await expect(page.get_by_role("status")).to_contain_text("Connected again.")
        await stage.connection.sender.post(LOUNGE, Card("After"), "1")
        await expect(page.get_by_role("article", name="After")).to_be_visible()


async def test_moving_the_time_is_seen_everywhere(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage) as one, opened(chromium, stage, "mei") as other:
        before = await other.locator("#today").inner_text()
        await one.get_by_role("button", name="+1 day").click()
        await expect(other.locator("#today")).not_to_have_text(before)
        await expect(one.locator("#next")).to_contain_text("Question in #dva-c02")


async def test_deleting_asks_first_and_takes_the_message_from_everyone(chromium: Browser, stage: Stage) -> None:
    await stage.connection.sender.post(LOUNGE, Card("Soon gone"), "1")
    async with opened(chromium, stage) as owner, opened(chromium, stage, "mei") as mei:
        await expect(mei.get_by_role("article", name="Soon gone")).to_be_visible()
        await expect(mei.get_by_role("button", name="Delete")).to_have_count(0)
        await owner.get_by_role("button", name="Delete").focus()
        await owner.keyboard.press("Enter")
        await owner.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await expect(mei.get_by_role("article")).to_have_count(0)


async def test_an_empty_channel_says_what_to_do_first(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage, "mei") as page:
        await page.get_by_role("button", name="Be Ada").click()
        await page.get_by_role("button", name="Set up this channel").click()
        await expect(page.get_by_role("dialog", name="/setup")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_dark_follows_the_system_and_a_choice_is_kept(chromium: Browser, stage: Stage) -> None:
    async with opened(chromium, stage, color_scheme="dark") as page:
        ground = "getComputedStyle(document.body.querySelector('main')).backgroundColor"
        dark = await page.evaluate(ground)
        await page.get_by_role("button", name="Light or dark").click()
        light = await page.evaluate(ground)
        assert _brightness(dark) < 60
        assert _brightness(light) > 200
        await page.reload()
        assert await page.evaluate(ground) == light


def _brightness(color: str) -> int:
    return min(int(part) for part in re.findall(r"\d+", color)[:3])


async def test_a_phone_shows_everything_without_scrolling_sideways(chromium: Browser, stage: Stage) -> None:
    await stage.connection.sender.post(LOUNGE, question(), "1")
    await stage.connection.sender.post(LOUNGE, Card("x" * 300), "2")
    async with opened(chromium, stage, **PHONE) as page:
        await expect(page.get_by_role("article")).to_have_count(2)
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await expect(page.get_by_role("radio", name="Mei")).to_have_count(0)
        await page.get_by_role("button", name="Channels and members").tap()
        await page.locator("label", has_text="Mei").tap()
        await page.get_by_role("button", name="evening-group").tap()
        await expect(page.get_by_role("heading", level=1)).to_have_text("# evening-group")
        await expect(page.get_by_role("button", name="Be Ada")).to_be_visible()


async def test_every_control_has_a_name_and_the_size_of_a_finger(chromium: Browser, stage: Stage) -> None:
    await stage.connection.sender.post(LOUNGE, question(), "1")
    async with opened(chromium, stage) as page:
        await expect(page.get_by_role("article")).to_be_visible()
        controls = page.locator("button:visible, input:visible, select:visible, a[href]:visible:not(.skip)")
        for control in await controls.all():
            await expect(control).to_have_accessible_name(re.compile(r"\S"))
            box = await control.bounding_box()
            assert box is not None
            assert box["height"] >= 44, await control.evaluate("element => element.outerHTML")
