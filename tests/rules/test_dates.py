"""Dates as people write them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.rules.dates import MOST_DAYS, parse_date, parse_days_off, runs, written

TODAY = date(2026, 11, 25)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24 Dec", date(2026, 12, 24)),
        ("24th of December".replace(" of", ""), date(2026, 12, 24)),
        ("Dec 24", date(2026, 12, 24)),
        ("December 24, 2027", date(2027, 12, 24)),
        ("24. dec. 2027", date(2027, 12, 24)),
        ("25 nov", TODAY),
        ("24 nov", date(2027, 11, 24)),
        ("29 feb", date(2028, 2, 29)),
        ("  TODAY ", TODAY),
        ("tomorrow", date(2026, 11, 26)),
        ("2020-01-05", date(2020, 1, 5)),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, means: date) -> None:
    assert parse_date(text, TODAY) == means


@pytest.mark.parametrize("text", ["", "soon", "31 feb", "2026-13-01", "12/24", "24", "Dec", "0 Jan", "2026-12-24 x"])
def test_what_is_no_date_is_refused_as_it_was_written(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_date(text, TODAY)
    assert (refused.value.code, refused.value.values) == ("date-unclear", {"text": text})


def test_days_off_are_dates_and_ranges_over_the_new_year() -> None:
    found = parse_days_off("30 Dec to 2 Jan, 2027-05-01; 6 Jan, 2027", TODAY)
    assert written(found) == "2026-12-30 to 2027-01-02, 2027-01-06, 2027-05-01"


@pytest.mark.parametrize("text", ["2027-01-05 to 2027-01-02", "24 Dec to 25 Dec to 26 Dec", "24 Dec, soon"])
def test_a_part_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="date-unclear"):
        parse_days_off(text, TODAY)


def test_no_more_days_than_a_year() -> None:
    with pytest.raises(Refused, match="too-many-days"):
        parse_days_off("2027-01-01 to 2028-06-01", TODAY)
    with pytest.raises(Refused, match="too-many-days"):
        parse_days_off("2027-01-01 to 2027-11-30, 2028-01-01 to 2028-11-30", TODAY)


def test_no_days_and_days_past_are_none() -> None:
    assert parse_days_off(" ", TODAY) == parse_days_off("2026-11-24", TODAY) == frozenset()


@given(st.frozensets(DATES, max_size=40))
def test_what_is_written_is_read_back(days: frozenset[date]) -> None:
    assert parse_days_off(written(days), date(2000, 1, 1)) == days


@given(st.frozensets(DATES, max_size=40))
def test_runs_hold_every_day_once_and_are_apart(days: frozenset[date]) -> None:
    found = runs(days)
    each = [first + timedelta(n) for first, last in found for n in range((last - first).days + 1)]
    assert each == sorted(days)
    assert all(after[0] - before[1] > timedelta(1) for before, after in itertools.pairwise(found))


@given(DATES, DATES)
def test_a_day_without_a_year_is_never_past(day: date, today: date) -> None:
    assert parse_date(f"{day.day} {day:%b}", today) >= today


def test_the_most_is_a_year() -> None:
    assert len(parse_days_off("2027-01-01 to 2028-01-01", TODAY)) == MOST_DAYS
