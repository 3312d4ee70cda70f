"""Answering: the first answer counts and only it; what anyone is told of a question, and when."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.posting import Daily
from bot.storage.tables import attempts, memberships, people, places, postings, standings
from bot.study.answers import answer, my_answer, practise, revealed, shown, to_practise, todays
from bot.study.due import create_due
from bot.study.groups import pause, resume
from tests.support.bank import EXAM, small_bank, with_stems
from tests.support.clock import Clock
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, daily_by_id, make_group, open_daily, reveal, right, schedule, wrong

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


def test_a_streak_counts_questions_and_no_days(store: Store, clock: Clock) -> None:
    group = make_group(store)

    def answered() -> int:
        daily = ask(store, clock, group)
        return store.write(answer, ADA, daily.posting, wrong(daily), clock()).streak

    assert [answered(), answered()] == [1, 2]
    clock.advance(days=3)  # nothing ran: three days are recorded as skipped
    store.write(create_due, BANKS, clock())
    assert answered() == 3
    store.write(pause, group.id, clock())
    clock.advance(days=10)
    store.write(resume, group.id, clock())
    assert answered() == 4
    ask(store, clock, group)  # this one is missed
    assert answered() == 1


def test_the_open_question_does_not_break_a_streak_yet(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    store.write(answer, ADA, daily.posting, right(daily), clock())
    ask(store, clock, group)
    assert store.read(my_answer, ADA, daily.posting).streak == 1


def test_places_of_the_week_are_by_points_and_shared(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    for who, letters in ((ADA, right(daily)), (BOB, right(daily)), (EVE, wrong(daily))):
        outcome = store.write(answer, who, daily.posting, letters, clock())
        clock.advance(minutes=1)
    assert (outcome.place, outcome.members, outcome.week_points) == (3, 3, 0)
    assert store.read(my_answer, BOB, daily.posting).place == 1


def test_a_new_week_begins_at_nought(store: Store, clock: Clock) -> None:
    group = make_group(store)
    gained = []
    for _ in range(9):  # Monday to the Tuesday after
        daily = ask(store, clock, group)
        gained.append(store.write(answer, ADA, daily.posting, right(daily), clock()).week_points)
    assert gained == [1, 2, 3, 4, 5, 6, 7, 1, 2]
    assert_all_adds_up(store)


def test_groups_of_one_person_keep_boards_of_their_own(store: Store, clock: Clock) -> None:
    here, there = make_group(store), make_group(store, "general", "w2")
    first = ask(store, clock, here)
    second = store.read(open_daily, there.id)
    assert second is not None
    store.write(answer, ADA, first.posting, right(first), clock())
    outcome = store.write(answer, actor("ada", "w2"), second.posting, right(second), clock())
    assert (outcome.week_points, outcome.members) == (1, 1)
    assert store.count(people, people.c.external_id == "ada") == 1
    assert_all_adds_up(store)


def test_editing_the_bank_changes_neither_an_open_question_nor_its_reveal(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    edited = {EXAM: with_stems(BANKS[EXAM], "Something else?")}
    store.write(create_due, edited, clock())
    assert store.write(answer, ADA, daily.posting, right(daily), clock()).correct
    closed = reveal(store, clock, daily, edited)
    assert (closed.question, closed.order) == (daily.question, daily.order)
    assert store.read(practise, BOB, daily.posting, right(daily)).correct


def test_options_keep_the_order_in_which_they_were_shown(store: Store, clock: Clock) -> None:
    group = make_group(store)
    asked = [ask(store, clock, group) for _ in range(6)]
    assert len({daily.order for daily in asked}) > 1
    for daily in asked:
        again = store.read(daily_by_id, daily.posting)
        assert again is not None
        assert again.order == daily.order
        assert again.option_ids(right(daily)) == daily.question.key


def test_the_spread_of_a_question_names_who_was_right_first_and_may_be_named(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    for who, letters in ((EVE, wrong(daily)), (BOB, right(daily)), (ADA, right(daily))):
        store.write(answer, who, daily.posting, letters, clock.advance(timedelta(minutes=1)))
    assert store.read(revealed, daily.posting) is None
    reveal(store, clock, daily)
    found = store.read(revealed, daily.posting)
    assert found is not None
    spread = found[1].spread
    assert (spread.answers, spread.correct, spread.first_correct) == (3, 2, "Bob")
    assert sum(count for _, count in spread.per_option) == 3 * daily.question.choose


def test_a_question_is_shown_with_the_one_revealed_before_it(store: Store, clock: Clock) -> None:
    group = make_group(store)
    first = ask(store, clock, group)
    second = ask(store, clock, group)
    found = store.read(shown, second.posting)
    assert found is not None
    assert found[2] is not None
    assert (found[0].id, found[1].posting, found[2].daily.posting) == (group.id, second.posting, first.posting)
    assert store.read(shown, 999_999) is None
