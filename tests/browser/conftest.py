"""Chromium for the tests that look at the page as a person does."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.adapters.web.stage import Stage, served

REQUIRED = "STUDYBOT_TEST_REQUIRE_BROWSER"
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
    " --disable-sync"
)


def _chromium() -> str:
    """Return where Chromium is; skip where it is not, unless it is asked for."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        missing = "no chromium on the PATH: install it (Debian: apt install chromium) to run the browser tests"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    """Yield a browser that all tests share; each opens contexts of its own."""
    path = _chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_FLAGS.split())
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="package")
async def stage() -> AsyncIterator[Stage]:
    """Yield a page being served, with an empty feed."""
    async with served() as stage:
        yield stage
