"""What is shown of a question: as it was asked, with its spread, with the one before it."""

from __future__ import annotations

from datetime import timedelta

from bot.study.answers import answer, practise, revealed, shown
from bot.study.due import create_due
from tests.support.bank import EXAM, with_stems
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, daily_by_id, make_group, reveal, right, wrong

ADA, BOB, EVE = actor("ada"), actor("bob"), actor("eve")


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
