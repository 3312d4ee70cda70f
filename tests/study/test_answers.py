"""Answering: the first answer counts and only it; what anyone is told of a question, and when."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.posting import Daily
from bot.storage.tables import attempts, memberships, people, places, postings, standings
from bot.study.answers import answer, my_answer, practise, to_practise, todays
from bot.study.due import create_due
from bot.study.pausing import pause
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, reveal, right, schedule, wrong

ADA, BOB, EVE = actor("ada"), actor("bob"), actor("eve")


def refusal(store: Store, who: Actor, posting: int, letters: str, clock: Clock) -> Refused:
    with pytest.raises(Refused) as refused:
        store.write(answer, who, posting, letters, clock())
    return refused.value


def of_type(store: Store, clock: Clock, kind: str) -> Daily:
    """Return an open question of a type, asked by a group after as many days as that takes."""
    group = make_group(store)
    return next(daily for _ in range(20) if (daily := ask(store, clock, group)).question.type == kind)


def test_a_right_answer_gets_a_point_and_the_first_place(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    outcome = store.write(answer, ADA, daily.posting, right(daily), clock())
    assert (outcome.correct, outcome.points, outcome.repeated, outcome.chosen) == (True, 1, False, daily.question.key)
    assert (outcome.streak, outcome.week_points, outcome.place, outcome.members) == (1, 1, 1, 1)
    assert outcome.answered_at == clock()


def test_a_wrong_answer_counts_without_a_point(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    outcome = store.write(answer, ADA, daily.posting, wrong(daily), clock())
    assert (outcome.correct, outcome.points, outcome.streak, outcome.week_points) == (False, 0, 1, 0)
    assert_all_adds_up(store)


def test_a_repeated_answer_returns_the_first_also_after_the_reveal(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    first = store.write(answer, ADA, daily.posting, wrong(daily), clock())
    clock.advance(hours=1)
    again = store.write(answer, ADA, daily.posting, right(daily), clock())
    assert (again.repeated, again.chosen, again.correct, again.answered_at) == (
        True,
        first.chosen,
        False,
        first.answered_at,
    )
    reveal(store, clock, daily)
    assert store.write(answer, ADA, daily.posting, right(daily), clock()).chosen == first.chosen
    assert store.count(attempts) == 1
    assert_all_adds_up(store)


@pytest.mark.parametrize("letters", ["", "AB", "E", "Z", "a"])
def test_one_letter_that_was_shown_is_asked_for_with_a_single_response(
    store: Store, clock: Clock, letters: str
) -> None:
    daily = of_type(store, clock, "single")
    refused = refusal(store, ADA, daily.posting, letters, clock)
    assert (refused.code, refused.values) == ("choose", {"n": 1})
    assert store.count(attempts) == 0


@pytest.mark.parametrize("letters", ["A", "ABC", "AF", "AA"])
def test_two_letters_that_were_shown_are_asked_for_with_a_multiple_response(
    store: Store, clock: Clock, letters: str
) -> None:
    daily = of_type(store, clock, "multiple")
    refused = refusal(store, ADA, daily.posting, letters, clock)
    assert (refused.code, refused.values) == ("choose", {"n": 2})


def test_half_of_a_multiple_response_is_wrong(store: Store, clock: Clock) -> None:
    daily = of_type(store, clock, "multiple")
    half = right(daily)[0] + next(letter for letter in "ABCDE" if letter not in right(daily))
    assert not store.write(answer, ADA, daily.posting, half, clock()).correct
    assert store.write(answer, BOB, daily.posting, right(daily)[::-1], clock()).correct


@pytest.mark.parametrize("who", [actor("ada", "w2"), actor("ada", "w1", adapter="slack")])
def test_a_question_of_another_workspace_is_not_there(store: Store, clock: Clock, who: Actor) -> None:
    daily = ask(store, clock, make_group(store))
    assert refusal(store, who, daily.posting, right(daily), clock).code == "question-gone"
    reveal(store, clock, daily)
    with pytest.raises(Refused, match="question-gone"):
        store.read(practise, who, daily.posting, "A")
    with pytest.raises(Refused, match="question-gone"):
        store.read(my_answer, who, daily.posting)


def test_what_is_no_question_that_went_out_is_not_there(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    reveal(store, clock, daily)
    clock.advance(days=3)
    store.write(create_due, BANKS, clock())
    others = [row.id for row in store.rows(postings) if row.kind == "reveal" or row.state == "skipped"]
    assert len(others) == 3  # a reveal, two days missed
    for posting in [*others, 999_999]:
        assert refusal(store, ADA, posting, "A", clock).code == "question-gone"


def test_after_the_reveal_an_answer_is_late_and_nothing_of_it_is_kept(store: Store, clock: Clock) -> None:
    daily = reveal(store, clock, ask(store, clock, make_group(store)))
    assert refusal(store, ADA, daily.posting, right(daily), clock).code == "closed"
    assert store.count(attempts) == store.count(standings) == store.count(memberships) == 0
    assert store.count(people, people.c.external_id == "ada") == 0


def test_an_answer_is_kept_with_all_that_it_was_an_answer_to(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    store.write(answer, ADA, daily.posting, right(daily), clock())
    (row,) = store.rows(attempts)
    question = daily.question
    assert (row.group_id, row.exam, row.source, row.source_id) == (group.id, EXAM, "daily", daily.posting)
    assert (row.question_id, row.revision) == (question.id, question.revision)
    assert (row.domain, row.task, row.topic) == (question.domain, question.task, question.topic)
    assert (row.option_ids, row.correct, row.points) == (sorted(question.key), True, 1)
    assert {standing.exam for standing in store.rows(standings)} == {EXAM}
    (place,) = store.rows(places)
    assert [posting.place_id for posting in store.rows(postings)] == [place.id]


def test_an_answer_counts_on_the_local_day_of_its_group(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store, plan=schedule(time(23, 30), "Pacific/Auckland")))
    assert daily.for_date == date(2026, 3, 2)
    store.write(answer, ADA, daily.posting, right(daily), clock())
    clock.advance(hours=1)  # past midnight there, still Monday in UTC
    store.write(answer, BOB, daily.posting, right(daily), clock())
    assert [row.local_date for row in store.rows(attempts)] == [date(2026, 3, 2), date(2026, 3, 3)]


def test_my_answer_can_be_had_again(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    with pytest.raises(Refused, match="not-answered"):
        store.read(my_answer, ADA, daily.posting)
    given = store.write(answer, ADA, daily.posting, wrong(daily), clock())
    assert store.read(my_answer, ADA, daily.posting).chosen == given.chosen
    closed = reveal(store, clock, daily)
    mine = store.read(my_answer, ADA, daily.posting)
    assert (mine.repeated, mine.chosen, mine.daily.closed_at) == (True, given.chosen, closed.closed_at)
    with pytest.raises(Refused, match="closed"):
        store.read(my_answer, BOB, daily.posting)


def test_todays_question_is_the_open_one_with_ones_own_answer(store: Store, clock: Clock) -> None:
    group = make_group(store)
    assert store.read(todays, ADA, group.id) is None
    daily = ask(store, clock, group)
    assert store.read(todays, ADA, group.id) == (daily, None)
    store.write(answer, ADA, daily.posting, right(daily), clock())
    found = store.read(todays, ADA, group.id)
    assert found is not None
    assert found[1] is not None
    assert (found[0].posting, found[1].correct) == (daily.posting, True)
    store.write(pause, group.id, clock())
    reveal(store, clock, daily)
    assert store.read(todays, ADA, group.id) is None


def test_practice_waits_for_the_reveal_and_counts_for_nothing(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    for refused in (
        lambda: store.read(practise, ADA, daily.posting, "A"),
        lambda: store.read(to_practise, ADA, daily.posting),
    ):
        with pytest.raises(Refused, match="still-open"):
            refused()
    reveal(store, clock, daily)
    assert store.read(practise, ADA, daily.posting, right(daily)).correct
    assert not store.read(practise, ADA, daily.posting, wrong(daily)).correct
    assert store.count(attempts) == 0


def test_practice_waits_while_the_question_is_open_in_another_group_of_the_workspace(
    store: Store, clock: Clock
) -> None:
    bank = small_bank(1, multiple=False)
    banks = {EXAM: type(bank)(bank.exam, {"q-1-00": bank.questions["q-1-00"]})}
    first = make_group(store)
    daily = reveal(store, clock, ask(store, clock, first, banks), banks)
    store.write(pause, first.id, clock())
    clock.advance(days=2)
    other = make_group(store, "random", now=clock())
    assert ask(store, clock, other, banks).question.id == daily.question.id
    with pytest.raises(Refused, match="still-open"):
        store.read(practise, ADA, daily.posting, "A")
