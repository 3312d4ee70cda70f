"""docs/messages.md shows what studybot says now, and all of it."""

from __future__ import annotations

import re

import pytest

from bot.features.errors import codes
from tests.features.catalogue import REPOSITORY, occurs, sentences
from tests.features.messages_page import messages_page

PAGE = REPOSITORY / "docs" / "messages.md"


@pytest.fixture(scope="module")
def page() -> str:
    return messages_page()


def test_the_page_is_current(page: str) -> None:
    assert page == PAGE.read_text(encoding="utf-8"), "run `python -m tools.write_generated`"


def test_every_sentence_stands_on_the_page(page: str) -> None:
    assert [sentence for sentence in sentences("bot/features") if not occurs(sentence, page)] == []


def test_the_walk_says_the_same_each_time(page: str) -> None:
    assert messages_page() == page


def test_a_sentence_that_is_not_on_the_page_is_noticed(page: str) -> None:
    assert not occurs("The {animal} sleeps.", page)
    assert occurs("{n} people have answered.", page)


def test_every_refusal_that_the_core_raises_has_words() -> None:
    raised = {code for room in ("study", "rules", "features", "chat") for code in _raised(room)}
    assert raised <= set(codes())
    assert len(raised) > 10


def _raised(room: str) -> list[str]:
    folder = REPOSITORY / "bot" / room
    return [
        code for file in folder.glob("*.py") for code in re.findall(r'Refused\(\s*"([\w-]+)"', file.read_text("utf-8"))
    ]
