"""A card as one plain text: what a notification shows, and what a screen reader reads in place of the blocks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adapters.slack.blocks import clean, clip
from adapters.slack.names import Names
from adapters.slack.tables import lines
from bot.chat import cards
from bot.chat.cards import Card, Mark
from bot.i18n import Words

_LONGEST = 3_000
_MENTIONS = {"here": "<!here> ", "channel": "<!channel> "}


def fallback(card: Card, blocks: Iterable[cards.Block], w: Words, names: Names) -> str:
    """Return a card, of which `blocks` are shown, as text; the one mention in it is what the card asks for."""
    body = "\n".join(line for block in blocks for line in _lines(block, w, names))
    told = "\n".join(part for part in (names.said(card.title), body, names.said(card.footer)) if part.strip())
    return _MENTIONS.get(card.ping, "") + (escape(clip(clean(told).strip(), _LONGEST)) or "–")


def escape(text: str) -> str:
    """Return a text in which Slack finds no mention and no link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(block: cards.Block, w: Words, names: Names) -> Iterator[str]:
    match block:
        case cards.Text():
            yield names.said(cards.plain(block.spans))
        case cards.CodeBlock():
            yield block.text
        case cards.Fields():
            yield from (f"{names.said(one.name)}: {one.value}" for one in block.items)
        case cards.Table():
            yield from lines(block)
        case cards.Options():
            yield from (_option(one, w) for one in block.items)
        case cards.Image():
            yield block.description
        case cards.Document():
            yield block.name
        case cards.Chooser():
            yield block.prompt
        case _:
            return


def _option(one: cards.OptionLine, w: Words) -> str:
    said = {
        Mark.KEY: w.t("Correct"),
        Mark.CHOSEN: w.t("Your answer"),
        Mark.CHOSEN_KEY: w.t("Your answer, correct"),
    }
    mark = f" ({said[one.mark]})" if one.mark in said else ""
    share = f", {w.percent(one.share)}" if one.share is not None else ""
    why = f" – {cards.plain(one.why)}" if one.why else ""
    return f"{one.letter}) {cards.plain(one.spans)}{mark}{share}{why}"
