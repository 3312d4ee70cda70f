"""Reviews: whatever was answered comes again when it is due, one at a time, and gives nothing but knowledge."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.review import Felt, Rested, Review
from bot.model.ruling import Wrong
from bot.storage import groups
from bot.storage.tables import attempts, memberships, people, question_reports, review_cards
from bot.study.privacy import delete, export
from bot.study.reporting import report_review
from bot.study.reviews import answer_review, rest, review, say_how_it_felt
from bot.study.work import Writing, writes
from tests.support.clock import START, Clock
from tests.support.quiz import ADA, HERE, begin
from tests.support.quiz import finish as finish_quiz
from tests.support.quiz import give as give_quiz
from tests.support.reviewing import asked, came_out, cards, days_from, give, look, meet, review_all
from tests.support.store import Store
from tests.support.world import BANKS, actor, make_group, place

BOB = actor("bob")
_change: Writing[..., None] = writes(groups.change)


@writes
def _forget_cards(tx: Connection) -> None:
    tx.execute(review_cards.delete())


def tomorrow(clock: Clock, days: int = 1) -> datetime:
    return clock.advance(days=days)


def test_nothing_comes_back_to_whoever_has_met_nothing(store: Store, clock: Clock) -> None:
    step = look(store, clock)
    assert step == Rested(due=0, done=0, next_at=None, zone="UTC", reminded=False)


def test_an_answer_in_a_quiz_comes_back_the_sooner_if_it_was_wrong(store: Store, clock: Clock) -> None:
    make_group(store)
    quiz = begin(store, clock)
    step = give_quiz(store, clock, quiz, right=False)
    missed = quiz.present.question.id
    finish_quiz(store, clock, step.quiz)
    due = {id: days_from(clock(), card.due_at) for id, card in cards(store).items()}
    assert due.pop(missed) == 1
    assert set(due.values()) == {2}


def test_what_is_due_longest_comes_first_and_one_at_a_time(store: Store, clock: Clock) -> None:
    first = {posed.question.id for posed in meet(store, clock, about="1")}
    tomorrow(clock)
    second = {posed.question.id for posed in meet(store, clock, about="2")}
    tomorrow(clock, 30)
    order = []
    for _ in range(10):
        step = asked(look(store, clock))
        order.append(step.posed.question.id)
        give(store, clock, step)
    assert (set(order[:5]), set(order[5:])) == (first, second)


def test_a_review_is_gone_on_with_from_anywhere_and_asks_the_same_in_the_same_order(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    assert look(store, clock) == look(store, clock)
    there = actor("ada", "w2")
    assert store.write(review, there, BANKS, clock()) == look(store, clock)


def test_feedback_says_when_it_comes_again_and_what_is_left(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    step = asked(look(store, clock))
    assert step.due == 5
    done = came_out(give(store, clock, step))
    assert (done.correct, done.due, done.open, done.felt) == (True, 4, False, None)
    assert done.next_on == cards(store)[step.posed.question.id].due_at.date()
    missed = came_out(give(store, clock, asked(look(store, clock)), right=False))
    assert (missed.correct, missed.next_on) == (False, clock().date() + timedelta(days=1))


def test_a_second_press_changes_nothing(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    step = asked(look(store, clock))
    first = give(store, clock, step)
    before = cards(store)
    assert give(store, clock, step, right=False) == first
    assert cards(store) == before
    assert store.count(attempts, attempts.c.source == "review") == 1


def test_how_an_answer_felt_moves_when_it_comes_again(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    step = asked(look(store, clock))
    usual = came_out(give(store, clock, step))

    def say(felt: Felt) -> Any:
        return came_out(store.write(say_how_it_felt, ADA, BANKS, step.key, step.turn, felt, clock()))

    easy = say(Felt.EASY)
    hard = say(Felt.HARD)
    assert hard.next_on < usual.next_on < easy.next_on
    assert (easy.felt, hard.felt) == (Felt.EASY, Felt.HARD)
    assert say(Felt.EASY) == easy
    assert store.count(attempts, attempts.c.source == "review") == 1


def test_how_an_answer_felt_counts_no_more_once_it_was_given_again(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    step = asked(look(store, clock))
    give(store, clock, step)
    finish_quiz(store, clock, begin(store, clock, count=30))
    before = cards(store)
    again = came_out(store.write(say_how_it_felt, ADA, BANKS, step.key, step.turn, Felt.EASY, clock()))
    assert (again.felt, cards(store)) == (None, before)


def test_how_a_question_felt_that_was_not_reviewed_is_not_taken(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    step, before = asked(look(store, clock)), cards(store)
    assert store.write(say_how_it_felt, ADA, BANKS, step.key, step.turn - 1, Felt.EASY, clock()) == step
    assert cards(store) == before


def test_letters_of_a_wrong_number_are_refused(store: Store, clock: Clock) -> None:
    meet(store, clock, 30)
    tomorrow(clock, 3)
    step = asked(look(store, clock))
    with pytest.raises(Refused, match="choose"):
        store.write(answer_review, ADA, HERE, BANKS, step.key, step.turn, "ABCD", clock())


def test_everything_reviewed_rests_until_it_is_due_again(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    assert review_all(store, clock) == 5
    step = look(store, clock)
    assert isinstance(step, Rested)
    assert (step.due, step.done) == (0, 5)
    assert step.next_at == min(card.due_at for card in cards(store).values())


def test_leaving_says_what_is_still_due(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    give(store, clock, asked(look(store, clock)))
    step = store.write(rest, ADA, BANKS, clock())
    assert isinstance(step, Rested)
    assert (step.due, step.done) == (4, 1)


def test_answers_from_before_there_were_cards_come_back_too(store: Store, clock: Clock) -> None:
    meet(store, clock, right=False)
    tomorrow(clock)
    meet(store, clock)
    known = cards(store)
    store.write(_forget_cards)
    look(store, clock)
    assert cards(store) == known


def test_before_an_exam_everything_comes_again(store: Store, clock: Clock) -> None:
    group = make_group(store)
    meet(store, clock, 30)
    for _ in range(3):
        clock.now = max(card.due_at for card in cards(store).values()) + timedelta(hours=6)
        review_all(store, clock)
    exam_on = clock().date() + timedelta(days=20)
    assert all(card.due_at.date() > exam_on for card in cards(store).values())
    store.write(_change, group.id, exam_on=exam_on)
    reviewed = 0
    while clock().date() < exam_on - timedelta(days=1):
        tomorrow(clock)
        reviewed += review_all(store, clock)
    assert reviewed == len(cards(store)) == 20


def test_a_review_in_a_group_belongs_to_it_and_elsewhere_to_none(store: Store, clock: Clock) -> None:
    group = make_group(store)
    other = make_group(store, "random")
    meet(store, clock, 3)
    tomorrow(clock, 3)
    where = {None: 2, place("random"): other.id, place("nowhere"): None}
    belongs = []
    for here in where:
        give(store, clock, asked(look(store, clock)), where=here)
        belongs.append(store.rows(attempts)[-1].group_id)
    assert belongs == [group.id, other.id, None]
    assert {row.group_id for row in store.rows(memberships)} == {group.id, other.id}


def test_a_question_of_a_review_can_be_reported(store: Store, clock: Clock) -> None:
    meet(store, clock)
    tomorrow(clock, 3)
    step = asked(look(store, clock))
    store.write(report_review, ADA, BANKS, step.key, (Wrong.TYPO, "a  comma"), clock())
    (row,) = store.rows(question_reports)
    assert (row.question_id, row.comment) == (step.posed.question.id, "a comma")
    with pytest.raises(Refused, match="question-gone"):
        store.write(report_review, BOB, BANKS, step.key, (Wrong.TYPO, ""), clock())


def test_an_export_has_the_cards_and_a_deletion_takes_them(store: Store, clock: Clock) -> None:
    meet(store, clock)
    assert len(store.read(export, ADA)["review_cards"]) == 5
    store.write(delete, ADA)
    assert (store.count(review_cards), store.count(people)) == (0, 0)


def test_a_day_begins_in_the_persons_own_zone(store: Store, clock: Clock) -> None:
    meet(store, clock, 1, right=False)
    (card,) = cards(store).values()
    assert card.due_at == datetime.combine(START.date() + timedelta(days=1), card.due_at.timetz()).replace(hour=4)
    group = make_group(store)
    clock.advance(days=2)
    review_all(store, clock, right=False)
    assert group.schedule.zone == "Europe/Berlin"
    clock.advance(days=1)
    review_all(store, clock, right=False)
    (card,) = cards(store).values()
    assert (card.due_at.hour, card.due_at.date()) == (3, date(2026, 3, 6))


def test_of_presses_at_the_same_moment_one_is_the_answer(store: Store, clock: Clock) -> None:
    meet(store, clock)
    clock.advance(days=3)
    step = asked(look(store, clock))
    together = Barrier(4)

    def press(n: int) -> Review:
        together.wait()
        return give(store, clock, step, right=n % 2 == 0)

    with ThreadPoolExecutor(4) as pool:
        shown = [one.result() for one in [pool.submit(press, n) for n in range(4)]]
    assert len({came_out(one) for one in shown}) == 1
    assert cards(store)[step.posed.question.id].answers == step.turn + 1
    assert store.count(attempts, attempts.c.source == "review") == 1
