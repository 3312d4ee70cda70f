"""Cards and forms as HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from adapters.web import controls, page
from adapters.web.render import View, card_html, message
from bot.chat.calls import Form, FormField
from bot.chat.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Choice,
    Chooser,
    CodeBlock,
    Document,
    Field,
    Fields,
    Image,
    Jump,
    Link,
    Mark,
    OptionLine,
    Options,
    Span,
    Table,
    Text,
    spans,
    text,
)
from bot.chat.page import PageMessage
from bot.i18n import PSEUDO, words
from tests.adapters.web.stage import PNG

EN = words("en")
EVIL = '<script>alert("x")</script> <img src=x onerror=y> <@123> @everyone & "q"'


def html(*blocks: Block) -> str:
    return str(card_html(Card("Title", blocks), "7", "/images/7?as=ada", EN))


class Outline(HTMLParser):
    """Collects tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_document_is_a_link_to_save_it_under_its_name() -> None:
    drawn = html(text("Here."), Document(EVIL, "{}"))
    (link,) = (attributes for tag, attributes in Outline(drawn).tags if tag == "a")
    assert link == {"href": "/images/7?as=ada&block=1", "download": EVIL}
    assert EVIL in Outline(drawn).text
    assert "{}" not in drawn


def everything(words: str) -> Card:
    """Return a card with every kind of block, the same words wherever words can stand."""
    blocks: tuple[Block, ...] = (
        Text((Span(words), Span(words, code=True))),
        CodeBlock(words, words),
        Fields((Field(words, words),)),
        Table((words,), ((words,),)),
        Options((OptionLine(words, (Span(words),), Mark.KEY, (Span(words),), 50),)),
        Image(PNG, words),
        Link(words, "https://example.org/?q=" + words),
        Link(words, "javascript:" + words),
        Jump(words, words),
        Buttons((Button(words, words),)),
        Chooser(words, words, (Choice(words, words),), words),
        Chooser(words, words, tuple(Choice(words, words) for _ in range(9)), words),
    )
    return Card(words, blocks, footer=words)


def test_text_never_becomes_markup() -> None:
    harmless, evil = (Outline(str(card_html(everything(word), "7", "/i", EN))) for word in ("word", EVIL))
    assert [tag for tag, _ in evil.tags] == [tag for tag, _ in harmless.tags]
    assert [sorted(attributes) for _, attributes in evil.tags] == [sorted(names) for _, names in harmless.tags]
    assert EVIL in evil.text


def test_a_form_never_becomes_markup() -> None:
    def form(words: str) -> Outline:
        fields = (FormField("a", words, words, words), FormField("b", words, choices=(Choice(words, words),)))
        return Outline(str(controls.form(Form(words, words, fields, words), {"action": words}, EN)))

    assert [tag for tag, _ in form(EVIL).tags] == [tag for tag, _ in form("word").tags]


def test_only_web_addresses_become_links() -> None:
    assert 'href="https://example.org/"' in html(Link("Read", "https://example.org/"))
    assert 'href="#m12"' in html(Jump("See why", "12"))
    assert "href" not in html(Link("Read", "javascript:alert(1)"))


def test_a_very_long_word_is_kept_whole() -> None:
    assert "x" * 10_000 in html(text("x" * 10_000))


def test_code_spans_are_code_and_the_rest_is_not() -> None:
    assert "Use <code>Query</code>, not all." in html(Text(spans("Use `Query`, not all.")))


def test_numbers_in_a_table_are_aligned_as_numbers() -> None:
    shown = html(Table(("Name", "Points"), (("Ada", "3"),), numeric=(1,)))
    assert '<td class="words">Ada</td><td class="number">3</td>' in shown


@pytest.mark.parametrize(
    ("mark", "said"),
    [(Mark.KEY, "Correct"), (Mark.CHOSEN, "Your answer"), (Mark.CHOSEN_KEY, "Your answer, correct")],
)
def test_marks_are_said_in_words_not_only_in_color(mark: Mark, said: str) -> None:
    assert f'<span class="mark">{said}</span>' in html(Options((OptionLine("A", spans("One"), mark),)))


def test_a_chosen_option_is_missed_only_once_the_key_is_known() -> None:
    chosen, key = OptionLine("A", spans("One"), Mark.CHOSEN), OptionLine("B", spans("Two"), Mark.KEY)
    assert "missed" not in html(Options((chosen,)))
    assert '<li class="chosen missed">' in html(Options((chosen, key)))


def test_a_share_is_a_bar_and_a_number() -> None:
    shown = html(Options((OptionLine("A", spans("One"), share=58),)))
    assert 'width="58%"' in shown
    assert "<span>58%</span>" in shown


def test_an_image_has_its_description_and_size() -> None:
    assert '<img src="/images/7?as=ada&amp;block=0" alt="Bars" width="2" height="1"' in html(Image(PNG, "Bars"))


def test_a_chooser_of_two_says_so_and_takes_several() -> None:
    shown = html(Chooser("1:a", "Pick", (Choice("a", "A"), Choice("b", "B")), "Send", 2, 2))
    assert 'type="checkbox"' in shown
    assert "Choose exactly 2." in shown


def shown(item: PageMessage, owner: bool = True) -> str:
    assert item.card is not None
    return str(message(item, item.card, View("ada", owner, EN)))


def test_a_private_message_says_that_nobody_else_sees_it() -> None:
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    private = PageMessage(3, 9, "lounge", "ada", Card("Psst"), at, None, None)
    public = PageMessage(4, 10, "lounge", None, Card("Hear"), at, at, 3)
    assert "Only you can see this" in shown(private)
    assert "Only you can see this" not in shown(public)
    assert "data-delete" in shown(public)
    assert "data-delete" not in shown(public, owner=False)
    assert 'data-quotes="3"' in shown(public)


def test_data_for_the_script_cannot_end_its_element() -> None:
    assert "</script>" not in page._data({"name": "</script><script>"})


def test_the_page_speaks_the_language_asked_for_everywhere() -> None:
    outline = Outline(str(page.page((), protected=True, spoken=words(PSEUDO))))
    labels = [value for _, attributes in outline.tags if (value := attributes.get("aria-label"))]
    assert labels
    assert all(label.startswith("⟦") for label in labels)
