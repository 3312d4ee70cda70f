"""What is open as a daily question, out of use or rewritten is asked in no review, and none tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.model.question import Bank
from bot.model.review import Felt, Rested
from bot.model.ruling import Kind, Ruling
from bot.storage import groups
from bot.storage.tables import attempts
from bot.study.answers import answer
from bot.study.reviews import due_count, say_how_it_felt
from bot.study.rulings import rule
from bot.study.work import Writing, writes
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.quiz import ADA
from tests.support.reviewing import asked, came_out, cards, give, look, meet
from tests.support.store import Store
from tests.support.world import BANKS, actor, ask, make_group, reveal, right, wrong

BOB = actor("bob")
_change: Writing[..., None] = writes(groups.change)


def test_a_daily_answer_makes_a_card_at_once_and_comes_back_only_after_its_reveal(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    store.write(answer, ADA, daily.posting, wrong(daily), clock())
    assert list(cards(store)) == [daily.question.id]
    clock.now = cards(store)[daily.question.id].due_at + timedelta(hours=1)
    assert isinstance(look(store, clock), Rested)
    assert store.read(due_count, ADA, BANKS, clock()) == 0
    reveal(store, clock, daily)
    assert asked(look(store, clock)).posed.question == daily.question
    assert store.read(due_count, ADA, BANKS, clock()) == 1


def test_a_question_that_becomes_a_daily_one_is_passed_over(store: Store, clock: Clock) -> None:
    meet(store, clock)
    clock.advance(days=3)
    group = make_group(store, now=clock())
    step = asked(look(store, clock))
    only = {EXAM: Bank(BANKS[EXAM].exam, {step.posed.question.id: step.posed.question})}
    ask(store, clock, group, only)
    after = asked(give(store, clock, step))
    assert (after.left_out, after.due) == (True, 4)
    assert after.posed.question != step.posed.question
    assert store.count(attempts, attempts.c.source == "review") == 0


@pytest.mark.parametrize("pressing", ["answer", "felt"])
def test_feedback_rests_while_its_question_is_a_daily_one(store: Store, clock: Clock, pressing: str) -> None:
    meet(store, clock)
    clock.advance(days=3)
    group = make_group(store, now=clock())
    step = asked(look(store, clock))
    give(store, clock, step)
    only = {EXAM: Bank(BANKS[EXAM].exam, {step.posed.question.id: step.posed.question})}
    daily = ask(store, clock, group, only)

    def press() -> Any:
        if pressing == "answer":
            return came_out(give(store, clock, step))
        return came_out(store.write(say_how_it_felt, ADA, BANKS, step.key, step.turn, Felt.EASY, clock()))

    assert press().open
    store.write(answer, ADA, daily.posting, right(daily), clock())
    assert not press().open


def test_a_question_out_of_use_or_in_dispute_is_not_asked(store: Store, clock: Clock) -> None:
    met = meet(store, clock)
    clock.advance(days=3)
    gone, disputed = (posed.question for posed in met[:2])
    store.write(rule, Ruling(EXAM, disputed.id, Kind.DISPUTED, disputed.revision, None, "", clock()))
    retired = {gone.id: replace(BANKS[EXAM].questions[gone.id], retired=True)}
    banks = {EXAM: replace(BANKS[EXAM], questions={**BANKS[EXAM].questions, **retired})}
    assert store.read(due_count, ADA, banks, clock()) == 3


def test_an_answer_to_a_question_that_reads_otherwise_by_now_is_not_taken(store: Store, clock: Clock) -> None:
    meet(store, clock)
    clock.advance(days=3)
    step = asked(look(store, clock))
    question = replace(step.posed.question, stem="What is it really?")
    banks = {EXAM: replace(BANKS[EXAM], questions={**BANKS[EXAM].questions, question.id: question})}
    after = asked(give(store, clock, step, banks=banks))
    assert after.posed.question == question
    assert after.key != step.key
    assert store.count(attempts, attempts.c.source == "review") == 0


def test_nobody_reviews_what_somebody_else_has_met(store: Store, clock: Clock) -> None:
    meet(store, clock)
    clock.advance(days=3)
    step = asked(look(store, clock))
    assert isinstance(look(store, clock, BOB), Rested)
    assert isinstance(give(store, clock, step, BOB), Rested)
    assert store.count(attempts, attempts.c.source == "review") == 0
