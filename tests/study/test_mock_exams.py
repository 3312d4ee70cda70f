"""Mock exams: one open a person, gone on with anywhere, changed until submitted, and each press safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.mock_exam import Offer, Standing
from bot.storage.tables import attempts, exams, memberships, people, standings
from bot.study.mock_exams import choose, flag, go_to, look, offer, seek, stand, start, submit
from tests.support.bank import EXAM, small_bank, with_stems
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.mock_exam import LENGTH, PLENTY, WHOLE, asked, finished, give, hand_in, running, sit
from tests.support.programs import said, started
from tests.support.quiz import ADA, HERE, letters
from tests.support.store import Store
from tests.support.world import BANKS, actor, make_group, place

BOB = actor("bob")
THERE = actor("ada", "w2")


def test_without_a_length_it_has_the_form_of_the_real_exam(store: Store, clock: Clock) -> None:
    exam = sit(store, clock, length=WHOLE)
    assert (exam.length, len(set(asked(exam))), exam.minutes) == (65, 65, 130)
    assert Counter(posed.question.domain for posed in exam.items) == {"1": 21, "2": 17, "3": 15, "4": 12}
    assert (exam.ends_at - exam.begun_at, exam.begun_at) == (timedelta(minutes=130), clock())
    assert (exam.position, set(exam.answers), exam.flags, exam.submitted_at) == (0, {frozenset()}, frozenset(), None)


def test_a_shorter_one_has_its_part_of_the_time(store: Store, clock: Clock) -> None:
    assert store.read(offer, ADA, HERE, PLENTY, "20") == Offer(EXAM, 20, 40, 0)
    assert sit(store, clock, length=20).minutes == 40
    assert store.count(people, people.c.external_id == "bob") == 0


def test_it_is_as_long_as_the_bank_reaches(store: Store, clock: Clock) -> None:
    assert store.read(offer, ADA, HERE, BANKS, "") == Offer(EXAM, 20, 40, 0)
    assert sit(store, clock, length=WHOLE, banks=BANKS).length == 20


@pytest.mark.parametrize("length", ["0", "9", "66", "-20", "many", "1.5", "10000000000"])
def test_a_length_out_of_bounds_is_refused_with_the_bounds(store: Store, clock: Clock, length: str) -> None:
    with pytest.raises(Refused, match="exam-length") as refused:
        store.read(offer, ADA, HERE, PLENTY, length)
    assert (refused.value.values["least"], refused.value.values["most"]) == (10, 65)
    for pressed in (0, 66):
        with pytest.raises(Refused, match="exam-length"):
            store.write(start, ADA, HERE, PLENTY, pressed, 0, clock())
    assert store.count(exams) == 0


def test_the_next_one_asks_what_the_last_one_did_not(store: Store, clock: Clock) -> None:
    first = sit(store, clock, length=40)
    hand_in(store, clock, first, 0)
    second = sit(store, clock, length=40, after=first.id)
    assert set(asked(first)).isdisjoint(asked(second))


def test_an_answer_is_kept_and_can_be_changed(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    for right in (False, True, True):
        standing = running(give(store, clock, exam, 3, right=right))
        assert standing.exam.answers[3] == exam.items[3].option_ids(letters(exam.items[3], right=right))
        assert (standing.exam.position, len(standing.unanswered)) == (3, LENGTH - 1)
    assert store.count(attempts) == 0


def test_a_wrong_number_of_letters_is_refused(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    for wrong in ("", "ABCDEF", "Z"):
        with pytest.raises(Refused, match="choose"):
            store.write(choose, ADA, exam.id, 0, wrong, clock())
    assert set(running(store.write(look, ADA, clock())).exam.answers) == {frozenset()}


def test_one_goes_back_and_forth_and_is_brought_back_to_where_one_was(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    for position in (5, 2, 11):
        assert running(store.write(go_to, ADA, exam.id, position, clock())).exam.position == position
    assert running(store.write(look, ADA, clock())).exam.position == 11
    for outside in (LENGTH, -1):
        with pytest.raises(Refused, match="exam-gone"):
            store.write(go_to, ADA, exam.id, outside, clock())


def test_flags_are_set_and_taken_back(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    for position, on, left in ((4, True, (4,)), (1, True, (1, 4)), (4, True, (1, 4)), (4, False, (1,))):
        standing = running(store.write(flag, ADA, exam.id, position, on, clock()))
        assert (standing.flagged, standing.exam.position) == (left, position)


def test_seeking_goes_to_the_next_and_from_the_end_to_the_first(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    for position in range(LENGTH):
        if position not in {2, 7}:
            give(store, clock, exam, position)
    store.write(flag, ADA, exam.id, 5, True, clock())
    found = [running(store.write(seek, ADA, exam.id, "open", clock())).exam.position for _ in range(3)]
    assert found == [7, 2, 7]
    assert running(store.write(seek, ADA, exam.id, "flagged", clock())).exam.position == 5
    store.write(flag, ADA, exam.id, 5, False, clock())
    assert running(store.write(seek, ADA, exam.id, "flagged", clock())).exam.position == 5


def test_submitting_asks_once_while_something_is_open(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    give(store, clock, exam, 0)
    assert len(running(store.write(submit, ADA, exam.id, False, clock())).unanswered) == LENGTH - 1
    assert finished(store.write(submit, ADA, exam.id, True, clock())).exam.ended_by == "person"


def test_a_whole_exam_is_submitted_at_once(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    for position in range(LENGTH):
        give(store, clock, exam, position)
    result = finished(store.write(submit, ADA, exam.id, False, clock.advance(minutes=7)))
    assert (result.score.scaled, result.score.passed, result.exam.submitted_at) == (1000, True, clock())


def test_the_result_counts_what_was_left_open_as_wrong(store: Store, clock: Clock) -> None:
    result = hand_in(store, clock, sit(store, clock), right=6, wrong=2)
    assert (result.score.total.answers, result.score.total.correct, result.score.scaled) == (12, 6, 530)
    assert [one.right for one in result.graded] == [True] * 6 + [False] * 6
    assert sum(tally.answers for tally in result.score.domains.values()) == 12
    assert set(result.score.tasks) == {"1.1", "2.1", "3.1", "4.1"}


def test_its_answers_become_the_persons_and_stand_on_no_board(store: Store, clock: Clock) -> None:
    group = make_group(store)
    exam = sit(store, clock)
    hand_in(store, clock, exam, right=5, wrong=2)
    rows = store.rows(attempts)
    assert [row.question_id for row in rows] == asked(exam)[:7]
    assert {(row.source, row.source_id, row.group_id, row.points, row.counted) for row in rows} == {
        ("exam", exam.id, group.id, 0, False)
    }
    assert [row.correct for row in rows] == [True] * 5 + [False] * 2
    assert store.count(standings) == store.count(memberships) == 0


def test_earlier_ones_stand_beside_it_newest_first(store: Store, clock: Clock) -> None:
    after = 0
    for right in (3, 6, 9):
        exam = sit(store, clock, after=after)
        clock.advance(minutes=10)
        result = hand_in(store, clock, exam, right)
        after = exam.id
    assert [(one.score.total.correct, one.length) for one in result.before] == [(6, 12), (3, 12)]


def test_after_submission_nothing_changes_any_more(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    result = hand_in(store, clock, exam, right=4)
    clock.advance(minutes=1)
    again = [
        give(store, clock, exam, 9),
        store.write(go_to, ADA, exam.id, 2, clock()),
        store.write(flag, ADA, exam.id, 2, True, clock()),
        store.write(seek, ADA, exam.id, "open", clock()),
        store.write(submit, ADA, exam.id, True, clock()),
        store.write(stand, ADA, exam.id, clock()),
        store.write(look, ADA, clock()),
    ]
    assert again == [result] * len(again)
    assert store.count(attempts) == 4


def test_a_start_that_is_repeated_or_old_starts_nothing(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    again = running(store.write(start, ADA, HERE, PLENTY, 20, 0, clock.advance(minutes=1)))
    assert (again.exam.id, again.exam.length) == (exam.id, LENGTH)
    hand_in(store, clock, exam, 1)
    assert finished(store.write(start, ADA, HERE, PLENTY, 20, 0, clock())).exam.id == exam.id
    assert sit(store, clock, length=20, after=exam.id).length == 20


def test_of_many_starts_at_once_by_two_processes_one_is_open(store: Store, database_url: str) -> None:
    make_group(store)
    starting = ("exam-at-once", database_url, *["ada"] * 8)
    with started(starting, starting) as processes:
        assert [said(process) for process in processes] == ["1 exams"] * 2
    assert store.count(exams) == store.count(people, people.c.external_id == "ada") == 1


def test_it_goes_on_in_another_workspace_of_the_realm(store: Store, clock: Clock) -> None:
    exam = sit(store, clock)
    give(store, clock, exam, 2)
    there = running(store.write(start, THERE, place(workspace="w2"), PLENTY, WHOLE, 0, clock()))
    assert (there.exam.id, there.exam.position) == (exam.id, 2)
    assert give(store, clock, exam, 3, THERE) == running(store.write(look, ADA, clock()))


def test_it_goes_on_after_a_restart_and_after_every_question_was_rewritten(
    store: Store, clock: Clock, database_url: str
) -> None:
    exam = sit(store, clock)
    give(store, clock, exam, 4)
    store.database.dispose()
    clock.advance(minutes=3)
    with opened(database_url) as database:
        later, bank = Store(database), {EXAM: with_stems(small_bank(), "Another?")}
        found = running(later.write(start, ADA, None, bank, WHOLE, 0, clock())).exam
        assert (found.id, found.items, found.position) == (exam.id, exam.items, 4)
        assert hand_in(later, clock, found, right=12).score.scaled == 1000


@pytest.mark.parametrize("who", [BOB, actor("ada", realm="r2"), actor("ada", "w1", adapter="slack", realm="r2")])
def test_an_exam_is_nobody_elses(store: Store, clock: Clock, who: Actor) -> None:
    exam = sit(store, clock)
    presses: tuple[Callable[[], Standing], ...] = (
        lambda: store.write(choose, who, exam.id, 0, "A", clock()),
        lambda: store.write(go_to, who, exam.id, 0, clock()),
        lambda: store.write(flag, who, exam.id, 0, True, clock()),
        lambda: store.write(seek, who, exam.id, "open", clock()),
        lambda: store.write(stand, who, exam.id, clock()),
        lambda: store.write(submit, who, exam.id, True, clock()),
    )
    for known in (False, True):
        for press in presses:
            with pytest.raises(Refused, match="exam-gone"):
                press()
        if not known:
            sit(store, clock, who)
    assert store.write(look, who, clock()) != store.write(look, ADA, clock())


def test_who_never_had_one_is_offered_one(store: Store, clock: Clock) -> None:
    assert store.write(look, BOB, clock()) is None
    exam = sit(store, clock, BOB)
    hand_in(store, clock, exam, 0, who=BOB)
    assert store.write(look, BOB, clock()) is not None
    assert store.read(offer, BOB, HERE, PLENTY, "").after == exam.id
