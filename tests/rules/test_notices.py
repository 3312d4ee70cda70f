"""When people are written to: at their local time, whatever the clocks do, and once however long nobody looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.notices import EVERY_DAY, MONDAYS, fallen_due, next_notice
from tests.rules.zone_histories import ZONES

BEGUN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

times = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
zones = st.sampled_from(ZONES)
moments = st.timedeltas(timedelta(), timedelta(days=800)).map(lambda since: BEGUN + since)
kinds = st.sampled_from([EVERY_DAY, MONDAYS])


@given(times, zones, kinds, moments)
def test_it_is_due_at_the_local_time_on_one_of_its_days(
    at: time, zone: str, days: frozenset[int], now: datetime
) -> None:
    due = next_notice(at, zone, days, now)
    local = due.astimezone(ZoneInfo(zone))
    assert now < due <= now + timedelta(days=8, hours=1)
    # Where the clocks leave the time out, it is later by the gap.
    assert local.time() == at or local.replace(tzinfo=None) - timedelta(hours=1) <= datetime.combine(local.date(), at)
    assert local.isoweekday() in days or local.time() < time(1)


@given(times, zones, kinds, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_of_all_that_fell_due_meanwhile_the_newest_is_told(
    at: time, zone: str, days: frozenset[int], since: datetime, later: timedelta
) -> None:
    begun = next_notice(at, zone, days, since)
    now = begun + later
    newest, after = fallen_due(at, zone, days, begun, now)
    assert after == next_notice(at, zone, days, now)
    if newest is not None:
        assert begun <= newest[1] <= now < after
        assert next_notice(at, zone, days, newest[1]) == after
    else:
        assert later > timedelta(days=2)


def test_a_time_of_day_that_was_changed_since_leaves_out_no_week() -> None:
    monday = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    newest, after = fallen_due(time(9), "UTC", MONDAYS, monday, monday)
    assert newest == (date(2026, 3, 2), monday)
    assert after == datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def test_a_day_in_berlin_is_that_of_berlin() -> None:
    due = next_notice(time(0, 30), "Europe/Berlin", EVERY_DAY, BEGUN)
    assert due == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert fallen_due(time(0, 30), "Europe/Berlin", EVERY_DAY, due, due)[0] == (date(2026, 3, 3), due)
