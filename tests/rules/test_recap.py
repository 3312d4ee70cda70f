"""What a week's answers say, against a plain count of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.board import BoardRow, Tally
from bot.model.recap import WeekAnswer
from bot.rules.recap import ENOUGH, QUIET, STRONG, best, by_domain, movers, recap, reported_month
from bot.rules.scoring import percent
from tests.support.bank import WEIGHTS, small_exam

MONDAY = date(2026, 3, 2)
EXAM = small_exam()
DAY = timedelta(days=1)

answers = st.lists(
    st.builds(
        lambda person, domain, number, correct, day: WeekAnswer(
            person, f"q{domain}{number}", str(domain), f"{domain}.1", correct, MONDAY + timedelta(days=day)
        ),
        st.integers(1, 4),
        st.integers(1, 4),
        st.integers(1, 2),
        st.sampled_from([True, False, None]),
        st.integers(-3, 9),
    ),
    max_size=40,
)


def an(domain: str, correct: bool | None = True, person: int = 1, question: str = "q", day: int = 0) -> WeekAnswer:
    return WeekAnswer(person, question, domain, f"{domain}.1", correct, MONDAY + timedelta(days=day))


def in_week(given: list[WeekAnswer]) -> list[WeekAnswer]:
    return [one for one in given if MONDAY <= one.day <= MONDAY + 6 * DAY]


def share(given: list[WeekAnswer]) -> tuple[int, int]:
    mine = [one for one in in_week(given) if one.correct is not None]
    return sum(one.correct is True for one in mine), len(mine)


@given(answers)
def test_figures_are_those_of_the_week_and_rates_those_of_revealed_questions(given: list[WeekAnswer]) -> None:
    found = recap(EXAM, MONDAY, given, {})
    assert found.given == len(in_week(given))
    assert found.people == len({one.person for one in in_week(given)})
    for at, people in enumerate(found.days):
        assert people == len({one.person for one in given if one.day == MONDAY + at * DAY})
    assert (found.total.correct, found.total.answers) == share(given)
    for domain in found.domains:
        mine = [one for one in given if one.domain == domain.domain]
        assert (domain.tally.correct, domain.tally.answers) == share(mine)
    assert [one.domain for one in found.domains] == ["1", "2", "3", "4"]
    assert found.quiet == (found.given < QUIET)


@given(answers, st.randoms())
def test_the_order_of_the_answers_does_not_matter(given: list[WeekAnswer], rng: Random) -> None:
    shuffled = rng.sample(given, len(given))
    assert recap(EXAM, MONDAY, shuffled, {}) == recap(EXAM, MONDAY, given, {})


@given(answers)
def test_how_an_open_question_was_answered_changes_nothing(given: list[WeekAnswer]) -> None:
    without = [one for one in given if one.correct is not None]
    found, known = recap(EXAM, MONDAY, given, {}), recap(EXAM, MONDAY, without, {})
    assert replace(found, given=0, people=0, days=(), quiet=True) == replace(
        known, given=0, people=0, days=(), quiet=True
    )


@given(answers)
def test_the_hardest_question_has_the_least_share_of_those_with_enough_answers(given: list[WeekAnswer]) -> None:
    found = recap(EXAM, MONDAY, given, {})
    shares = {id_: share([one for one in given if one.question == id_]) for id_ in {one.question for one in given}}
    weak = {id_: n / of for id_, (n, of) in shares.items() if of >= ENOUGH and percent(n, of) < STRONG}
    assert (found.hardest is None) == (not weak)
    if found.hardest is not None:
        assert weak[found.hardest[0]] == min(weak.values())
        assert found.missed[0] == found.hardest[0]
        assert [weak[id_] for id_ in found.missed] == sorted(weak[id_] for id_ in found.missed)


@given(answers)
def test_the_focus_is_where_weight_and_wrong_answers_cost_most(given: list[WeekAnswer]) -> None:
    found = recap(EXAM, MONDAY, given, {})
    costs = {
        one.domain: WEIGHTS[int(one.domain) - 1] * (1 - one.tally.correct / one.tally.answers)
        for one in found.domains
        if one.tally.answers >= ENOUGH and one.tally.correct < one.tally.answers
    }
    assert (found.focus is None) == (not costs)
    if found.focus is not None:
        assert costs[found.focus] == pytest.approx(max(costs.values()))


def test_a_heavy_domain_half_wrong_costs_more_than_a_light_one_wrong_altogether() -> None:
    heavy = [an("1", correct=False)] * 3 + [an("1")] * 2
    light = [an("4", correct=False)] * 3
    assert recap(EXAM, MONDAY, heavy + light, {}).focus == "1"


def test_a_change_is_told_of_two_weeks_with_enough_answers() -> None:
    week = [an("1")] * 3 + [an("2")] * 2 + [an("3", correct=False)] * 3
    before = {"1": Tally(4, 2), "2": Tally(9, 9), "3": Tally(2, 2)}
    assert [one.change for one in recap(EXAM, MONDAY, week, before).domains] == [50, None, None, None]


def test_weak_tasks_are_told_weakest_first_and_strong_ones_not_at_all() -> None:
    week = [an("1")] * 4 + [an("1", correct=False)]  # 80 percent
    week += [an("2")] * 2 + [an("2", correct=False)] + [an("3", correct=False)] * 3 + [an("4", correct=False)] * 2
    assert recap(EXAM, MONDAY, week, {}).weakest == (("3.1", Tally(3, 0)), ("2.1", Tally(3, 2)))


def test_the_week_before_is_counted_by_domain_without_open_questions() -> None:
    assert by_domain([an("1"), an("1", correct=False), an("2", correct=None)]) == {"1": Tally(2, 1)}


@given(st.integers(0, 400), st.integers(0, 400))
def test_each_month_is_told_once_by_the_first_recap_after_it(first: int, weeks: int) -> None:
    monday = MONDAY + 7 * first * DAY
    told: list[date] = []
    out: list[date] = []
    for at in range(weeks % 60):
        week = monday + 7 * at * DAY
        month = reported_month(week, lambda since: any(one >= since for one in out))
        out.append(week)
        if month is not None:
            told.append(month)
            assert month < week + 7 * DAY
            assert (week + 7 * DAY - month).days <= 31 + 31
    assert len(told) == len(set(told))
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("monday", "month"),
    [
        (date(2026, 3, 23), None),  # goes out on 30 March
        (date(2026, 3, 30), date(2026, 3, 1)),  # goes out on 6 April
        (date(2026, 4, 6), None),
        (date(2026, 2, 23), date(2026, 2, 1)),  # goes out on 2 March
        (date(2026, 2, 16), None),
        (date(2026, 5, 25), date(2026, 5, 1)),  # goes out on Monday, 1 June
        (date(2026, 6, 1), None),
    ],
)
def test_the_recap_that_goes_out_first_in_a_month_tells_the_month_before(monday: date, month: date | None) -> None:
    assert reported_month(monday, lambda _: True) == month


def test_a_month_whose_recap_was_missed_is_told_by_the_next() -> None:
    assert reported_month(date(2026, 6, 1), lambda _: False) == date(2026, 5, 1)


def row(person: int, moved: int | None, name: str = "somebody", points: int = 1) -> BoardRow:
    return BoardRow(person, person, name, points, 2, 1, moved)


def test_movers_are_named_members_who_rose_most() -> None:
    rows = [row(1, 1), row(2, 5, name=""), row(3, 4), row(4, None), row(5, -2), row(6, 0), row(7, 1), row(8, 1)]
    assert [one.person for one in movers(rows)] == [3, 1, 7]


def test_the_best_have_a_point() -> None:
    assert [one.person for one in best([row(1, None, points=2), row(2, None, points=0)])] == [1]
    assert [one.person for one in best([row(at, None) for at in range(1, 9)])] == [1, 2, 3]
