"""Every card becomes a message that Discord takes: within its limits, with all that can be pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from adapters.discord import marker
from adapters.discord.blocks import Where
from adapters.discord.render import Message, render, stamped
from adapters.discord.text import length
from bot.chat.actions import pack
from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Chooser,
    Document,
    Field,
    Fields,
    Image,
    Jump,
    Link,
    Mark,
    OptionLine,
    Options,
    Style,
    Table,
    Tone,
    decode,
    spans,
    text,
)
from bot.i18n import words
from tests.adapters.discord.stage import Stage
from tests.fakes.cards import FIRST_VERSION, HOSTILE, PNG, every_block, harmful
from tests.features.look import actions
from tests.features.samples import QUEUE, bank_of
from tests.features.scene import Scene
from tests.features.tour import Tour
from tests.features.walk import Cast
from tests.platforms.discord.looking import buttons_of, text_of
from tests.support.crash import InlineWork
from tests.support.databases import SqliteFiles, opened

WHERE = Where("1", "2")


def parts(message: Message) -> list[Any]:
    """Return all components, outer ones first."""
    return list(marker.walk(message.components))


def markdown(message: Message) -> str:
    """Return all texts of a message."""
    return "\n".join(one["content"] for one in parts(message) if one["type"] == 10)


def pressable(message: Message) -> Iterator[str]:
    """Yield every action that can be sent from a message."""
    for one in parts(message):
        if "custom_id" in one:
            name = one["custom_id"].split(";")[-1]
            yield from [option["value"] for option in one["options"]] if name == "menu" else [name]


def demand_sound(message: Message) -> None:
    """Demand all that can be demanded of a message without asking Discord."""
    found = parts(message)
    texts = [one["content"] for one in found if one["type"] == 10]
    assert len(found) <= 40
    assert sum(map(length, texts)) <= 4_000
    assert all(text.strip() for text in texts)
    ids = [one["custom_id"] for one in found if "custom_id" in one]
    assert len(ids) == len(set(ids))
    assert all(0 < len(one) <= 100 for one in ids)
    assert len(message.files) == len({one.name for one in message.files}) <= 10


async def product(url: str) -> Sequence[Card]:
    """Return every card of a walk through everything that studybot says."""
    with opened(url) as database:
        seen = await Tour(Scene(InlineWork(database), bank_of(QUEUE)), Cast()).walk()
    shown = (getattr(one.what, "card", one.what) for one in seen)
    return [one for one in shown if isinstance(one, Card)]


async def test_every_card_of_the_product_is_taken_by_discord_with_all_its_controls(
    stage: Stage, sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cards = await product(sqlite_files.copy(tmp_path_factory.mktemp("walk")))
    assert len(cards) > 80
    for at, card in enumerate(cards):
        message = stamped(render(card, WHERE), str(at))
        demand_sound(message)
        assert sorted(pressable(message)) == sorted(actions(card))
        await stage.sender.post(stage.place, card, str(1_000 + at))
    assert len(stage.platform.messages(stage.channel)) == len(cards)


@pytest.mark.parametrize("card", [*harmful(), decode(FIRST_VERSION)])
def test_no_card_is_too_much(card: Card) -> None:
    message = stamped(render(card, WHERE), "9" * 25)
    demand_sound(message)
    assert marker.read(message.components) == "9" * 25
    if all(len(block.choices) <= 25 for block in card.blocks if isinstance(block, Chooser)):
        assert set(pressable(message)) == set(actions(card))


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_no_text_becomes_markup_or_a_mention_anywhere(stage: Stage, hostile: str) -> None:
    await stage.sender.post(stage.place, every_block(hostile), "11")
    [message] = stage.platform.messages(stage.channel)
    assert message.alerted == set()
    shown = re.sub(r"```.*?```|`[^`]*`|\\.", "", text_of(message), flags=re.DOTALL)
    assert not re.search(r"@everyone|<@|<#|<t:|\|\||\]\(https://example.org\)", shown)


def test_the_longest_question_keeps_its_stem_options_and_controls_and_gives_up_reasons() -> None:
    options = tuple(
        OptionLine(letter, spans(f"{letter} " + "option " * 60), Mark.NONE, spans("because " * 150))
        for letter in "ABCDEF"
    )
    buttons = Buttons(tuple(Button(letter, pack("answer", 1, letter)) for letter in "ABCDEF"))
    message = render(Card("Question", (text("stem " * 150), Options(options), buttons)), WHERE)
    demand_sound(message)
    shown = markdown(message)
    assert shown.count("option ") + shown.count("option\n") >= 6 * 59
    assert shown.count("stem") == 150
    assert "because…" in shown
    assert len(list(pressable(message))) == 6


@pytest.mark.parametrize("letter", ["値", "🙂", "é"], ids=["three bytes", "four bytes", "two bytes"])
async def test_heavy_letters_are_not_too_heavy(letter: str, stage: Stage) -> None:
    long = spans(letter * 300)
    options = Options(tuple(OptionLine(one, long, Mark.NONE, long) for one in "ABCDEF"))
    card = Card("Question", (text(letter * 900), options, Buttons((Button("A", pack("answer", 1, "A")),))))
    await stage.sender.post(stage.place, card, "11")
    [shown] = stage.platform.messages(stage.channel)
    assert letter * 100 in text_of(shown)
    assert buttons_of(shown)


def test_a_word_of_every_long_part_is_left_when_all_are_too_long() -> None:
    message = render(Card("T", tuple(text(f"part{n} " + "word " * 500) for n in range(20))), WHERE)
    assert all(f"part{n} " in markdown(message) for n in range(20))


def test_options_tell_what_is_known_of_them() -> None:
    options = Options(
        (
            OptionLine("A", spans("right"), Mark.KEY, spans("so it is"), 40),
            OptionLine("B", spans("mine"), Mark.CHOSEN),
            OptionLine("C", spans("neither")),
        )
    )
    shown = markdown(render(Card("Q", (options,))))
    assert "✅ **A.** right\n-# `████░░░░░░` 40%\n-# so it is" in shown
    assert "❌ **B.** mine  *your answer*" in shown
    assert "\n\n**C.** neither" in shown
    unknown = Card("Q", (Options((OptionLine("B", spans("mine"), Mark.CHOSEN),)),))
    assert "🔹 **B.** mine" in markdown(render(unknown))
    assert "⟦" in markdown(render(unknown, WHERE, words("en-XA")))


def test_a_chooser_takes_exactly_as_many_and_says_what_each_letter_means() -> None:
    choices = (Choice("A", "A"), Choice("B", "B"), Choice("C", "C"))
    options = Options((OptionLine("A", spans("use `Query`")), OptionLine("B", spans("b" * 200))))
    chooser = Chooser(pack("answer", 1), "Choose 2", choices, "Answer", 2, 2)
    [menu] = [one for one in parts(render(Card("Q", (options, chooser)))) if one["type"] == 3]
    assert (menu["placeholder"], menu["min_values"], menu["max_values"]) == ("Choose 2", 2, 2)
    assert [one.get("description", "")[:12] for one in menu["options"]] == ["use `Query`", "b" * 12, ""]
    assert all(len(one.get("description", "")) <= 100 for one in menu["options"])


def test_buttons_stand_in_rows_of_nearly_the_same_length() -> None:
    letters = Buttons(tuple(Button(letter, pack("answer", 1, letter)) for letter in "ABCDEF"))
    rows = [one for one in parts(render(Card("Q", (letters,)))) if one["type"] == 1]
    assert [len(row["components"]) for row in rows] == [3, 3]


def test_two_controls_of_the_same_action_can_both_be_pressed() -> None:
    same = Buttons((Button("A", "1:answer:1:A"), Button("Again", "1:answer:1:A")))
    message = render(Card("Q", (same,)))
    demand_sound(message)
    assert list(pressable(message)) == ["1:answer:1:A", "1:answer:1:A"]


def test_a_narrow_table_is_a_block_and_a_wide_one_a_list() -> None:
    narrow = Table(("Place", "Name"), (("1", "Ann"), ("10", "Bé👍")), numeric=(0,))
    assert "```\nPlace  Name\n    1  Ann\n   10  Bé👍\n```" in markdown(render(Card("T", (narrow,))))
    wide = Table(("Place", "Name", "Points"), (("1", "An*n " * 8, "3"),), numeric=(0, 2))
    assert "1 **" + "An\\*n " * 7 + "An\\*n**\n-# Points **3**" in markdown(render(Card("T", (wide,))))


def test_a_table_of_too_many_rows_shows_the_first_and_says_that_there_are_more() -> None:
    table = Table(("N", "Name"), tuple((str(n), f"name-{n}") for n in range(900)), numeric=(0,))
    message = render(Card("T", (table,)))
    demand_sound(message)
    assert "name-0" in markdown(message)
    assert markdown(message).rstrip("`\n").endswith("…")


def test_a_picture_has_its_words_and_a_file_its_name() -> None:
    card = Card("R", (Image(PNG, "Two bars"), Document("my data.json", "{}")))
    message = render(card)
    [picture, file] = message.files
    assert (picture.content, picture.description) == (PNG, "Two bars")
    assert file.name == "my-data.json"
    gallery = next(one for one in parts(message) if one["type"] == 12)
    assert gallery["items"] == [{"media": {"url": f"attachment://{picture.name}"}, "description": "Two bars"}]
    assert message.payload()["attachments"][0]["description"] == "Two bars"


def test_links_lead_where_they_say_and_nowhere_else() -> None:
    links = (
        Link("Docs *now*", "https://example.org/a(b)?c=<d>&e=1"),
        Link("Bad", "javascript:alert(1)"),
        Link("Broken", "https://[::1"),
        Jump("See why", "55.42"),
        Jump("Elsewhere", "m1"),
    )
    shown = markdown(render(Card("L", links), WHERE))
    assert "[Docs \\*now\\*](<https://example.org/a%28b%29?c=%3Cd%3E&e=1>)" in shown
    assert "[See why](<https://discord.com/channels/1/2/55>)" in shown
    assert "javascript" not in shown
    assert re.search(r"^Bad$", shown, re.MULTILINE)
    assert re.search(r"^Elsewhere$", shown, re.MULTILINE)


def test_only_a_role_chosen_by_the_group_is_alerted() -> None:
    message = render(Card("Q", ping="77"))
    assert message.components[0] == {"type": 10, "content": "<@&77>"}
    assert message.payload()["allowed_mentions"] == {"parse": [], "roles": ["77"], "replied_user": False}
    for ping in ("", "x", "1> @everyone"):
        assert render(Card("Q", ping=ping)).payload()["allowed_mentions"]["roles"] == []


def test_the_tone_is_the_color_of_the_edge() -> None:
    colors = [render(Card("Q", tone=tone)).components[0].get("accent_color") for tone in Tone]
    assert colors[0] is None
    assert len(set(colors)) == len(Tone)


def test_words_that_belong_together_stand_together() -> None:
    card = Card(
        "Title",
        (
            text("About", Style.QUIET),
            text("More", Style.QUIET),
            text("Heading", Style.STRONG),
            Fields((Field("A", "1"), Field("B", "2"))),
            text("End"),
        ),
        footer="Foot",
    )
    expected = "### Title\n-# About\n-# More\n\n**Heading**\nA: **1**\nB: **2**\n\nEnd\n\n-# Foot"
    assert markdown(render(card)) == expected


async def test_a_card_of_any_text_is_edited_as_well(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, Card("Q"), "11")
    for card in harmful():
        await stage.sender.edit(stage.place, posted.ref, card)
    [message] = stage.platform.messages(stage.channel)
    assert marker.read(message.components) == "11"
    assert buttons_of(message) == {}
