"""What the answers in the database say about the questions of a bank."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.model.question import Bank, Question
from bot.rules.items import First, Item, items, suspicions
from bot.storage import firsts
from bot.study.work import reads


@reads
def item_figures(tx: Connection, bank: Bank) -> tuple[Item, ...]:
    """Return the figures of every question in use, from everybody's first answers, in the order of the bank."""
    return _figures(tx, bank)


@reads
def suspicious(tx: Connection, bank: Bank) -> tuple[Question, ...]:
    """Return the questions in use whose key may be wrong."""
    return tuple(item.question for item in _figures(tx, bank) if suspicions(item))


def _figures(tx: Connection, bank: Bank) -> tuple[Item, ...]:
    answers = [
        First(row.person_id, row.question_id, row.revision, frozenset(row.option_ids), row.correct)
        for row in firsts.first_answers(tx, bank.exam.id)
    ]
    return items((question for question in bank.questions.values() if not question.retired), answers)
