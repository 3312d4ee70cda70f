"""A sheet to draw on, its colors and its type.

The sheet brings its own dark ground, so that it looks the same in a light and in a dark chat. Sizes are in pixels of a
sheet 1200 wide; a phone shows it about 360 wide, so little is set smaller than 36.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 675
MARGIN = 56
GROUND, RAIL = "#161b30", "#2a3252"
INK, SOFT = "#f4f5fa", "#b3bbd1"
BLUE, AMBER, GREEN, RED = "#8fa8ff", "#f2c46d", "#74d9a0", "#ff9d95"

Spot = tuple[float, float]

_PLAINER = str.maketrans({"–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " "})
"""What the type lacks and looks the same without."""


class Sheet:
    """One picture being drawn. Type is loaded for each anew: a font may not be shared between threads."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
        self._draw = ImageDraw.Draw(self._image)
        self._fonts: dict[int, ImageFont.FreeTypeFont] = {}

    def words(self, at: Spot, text: str, size: int, color: str = INK, anchor: str = "ls", width: float = WIDTH) -> None:
        """Write one line, shortened to `width`; `anchor` is Pillow's: `ls` begins at the spot, `rs` ends there."""
        font = self._font(size)
        self._draw.text(at, _fitted(text.translate(_PLAINER), font, width), fill=color, font=font, anchor=anchor)

    def strong(self, at: Spot, text: str, size: int, color: str = INK, anchor: str = "ls") -> None:
        """Write one line in a bolder face."""
        font = self._font(size)
        text = text.translate(_PLAINER)
        self._draw.text(at, text, fill=color, font=font, anchor=anchor, stroke_width=size / 40, stroke_fill=color)

    def bar(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        """Draw a bar with round ends; one without any length is left out."""
        if right - left >= 1 and bottom - top >= 1:
            radius = min(right - left, bottom - top, 16) / 2
            self._draw.rounded_rectangle((left, top, right, bottom), radius, fill=color)

    def arrow(self, at: Spot, size: float, color: str, *, up: bool) -> None:
        """Draw a triangle around a spot."""
        x, y = at
        tip, base = (y - size / 2, y + size / 2) if up else (y + size / 2, y - size / 2)
        self._draw.polygon(((x, tip), (x - size * 0.6, base), (x + size * 0.6, base)), fill=color)

    def width_of(self, text: str, size: int) -> float:
        """Return the width of a line."""
        return self._font(size).getlength(text.translate(_PLAINER))

    def png(self) -> bytes:
        """Return what was drawn."""
        stream = BytesIO()
        self._image.quantize(128).save(stream, "PNG", optimize=True)
        return stream.getvalue()

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = _type(size)
        return self._fonts[size]


@cache
def drawable(character: str) -> bool:
    """Return whether the type has this character. It has those of English; in other languages the text stands alone."""
    character = character.translate(_PLAINER)
    if character.isspace():
        return True
    font = _type(20)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


def _type(size: int) -> ImageFont.FreeTypeFont:
    """Return the face that Pillow carries with it, so that no font needs to be installed or shipped."""
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("this Pillow was built without FreeType: install one of its wheels")
    return font


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"
