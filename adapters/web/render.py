"""Rendering: cards and forms as HTML. Pure; text is escaped by markupsafe, so it can never become markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from adapters.web import controls, world
from bot.chat import cards
from bot.chat.cards import Block, Card, Mark, Spans
from bot.chat.page import PageMessage
from bot.i18n import Words

_EMPTY = Markup("")
_HEAD_CELL = Markup('<th class="{}">{}</th>')
_CELL = Markup('<td class="{}">{}</td>')


@dataclass(frozen=True)
class View:
    """Who looks: the member's id, whether messages may be deleted, and the words of the reader's language."""

    member: str
    owner: bool
    words: Words


def message(item: PageMessage, card: Card, view: View) -> Markup:
    """Return a message of the feed as an `article`."""
    t = view.words.t
    private = item.to is not None
    key = str(item.id)
    return Markup(
        '<article class="message{private}" id="m{id}" data-id="{id}" tabindex="-1" aria-labelledby="m{id}-title">'
        '<span class="avatar bot" aria-hidden="true"></span>'
        '<div class="said"><p class="byline"><strong>Studybot</strong> {at}{edited}{only}{delete}</p>'
        "{quote}{card}</div></article>"
    ).format(
        private=" private" if private else "",
        id=item.id,
        at=moment(item.created_at, view.words),
        edited=Markup(' <span class="edited">{}</span>').format(t("edited")) if item.edited_at else _EMPTY,
        only=Markup('<span class="only">{}</span>').format(t("Only you can see this")) if private else _EMPTY,
        quote=_quote(item.reply_to, view.words),
        delete=_delete(item.id, view) if view.owner and not private else _EMPTY,
        card=card_html(card, key, f"/images/{key}?as={view.member}&v={item.version}", view.words),
    )


def card_html(card: Card, key: str, images: str, words: Words) -> Markup:
    """Return a card as a `div`; `key` makes ids on the page unique, `images` is the address of its pictures."""
    blocks = (_block(block, f"{key}-{at}", f"{images}&block={at}", words) for at, block in enumerate(card.blocks))
    return Markup('<div class="card {}">{}<h3 id="m{}-title">{}</h3>{}{}</div>').format(
        card.tone,
        Markup('<p class="ping">@{}</p>').format(words.t(world.role_name(card.ping))) if card.ping else _EMPTY,
        key,
        card.title,
        _joined(blocks),
        Markup('<p class="footer">{}</p>').format(card.footer) if card.footer else _EMPTY,
    )


def moment(at: datetime, words: Words) -> Markup:
    """Return a moment as `time`; the page's script puts it into the zone that it shows."""
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words.moment(at, "UTC"))


def _quote(reply_to: int | None, words: Words) -> Markup:
    """Return the line above a reply; the page's script puts the title of the message meant in."""
    if reply_to is None:
        return _EMPTY
    return Markup('<a class="quote" href="#m{}" data-quotes="{}">{}</a>').format(
        reply_to, reply_to, words.t("An earlier message")
    )


def _delete(message: int, view: View) -> Markup:
    return Markup(
        '<button type="button" class="quiet delete" data-delete="{}" aria-describedby="m{}-title">{}</button>'
    ).format(message, message, view.words.t("Delete"))


def _block(block: Block, key: str, image: str, words: Words) -> Markup:
    match block:
        case cards.Text():
            return Markup('<p class="{}">{}</p>').format(block.style, _spans(block.spans))
        case cards.CodeBlock():
            return Markup('<pre tabindex="0" role="group" aria-label="{}"><code>{}</code></pre>').format(
                words.t("Code"), block.text
            )
        case cards.Fields():
            pairs = (Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(one.name, one.value) for one in block.items)
            return Markup("<dl>{}</dl>").format(_joined(pairs))
        case cards.Table():
            return _table(block, key)
        case cards.Options():
            return _options(block, words)
        case cards.Image() | cards.Document():
            return _kept(block, image)
        case cards.Link() | cards.Jump():
            return _link(block)
        case _:
            return controls.block(block, key, words)


def _spans(words: Spans) -> Markup:
    return _joined(Markup("<code>{}</code>").format(span.text) if span.code else escape(span.text) for span in words)


def _table(table: cards.Table, key: str) -> Markup:
    """Return a table in a box that scrolls sideways: whoever comes to it by keyboard hears its column heads."""

    def cell(tag: Markup, at: int, text: str) -> Markup:
        return tag.format("number" if at in table.numeric else "words", text)

    head = _joined(cell(_HEAD_CELL, at, text) for at, text in enumerate(table.columns))
    rows = (
        Markup("<tr>{}</tr>").format(_joined(cell(_CELL, at, text) for at, text in enumerate(row)))
        for row in table.rows
    )
    return Markup(
        '<div class="wide" tabindex="0" role="group" aria-labelledby="m{0}-head">'
        '<table><thead><tr id="m{0}-head">{1}</tr></thead><tbody>{2}</tbody></table></div>'
    ).format(key, head, _joined(rows))


def _options(options: cards.Options, words: Words) -> Markup:
    """Return the options as a list; once the key is known, a chosen option that is not the key is shown as missed."""
    known = any(one.mark in {Mark.KEY, Mark.CHOSEN_KEY} for one in options.items)
    return Markup('<ol class="options">{}</ol>').format(_joined(_option(one, known, words) for one in options.items))


def _option(option: cards.OptionLine, known: bool, words: Words) -> Markup:
    said = {
        Mark.KEY: words.t("Correct"),
        Mark.CHOSEN: words.t("Your answer"),
        Mark.CHOSEN_KEY: words.t("Your answer, correct"),
    }
    missed = known and option.mark is Mark.CHOSEN
    return Markup(
        '<li class="{mark}{missed}"><span class="letter">{letter}</span><div class="option"><p>{text}{said}</p>{share}'
        "{why}</div></li>"
    ).format(
        mark=option.mark,
        missed=" missed" if missed else "",
        letter=option.letter,
        text=_spans(option.spans),
        said=Markup(' <span class="mark">{}</span>').format(said[option.mark]) if option.mark in said else _EMPTY,
        share=_EMPTY if option.share is None else _share(option.share, words),
        why=Markup('<p class="why">{}</p>').format(_spans(option.why)) if option.why else _EMPTY,
    )


def _share(share: int, words: Words) -> Markup:
    """Return a bar and its percentage; drawn as SVG, because the page allows no inline style."""
    return Markup(
        '<div class="share"><svg aria-hidden="true"><rect width="{}%" height="100%"></rect></svg><span>{}</span></div>'
    ).format(max(0, min(100, share)), words.percent(share))


def _kept(image: cards.Image | cards.Document, address: str) -> Markup:
    """Return what is fetched from an address of its own: a picture, or a file to save."""
    if isinstance(image, cards.Document):
        return Markup('<p class="normal"><a href="{}" download="{}">{}</a></p>').format(address, image.name, image.name)
    width, height = (int.from_bytes(image.png[at : at + 4]) for at in (16, 20))  # the PNG header says its size
    return Markup('<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">').format(
        address, image.description, width, height
    )


def _link(link: cards.Link | cards.Jump) -> Markup:
    if isinstance(link, cards.Jump):
        return Markup('<p class="normal"><a href="#m{}">{}</a></p>').format(link.message, link.text)
    if not link.url.startswith(("https://", "http://")):
        return Markup('<p class="normal">{}</p>').format(link.text)
    return Markup('<p class="link"><a href="{}" target="_blank" rel="noopener noreferrer">{}</a></p>').format(
        link.url, link.text
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return _EMPTY.join(parts)
