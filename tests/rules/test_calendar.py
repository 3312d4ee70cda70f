"""Days, weeks and due times, pinned where the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.model.schedule import Schedule
from bot.rules import calendar
from bot.rules.zones import zone_names

EVERY_DAY = frozenset(range(1, 8))
NINE = time(9)

schedules = st.builds(
    Schedule,
    zone=st.sampled_from(zone_names()),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    reveal_hours=st.none() | st.integers(1, 72),
)
first, last = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2099-01-01")
moments = st.datetimes(first, last, timezones=st.just(UTC))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def berlin(days: frozenset[int] = EVERY_DAY, at: time = NINE, hours: int | None = None) -> Schedule:
    return Schedule("Europe/Berlin", at, days, hours)


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        ("2026-01-15", "09:00", "Europe/Berlin", "2026-01-15 08:00"),
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29 01:30"),  # does not exist: 03:30 there
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25 00:30"),  # exists twice: the first
        ("2026-10-04", "02:10", "Australia/Lord_Howe", "2026-10-03 15:40"),  # a gap of half an hour
        ("2026-04-24", "00:00", "Africa/Cairo", "2026-04-23 22:00"),  # midnight does not exist
        ("2026-03-28", "23:30", "America/Nuuk", "2026-03-29 01:30"),  # moved over midnight
    ],
)
def test_a_local_time_has_one_moment(day: str, at: str, zone: str, moment: str) -> None:
    assert calendar.to_utc(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(moment)


def test_the_second_occurrence_is_not_taken_even_when_the_time_asks_for_it() -> None:
    asked = calendar.to_utc(date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin")
    assert asked == utc("2026-10-25 00:30")


def test_next_daily_skips_days_without_a_question() -> None:
    friday = utc("2026-01-16 08:00")
    weekdays = berlin(frozenset({1, 2, 3, 4, 5}))
    assert calendar.next_daily(weekdays, friday) == (date(2026, 1, 19), utc("2026-01-19 08:00"))
    assert calendar.next_daily(weekdays, friday - timedelta(seconds=1)) == (date(2026, 1, 16), friday)


def test_a_question_that_a_gap_moved_over_midnight_is_still_due_the_day_after() -> None:
    nuuk = Schedule("America/Nuuk", time(23, 30), EVERY_DAY, None)
    past_midnight = utc("2026-03-29 01:15")
    assert calendar.local_date(past_midnight, nuuk.zone) == date(2026, 3, 29)
    assert calendar.next_daily(nuuk, past_midnight) == (date(2026, 3, 28), utc("2026-03-29 01:30"))


def test_a_day_that_a_zone_left_out_has_no_question() -> None:
    apia = Schedule("Pacific/Apia", NINE, EVERY_DAY, None)
    due, dates = utc("2011-12-28 00:00"), []
    for _ in range(4):
        for_date, due = calendar.next_daily(apia, due)
        dates.append(for_date.day)
    assert dates == [28, 29, 31, 1]


def test_a_schedule_that_only_has_the_day_left_out_goes_on_a_week_later() -> None:
    fridays = Schedule("Pacific/Apia", NINE, frozenset({5}), None)
    assert calendar.next_daily(fridays, utc("2011-12-28 00:00"))[0] == date(2012, 1, 6)


@settings(max_examples=200, deadline=None)
@given(schedules, moments)
def test_next_daily_is_the_first_of_all_dates_around(schedule: Schedule, after: datetime) -> None:
    zone = ZoneInfo(schedule.zone)
    days = [after.date() + timedelta(days=n) for n in range(-4, 20)]
    lived = {(after + timedelta(hours=n)).astimezone(zone).date() for n in range(-4 * 24, 20 * 24)}
    due = {day: calendar.to_utc(day, schedule.at, schedule.zone) for day in days if day in lived}
    best = min(moment for day, moment in due.items() if day.isoweekday() in schedule.days and moment > after)
    assert calendar.next_daily(schedule, after)[1] == best


@settings(max_examples=100, deadline=None)
@given(schedules, moments)
def test_next_daily_moves_strictly_forward_on_scheduled_days(schedule: Schedule, after: datetime) -> None:
    day, due = calendar.next_daily(schedule, after)
    for _ in range(10):
        following, later = calendar.next_daily(schedule, due)
        assert following > day
        assert later > due
        assert following.isoweekday() in schedule.days
        day, due = following, later


def test_naive_moments_are_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="naive"):
        calendar.next_daily(berlin(), naive)
    with pytest.raises(ValueError, match="naive"):
        calendar.local_date(naive, "UTC")


@pytest.mark.parametrize(
    ("day", "due", "zone", "end"),
    [
        ("2026-01-15", "2026-01-15 08:00", "Europe/Berlin", "2026-01-15 16:00"),  # eight hours
        ("2026-01-15", "2026-01-15 19:00", "Europe/Berlin", "2026-01-15 23:00"),  # the day ends first
        ("2026-04-23", "2026-04-23 18:00", "Africa/Cairo", "2026-04-23 22:00"),  # it ends where 00:00 is left out
        ("2026-03-28", "2026-03-29 01:30", "America/Nuuk", "2026-03-29 09:30"),  # due the day after, by a gap
        ("2011-12-29", "2011-12-30 07:00", "Pacific/Apia", "2011-12-30 10:00"),  # the next day was left out
    ],
)
def test_grace_ends_after_eight_hours_or_with_the_local_day(day: str, due: str, zone: str, end: str) -> None:
    assert calendar.grace_end(date.fromisoformat(day), utc(due), zone) == utc(end)


def test_a_question_is_revealed_with_the_next_daily_time() -> None:
    posted_late = utc("2026-01-15 11:20")
    assert calendar.reveal_due(berlin(), posted_late) == utc("2026-01-16 08:00")


def test_a_question_is_revealed_after_72_hours_at_the_latest() -> None:
    thursdays = berlin(frozenset({4}))
    assert calendar.reveal_due(thursdays, utc("2026-01-15 08:00")) == utc("2026-01-18 08:00")


def test_a_question_is_revealed_after_the_hours_that_a_group_set() -> None:
    assert calendar.reveal_due(berlin(hours=6), utc("2026-01-15 08:00")) == utc("2026-01-15 14:00")


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    week = [calendar.week_start(date(2026, 1, 5) + timedelta(days=n)) for n in range(8)]
    assert week == [date(2026, 1, 5)] * 7 + [date(2026, 1, 12)]
    assert calendar.month_start(date(2026, 2, 28)) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("after", "reported", "due"),
    [
        ("2026-01-12 07:59", "2026-01-05", "2026-01-12 08:00"),
        ("2026-01-12 08:00", "2026-01-12", "2026-01-19 08:00"),
        ("2026-01-18 23:30", "2026-01-12", "2026-01-19 08:00"),  # Monday already in Berlin
    ],
)
def test_a_recap_is_due_on_the_monday_after_the_week_it_reports(after: str, reported: str, due: str) -> None:
    assert calendar.next_recap(berlin(frozenset({3})), utc(after)) == (date.fromisoformat(reported), utc(due))


@settings(max_examples=100, deadline=None)
@given(schedules, moments)
def test_a_recap_is_the_first_after_the_moment_and_leaves_out_no_week(schedule: Schedule, after: datetime) -> None:
    reported, due = calendar.next_recap(schedule, after)
    assert reported.isoweekday() == 1
    assert calendar.to_utc(reported, schedule.at, schedule.zone) <= after < due
    assert calendar.next_recap(schedule, due)[0] == reported + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9", "09:00"),
        ("9:00", "09:00"),
        (" 09:00 ", "09:00"),
        ("9am", "09:00"),
        ("9:30 pm", "21:30"),
        ("12 a.m.", "00:00"),
        ("12PM", "12:00"),
        ("17.30", "17:30"),
        ("1730", "17:30"),
        ("930", "09:30"),
        ("0", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, read: str) -> None:
    assert calendar.parse_time(text) == time.fromisoformat(read)


@pytest.mark.parametrize("text", ["", "24", "9:60", "9:5", "13pm", "0am", "nine", "-9", "9:00:00", "٩", "99999"])
def test_an_unclear_time_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        calendar.parse_time(text)
    assert (refused.value.code, refused.value.values) == ("time-unclear", {"text": text})


@given(st.times())
def test_every_time_is_read_back_from_both_clocks(at: time) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    assert calendar.parse_time(at.strftime("%H:%M")) == at
    assert calendar.parse_time(at.strftime("%I:%M %p")) == at


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every day", "1234567"),
        ("Daily", "1234567"),
        ("weekdays", "12345"),
        ("weekends", "67"),
        ("weekdays, sat", "123456"),
        ("mon-fri", "12345"),
        ("Monday – Thursday", "1234"),
        ("tues to thurs", "234"),
        ("fri-mon", "5671"),
        ("mon, wed, fri", "135"),
        ("Mo We and Sundays", "137"),
        ("every weds", "3"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: str) -> None:
    assert calendar.parse_days(text) == {int(day) for day in days}


@pytest.mark.parametrize("text", ["", "and", "m", "never", "mon-", "-fri", "mon-wed-fri", "mon, xyz", "1-5"])
def test_unclear_days_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        calendar.parse_days(text)
    assert (refused.value.code, refused.value.values) == ("days-unclear", {"text": text})


@pytest.mark.parametrize(
    ("at", "days", "hours"),
    [
        (time(9, tzinfo=UTC), {1}, None),
        (time(9, 0, 1), {1}, None),
        (NINE, set(), None),
        (NINE, {0, 1}, None),
        (NINE, {1}, 0),
        (NINE, {1}, 73),
    ],
)
def test_a_schedule_that_makes_no_sense_is_an_error(at: time, days: set[int], hours: int | None) -> None:
    with pytest.raises(ValueError, match="pass"):
        Schedule("UTC", at, frozenset(days), hours)
