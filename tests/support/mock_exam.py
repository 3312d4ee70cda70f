"""Sitting a mock exam in a test."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.actor import Actor, Place
from bot.model.mock_exam import Finished, MockExam, Running, Standing
from bot.model.question import Bank
from bot.study.mock_exams import choose, start, submit
from tests.support.bank import EXAM, small_bank
from tests.support.clock import Clock
from tests.support.quiz import ADA, HERE, letters
from tests.support.store import Store

PLENTY: Mapping[str, Bank] = {EXAM: small_bank(per_domain=40)}
LENGTH, WHOLE = 12, 65


def sit(
    store: Store,
    clock: Clock,
    who: Actor = ADA,
    where: Place | None = HERE,
    *,
    length: int = LENGTH,
    after: int = 0,
    banks: Mapping[str, Bank] = PLENTY,
) -> MockExam:
    """Return a new mock exam, just begun."""
    return running(store.write(start, who, where, banks, length, after, clock())).exam


def give(
    store: Store, clock: Clock, exam: MockExam, position: int, who: Actor = ADA, *, right: bool = True
) -> Standing:
    """Answer the question at a position."""
    chosen = letters(exam.items[position], right=right)
    return store.write(choose, who, exam.id, position, chosen, clock())


def hand_in(store: Store, clock: Clock, exam: MockExam, right: int, wrong: int = 0, who: Actor = ADA) -> Finished:
    """Answer the first `right` questions rightly and the next `wrong` ones wrongly, and submit; the rest stays open."""
    for position in range(right + wrong):
        give(store, clock, exam, position, who, right=position < right)
    return finished(store.write(submit, who, exam.id, True, clock()))


def running(standing: Standing | None) -> Running:
    """Return an exam that is open."""
    assert isinstance(standing, Running), standing
    return standing


def finished(standing: Standing | None) -> Finished:
    """Return an exam that has been submitted."""
    assert isinstance(standing, Finished), standing
    return standing


def asked(exam: MockExam) -> list[str]:
    """Return the ids of an exam's questions."""
    return [posed.question.id for posed in exam.items]
