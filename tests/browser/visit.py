"""Somebody's visit to the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, expect

from tests.adapters.web.stage import Stage

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@asynccontextmanager
async def opened(
    chromium: Browser, stage: Stage, me: str = "ada", script: str = "", **options: Any
) -> AsyncIterator[Page]:
    """Yield the lounge as a member sees it; fail on script errors and on requests to any other host.

    `script` runs before the page's own.
    """
    context = await chromium.new_context(**options)
    await context.add_init_script(script)
    page = await context.new_page()
    strangers: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: strangers.append(request.url) if _foreign(request.url, stage) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    await page.goto(f"{stage.url}/?as={me}&channel=lounge")
    await expect(page.get_by_role("heading", level=1)).to_have_text("# lounge")
    await expect(page.locator("#now")).not_to_be_empty()
    yield page
    await context.close()
    assert strangers == []
    assert errors == []


def _foreign(url: str, stage: Stage) -> bool:
    return urlsplit(url).netloc != urlsplit(stage.url).netloc
