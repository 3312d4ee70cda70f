"""The look at what Slack would get: complete, and as harmless as the payload."""

from __future__ import annotations

import pytest

from adapters.slack import adapter, forms, viewer
from adapters.slack.carried import Origin
from adapters.slack.render import render
from bot.chat.calls import Ask, Form
from bot.chat.cards import Card
from bot.chat.port import Previewer
from bot.i18n import words
from tests.fakes.cards import every_block, harmful
from tests.features.samples import QUEUE, bank_of
from tests.features.scene import Scene
from tests.features.tour import Tour
from tests.features.walk import Cast
from tests.platforms.slack.blocks.rules import check_message, check_view
from tests.support.crash import InlineWork
from tests.support.databases import opened


def test_the_adapter_offers_previews() -> None:
    assert isinstance(adapter, Previewer)
    page = adapter.preview(every_block("A question about queues"))
    assert page.startswith("<!doctype html>")
    assert page.count("A question about queues") > 8


@pytest.mark.parametrize("card", list(harmful()), ids=range(len(list(harmful()))))
def test_nothing_in_a_card_becomes_html(card: Card) -> None:
    assert "<script" not in adapter.preview(card)


def test_modals_and_app_home_are_drawn() -> None:
    form = Form("1:x", "Title", (), "Save")
    assert "Save" in viewer.modal(forms.modal(form, Origin("x"), words("en")))
    assert "Words" in viewer.home(render(every_block()).blocks)


async def test_everything_that_studybot_says_is_taken_by_slack(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        shown = await Tour(Scene(InlineWork(database), bank_of(QUEUE)), Cast()).walk()
    assert len(shown) > 100
    for one in shown:
        what = one.what.form if isinstance(one.what, Ask) else getattr(one.what, "card", one.what)
        if isinstance(what, Card):
            check_message(render(what).blocks)
        elif isinstance(what, Form):
            check_view(forms.modal(what, Origin("x"), words("en")))
