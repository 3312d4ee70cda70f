"""Pieces: what a message is laid out from. Words that can be shortened, and components that are taken whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.discord.marker import Component
from adapters.discord.text import BLANK, ELLIPSIS, fit, is_blank, length, markdown
from bot.chat.cards import Span, Spans

CONTAINER, ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, SEPARATOR = 17, 1, 2, 3, 10, 12, 13, 14
HEADING = "heading"
"""The kind of words that stand right above what follows."""

_SHORTEST_SOFT = 60
"""Reasons and the like are shortened to this before anything else is."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content: bytes
    kind: str
    description: str = ""


@dataclass(frozen=True)
class Words:
    """A text. `draw(limit)` is its Markdown, at most `limit` long; `soft` is what explains, and is shortened first.

    Words stand right under those before them, with no space between, if both are of one `kind`, or if they `belong` to
    them.
    """

    draw: Callable[[int], str]
    soft: bool = False
    kind: str = ""
    belongs: bool = False

    @property
    def size(self) -> int:
        """Return the length of the whole."""
        return length(self.draw(1_000_000))


@dataclass(frozen=True)
class Solid:
    """Components that are taken whole, with what is attached for them. `control` can be pressed, so it is never cut."""

    components: tuple[Component, ...]
    files: tuple[Attachment, ...] = ()
    control: bool = False


@dataclass(frozen=True)
class Rule:
    """A line between parts."""


Piece = Words | Solid | Rule


def of_spans(
    spans: Spans,
    wrap: Callable[[str], str] = str,
    *,
    soft: bool = False,
    kind: str = "",
    belongs: bool = False,
) -> tuple[Words, ...]:
    """Return words of spans inside `wrap`; nothing if a reader would see nothing."""
    text = "".join(span.text for span in spans)
    if is_blank(text):
        return ()

    def draw(limit: int) -> str:
        whole = wrap(markdown(spans).strip())
        return fit(text, limit, whole, lambda n: wrap(markdown((*_head(spans, n), Span(ELLIPSIS))).strip()))

    return (Words(draw, soft, kind, belongs),)


def of_text(text: str, wrap: Callable[[str], str] = str, *, kind: str = "") -> tuple[Words, ...]:
    """Return words of a plain text inside `wrap`."""
    return of_spans((Span(text),), wrap, kind=kind)


def joint(before: Words, after: Words) -> str:
    """Return what stands between two texts."""
    together = after.belongs or before.kind == HEADING or (after.kind and after.kind == before.kind)
    return "\n" if together else "\n\n"


def _head(spans: Spans, n: int) -> Spans:
    """Return the first `n` characters of spans."""
    kept: list[Span] = []
    for span in spans:
        if n <= 0:
            break
        kept.append(Span(span.text[:n], span.code))
        n -= len(span.text)
    return tuple(kept)


def fitted(words: Sequence[Words], limit: int) -> list[str]:
    """Return the Markdown of all words, together at most `limit` long: soft ones are shortened first, long ones most.

    Of more words than there is room for, the last are left out.
    """
    sizes = [one.size for one in words]
    caps = _caps(sizes, [one.soft for one in words], limit)
    drawn = [one.draw(cap) for one, cap in zip(words, caps, strict=True)]
    kept: list[str] = []
    for text in drawn:
        if sum(map(length, kept)) + length(text) > limit:
            break
        kept.append(text)
    return kept


def _caps(sizes: Sequence[int], soft: Sequence[bool], limit: int) -> list[int]:
    """Return how long each may be: one cap for the soft ones, and if that is not enough, one for all."""
    if sum(sizes) <= limit:
        return list(sizes)
    hard = sum(size for size, is_soft in zip(sizes, soft, strict=True) if not is_soft)
    cap = _water([size for size, is_soft in zip(sizes, soft, strict=True) if is_soft], limit - hard)
    if cap >= _SHORTEST_SOFT:
        return [min(size, cap) if is_soft else size for size, is_soft in zip(sizes, soft, strict=True)]
    first = [min(size, _SHORTEST_SOFT) if is_soft else size for size, is_soft in zip(sizes, soft, strict=True)]
    cap = max(_water(first, limit), _SHORTEST_SOFT)
    return [min(size, cap) for size in first]


def _water(sizes: Sequence[int], limit: int) -> int:
    """Return the greatest cap under which all sizes together are at most `limit`."""
    left, rest = limit, len(sizes)
    for size in sorted(sizes):
        if size * rest > left:
            return left // rest
        left, rest = left - size, rest - 1
    return max(sizes, default=0)


def text_display(content: str) -> Component:
    """Return a component that shows Markdown."""
    return {"type": TEXT, "content": content if not is_blank(content) else BLANK}
