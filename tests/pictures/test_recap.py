"""The picture of a week: its size, what it holds whatever the figures, and its description."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.canvas import AMBER, BLUE, GREEN, GROUND, RED
from bot.pictures.recap import Bar, Day, Poster, draw

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def bar(label: str, share: int | None, change: int | None = None) -> Bar:
    shown = "–" if share is None else f"{share}%"
    return Bar(label, share, shown, change, "" if change is None else f"{change:+d}", f"{label}: {shown}.")


def poster(*bars: Bar, days: tuple[int, ...] = (3, 0, 5, 1, 0, 0, 2)) -> Poster:
    columns = tuple(Day(name, people, str(people)) for name, people in zip(WEEK, days, strict=True))
    return Poster("Weekly recap", "Mar 2 – 8", bars, "People, by day", columns, "A week.", "Mon 3.")


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def area(png: bytes, color: str) -> int:
    """Return how many pixels have (nearly) a color: saving with fewer colors may shift one a little."""
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    near = [
        channel.point([abs(value - aim) <= 6 for value in range(256)])
        for channel, aim in zip(opened(png).split(), wanted, strict=True)
    ]
    return sum(all(pixel) for pixel in zip(*(channel.tobytes() for channel in near), strict=True))


def test_it_is_a_png_of_the_promised_size_on_its_own_ground() -> None:
    png = draw(poster(bar("Security", 50)))
    assert png.startswith(b"\x89PNG")
    picture = opened(png)
    assert picture.size == (1200, 675)
    assert len({picture.getpixel(at) for at in ((0, 0), (1199, 0), (0, 674), (1199, 674))}) == 1
    assert area(png, GROUND) > 400_000


@pytest.mark.parametrize("share", [None, 0, 1, 50, 99, 100])
def test_it_is_drawn_for_every_share(share: int | None) -> None:
    assert opened(draw(poster(bar("Security", share, -100), bar("Development", share, 100)))).size == (1200, 675)


@pytest.mark.parametrize("days", [(0,) * 7, (10_000,) * 7, (0, 0, 0, 1, 0, 0, 0)])
def test_it_is_drawn_for_any_number_of_people(days: tuple[int, ...]) -> None:
    assert opened(draw(poster(bar("Security", 50), days=days))).size == (1200, 675)


def test_it_is_drawn_for_no_domain_for_many_and_for_long_names() -> None:
    for bars in ((), tuple(bar("A domain with a very long name " * 5, 40, 3) for _ in range(12))):
        assert opened(draw(poster(*bars))).size == (1200, 675)


def test_a_greater_share_is_a_longer_bar() -> None:
    lengths = [area(draw(poster(bar("Security", share))), BLUE) for share in (0, 10, 40, 100)]
    assert lengths == sorted(set(lengths))


def test_more_people_are_a_higher_column() -> None:
    few, many = (area(draw(poster(days=(8, n, 0, 0, 0, 0, 0))), AMBER) for n in (1, 7))
    assert few < many


def test_a_rise_and_a_fall_differ() -> None:
    up, down = draw(poster(bar("Security", 50, 8))), draw(poster(bar("Security", 50, -8)))
    assert area(up, GREEN) > area(down, GREEN)
    assert area(down, RED) > area(up, RED)


def test_the_description_tells_every_bar() -> None:
    said = poster(bar("Security", 50), bar("Development", None)).description
    assert said == "A week. Security: 50%. Development: –. Mon 3."


def test_what_the_type_lacks_is_known_before_drawing() -> None:
    assert poster(bar("Security – “all”", 50, -3)).drawable
    assert not poster(bar("Безопасность", 50)).drawable
