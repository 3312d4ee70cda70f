"""What a ruling does to a question, to the bank, and to the answers that were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.model.question import Bank, Question
from bot.model.ruling import Kind, Ruling
from bot.rules.scoring import points_for


@dataclass(frozen=True)
class Graded:
    """An answer of a person in a group to one question: whether it is right, counts on the board, and from where."""

    id: int
    right: bool
    counted: bool
    source: str


def ruled(bank: Bank, rulings: Iterable[Ruling]) -> Bank:
    """Return the bank as rulings leave it to be asked from: what is disputed or retired is not in use, and corrected
    keys hold. A question edited since its ruling is as its file says."""
    changed = {}
    for one in rulings:
        question = bank.questions.get(one.question)
        if question is not None and question.revision == one.revision:
            changed[question.id] = _ruled(question, one)
    return replace(bank, questions={**bank.questions, **changed}) if changed else bank


def corrected(question: Question, key: frozenset[str]) -> Question:
    """Return a question with another key; raise ValueError, saying why, for one that it can't have."""
    ids = [option.id for option in question.options]
    if not key <= set(ids):
        raise ValueError(f"its options are {', '.join(ids)}")
    if len(key) != question.choose:
        raise ValueError(f"its stem asks for {question.choose}")
    return replace(question, options=tuple(replace(one, correct=one.id in key) for one in question.options))


def as_corrected(question: Question, rulings: Iterable[Ruling]) -> Question:
    """Return a question with the key that a ruling on its present revision has corrected, else as it is."""
    for one in rulings:
        mine = one.question == question.id and one.revision == question.revision
        if mine and one.kind is Kind.CORRECTED and one.key is not None:
            return corrected(question, one.key)
    return question


def points_in_order(answers: Sequence[Graded]) -> list[int]:
    """Return the points of a person's answers to one question in one group, oldest first.

    The first right one that counts has the point; a question gives no second.
    """
    found: list[int] = []
    for one in answers:
        found.append(points_for(one.source, one.right, counts=one.counted and not any(found)))
    return found


def _ruled(question: Question, ruling: Ruling) -> Question:
    if ruling.kind is Kind.CORRECTED and ruling.key is not None:
        return corrected(question, ruling.key)
    return replace(question, retired=True)
