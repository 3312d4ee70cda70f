"""Due times over every distinct zone history of 2025–2030."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from bot.model.schedule import Schedule
from bot.rules.calendar import grace_end, local_date, next_daily, next_recap, to_utc
from tests.rules.zone_histories import DAYS, EPOCH, History, histories, moment

EVERY_DAY = frozenset(range(1, 8))
QUARTERS = range(0, 1440, 15)
FIRST = EPOCH.date()

each_history = pytest.mark.parametrize("history", histories(), ids=lambda history: history.zone)


def at_minute(minute: int) -> time:
    return time(minute // 60, minute % 60)


def walk(schedule: Schedule, first: int, days: int) -> Iterator[tuple[date, datetime]]:
    """Follow `next_daily` over `days` days, the first of them `first` days after EPOCH's date."""
    due = to_utc(FIRST + timedelta(days=first - 1), schedule.at, schedule.zone)
    for _ in range(days):
        for_date, due = next_daily(schedule, due)
        yield for_date, due


def expected(history: History, minute: int, first: int, days: int) -> list[tuple[date, datetime]]:
    return [
        (FIRST + timedelta(days=day), moment(history.due(day * 1440 + minute))) for day in range(first, first + days)
    ]


def test_there_are_as_many_histories_as_the_world_has() -> None:
    assert 25 <= len(histories()) <= 40


@each_history
def test_around_every_change_each_date_is_due_once_at_every_quarter_hour(history: History) -> None:
    for minute in QUARTERS:
        schedule = Schedule(history.zone, at_minute(minute), EVERY_DAY, None)
        for change in history.changes:
            first = change.at // 1440 - 2
            assert list(walk(schedule, first, 5)) == expected(history, minute, first, 5)


@each_history
def test_all_dates_of_six_years_are_due_once_and_in_order_at_nine_and_where_a_change_begins(history: History) -> None:
    for minute in (9 * 60, min(history.touched())):
        schedule = Schedule(history.zone, at_minute(minute), EVERY_DAY, None)
        assert list(walk(schedule, 1, DAYS - 2)) == expected(history, minute, 1, DAYS - 2)


@each_history
def test_every_date_at_every_quarter_hour_has_the_moment_of_the_model(history: History) -> None:
    for minute in QUARTERS:
        at = at_minute(minute)
        for day in range(1 + minute // 15 % 8, DAYS - 1, 8):
            assert to_utc(FIRST + timedelta(days=day), at, history.zone) == moment(history.due(day * 1440 + minute))


@each_history
def test_grace_ends_within_eight_hours_and_with_the_day_around_every_change(history: History) -> None:
    for minute in QUARTERS:
        schedule = Schedule(history.zone, at_minute(minute), EVERY_DAY, None)
        for change in history.changes:
            for for_date, due in walk(schedule, change.at // 1440 - 1, 3):
                end = grace_end(for_date, due, history.zone)
                last = end - timedelta(seconds=1)
                assert due < end <= due + timedelta(hours=8)
                assert local_date(last, history.zone) == local_date(due, history.zone)
                assert end == due + timedelta(hours=8) or local_date(end, history.zone) > for_date


@each_history
def test_six_years_have_one_recap_a_week_after_its_week(history: History) -> None:
    schedule = Schedule(history.zone, time(0), frozenset({3}), None)
    monday, due = next_recap(schedule, EPOCH)
    for _ in range(DAYS // 7 - 1):
        assert local_date(due, history.zone) == monday + timedelta(days=7)
        following, later = next_recap(schedule, due)
        assert (following, later > due) == (monday + timedelta(days=7), True)
        monday, due = following, later
