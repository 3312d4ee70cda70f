"""The plan to an exam: everything met before its last week, on what pays most, with mock exams in the last month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.board import Tally
from bot.rules.calendar import week_start
from bot.rules.plan import LEAST, MOCKS_BEFORE, MOST, mocks, plan, questions_a_day, questions_left, worth_most
from bot.rules.review import LAST_DAYS
from tests.support.bank import small_exam
from tests.support.world import schedule

DAY = timedelta(days=1)
EXAM_ON = date(2026, 5, 14)  # a Thursday
days = st.integers(0, 400)


@given(st.integers(0, 2000), days)
def test_there_is_a_little_to_do_every_day_and_never_too_much(unmet: int, left: int) -> None:
    assert LEAST <= questions_a_day(unmet, left) <= MOST


@given(st.integers(0, 2000), st.integers(LAST_DAYS + 1, 400))
def test_whoever_keeps_to_the_plan_has_met_everything_before_the_last_week(unmet: int, left: int) -> None:
    asked = questions_a_day(unmet, left)
    assert asked == MOST or asked * (left - LAST_DAYS) >= unmet


def test_the_last_week_is_for_repetition() -> None:
    assert questions_a_day(500, LAST_DAYS) == LEAST


@given(st.integers(0, 60))
def test_whoever_looks_every_monday_and_sits_what_is_said_sits_four_mock_exams(back: int) -> None:
    """As many as there is time for: those whose day is still to come."""
    begun = EXAM_ON - back * DAY
    sat: list[date] = []
    for n in range(back + 1):
        today = begun + n * DAY
        done = any(week_start(day) == week_start(today) for day in sat)
        on, _ = mocks(EXAM_ON, today, sat_this_week=done)
        if on == today:
            sat.append(today)
    assert len(sat) == sum(week_start(EXAM_ON - before * DAY) >= week_start(begun) for before in MOCKS_BEFORE)
    assert all((EXAM_ON - day).days >= 2 for day in sat)


@given(st.integers(0, 60), st.booleans())
def test_a_mock_exam_is_said_to_be_in_this_week_or_in_a_later_one(back: int, sat: bool) -> None:
    today = EXAM_ON - back * DAY
    on, later = mocks(EXAM_ON, today, sat_this_week=sat)
    assert on is None or (not sat and today <= on <= week_start(today) + 6 * DAY)
    assert later is None or later > week_start(today) + 6 * DAY


def test_the_first_mock_exam_is_four_weeks_before_and_the_last_a_week_before() -> None:
    assert mocks(EXAM_ON, date(2026, 4, 1), sat_this_week=False) == (None, date(2026, 4, 16))
    assert mocks(EXAM_ON, date(2026, 5, 8), sat_this_week=False) == (date(2026, 5, 8), None)
    assert mocks(EXAM_ON, date(2026, 5, 11), sat_this_week=False) == (None, None)


def test_a_mock_exam_missed_on_its_day_can_be_made_good_in_its_week() -> None:
    friday = date(2026, 4, 17)
    assert mocks(EXAM_ON, friday, sat_this_week=False) == (friday, date(2026, 4, 23))
    assert mocks(EXAM_ON, friday, sat_this_week=True) == (None, date(2026, 4, 23))


def test_the_day_before_the_exam_is_no_day_for_a_mock_exam() -> None:
    monday, sunday = date(2026, 5, 11), date(2026, 5, 10)  # the last one was to be sat on the Monday before
    assert mocks(monday, sunday - DAY, sat_this_week=False) == (sunday - DAY, None)
    assert mocks(monday, sunday, sat_this_week=False) == (None, None)


def test_what_nobody_has_tried_goes_by_its_weight() -> None:
    assert worth_most(small_exam(), {}) == ("1.1", "2.1", "3.1", "4.1")


def test_a_light_task_statement_that_is_missed_goes_before_a_heavy_one_that_is_known() -> None:
    tallies = {"1.1": Tally(20, 19), "2.1": Tally(20, 18), "3.1": Tally(20, 20), "4.1": Tally(20, 8)}
    assert worth_most(small_exam(), tallies)[0] == "4.1"


def test_one_answer_tells_little() -> None:
    assert worth_most(small_exam(), {"4.1": Tally(1, 0)})[0] == "1.1"


@given(
    st.dictionaries(st.sampled_from(["1.1", "2.1", "3.1", "4.1"]), st.tuples(st.integers(0, 50), st.integers(0, 50)))
)
def test_every_task_statement_has_its_place_and_a_wrong_answer_more_never_lowers_it(
    given_answers: dict[str, tuple[int, int]],
) -> None:
    tallies = {task: Tally(right + wrong, right) for task, (right, wrong) in given_answers.items()}
    order = worth_most(small_exam(), tallies)
    assert sorted(order) == ["1.1", "2.1", "3.1", "4.1"]
    for task in order:
        known = tallies.get(task, Tally(0, 0))
        worse = worth_most(small_exam(), {**tallies, task: Tally(known.answers + 1, known.correct)})
        assert worse.index(task) <= order.index(task)


@pytest.mark.parametrize(("first", "left"), [(date(2026, 5, 14), 0), (date(2026, 5, 13), 1), (date(2026, 5, 4), 8)])
def test_the_daily_questions_until_the_exam_are_those_of_the_schedule(first: date, left: int) -> None:
    assert questions_left(schedule(days=range(1, 6)), first, EXAM_ON) == left


def test_a_plan_says_it_all() -> None:
    made = plan(small_exam(), EXAM_ON, date(2026, 4, 13), own=True, unmet=240, due=3, tallies={}, sat_this_week=False)
    assert (made.days, made.questions, made.unmet, made.due) == (31, 10, 240, 3)
    assert (made.tasks, made.mock_on, made.next_mock) == (("1.1", "2.1", "3.1"), date(2026, 4, 16), date(2026, 4, 23))
