"""The plain calendar, by dates that people can check, and held against the program's own rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.rules.calendar import grace_end, next_daily, next_recap, reveal_due
from bot.simulation.calendar import questions, recaps, reveal
from bot.simulation.groups import Group, invent, owner_of, zones

BEGIN = datetime(2026, 3, 6, tzinfo=UTC)
BERLIN = Group("paced", "w", "c", "Europe/Berlin", time(2, 30), frozenset(range(1, 8)), frozenset(), None)
HOUR = timedelta(hours=1)


def dues(group: Group, day: date) -> list[str]:
    """Return when (UTC) the questions of a day and the next are due, and how long they may wait."""
    begin = datetime.combine(day, time(0), UTC) - timedelta(hours=12)
    found = [one for one in questions(group, begin, begin + timedelta(days=3)) if one.day in {day, day + timedelta(1)}]
    return [f"{one.at:%d %H:%M}-{one.until:%H:%M}" for one in found]


def test_a_time_that_the_clocks_leave_out_comes_as_much_later_as_they_jump() -> None:
    assert dues(BERLIN, date(2026, 3, 28)) == ["28 01:30-09:30", "29 01:30-09:30"]
    assert dues(BERLIN, date(2026, 3, 29)) == ["29 01:30-09:30", "30 00:30-08:30"]


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    assert dues(BERLIN, date(2026, 10, 25)) == ["25 00:30-08:30", "26 01:30-09:30"]


def test_a_question_waits_no_longer_than_its_day() -> None:
    late = Group("paced", "w", "c", "Asia/Tokyo", time(23, 0), frozenset({1}), frozenset(), None)
    assert dues(late, date(2026, 3, 9)) == ["09 14:00-15:00"]


def test_only_scheduled_days_count_and_days_off_don_t() -> None:
    few = Group("paced", "w", "c", "UTC", time(9), frozenset({1, 3}), frozenset({date(2026, 3, 9)}), None)
    assert [one.day.day for one in questions(few, BEGIN, BEGIN + timedelta(days=14))] == [11, 16, 18]


def test_the_first_recap_is_of_the_week_in_which_the_group_began() -> None:
    assert [one.day.isoformat() for one in recaps(BERLIN, BEGIN, BEGIN + timedelta(days=14))] == [
        "2026-03-02",
        "2026-03-09",
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_program_s_rules_agree_in_every_zone(seed: int) -> None:
    end = BEGIN + timedelta(days=40)
    made = invent(240, ("paced",), BEGIN, end, Random(seed))
    assert {group.zone for group in made} == set(zones(BEGIN, end))
    for group in made:
        _, _, schedule = owner_of(group)
        day, due = next_daily(schedule, BEGIN)
        for one in questions(group, BEGIN, end):
            assert (one.day, one.at, one.until) == (day, due, grace_end(day, due, group.zone)), group
            posted = due + HOUR / 2
            assert reveal(group, one, posted) == reveal_due(schedule, posted), group
            day, due = next_daily(schedule, due)
        assert due > end
        for one in recaps(group, BEGIN, end):
            assert (one.day, one.at) == next_recap(schedule, one.at - timedelta(seconds=1)), group
