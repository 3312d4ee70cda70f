"""A mock exam ends by the server's clock: by the tick or the next press, as it stood, with a word to the person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage.tables import attempts, exams, notices
from bot.study.due import soonest
from bot.study.exam_ends import end_overdue
from bot.study.mock_exams import choose, look, submit
from bot.study.sending import claim
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.mock_exam import finished, give, running, sit
from tests.support.quiz import ADA, letters
from tests.support.store import Store
from tests.support.world import ADAPTER, actor, make_group

LATER = timedelta(hours=9)


def test_it_takes_answers_until_its_last_moment_and_none_from_then_on(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    clock.now = exam.ends_at - timedelta(microseconds=1)
    running(give(store, clock, exam, 0))
    clock.now = exam.ends_at
    ended = finished(give(store, clock, exam, 1))
    assert (ended.score.total.correct, ended.exam.ended_by, ended.exam.submitted_at) == (1, "time", exam.ends_at)
    assert [row.answered_at for row in store.rows(attempts)] == [exam.ends_at]


def test_a_late_answer_with_a_wrong_number_of_letters_ends_it_too(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    clock.advance(LATER)
    assert finished(store.write(choose, ADA, exam.id, 0, "ABCDEF", clock())).exam.ended_by == "time"


def test_the_tick_ends_it_as_it_stood(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    give(store, clock, exam, 0)
    give(store, clock, exam, 1, right=False)
    clock.now = exam.ends_at - timedelta(seconds=1)
    assert store.write(end_overdue, clock()) == (0, False)
    clock.advance(LATER)
    assert store.write(end_overdue, clock()) == (1, False)
    assert store.write(end_overdue, clock()) == (0, False)
    (row,) = store.rows(exams)
    assert (row.submitted_at, row.ended_by) == (exam.ends_at, "time")
    ended = finished(store.write(look, ADA, clock()))
    assert (ended.score.total.correct, ended.score.total.answers) == (1, 12)
    assert store.count(attempts) == 2


def test_one_that_ended_while_the_program_was_down_is_ended_at_the_next_press(
    store: Store, clock: Clock, database_url: str
) -> None:
    exam = sit(store, clock)
    give(store, clock, exam, 0)
    store.database.dispose()
    clock.advance(days=3)
    with opened(database_url) as database:
        ended = finished(Store(database).write(look, ADA, clock()))
    assert (ended.exam.submitted_at, ended.score.total.correct) == (exam.ends_at, 1)
    assert store.count(notices) == 0


def test_the_tick_owes_the_person_one_notice(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = sit(store, clock)
    clock.now = exam.ends_at
    for _ in range(2):
        store.write(end_overdue, clock())
    (row,) = store.rows(notices)
    assert (row.kind, row.group_id, row.for_date.isoformat()) == (f"exam-{exam.id}", group.id, "2026-03-02")
    (owed,) = store.write(claim, "w", [ADAPTER], clock())
    assert (owed.user, owed.kind) == ("ada", f"exam-{exam.id}")


def test_many_end_in_one_go_each_by_itself(store: Store, clock: Clock) -> None:
    people = [actor(f"u{number}") for number in range(8)]
    begun = [sit(store, clock, who, None) for who in people]
    clock.now = begun[0].ends_at
    assert [store.write(end_overdue, clock()) for _ in range(3)] == [(5, True), (3, False), (0, False)]
    assert store.count(notices) == len(people)


@pytest.mark.parametrize("ended", [False, True])
def test_time_stops_where_an_exam_ends(store: Store, clock: Clock, ended: bool) -> None:
    exam = sit(store, clock)
    if ended:
        store.write(submit, ADA, exam.id, True, clock())
    assert store.read(soonest, exam.ends_at - timedelta(hours=1)) == (None if ended else exam.ends_at)


def test_answers_to_several_are_kept_as_chosen(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    (at, *_) = [at for at, posed in enumerate(exam.items) if posed.question.choose == 2]
    standing = running(store.write(choose, ADA, exam.id, at, letters(exam.items[at], right=True), clock()))
    assert standing.exam.answers[at] == exam.items[at].question.key
