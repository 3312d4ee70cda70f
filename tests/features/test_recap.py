"""The weekly recap as people meet it: in the channel on Mondays, again by `/recap`, ahead for its owner."""

from __future__ import annotations

from dataclasses import replace

import pytest_asyncio

from bot.chat.cards import Buttons, Card, Image, Jump, Link, Table
from bot.features.sent import plain_card
from bot.i18n import PSEUDO
from tests.fakes.platform import PLACE, refuse_rich
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, LOUNGE, Scene, told
from tests.support.world import right, wrong


@pytest_asyncio.fixture
async def week(scene: Scene) -> Scene:
    """A group whose first week is over: Cleo was right every day, Ben and Ada never."""
    await scene.begin()
    for day in range(2, 9):
        await scene.at(day, 8)
        daily = await scene.open_daily()
        for who, letters in ((BEN, wrong(daily)), (CLEO, right(daily)), (ADA, wrong(daily))):
            await scene.act(who, f"1:answer:{daily.posting}:{letters}")
    return scene


async def at_monday(scene: Scene) -> Card:
    """Let Monday's daily time come, and return the recap that it brings."""
    await scene.at(9, 8)
    return next(one.card for one in scene.platform.in_channel() if "recap" in one.card.title)


async def test_it_is_posted_on_monday_with_picture_and_text(week: Scene) -> None:
    card = await at_monday(week)
    [image] = [block for block in card.blocks if isinstance(block, Image)]
    assert image.png.startswith(b"\x89PNG")
    text = said(card)
    assert "Mar 2 – 8" in text.replace("\u2009", " ")
    for expected in ("Domain 1", "33%", "Cleo (7)", "Task 1.1", "The hardest question", "Focus of next week"):
        assert expected in text
    assert {type(block) for block in card.blocks} >= {Table, Link, Jump, Buttons}


async def test_its_picture_is_described_with_every_domain(week: Scene) -> None:
    card = await at_monday(week)
    [image] = [block for block in card.blocks if isinstance(block, Image)]
    assert all(domain.title in image.description for domain in week.bank.exam.domains)
    assert "Mon 3" in image.description


async def test_a_platform_that_refuses_the_picture_gets_the_words(week: Scene) -> None:
    week.sender.fails_always("post", refuse_rich)
    card = await at_monday(week)
    assert card == plain_card(card)
    assert "Focus of next week" in said(card)


async def test_anybody_gets_it_again_and_the_owner_a_preview(week: Scene) -> None:
    await at_monday(week)
    assert "Preview this week" not in controls(told(await week.command(BEN, "recap")))[0]
    again = told(await week.command(ADA, "recap"))
    assert "Cleo (7)" in said(again)
    preview = told(await week.press(ADA, again, "Preview this week"))
    assert "Preview" in preview.title
    assert "not over" in preview.footer
    refused = told(await week.act(BEN, "1:recap-preview"))
    assert "Only people who manage" in said(refused)


async def test_a_link_to_the_question_is_given_where_the_question_is(week: Scene) -> None:
    await at_monday(week)
    here, elsewhere = [told(await week.command(BEN, "recap", place)) for place in (PLACE, EVERYWHERE)]
    assert any(isinstance(block, Jump) for block in here.blocks)
    assert not any(isinstance(block, Jump) for block in elsewhere.blocks)
    assert "no study group" in said(told(await week.command(BEN, "recap", LOUNGE)))


async def test_its_button_shows_ones_own_progress(week: Scene) -> None:
    card = await at_monday(week)
    assert "Your progress" in told(await week.press(CLEO, card, "My progress")).title


async def test_a_quiet_week_gets_kind_words_and_no_picture(scene: Scene) -> None:
    await scene.begin()
    card = await at_monday(scene)
    assert "A quiet week: nobody answered. That happens." in said(card)
    assert not any(isinstance(block, Image | Table) for block in card.blocks)


async def test_in_a_language_that_the_type_lacks_the_text_stands_alone(week: Scene) -> None:
    await at_monday(week)
    other = told(await week.command(replace(BEN, locale=PSEUDO), "recap"))
    assert not any(isinstance(block, Image) for block in other.blocks)
    assert "Domain 1" in said(other)
