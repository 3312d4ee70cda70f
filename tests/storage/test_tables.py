"""What the tables promise by themselves."""

from __future__ import annotations

from sqlalchemy import delete

from bot.storage.postings import add
from bot.storage.tables import postings
from bot.study.work import writes
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import ask, make_group


def test_the_number_of_a_deleted_posting_is_never_given_again(store: Store, clock: Clock) -> None:
    group = make_group(store)
    first = ask(store, clock, group)
    store.write(writes(lambda tx: tx.execute(delete(postings))))
    assert ask(store, clock, group).posting > first.posting


def test_a_posting_of_a_group_kind_and_date_that_is_there_is_left_as_it_is(store: Store, clock: Clock) -> None:
    ask(store, clock, make_group(store))
    before = store.rows(postings)
    again = {**before[0]._mapping, "state": "owed", "question_id": "another"}
    del again["id"]
    store.write(writes(add), [again])
    assert store.rows(postings) == before
