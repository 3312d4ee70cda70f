"""Every word that a person reads goes through gettext: the walk in a generated language leaves nothing unmarked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape

import pytest

from adapters.web.labels import labels
from adapters.web.page import login, page
from adapters.web.render import card_html
from adapters.web.world import CHANNELS, MEMBERS
from bot.chat.calls import Tell
from bot.chat.cards import Button, Buttons, Card, Document, Field, Fields, Table, text
from bot.chat.declare import Command
from bot.features.all import FEATURES
from bot.features.app import App
from bot.i18n import PSEUDO, words
from tests.features.look import leaves
from tests.features.samples import KEYS, QUEUE, bank_of, marked, marked_bank
from tests.features.scene import Scene
from tests.features.tour import Tour
from tests.features.walk import Cast, Shown
from tests.support.crash import InlineWork
from tests.support.databases import SqliteFiles, opened

_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧|⟪[^⟪⟫]*⟫", re.DOTALL)
_UNTRANSLATED = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Mar|Apr|May|Dec|AM|PM|and|or)\b"  # dates and lists are Babel's, in English
    r"|\b(?:Europe|Asia)/\w+"  # the names of zones are the same everywhere
    r"|(?m:^[A-F]{1,6}$)"  # letters of options
    r"|(?m:^/[a-z-]+$)"  # commands are typed the same everywhere
)


def unmarked(texts: Iterable[str]) -> list[str]:
    """Return the texts in which a letter stands outside of every marked sentence and marked content."""
    return [one for one in texts if re.search(r"[^\W\d_]", _outside(one))]


def _outside(text: str) -> str:
    while (shorter := _INNERMOST.sub("", text)) != text:
        text = shorter
    return _UNTRANSLATED.sub("", text)


@pytest.fixture(scope="module")
def seen(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """What the walk shows to people who speak the generated language, with marked names, channels and questions."""
    here = Cast()
    cast = replace(
        here,
        ada=replace(here.ada, name=marked("Ada"), locale=PSEUDO),
        ben=replace(here.ben, name=marked("Ben"), locale=PSEUDO),
        cleo=replace(here.cleo, name=marked("Cleo"), locale=PSEUDO),
        stranger=replace(here.stranger, locale=PSEUDO),
        place=replace(here.place, name=marked("general")),
        other=replace(here.other, name=marked("lounge")),
        permission=marked("Send Messages"),
        role=marked("Study crew"),
        note=marked("The page was changed in February."),
        first=marked_bank(bank_of(QUEUE)),
        second=marked_bank(bank_of(KEYS)),
    )
    with opened(sqlite_files.copy(tmp_path_factory.mktemp("words"))) as database:
        return asyncio.run(Tour(Scene(InlineWork(database), cast.first), cast).walk())


def test_no_message_holds_a_word_that_is_not_translated(seen: list[Shown]) -> None:
    texts = [text for one in seen for text in leaves(one.what)]
    assert unmarked(texts) == []
    assert len(texts) > 500


def test_every_message_says_something_marked(seen: list[Shown]) -> None:
    assert [one.when for one in seen if not any("⟦" in text for text in leaves(one.what))] == []


@pytest.mark.parametrize(
    "card",
    [
        Card("Planted"),
        Card("⟦Títlé~⟧", (text("⟦Fírst.~⟧ Second, planted."),)),
        Card("⟦Títlé~⟧", (Fields((Field("⟦Námé~⟧", "planted"),)),)),
        Card("⟦Títlé~⟧", (Table(("⟦Námé~⟧",), (("planted",),)),)),
        Card("⟦Títlé~⟧", (Buttons((Button("Planted", "1:a"),)),)),
        Card("⟦Títlé~⟧", footer="Planted."),
    ],
)
def test_a_sentence_that_is_not_marked_is_noticed_wherever_it_stands(card: Card) -> None:
    assert unmarked(leaves(Tell(card)))


def test_the_local_page_holds_no_word_that_is_not_translated() -> None:
    commands: list[Command[App]] = [command for feature in FEATURES for command in feature.commands]
    names = {"Studybot", *(one.id for one in CHANNELS), *(one.name for one in MEMBERS)}
    texts = set(_read(page(commands, True, words(PSEUDO)))) - names - {one.name[0] for one in MEMBERS}
    assert unmarked(texts) == []
    assert unmarked(_read(login(words(PSEUDO), "⟦Wróng.~⟧"))) == []
    assert unmarked(labels(words(PSEUDO)).values()) == []


def test_the_local_page_draws_cards_without_a_word_that_is_not_translated(seen: list[Shown]) -> None:
    shown = [getattr(one.what, "card", one.what) for one in seen]
    cards = [card for card in shown if isinstance(card, Card) and not _has_file(card)]
    # Joined, for code inside of a marked text is an element of its own.
    drawn = ["\n".join(_read(card_html(card, "1", "/images", words(PSEUDO)))) for card in cards]
    assert unmarked(drawn) == []
    assert len(drawn) > 50


def _has_file(card: Card) -> bool:
    return any(isinstance(block, Document) for block in card.blocks)


def _read(html: str) -> Iterator[str]:
    """Yield every text of a page that a reader sees or hears: between tags, and in attributes that are read out."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    for piece in re.findall(r">([^<]+)<", body) + re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', body):
        yield unescape(piece).strip()
