"""The page of messages: the walk through everything that studybot says, as Markdown to be read and judged."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Iterator
from functools import singledispatch
from pathlib import Path

from bot.chat import cards
from bot.chat.calls import Ask, Form, FormField, Invalid
from bot.chat.cards import Card, Mark, OptionLine, plain
from tests.features.samples import QUEUE, bank_of
from tests.features.scene import Scene
from tests.features.tour import Tour
from tests.features.walk import Cast, Shown
from tests.support.crash import InlineWork
from tests.support.databases import make_tables, opened

_HEAD = """# Every message

What studybot says, when, and to whom. Made from the code by `python -m tools.write_generated`; Ada manages the
workspace, Ben and Cleo are members. **[Buttons]** stand in brackets, ✔ marks the key and ● what the reader chose.
"""
_MARKS = {Mark.NONE: "", Mark.KEY: " ✔", Mark.CHOSEN: " ●", Mark.CHOSEN_KEY: " ● ✔"}
_STYLES = {cards.Style.NORMAL: "{}", cards.Style.STRONG: "**{}**", cards.Style.QUIET: "*{}*"}


def messages_page() -> str:
    """Return docs/messages.md; walks through everything over a new database."""
    return "\n".join([_HEAD, *_sections(asyncio.run(_walked()))])


async def _walked() -> list[Shown]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'messages.db'}"
        make_tables(url)
        with opened(url) as database:
            return await Tour(Scene(InlineWork(database), bank_of(QUEUE)), Cast()).walk()


def _sections(seen: Iterable[Shown]) -> Iterator[str]:
    chapter = ""
    for one in seen:
        if one.chapter != chapter:
            chapter = one.chapter
            yield f"## {chapter}\n"
        yield f"### {one.when[0].upper()}{one.when[1:]}\n\nTo {one.to}:\n"
        lines = "\n\n".join(_drawn(one.what)).replace("\u202f", " ").splitlines()
        yield "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


@singledispatch
def _drawn(what: object) -> Iterator[str]:
    """Yield the paragraphs of something that was said; of a reply, those of its card."""
    card = getattr(what, "card", None)
    if card is None:
        raise TypeError(f"nobody knows how to draw {what!r}")
    yield from _drawn(card)


@_drawn.register
def _(what: tuple) -> Iterator[str]:  # type: ignore[type-arg]  # singledispatch takes plain classes
    for one in what:
        yield from _drawn(one)


@_drawn.register
def _(what: str) -> Iterator[str]:
    yield what


@_drawn.register
def _(what: Ask) -> Iterator[str]:
    yield from _drawn(what.form)


@_drawn.register
def _(what: Invalid) -> Iterator[str]:
    for name, sentence in what.errors.items():
        yield f"⚠ {name}: {sentence}"


@_drawn.register
def _(what: Form) -> Iterator[str]:
    yield f"**{what.title}**"
    for field in what.fields:
        yield _field(field)
    yield f"**[{what.submit}]**"


def _field(field: FormField) -> str:
    value = next((choice.label for choice in field.choices if choice.value == field.value), field.value)
    others = f" (of: {' / '.join(choice.label for choice in field.choices)})" if field.choices else ""
    hint = f" — *{field.hint}*" if field.hint else ""
    return f"{field.label}: `{value or ' '}`{others}{hint}"


@_drawn.register
def _(what: Card) -> Iterator[str]:
    yield f"**{what.title}**"
    for block in what.blocks:
        yield from _drawn(block)
    if what.footer:
        yield f"<sub>{what.footer}</sub>"


@_drawn.register
def _(what: cards.Text) -> Iterator[str]:
    yield _STYLES[what.style].format(plain(what.spans))


@_drawn.register
def _(what: cards.CodeBlock) -> Iterator[str]:
    yield f"```{what.language}\n{what.text}\n```"


@_drawn.register
def _(what: cards.Fields) -> Iterator[str]:
    yield "\n".join(f"- {item.name}: **{item.value}**" for item in what.items)


@_drawn.register
def _(what: cards.Table) -> Iterator[str]:
    rows = (what.columns, tuple("---" for _ in what.columns), *what.rows)
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


@_drawn.register
def _(what: cards.Options) -> Iterator[str]:
    yield "\n".join(_option(item) for item in what.items)


def _option(item: OptionLine) -> str:
    share = "" if item.share is None else f" ({item.share} %)"
    why = f" — *{plain(item.why)}*" if item.why else ""
    return f"- **{item.letter}**{_MARKS[item.mark]} {plain(item.spans)}{share}{why}"


@_drawn.register
def _(what: cards.Link) -> Iterator[str]:
    yield f"[{what.text}]({what.url})"


@_drawn.register
def _(what: cards.Jump) -> Iterator[str]:
    yield f"[{what.text}](#)"


@_drawn.register
def _(what: cards.Buttons) -> Iterator[str]:
    yield " ".join(f"**[{button.label}]**" for button in what.items)


@_drawn.register
def _(what: cards.Chooser) -> Iterator[str]:
    yield f"{what.prompt}: {' / '.join(choice.label for choice in what.choices)} **[{what.submit}]**"


@_drawn.register
def _(what: cards.Document) -> Iterator[str]:
    yield f"📎 {what.name}"


@_drawn.register
def _(what: cards.Image) -> Iterator[str]:
    yield f"🖼 {what.description}"
