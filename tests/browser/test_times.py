"""Times on the page: those of the study group, whose zone is named, wherever the browser is."""

from __future__ import annotations

from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from adapters.web import world
from bot.chat.cards import Card
from bot.clock import ShiftedClock
from tests.adapters.web.stage import START, Stage
from tests.browser.visit import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


def _start() -> datetime:
    return START


@pytest_asyncio.fixture(loop_scope="package")
async def standing(stage: Stage) -> Stage:
    """Return a page whose time stands still at eight in the morning (UTC), with a message of then in each channel."""
    stage.time.clock = ShiftedClock(_start)
    for channel in world.CHANNELS:
        await stage.pages.add(channel.id, Card(f"In {channel.id}"))
    return stage


async def go(page: Page, channel: str) -> None:
    await page.get_by_role("button", name=channel).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"# {channel}")


async def expect_times(page: Page, zone: str, now: str) -> None:
    """Expect the clock, the phone's clock and the message of now to say the same time, and the zone to be named."""
    await expect(page.locator("#zone")).to_have_text(f"Times are of {zone}.")
    await expect(page.locator("#now")).to_have_text(now)
    await expect(page.locator("#now-short")).to_contain_text(now)
    await expect(page.locator("article time")).to_have_text(now)


@pytest.mark.parametrize("browser", ["UTC", "America/Los_Angeles"])
async def test_times_are_the_group_s_wherever_the_browser_is(chromium: Browser, standing: Stage, browser: str) -> None:
    async with opened(chromium, standing, "mei", timezone_id=browser) as page:
        await go(page, "dva-c02")
        await expect_times(page, "Europe/Berlin", "9:00 AM")
        await expect(page.locator("#next li")).to_have_text("Question in #dva-c02Tue, Nov 24, 9:00 AM")


async def test_each_group_has_its_own_time_and_another_s_zone_is_named(chromium: Browser, standing: Stage) -> None:
    standing.time.groups["evening-group"] = "America/New_York"
    async with opened(chromium, standing, "mei") as page:
        await go(page, "evening-group")
        await expect_times(page, "America/New_York", "3:00 AM")
        await expect(page.locator("#next li")).to_have_text(
            [
                "Question in #dva-c02Tue, Nov 24, 9:00 AMEurope/Berlin",
                "Question in #evening-groupTue, Nov 24, 3:00 AM",
            ]
        )


async def test_a_channel_without_a_group_tells_the_first_group_s_time(chromium: Browser, standing: Stage) -> None:
    standing.time.groups["evening-group"] = "America/New_York"
    async with opened(chromium, standing, "mei") as page:
        await expect_times(page, "Europe/Berlin", "9:00 AM")


async def test_without_any_group_the_reader_s_own_time_is_told(chromium: Browser, standing: Stage) -> None:
    standing.time.groups.clear()
    async with opened(chromium, standing, "mei", timezone_id="Asia/Tokyo") as page:
        await expect_times(page, "Asia/Tokyo", "5:00 PM")
        await expect(page.locator("#next")).to_have_text("Nothing is planned yet.")


async def test_a_changed_zone_changes_every_time_at_once(chromium: Browser, standing: Stage) -> None:
    async with opened(chromium, standing, "mei") as page:
        await expect_times(page, "Europe/Berlin", "9:00 AM")
        standing.time.groups["dva-c02"] = "Asia/Tokyo"
        await page.get_by_role("button", name="+1 hour").click()
        await expect(page.locator("#now")).to_have_text("6:00 PM")
        await expect(page.locator("article time")).to_have_text("5:00 PM")
        await expect(page.locator("#next li")).to_have_text("Question in #dva-c02Tue, Nov 24, 5:00 PM")


async def test_a_zone_that_the_browser_does_not_know_breaks_nothing(chromium: Browser, standing: Stage) -> None:
    older = """
        const Format = Intl.DateTimeFormat;
        Intl.DateTimeFormat = function (language, options) {
          if (options?.timeZone === "Europe/Berlin") throw new RangeError("Invalid time zone");
          return new Format(language, options);
        };
    """
    async with opened(chromium, standing, "mei", timezone_id="Asia/Tokyo", script=older) as page:
        await expect_times(page, "Asia/Tokyo", "5:00 PM")
        await expect(page.locator("#next li")).to_have_text("Question in #dva-c02Tue, Nov 24, 9:00 AMEurope/Berlin")
