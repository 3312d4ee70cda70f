"""Cards for tests: one with every kind of block, one as the first version kept it, and ones that mean harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from bot.chat.actions import pack
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
    Style,
    Table,
    Tone,
    spans,
    text,
)

EVERY_BLOCK: tuple[type, ...] = get_args(Block)
# A picture of one point, as small as a PNG can be.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)

HOSTILE = (
    "<script>alert(1)</script>",
    "@everyone <@123> <!channel> <#C1> [a](https://example.org)",
    "`a` ```b``` *c* _d_ ~e~ ||f|| > g",
    "\x00\x07\x1b[31m\u202e\u200b\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "x" * 4_000,
    "{title} %s %(name)s",
    "🧪" * 2_100,
    " ",
)


def every_block(words: str = "Words", message: str = "1") -> Card:
    """Return a card with every kind of block, each saying `words`; its jump leads to `message`."""
    return Card(
        words,
        (
            text(words, Style.STRONG),
            CodeBlock(words, "json"),
            Fields((Field(words, words), Field("Streak", "3"))),
            Table((words, "Points"), ((words, "1"), ("Ben", words)), numeric=(1,)),
            Options((OptionLine("A", spans(words), Mark.CHOSEN_KEY, spans(words), 50), OptionLine("B", spans(words)))),
            Image(PNG, words),
            Document("words.csv", words),
            Link(words, "https://example.org/?a=1&b=%3C"),
            Jump(words, message),
            Buttons((Button(words[:75], pack("answer", 1, "A"), Tone.PRIMARY), Button("B", pack("answer", 1, "B")))),
            Chooser(pack("answer", 1), words, (Choice("A", words[:75]), Choice("B", "B")), "Answer", 2, 2),
        ),
        Tone.WARNING,
        words,
    )


def harmful() -> Iterator[Card]:
    """Return cards that no adapter may stumble over: each hostile text in every place, and far too much of all."""
    for words in HOSTILE:
        yield every_block(words)
    block = text("word " * 1_000)
    yield Card("Long", (block,) * 40)
    buttons = Buttons(tuple(Button(f"Button {n}", pack("press", n)) for n in range(60)))
    yield Card("Many buttons", (buttons,))
    choices = tuple(Choice(str(n), f"Choice {n}") for n in range(60))
    yield Card("Many choices", (Chooser(pack("press"), "One", choices, "Go"),))
    yield Card("Wide", (Table(tuple("abcdefgh"), (("cell " * 30,) * 8,) * 60),))
    yield Card("", ())


FIRST_VERSION = """{"title":"Daily question","blocks":[
{"type":"Text","spans":[{"text":"Which "},{"text":"one","code":true}],"style":"strong"},
{"type":"CodeBlock","text":"{}","language":"json"},
{"type":"Fields","items":[{"name":"Points","value":"3"}]},
{"type":"Table","columns":["Name","Points"],"rows":[["Ann","3"]],"numeric":[1]},
{"type":"Options","items":[{"letter":"A","spans":[{"text":"yes"}],"mark":"chosen-key","why":[{"text":"so"}],"share":50}]},
{"type":"Image","png":"iVBORw0KGgo=","description":"A bar"},
{"type":"Link","text":"Read","url":"https://example.org"},
{"type":"Jump","text":"See why","message":"7"},
{"type":"Buttons","items":[{"label":"A","action":"1:answer:42:A","tone":"primary"}]},
{"type":"Chooser","action":"1:answer:42","prompt":"Two","choices":[{"value":"A","label":"A"}],"submit":"Answer","least":2,"most":2}
],"tone":"plain","footer":"Your first answer counts."}"""
"""A card as version 0.1.0 kept it. It is never changed: messages of that age are still on people's pages."""
