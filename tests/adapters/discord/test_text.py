"""No text becomes markup, a mention or a link; shortened text stays whole words and whole characters."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import markdown
from adapters.discord.text import (
    clean,
    code,
    code_block,
    escape,
    fenced,
    is_blank,
    label,
    length,
    line,
    shorten,
    unfenced,
)
from tests.fakes.cards import HOSTILE

MARKUP = (
    "*a* **b** _c_ __d__ ~~e~~ ||f||",
    "`a` ```b```",
    "# Heading",
    "## Heading\n### Heading",
    "-# small",
    "- item\n* item\n+ item\n1. item\n12) item",
    "> quote\n>>> quote",
    "@everyone @here <@1> <@!1> <@&1> <#1> </quiz:1> <id:guide>",
    "<t:1700000000:R> <:smile:1> <a:smile:1> :smile: :+1:",
    "https://example.org http://a.b <https://c.d> [text](https://e.f) [t](<https://g.h>)",
    "\\*a\\* \\",
    "a_b_c 9:00:00 ¯\\_(ツ)_/¯",
    "  - indented\n   # also",
)


def seen(shown: str) -> str:
    """Return what a reader of Markdown sees, with single spaces."""
    return " ".join(html.unescape(re.sub(r"</p><p[^>]*>|<[^>]+>", " ", str(markdown.html(shown)))).split())


@pytest.mark.parametrize("words", [*MARKUP, *HOSTILE])
def test_text_is_shown_as_it_is(words: str) -> None:
    shown = str(markdown.html(escape(words)))
    assert set(re.findall(r"<(\w+)", shown)) <= {"p"}
    assert seen(escape(words)) == " ".join(clean(words).split())


@given(st.text(alphabet=st.sampled_from("ab*_~`|<>[]()@#:-+.>!1 /\\\nhtps&;"), max_size=60))
def test_whatever_is_written_becomes_no_markup(words: str) -> None:
    shown = str(markdown.html(escape(words)))
    assert set(re.findall(r"<(\w+)", shown)) <= {"p"}
    assert seen(escape(words)) == " ".join(words.split())


@given(st.text(max_size=40))
def test_nothing_that_turns_text_or_can_not_be_seen_remains(words: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\x00-\x09\x0b-\x1f\ud800-\udfff]", clean(words))


def test_what_emoji_and_scripts_are_written_with_stays() -> None:
    for words in ("👩\u200d💻", "می\u200cخواهم", "e\u0301", "🇩🇪", "👍🏽"):
        assert clean(words) == words


def test_code_is_code_and_ends_where_it_ends() -> None:
    assert code("a `b` c") == "`a ˋbˋ c`"
    assert code(" ") == ""
    assert code_block("x\n```\ny", "json").count("```") == 2
    assert code_block("x", "no such language").startswith("```\n")


@given(st.text(alphabet="`ab \n", max_size=30))
def test_what_stands_in_a_code_block_is_read_again_as_it_was(words: str) -> None:
    assert "```" not in fenced(words)
    assert unfenced(fenced(words)) == words.strip("\n")


@given(st.text(max_size=200), st.integers(1, 60))
def test_shortened_text_fits_and_begins_as_the_whole_does(words: str, limit: int) -> None:
    words = line(words)
    shown = shorten(words, limit)
    assert length(shown) <= limit
    assert shown == words or (shown.endswith("…") and words.startswith(shown[:-1].rstrip()))


@given(st.text(alphabet="a*_ ", max_size=200), st.integers(2, 60))
def test_shortened_markup_is_never_cut_within_an_escape(words: str, limit: int) -> None:
    shown = shorten(words, limit, escape)
    assert length(shown) <= limit
    assert not re.search(r"(?<!\\)(?:\\\\)*\\…?$", shown)


def test_text_is_shortened_between_words_and_characters() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("👩\u200d💻👩\u200d💻", 6) == "👩\u200d💻…"
    assert shorten("x" * 40, 10) == "x" * 9 + "…"


def test_a_label_is_one_line_and_never_blank() -> None:
    assert label("a\n b", 80) == "a b"
    assert is_blank(label(" \u200b\n", 80))
    assert len(label("", 80)) == 1
