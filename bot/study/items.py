"""What the answers in the database say about the questions of a bank."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.model.question import Bank
from bot.rules.items import First, Item, items
from bot.storage import firsts
from bot.study.work import reads


@reads
def item_figures(tx: Connection, bank: Bank) -> tuple[Item, ...]:
    """Return the figures of every question in use, from everybody's first answers, in the order of the bank."""
    answers = [
        First(row.person_id, row.question_id, row.revision, frozenset(row.option_ids), row.correct)
        for row in firsts.first_answers(tx, bank.exam.id)
    ]
    return items((question for question in bank.questions.values() if not question.retired), answers)
