"""Answers in a database, without the postings they would belong to."""

from __future__ import annotations

from datetime import timedelta

from bot.model.question import Bank
from bot.storage import people
from bot.storage.engine import Database
from bot.storage.tables import attempts
from tests.support.clock import START


def answered(database: Database, bank: Bank, letters: str, revision: str = "", again: int = 0) -> None:
    """Let a person for each letter answer the bank's first question; `again` tells a later time from an earlier."""
    question = next(iter(bank.questions.values()))
    with database.writer.begin() as tx:
        for number, letter in enumerate(letters):
            person = people.ensure(tx, "realm", f"u{number}", f"U{number}", START)
            tx.execute(
                attempts.insert().values(
                    person_id=person,
                    exam=bank.exam.id,
                    question_id=question.id,
                    revision=revision or question.revision,
                    domain=question.domain,
                    task=question.task,
                    topic=question.topic,
                    option_ids=[letter],
                    correct=letter in question.key,
                    points=0,
                    is_first=not again,
                    answered_at=START + timedelta(days=again),
                    local_date=START.date(),
                    source="quiz",
                    source_id=again,
                )
            )
