"""Cards: they survive being kept, in this version and from an older one, and text stays text."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.cards import (
    Card,
    CodeBlock,
    Mark,
    OptionLine,
    Options,
    Span,
    Style,
    Text,
    Tone,
    decode,
    encode,
    plain,
    rich,
    spans,
    text,
)
from tests.fakes.cards import EVERY_BLOCK, FIRST_VERSION, every_block

WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_a_card_of_every_block_comes_back_as_it_was() -> None:
    assert decode(encode(every_block())) == every_block()


def test_every_kind_of_block_is_among_them() -> None:
    assert {type(block) for block in every_block().blocks} == set(EVERY_BLOCK)


@given(WRITTEN, WRITTEN)
def test_any_text_comes_back_as_it_was(title: str, said: str) -> None:
    card = Card(title, (text(said, Style.QUIET), CodeBlock(said)), Tone.BAD, said)
    assert decode(encode(card)) == card


def test_a_card_kept_by_the_first_version_is_still_read() -> None:
    card = decode(FIRST_VERSION)
    assert card.title == "Daily question"
    kinds = "Text CodeBlock Fields Table Options Image Link Jump Buttons Chooser"
    assert [type(block).__name__ for block in card.blocks] == kinds.split()
    assert decode(encode(card)) == card


def test_fields_that_a_newer_version_added_are_passed_over() -> None:
    kept = json.loads(encode(every_block()))
    kept["weather"] = "fine"
    kept["blocks"][0]["weather"] = {"wind": 3}
    assert decode(json.dumps(kept)) == every_block()


def test_what_an_older_version_did_not_keep_takes_its_default() -> None:
    kept = '{"title": "T", "blocks": [{"type": "Options", "items": [{"letter": "A", "spans": []}]}]}'
    assert decode(kept) == Card("T", (Options((OptionLine("A", (), Mark.NONE, (), None),)),), Tone.PLAIN, "")


@pytest.mark.parametrize("kept", ["", "{}", '{"title": 3}', '{"title": "T", "blocks": [{"type": "Hologram"}]}'])
def test_what_is_no_card_is_told_as_such(kept: str) -> None:
    with pytest.raises(msgspec.DecodeError):  # a ValidationError is one
        decode(kept)


def test_what_stands_between_backticks_is_code() -> None:
    assert spans("Set `a_b` and `*c*` now") == (
        Span("Set "),
        Span("a_b", code=True),
        Span(" and "),
        Span("*c*", code=True),
        Span(" now"),
    )


@pytest.mark.parametrize("said", ["a ` b", "``", "`", "a `` b"])
def test_a_lone_backtick_stays_a_backtick(said: str) -> None:
    assert spans(said) == (Span(said),)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_spans_hold_every_word_and_nothing_more(said: str) -> None:
    assert plain(spans(said)).split() == said.split()


def test_a_questions_text_becomes_paragraphs_and_code() -> None:
    content = 'A function\nreads `x`.\n\nIts policy:\n\n```json\n{\n  "a": 1\n}\n```\n\nWhich one?'
    assert rich(content) == (
        Text((Span("A function reads "), Span("x", code=True), Span("."))),
        Text((Span("Its policy:"),)),
        CodeBlock('{\n  "a": 1\n}', "json"),
        Text((Span("Which one?"),)),
    )


def test_a_fence_that_does_not_end_loses_no_word() -> None:
    said = " ".join(plain(block.spans) for block in rich("Look:\n\n```json\n{}") if isinstance(block, Text))
    assert "Look:" in said
    assert "json {}" in said


def test_plain_words_are_not_read_as_code() -> None:
    assert text("`a`").spans == (Span("`a`"),)
