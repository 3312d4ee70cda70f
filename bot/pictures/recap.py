"""The picture of a week: a bar for each domain, and a column for each day."""

from __future__ import annotations

from dataclasses import dataclass

from bot.pictures.canvas import AMBER, BLUE, GREEN, INK, MARGIN, RAIL, RED, SOFT, WIDTH, Sheet, drawable


@dataclass(frozen=True)
class Bar:
    """A domain: its share right in percent (None: no answers) and its change in points, with their words.

    `said` is the sentence that tells the same.
    """

    label: str
    share: int | None
    share_text: str
    change: int | None
    change_text: str
    said: str


@dataclass(frozen=True)
class Day:
    """A day of the week and the people who answered on it."""

    label: str
    people: int
    people_text: str


@dataclass(frozen=True)
class Poster:
    """Everything that stands in the picture; `said` and `days_said` are sentences that open and end its description."""

    title: str
    dates: str
    bars: tuple[Bar, ...]
    days_title: str
    days: tuple[Day, ...]
    said: str
    days_said: str

    @property
    def description(self) -> str:
        """The picture in words."""
        return " ".join((self.said, *(bar.said for bar in self.bars), self.days_said))

    @property
    def drawable(self) -> bool:
        """Whether the type has every character of it."""
        texts = [self.title, self.dates, self.days_title, *(day.label + day.people_text for day in self.days)]
        texts += [bar.label + bar.share_text + bar.change_text for bar in self.bars]
        return all(drawable(character) for character in set("".join(texts)))


_ROWS_TOP, _ROWS_BOTTOM = 138, 420
_COLUMN_TOP, _COLUMN_BOTTOM = 538, 606
_BAR_LEFT, _BAR_RIGHT, _SHARE_RIGHT = 676, 906, 1024
_RIGHT = WIDTH - MARGIN


def draw(poster: Poster) -> bytes:
    """Return the picture as a PNG of 1200 x 675 pixels."""
    sheet = Sheet()
    sheet.strong((MARGIN, 92), poster.title, 54)
    sheet.words((_RIGHT, 90), poster.dates, 38, SOFT, "rs")
    height = (_ROWS_BOTTOM - _ROWS_TOP) / max(4, len(poster.bars))
    for at, bar in enumerate(poster.bars):
        _draw_bar(sheet, bar, _ROWS_TOP + (at + 0.5) * height, height)
    sheet.words((MARGIN, 480), poster.days_title, 36, SOFT)
    most = max((day.people for day in poster.days), default=0)
    for at, day in enumerate(poster.days):
        _draw_day(sheet, day, at, len(poster.days), most)
    return sheet.png()


def _draw_bar(sheet: Sheet, bar: Bar, middle: float, height: float) -> None:
    """Draw a domain's line; many of them get thinner, and their type with them."""
    size = int(min(38, height * 0.7))
    base, half = middle + size * 0.36, min(15, height * 0.25)
    sheet.words((MARGIN, base), bar.label, size, width=_BAR_LEFT - MARGIN - 20)
    sheet.bar(_BAR_LEFT, middle - half, _BAR_RIGHT, middle + half, RAIL)
    length = (_BAR_RIGHT - _BAR_LEFT) * (bar.share or 0) / 100
    sheet.bar(_BAR_LEFT, middle - half, _BAR_LEFT + length, middle + half, BLUE)
    sheet.strong((_SHARE_RIGHT, base), bar.share_text, size, INK if bar.share is not None else SOFT, "rs")
    if not bar.change:
        sheet.words((_RIGHT, base), bar.change_text, size, SOFT, "rs")
        return
    color = GREEN if bar.change > 0 else RED
    sheet.words((_RIGHT, base), bar.change_text, size, color, "rs")
    arrow_at = _RIGHT - sheet.width_of(bar.change_text, size) - size * 0.6
    sheet.arrow((arrow_at, middle), size * 0.5, color, up=bar.change > 0)


def _draw_day(sheet: Sheet, day: Day, at: int, of: int, most: int) -> None:
    """Draw a day's column; its greatest height is that of the day with most people."""
    step = (_RIGHT - MARGIN) / of
    middle = MARGIN + (at + 0.5) * step
    top = _COLUMN_BOTTOM - (_COLUMN_BOTTOM - _COLUMN_TOP) * (day.people / most if most else 0)
    sheet.bar(middle - step * 0.28, min(top, _COLUMN_BOTTOM - 4), middle + step * 0.28, _COLUMN_BOTTOM, RAIL)
    sheet.bar(middle - step * 0.28, top, middle + step * 0.28, _COLUMN_BOTTOM, AMBER)
    sheet.words((middle, top - 10), day.people_text, 36, INK if day.people else SOFT, "ms")
    sheet.words((middle, 648), day.label, 36, SOFT, "ms")
