"""What is kept beside the attempts is held against them: planted differences are found, named and mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update

from bot.model.group import Group
from bot.storage.postings import drop_answers
from bot.storage.tables import attempts, postings, standings
from bot.study import verify
from bot.study.answers import answer
from bot.study.verify import Difference, differences, repair
from bot.study.work import writes
from tests.support.clock import Clock
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import actor, ask, make_group, open_daily, reveal, right, wrong


@writes
def meddle(tx: Connection, statement: str) -> None:
    tx.execute(text(statement))


@pytest.fixture
def group(store: Store, clock: Clock) -> Group:
    """A group with two days of answers; Ada has been right twice, Bob never."""
    group = make_group(store)
    for _ in range(2):
        daily = ask(store, clock, group)
        store.write(answer, actor("ada"), daily.posting, right(daily), clock())
        store.write(answer, actor("bob"), daily.posting, wrong(daily), clock())
    return group


def found(store: Store, group: Group) -> Sequence[Difference]:
    return store.read(differences, group.id)


def test_nothing_is_found_where_everything_is_as_it_should_be(store: Store, group: Group) -> None:
    assert found(store, group) == []
    assert store.read(verify.open_twice) == []
    assert store.read(verify.groups_to_verify) == [group.id]


PLANTED = {
    "a point too many": ("UPDATE standings SET points = points + 1 WHERE period = 'week'", "standing"),
    "an answer too few": ("UPDATE standings SET answers = answers - 1, correct = 0 WHERE period = 'all'", "standing"),
    "a standing lost": ("DELETE FROM standings WHERE period = 'month'", "standing"),
    "a standing of nobody's answers": ("UPDATE standings SET exam = 'x' WHERE period = 'month'", "standing"),
    "a last point forgotten": ("UPDATE standings SET reached_at = NULL WHERE points > 0", "standing"),
    "an attempt lost": ("DELETE FROM attempts WHERE id = 1", "count"),
    "a count too high": ("UPDATE postings SET answers = answers + 3 WHERE kind = 'daily'", "count"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_difference_is_found_and_mended(store: Store, group: Group, planted: str) -> None:
    statement, kind = PLANTED[planted]
    store.write(meddle, statement)
    planted_differences = found(store, group)
    assert kind in {one.kind for one in planted_differences}
    mended = store.write(repair, group.id)
    assert list(mended) == planted_differences
    assert found(store, group) == []
    assert_all_adds_up(store)


def test_a_difference_says_what_is_kept_and_what_should_be(store: Store, group: Group) -> None:
    store.write(meddle, "UPDATE postings SET answers = 9 WHERE id = 1")
    (one,) = found(store, group)
    assert (one.kind, one.subject, one.kept, one.should, one.mendable) == (
        "count",
        f"group {group.id}, posting 1",
        "9 answers",
        "2 answers",
        True,
    )


def test_a_mended_count_is_shown_anew_while_its_question_is_open(store: Store, clock: Clock, group: Group) -> None:
    open_one = max(store.rows(postings, postings.c.kind == "daily"), key=lambda row: row.id)
    store.write(meddle, "UPDATE postings SET answers = 9, count_dirty = FALSE WHERE kind = 'daily'")
    store.write(repair, group.id)
    dirty = [row.id for row in store.rows(postings, postings.c.count_dirty)]
    assert dirty == [open_one.id]


def test_a_wrong_grade_is_found_and_left_to_a_person(store: Store, group: Group) -> None:
    @writes
    def regrade(tx: Connection) -> None:
        tx.execute(update(attempts).where(attempts.c.id == 2).values(correct=True))
        tx.execute(delete(standings))

    store.write(regrade)
    store.write(repair, group.id)
    (one,) = found(store, group)
    assert (one.kind, one.kept, one.should, one.mendable) == ("grade", "right", "wrong", False)


def test_the_repair_of_one_group_leaves_the_others_alone(store: Store, clock: Clock, group: Group) -> None:
    other = make_group(store, "random", now=clock())
    daily = ask(store, clock, other)
    store.write(answer, actor("ada"), daily.posting, right(daily), clock())
    store.write(meddle, "UPDATE standings SET points = 7")
    store.write(repair, group.id)
    assert found(store, group) == []
    assert {one.subject.split(",")[0] for one in found(store, other)} == {f"group {other.id}"}


def test_a_question_open_twice_in_a_workspace_is_found(store: Store, clock: Clock) -> None:
    groups = [make_group(store, channel) for channel in ("general", "random")]
    one = ask(store, clock, groups[0])
    other = store.read(open_daily, groups[1].id)
    assert other is not None
    store.write(meddle, "DROP INDEX uq_postings_open")
    try:
        store.write(meddle, f"UPDATE postings SET question_id = '{one.question.id}' WHERE id = {other.posting}")
        (twice,) = store.read(verify.open_twice)
        assert (twice.kind, twice.kept, twice.should) == ("open", "2 postings", "1 posting")
        assert one.question.id in twice.subject
    finally:
        store.write(meddle, f"DELETE FROM postings WHERE id = {other.posting}")
        store.write(_index_again)


@writes
def _index_again(tx: Connection) -> None:
    next(index for index in postings.indexes if index.name == "uq_postings_open").create(tx)


def test_answers_over_the_turn_of_weeks_months_and_years_are_counted_alike(store: Store, clock: Clock) -> None:
    clock.now = clock.now.replace(year=2026, month=12, day=28)
    group = make_group(store, now=clock())
    for _ in range(8):
        daily = ask(store, clock, group)
        store.write(answer, actor("ada"), daily.posting, right(daily), clock())
        reveal(store, clock, daily)
    assert {row.starts_on for row in store.rows(standings, standings.c.period == "month")} == {
        date(2026, 12, 1),
        date(2027, 1, 1),
    }
    assert found(store, group) == []


def test_a_first_answer_kept_as_a_later_one_is_found_and_mended(store: Store, group: Group) -> None:
    store.write(meddle, "UPDATE attempts SET is_first = NOT is_first WHERE id IN (1, 2)")
    differing = found(store, group)
    assert [(one.kind, one.kept, one.mendable) for one in differing] == [("first", "a later answer", True)] * 2
    assert differing[0].subject.startswith("attempt 1 of person ")
    assert store.write(repair, group.id) == differing
    assert found(store, group) == []


def test_first_answers_given_in_no_group_are_looked_at_too(store: Store, group: Group) -> None:
    store.write(meddle, "UPDATE attempts SET group_id = NULL, is_first = NOT is_first WHERE id = 1")
    differing = store.read(verify.first_answers, None)
    assert [one.kind for one in differing] == ["first"]
    assert store.write(verify.repair_first_answers, None) == differing
    assert store.read(verify.first_answers, None) == []


@writes
def answered_the_same(tx: Connection) -> Any:
    """Let the person with the oldest answer have answered the same question every time; return that answer."""
    oldest = tx.execute(select(attempts).order_by(attempts.c.id).limit(1)).one()
    theirs = attempts.c.person_id == oldest.person_id
    tx.execute(update(attempts).where(theirs).values(question_id=oldest.question_id))
    return oldest


def test_an_answer_that_others_precede_is_no_first_one(store: Store, group: Group) -> None:
    store.write(answered_the_same)
    (later,) = store.read(verify.first_answers, group.id)
    assert (later.kept, later.should) == ("the first answer", "a later answer")


def test_what_is_left_of_a_withdrawn_question_is_the_first_answer(store: Store, group: Group) -> None:
    oldest = store.write(answered_the_same)
    store.write(verify.repair_first_answers, group.id)
    store.write(drop, oldest.source_id)
    (left,) = store.rows(attempts, attempts.c.person_id == oldest.person_id)
    assert left.is_first
    assert store.read(verify.first_answers, group.id) == []


@writes
def drop(tx: Connection, posting: int) -> None:
    drop_answers(tx, posting)


CONTRADICTIONS = {
    "reveal": ("DELETE FROM postings WHERE kind = 'reveal'", "closed, and revealed by nothing", "a reveal"),
    "posting": (
        "UPDATE postings SET message_ref = NULL WHERE kind = 'daily'",
        "posted, without what ",
        "a message if ",
    ),
    "place": ("UPDATE places SET left_at = '2026-03-01 00:00:00'", "0 channels", "1 channel"),
    "point": ("UPDATE attempts SET points = 1, question_id = 'same'", "2 answers with a point", "1 at most"),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_rows_that_contradict_each_other_are_found_and_left_to_a_person(store: Store, group: Group, kind: str) -> None:
    statement, kept, should = CONTRADICTIONS[kind]
    store.write(meddle, statement)
    told = [one for one in found(store, group) if one.kind == kind]
    assert told
    assert all(one.kept.startswith(kept) and one.should.startswith(should) for one in told)
    assert f"group {group.id}" in told[0].subject
    assert not any(one.mendable for one in told)
