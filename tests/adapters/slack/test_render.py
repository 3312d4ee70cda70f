"""Cards as Block Kit: within every limit, complete in what can be pressed, and never markup by accident."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from adapters.slack.blocks import width
from adapters.slack.names import names
from adapters.slack.render import MOST_SIGNS, Look, Message, draw, render, signs
from bot.chat.actions import pack
from bot.chat.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Chooser,
    Image,
    Jump,
    Link,
    Mark,
    OptionLine,
    Options,
    Span,
    Style,
    Table,
    Text,
    Tone,
    spans,
    text,
)
from bot.i18n import words
from tests.adapters.slack.reading import elements, labels, words_of
from tests.fakes.cards import EVERY_BLOCK, HOSTILE, PNG, every_block, harmful
from tests.platforms.slack.blocks.rules import check_message, check_view

CARDS = [*harmful(), every_block()]
LITERAL = frozenset({"rich_text", "actions", "header", "context", "section", "divider"})


def sound(message: Message) -> None:
    """Hold a message against Slack's rules as the loopback knows them, and against slack_sdk's own models."""
    check_message(message.blocks)
    assert message.text.strip()
    for block in Block.parse_all(message.blocks):
        block.validate_json()


@pytest.mark.parametrize("card", CARDS, ids=range(len(CARDS)))
def test_every_card_is_a_message_that_slack_takes(card: Card) -> None:
    message = render(card)
    sound(message)
    assert signs(message.blocks) <= MOST_SIGNS


@pytest.mark.parametrize("card", CARDS, ids=range(len(CARDS)))
def test_every_card_may_stand_in_app_home(card: Card) -> None:
    check_view({"type": "home", "blocks": draw(card)[:100]})


def test_every_kind_of_block_is_drawn() -> None:
    card = every_block("Words")
    assert {type(block) for block in card.blocks} == set(EVERY_BLOCK)
    shown = words_of(render(card).blocks)
    for said in ("Words", "Streak", "Points", "words.csv" if "words.csv" in shown else "Words", "Answer"):
        assert said in shown


@pytest.mark.parametrize("card", CARDS, ids=range(len(CARDS)))
def test_nothing_that_can_be_pressed_is_left_out(card: Card) -> None:
    found = [one for one in elements(render(card).blocks) if "action_id" in one]
    buttons = sum(len(block.items) for block in card.blocks if isinstance(block, Buttons))
    choosers = [block for block in card.blocks if isinstance(block, Chooser)]
    assert len(found) == buttons + sum(1 if one.most == 1 else 2 for one in choosers)
    offered = [len(one["options"]) for one in found if "options" in one]
    assert offered == [len(one.choices) for one in choosers]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_texts_stand_only_where_slack_looks_for_no_markup(hostile: str) -> None:
    blocks = render(every_block(hostile)).blocks
    assert {block["type"] for block in blocks} <= LITERAL
    assert not [one for one in elements(blocks) if one["type"] in {"mrkdwn", "user", "broadcast", "channel"}]


def test_the_text_for_notifications_can_neither_alert_nor_link() -> None:
    message = render(Card("<!channel> & <@U1>", (text("<https://evil.example|here> @here"),)))
    assert message.text == "&lt;!channel&gt; &amp; &lt;@U1&gt;\n&lt;https://evil.example|here&gt; @here"


@pytest.mark.parametrize("audience", ["here", "channel"])
def test_a_card_alerts_exactly_whom_it_names(audience: str) -> None:
    message = render(Card("Question", (text("@channel <!here>"),), ping=audience))
    sound(message)
    assert [one["range"] for one in elements(message.blocks) if one["type"] == "broadcast"] == [audience]
    assert message.text.startswith(f"<!{audience}> ")
    assert message.text.count("<") == 1


def test_a_card_alerts_nobody_by_a_name_that_slack_does_not_have() -> None:
    message = render(Card("Question", ping="U123"))
    assert "U123" not in json.dumps(message.blocks) + message.text


def test_options_are_text_and_their_letters_are_buttons() -> None:
    letters = Buttons(tuple(Button(letter, pack("answer", 1, letter)) for letter in "AB"))
    blocks = render(
        Card("Q", (Options((OptionLine("A", spans("use `x`")), OptionLine("B", spans("no")))), letters))
    ).blocks
    assert "A  use x" in words_of(blocks)
    assert labels(blocks) == ["A", "B"]
    assert [one["text"] for one in elements(blocks) if one.get("style") == {"code": True}] == ["x"]


def test_the_key_the_choice_and_the_reasons_are_said_in_words_too() -> None:
    lines = (
        OptionLine("A", spans("yes"), Mark.KEY, spans("so it is"), 75),
        OptionLine("B", spans("no"), Mark.CHOSEN, spans("it is not"), 25),
    )
    message = render(Card("Revealed", (Options(lines),)))
    shown = words_of(message.blocks)
    assert "A  yes — Correct" in shown
    assert "B  no — Your answer" in shown
    assert "75%" in shown
    assert message.text.splitlines()[1:] == [
        "A) yes (Correct), 75% – so it is",
        "B) no (Your answer), 25% – it is not",
    ]


def test_what_is_chosen_several_at_once_is_checkboxes_and_a_button() -> None:
    chooser = Chooser(pack("answer", 1), "Choose 2", tuple(Choice(one, one) for one in "ABC"), "Answer", 2, 2)
    boxes, submit = [one for one in elements(render(Card("Q", (chooser,))).blocks) if "action_id" in one]
    assert (boxes["type"], submit["type"]) == ("checkboxes", "button")
    assert (submit["action_id"], submit["value"]) == ("1:answer:1", "2:2")


def test_more_than_ten_choices_are_a_list_that_takes_as_many() -> None:
    chooser = Chooser(pack("press"), "Some", tuple(Choice(str(n), f"Choice {n}") for n in range(60)), "Go", 1, 3)
    message = render(Card("Q", (chooser,)))
    sound(message)
    (several,) = [one for one in elements(message.blocks) if one["type"] == "multi_static_select"]
    assert several["max_selected_items"] == 3


def test_the_same_button_twice_is_told_apart() -> None:
    button = Button("Again", pack("post-now"))
    message = render(Card("Twice", (Buttons((button, button)), Buttons((button,)))))
    sound(message)
    assert len({one["action_id"] for one in elements(message.blocks) if "action_id" in one}) == 3


def test_a_picture_speaks_by_its_description_only_where_it_is_alone() -> None:
    picture = Image(PNG, "Bars of four domains")
    assert "Bars" in words_of(render(Card("Recap", (picture,))).blocks)
    assert "Bars" not in words_of(render(Card("Recap", (text("Words"), picture))).blocks)


def test_a_jump_is_a_link_where_the_address_is_known_and_words_elsewhere() -> None:
    card = Card("Reveal", (Jump("See why", "17.000100"),))
    known = render(card, Look(links={"17.000100": "https://acme.slack.com/archives/C1/p17000100"}))
    assert [one["url"] for one in elements(known.blocks) if one["type"] == "link"] == [
        "https://acme.slack.com/archives/C1/p17000100"
    ]
    assert "See why" in words_of(render(card).blocks)


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    blocks = render(Card("Read", (Link("Click", "javascript:alert(1)"),))).blocks
    assert not [one for one in elements(blocks) if one["type"] == "link"]


def test_a_narrow_table_is_aligned_and_a_wide_one_a_list() -> None:
    narrow = Table(("Name", "Points"), (("Ann", "3"), ("名前", "12")), numeric=(1,))
    (fixed,) = [one for one in elements(render(Card("T", (narrow,))).blocks) if one["type"] == "rich_text_preformatted"]
    assert words_of([fixed]) == "Name  Points\nAnn        3\n名前      12"
    wide = Table(("Task", "Right"), (("Design a system that survives all of it", "33%"),), numeric=(1,))
    assert "Design a system that survives all of it — Right 33%" in words_of(render(Card("T", (wide,))).blocks)


def test_a_wide_board_begins_each_line_with_place_and_name() -> None:
    board = Table(("Place", "Name", "Points"), (("1", "A member who stays unnamed", "12"),), numeric=(0, 2))
    assert "1  A member who stays unnamed — Points 12" in words_of(render(Card("Board", (board,))).blocks)


@pytest.mark.parametrize(
    ("tone", "sign"), [(Tone.GOOD, "✅ "), (Tone.BAD, "❌ "), (Tone.WARNING, "⚠️ "), (Tone.PLAIN, "")]
)
def test_the_tone_opens_the_title(tone: Tone, sign: str) -> None:
    assert render(Card("Right!", (), tone)).blocks[0]["text"]["text"] == f"{sign}Right!"


def test_commands_are_called_as_they_are_typed_on_slack() -> None:
    look = Look(words("en"), names("dva", ["today", "setup"]))
    card = Card("Use /setup", (Text((Span("See /today, not "), Span("/today", code=True))),), footer="/today.")
    shown = words_of(render(card, look).blocks).splitlines()
    assert shown == ["Use /dva setup", "See /dva today, not /today", "/dva today."]


def test_quiet_words_are_small_and_plain() -> None:
    (quiet,) = [one for one in render(Card("T", (text("*Psst*", Style.QUIET),))).blocks if one["type"] == "context"]
    assert quiet["elements"] == [{"type": "plain_text", "text": "*Psst*", "emoji": False}]


def test_what_is_too_long_is_shortened_evenly_and_says_so() -> None:
    whole = words_of(render(Card("Long", tuple(text(f"{n} " + "word " * 1_000) for n in range(20)))).blocks)
    assert all(f"\n{n} word" in whole for n in range(20))
    assert whole.count("…") == 20


def test_lengths_are_counted_as_slack_counts_them() -> None:
    title: dict[str, Any] = render(Card("🧪" * 200)).blocks[0]["text"]
    assert width(title["text"]) <= 150


def ids(blocks: Sequence[Any]) -> list[str]:
    """Return the ids of blocks."""
    return [block["block_id"] for block in blocks]


def test_the_ids_of_blocks_are_the_same_after_an_update_and_say_which_channel_is_meant() -> None:
    card = every_block()
    assert ids(render(card).blocks) == ids(render(card).blocks)
    assert all(one.startswith("C1~") for one in ids(render(card, Look(about="C1")).blocks))
