"""Time zones as people write them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.rules.zones import complete_zone, parse_zone, zone_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("europe/berlin", "Europe/Berlin"),
        (" America/New York ", "America/New_York"),
        ("america/são_paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
        ("Berlin", "Europe/Berlin"),
        (" new york", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("etc/gmt+5", "Etc/GMT+5"),
        ("Etc/GMT-5", "Etc/GMT-5"),
        ("America/Port-au-Prince", "America/Port-au-Prince"),
    ],
)
def test_a_zone_is_read_whatever_its_case_and_spaces(text: str, name: str) -> None:
    assert parse_zone(text) == name


def test_every_zone_of_the_system_is_read_as_itself_or_is_none() -> None:
    for name in available_timezones() - {"Factory", "localtime", "posixrules"}:
        assert parse_zone(name.swapcase()) == name


def test_every_zone_offered_can_be_opened() -> None:
    assert len(zone_names()) > 400
    for name in zone_names():
        assert ZoneInfo(parse_zone(name)).key == name


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Berln", "Europe/Berlin"),
        ("new yrok", "America/New_York"),
        ("Louisville", "America/Kentucky/Louisville"),
        ("Lond", "Europe/London"),
        ("UTC+2", "UTC"),
    ],
)
def test_an_unknown_zone_is_refused_with_what_may_be_meant(text: str, best: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_zone(text)
    near = refused.value.values["near"]
    assert refused.value.code == "zone-unknown"
    assert refused.value.values["zone"] == text
    assert isinstance(near, tuple)
    assert near[0] == best
    assert len(near) <= 3


@pytest.mark.parametrize("junk", ["localtime", "Factory", "posix/Europe/Berlin", "right/UTC", "../etc/passwd", ""])
def test_what_is_no_place_is_no_zone(junk: str) -> None:
    with pytest.raises(Refused):
        parse_zone(junk)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("newyork", "America/New_York"),
        ("NEW_Y", "America/New_York"),
        ("europe ber", "Europe/Berlin"),
        ("são", "America/Sao_Paulo"),
        ("us/eastern", "US/Eastern"),
        ("angeles", "America/Los_Angeles"),
        ("", "UTC"),
    ],
)
def test_completion_finds_a_zone_by_what_is_typed(text: str, best: str) -> None:
    assert complete_zone(text)[0] == best


def test_fixed_offsets_with_their_inverted_signs_are_not_offered() -> None:
    assert not [name for name in zone_names() if name.startswith(("Etc/GMT+", "Etc/GMT-"))]


@given(st.text(max_size=200), st.integers(0, 25))
def test_completion_offers_at_most_what_fits_and_each_once(text: str, limit: int) -> None:
    offered = complete_zone(text, limit)
    assert len(offered) == len(set(offered)) <= limit
    assert set(offered) <= set(zone_names())
