"""What is wider than a phone: a shadow at the side on which there is more, and a name for whoever comes by keyboard."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, expect

from bot.chat.cards import Block, Card, CodeBlock, Table
from tests.adapters.web.stage import LOUNGE, Stage
from tests.browser.visit import PHONE, opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

WIDE = Table(tuple(f"Column{at}" for at in range(9)), (tuple("123456789"),))
NARROW = Table(("Name", "Points"), (("Mei", "3"),), numeric=(1,))
CODE = CodeBlock("resource = " + "x" * 90)
SCHEMES = ("light", "dark")


async def post(stage: Stage, block: Block) -> None:
    await stage.connection.sender.post(LOUNGE, Card("Here it is", (block,)), "1")


async def shaded(box: Locator) -> tuple[bool, bool]:
    """Return whether the left and the right side of a box differ from its middle, off round corners and text."""
    picture = Image.open(io.BytesIO(await box.screenshot())).convert("L")
    ground = picture.crop((picture.width // 2, 10, picture.width // 2 + 4, 11)).tobytes()

    def differs(x: int) -> bool:
        tones = picture.crop((x, 10, x + 4, 11)).tobytes()
        return max(abs(tone - flat) for tone, flat in zip(tones, ground, strict=True)) > 5

    return differs(2), differs(picture.width - 7)


async def scroll(box: Locator, left: int) -> None:
    await box.evaluate("(element, left) => (element.scrollLeft = left)", left)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("block", "name"), [(WIDE, " ".join(WIDE.columns)), (CODE, "Code")])
async def test_a_shadow_says_where_there_is_more(
    chromium: Browser, stage: Stage, scheme: str, block: Block, name: str
) -> None:
    await post(stage, block)
    async with opened(chromium, stage, color_scheme=scheme, **PHONE) as page:
        box = page.get_by_role("group", name=name, exact=True)
        assert await shaded(box) == (False, True)
        await scroll(box, 60)
        assert await shaded(box) == (True, True)
        await scroll(box, 9999)
        assert await shaded(box) == (True, False)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_what_fits_has_no_shadow(chromium: Browser, stage: Stage, scheme: str) -> None:
    await post(stage, NARROW)
    async with opened(chromium, stage, color_scheme=scheme, **PHONE) as page:
        assert await shaded(page.get_by_role("group", name="Name Points", exact=True)) == (False, False)


async def test_long_heads_do_not_push_a_table_of_numbers_over_the_side(chromium: Browser, stage: Stage) -> None:
    heads = ("Domain", "Answered", "Right", "Weight in the exam")
    await post(stage, Table(heads, (("Deployment", "12", "50%", "18%"),), numeric=(1, 2, 3)))
    async with opened(chromium, stage, **PHONE) as page:
        box = page.get_by_role("group", name=" ".join(heads), exact=True)
        assert await box.evaluate("element => element.scrollWidth <= element.clientWidth")


@pytest.mark.parametrize(("block", "name"), [(WIDE, " ".join(WIDE.columns)), (CODE, "Code")])
async def test_what_is_hidden_is_reached_by_keyboard(chromium: Browser, stage: Stage, block: Block, name: str) -> None:
    await post(stage, block)
    async with opened(chromium, stage, viewport={"width": 390, "height": 844}) as page:
        box = page.get_by_role("group", name=name, exact=True)
        await page.get_by_role("button", name="Delete").focus()
        await page.keyboard.press("Tab")
        await expect(box).to_be_focused()
        await page.keyboard.press("ArrowRight")
        await page.wait_for_function("() => document.activeElement.scrollLeft > 0")
