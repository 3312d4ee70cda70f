"""What a group was asked decides what it is asked next, also after the bank has changed, and quickly after years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import event

from bot.storage import attempts, postings
from bot.study.answers import answer
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, right


def test_a_question_that_left_the_bank_still_counts_in_its_domain(store: Store, clock: Clock) -> None:
    group = make_group(store)
    domains = [ask(store, clock, group).question.domain for _ in range(2)]
    other = make_group(store, "other", now=clock())
    first = ask(store, clock, other)
    bank = small_bank()
    left = replace(bank, questions={id_: one for id_, one in bank.questions.items() if id_ != first.question.id})
    assert [first.question.domain, ask(store, clock, other, {EXAM: left}).question.domain] == domains


def test_a_group_that_takes_another_exam_keeps_what_it_was_asked(store: Store, clock: Clock) -> None:
    group = make_group(store)
    first = ask(store, clock, group)
    again = {**BANKS, EXAM: small_bank(per_domain=1), "other": small_bank(exam="other")}
    assert ask(store, clock, group, again).question.domain != first.question.domain


def test_indexes_answer_what_was_asked_and_how_it_went(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    store.write(answer, actor("ada"), daily.posting, right(daily), clock())
    told: list[tuple[str, Any]] = []
    event.listen(store.database.reader, "before_cursor_execute", lambda *said: told.append((said[2], said[3])))
    with store.database.reader.connect() as tx:
        assert postings.asked(tx, [group.id]) == {group.id: [daily.question.id]}
        assert attempts.by_topic(tx, [group.id]) == {group.id: {daily.question.topic: (1, 1)}}
        if tx.dialect.name == "sqlite":  # PostgreSQL reads tables as small as these whole
            plans = [tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", values).all() for one, values in told[-2:]]
            used = [plan[0][3].split(" INDEX ")[1].split()[0] for plan in plans if "COVERING" in plan[0][3]]
            assert used == ["ix_postings_asked", "ix_attempts_topics"]
