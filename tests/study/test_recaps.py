"""Weekly recaps: one a week and group, of that week and of revealed questions, naming only who may be named."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from bot.model.group import Group
from bot.model.recap import Report
from bot.model.schedule import Schedule
from bot.rules.calendar import local_date, to_utc, week_start
from bot.storage import groups as group_rows
from bot.storage import postings as posting_rows
from bot.storage.tables import postings
from bot.study.answers import answer
from bot.study.due import create_due, soonest, upcoming
from bot.study.groups import group_by_id, recompute_due_times
from bot.study.pausing import pause, resume
from bot.study.privacy import show_name
from bot.study.recaps import last_report, preview, report_to_send
from bot.study.settings import reschedule
from bot.study.work import writes
from tests.support.clock import START, Clock
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, daily_by_id, make_group, open_daily, right, schedule, send_all, wrong

WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
MONDAY = date(2026, 3, 2)
DUE = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


@writes
def set_group(tx: Connection, group: int, /, **values: object) -> None:
    group_rows.change(tx, group, **values)


@writes
def set_posting(tx: Connection, posting: int, /, **values: object) -> None:
    posting_rows.change(tx, posting, **values)


def now_of(store: Store, group: Group) -> Group:
    found = store.read(group_by_id, group.id)
    assert found is not None
    return found


def tick(store: Store, clock: Clock, at: datetime) -> None:
    clock.now = at
    store.write(create_due, BANKS, at)
    send_all(store, at)


def recaps(store: Store) -> list[tuple[date, str, str]]:
    rows = store.rows(postings, postings.c.kind == "recap")
    return [(row.for_date, row.state, row.reason) for row in rows]


def report(store: Store) -> Report:
    newest = store.rows(postings, postings.c.kind == "recap")[-1]
    found = store.read(report_to_send, BANKS, newest.id)
    assert found is not None
    return found


def week_of_answers(store: Store, clock: Clock, group: Group, days: int = 8) -> None:
    """Go from question to question until the next recap is out; on the first `days` Ada is right and Ben is wrong."""
    due = now_of(store, group).next_recap_at
    assert due is not None
    for day in range(days + 7):
        if clock() >= due:
            return
        daily = ask(store, clock, group)
        if day < days:
            for user, letters in (("ada", right(daily)), ("ben", wrong(daily))):
                store.write(answer, actor(user), daily.posting, letters, clock() + HOUR / 2)


def test_the_first_recap_is_of_the_week_in_which_the_group_began(store: Store, clock: Clock) -> None:
    group = make_group(store)  # on a Monday at 07:00, two hours before the time of recaps
    assert (group.next_recap_on, group.next_recap_at) == (MONDAY, DUE)
    later = make_group(store, "later", now=START + 3 * HOUR)
    assert (later.next_recap_on, later.next_recap_at) == (MONDAY, DUE)


def test_there_is_one_a_week_however_often_the_tick_runs(store: Store, clock: Clock) -> None:
    make_group(store)
    for at in range(1, 30):
        for _ in range(2):
            tick(store, clock, START + at * DAY + 2 * HOUR)
    assert recaps(store) == [(MONDAY + n * WEEK, "posted", "") for n in range(4)]


def test_a_late_one_goes_out_within_a_day_and_later_is_recorded_as_skipped(store: Store, clock: Clock) -> None:
    group = make_group(store)
    tick(store, clock, DUE + 24 * HOUR)
    assert recaps(store) == [(MONDAY, "posted", "")]
    tick(store, clock, DUE + 2 * WEEK + 24 * HOUR + timedelta(seconds=1))
    assert recaps(store)[1:] == [(MONDAY + n * WEEK, "skipped", "late") for n in (1, 2)]
    assert now_of(store, group).next_recap_on == MONDAY + 3 * WEEK


def test_one_that_could_not_be_sent_for_a_day_is_skipped(store: Store, clock: Clock) -> None:
    make_group(store)
    store.write(create_due, BANKS, DUE)
    send_all(store, DUE + 25 * HOUR)
    assert recaps(store) == [(MONDAY, "skipped", "late")]


def test_a_paused_group_gets_none_and_goes_on_with_the_week_it_comes_back_in(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(pause, group.id, clock())
    tick(store, clock, DUE + WEEK + HOUR)
    assert recaps(store) == []
    assert [kind for kind, _, _ in store.read(upcoming)] == []
    store.write(resume, group.id, clock())
    assert now_of(store, group).next_recap_on == MONDAY + 2 * WEEK


def test_a_week_that_was_paused_altogether_is_not_reported(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(pause, group.id, START + 3 * DAY)
    tick(store, clock, DUE)
    store.write(resume, group.id, DUE + WEEK - HOUR)
    assert now_of(store, group).next_recap_on == MONDAY + 2 * WEEK


@pytest.mark.parametrize("at", [time(7, 0), time(12, 0)])
def test_a_change_of_schedule_on_the_day_neither_loses_nor_doubles_a_week(store: Store, clock: Clock, at: time) -> None:
    group = make_group(store)
    store.write(reschedule, group.id, schedule(at), DUE - HOUR / 2)
    tick(store, clock, DUE + 6 * HOUR)
    store.write(reschedule, group.id, schedule(time(20, 0)), DUE + 7 * HOUR)
    tick(store, clock, DUE + 12 * HOUR)
    assert recaps(store) == [(MONDAY, "posted", "")]
    assert now_of(store, group).next_recap_at == datetime(2026, 3, 16, 19, 0, tzinfo=UTC)


def test_a_change_by_which_the_recap_was_due_a_day_ago_lets_it_come_now(store: Store, clock: Clock) -> None:
    group = make_group(store, plan=schedule(time(23, 30), zone="UTC"))
    changed = DUE + 7 * HOUR
    tick(store, clock, changed)
    assert recaps(store) == []
    store.write(reschedule, group.id, schedule(time(0, 30), zone="Pacific/Apia"), changed)
    tick(store, clock, changed)
    assert recaps(store) == [(MONDAY, "posted", "")]
    assert now_of(store, group).next_recap_at == datetime(2026, 3, 15, 11, 30, tzinfo=UTC)


def test_a_group_from_before_there_were_recaps_gets_its_due_time_at_start(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(set_group, group.id, next_recap_on=None, next_recap_at=None)
    tick(store, clock, DUE)
    assert recaps(store) == []
    store.write(recompute_due_times, DUE + HOUR)
    assert now_of(store, group).next_recap_on == MONDAY + WEEK


def test_a_due_time_follows_the_rules_of_its_zone_unless_it_is_past(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(set_group, group.id, next_recap_at=DUE + HOUR)
    store.write(recompute_due_times, START)
    assert now_of(store, group).next_recap_at == DUE
    store.write(set_group, group.id, next_recap_at=DUE - HOUR)
    store.write(recompute_due_times, DUE)
    assert now_of(store, group).next_recap_at == DUE - HOUR


def test_what_comes_next_holds_the_recap(store: Store, clock: Clock) -> None:
    group = make_group(store)
    assert [(kind, at) for kind, _, at in store.read(upcoming)] == [("daily", group.next_daily_at), ("recap", DUE)]
    assert store.read(soonest, DUE - timedelta(seconds=1)) == DUE


def test_a_recap_tells_the_week(store: Store, clock: Clock) -> None:
    group = make_group(store)
    week_of_answers(store, clock, group)
    found = report(store)
    assert (found.recap.monday, found.recap.given, found.recap.people) == (MONDAY, 14, 2)
    assert found.recap.days == (2,) * 7
    assert (found.recap.total.answers, found.recap.total.correct) == (14, 7)
    assert [(row.name, row.points) for row in found.best] == [("Ada", 7)]
    assert not found.so_far
    last = store.read(last_report, BANKS, group.id)
    assert last == found


def test_a_change_is_from_the_week_before(store: Store, clock: Clock) -> None:
    group = make_group(store)
    week_of_answers(store, clock, group)
    week_of_answers(store, clock, group)
    assert report(store).recap.monday == MONDAY + WEEK
    changes = [one.change for one in report(store).recap.domains]
    assert any(change == 0 for change in changes)


def test_an_open_question_is_counted_and_nothing_else_is_told_of_it(store: Store, clock: Clock) -> None:
    group = make_group(store, plan=schedule(reveal_hours=72))
    week_of_answers(store, clock, group)
    found = report(store).recap
    assert (found.given, found.total.answers) == (14, 10)


def test_a_question_that_is_open_in_another_group_is_not_told_of(store: Store, clock: Clock) -> None:
    group, other = make_group(store), make_group(store, "other", plan=schedule(time(8, 30)))
    week_of_answers(store, clock, group)
    open_there = store.read(open_daily, other.id)
    assert open_there is not None
    told = store.rows(postings, postings.c.group_id == group.id, postings.c.kind == "daily")[0]
    store.write(set_posting, open_there.posting, question_id="some other")
    assert report(store).recap.total.answers == 14
    store.write(set_posting, open_there.posting, question_id=told.question_id)
    assert report(store).recap.total.answers == 12


def test_the_hardest_question_is_one_that_was_revealed_with_what_to_read(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    for user in ("ada", "ben", "cleo"):
        store.write(answer, actor(user), daily.posting, wrong(daily), clock())
    assert store.read(preview, BANKS, group.id, clock()).hardest is None
    tick(store, clock, clock() + DAY)
    found = store.read(preview, BANKS, group.id, clock())
    assert found.hardest == store.read(daily_by_id, daily.posting)
    assert found.reading == daily.question.references
    assert found.so_far


def test_a_quiet_week_is_called_so(store: Store, clock: Clock) -> None:
    make_group(store)
    tick(store, clock, DUE)
    found = report(store)
    assert found.recap.quiet
    assert (found.best, found.movers, found.hardest, found.month) == ((), (), None, None)


def test_the_month_is_told_by_the_first_recap_after_it(store: Store, clock: Clock) -> None:
    group = make_group(store)
    months = []
    for _ in range(6):
        week_of_answers(store, clock, group)
        months.append(report(store).month)
    # The recaps go out on 9, 16, 23 and 30 March, 6 and 13 April.
    assert months == [None, None, None, None, date(2026, 3, 1), None]


def test_a_member_who_stays_unnamed_is_not_named(store: Store, clock: Clock) -> None:
    group = make_group(store)
    week_of_answers(store, clock, group, days=3)
    store.write(show_name, actor("ada"), group.id, False)
    assert [(row.name, row.points) for row in report(store).best] == [("", 3)]
    store.write(set_group, group.id, show_names=False)
    assert (report(store).best, report(store).movers) == ((), ())


def test_weeks_are_those_of_the_groups_zone(store: Store, clock: Clock) -> None:
    group = make_group(store, plan=schedule(time(23, 0), "Pacific/Kiritimati"), now=START)  # 14 hours ahead of UTC
    week_of_answers(store, clock, group)
    rows = store.rows(postings, postings.c.kind == "recap")
    assert [row.due_at for row in rows] == [to_utc(rows[0].for_date + WEEK, time(23, 0), "Pacific/Kiritimati")]
    assert week_start(rows[0].for_date) == rows[0].for_date


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_week_in_which_the_clocks_change_has_its_seven_days(store: Store, clock: Clock, zone: str) -> None:
    plan = Schedule(zone, time(9, 0), frozenset(range(1, 8)), None)
    begin = {"Europe/Berlin": date(2026, 3, 23), "America/New_York": MONDAY}.get(zone, date(2026, 3, 30))
    group = make_group(store, plan=plan, now=to_utc(begin, time(8, 0), zone))
    week_of_answers(store, clock, group)
    found = report(store).recap
    assert (found.monday, found.days) == (begin, (2,) * 7)
    assert local_date(clock(), zone) == begin + WEEK
    assert clock() == to_utc(begin + WEEK, time(9, 0), zone)
