"""What an answer does to a person's own spaced repetition."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.model.group import Group
from bot.rules.review import after_answer
from bot.storage import learners, review_cards

UTC_ZONE = "UTC"


def remember(
    tx: Connection, person: int, exam: str, question: str, *, correct: bool, group: Group | None, now: datetime
) -> None:
    """Move a question's card on by an answer, whatever asked it. The person must be locked.

    An answer that is kept later than it was given, as that of a mock exam ended by the time, changes nothing where a
    newer one is known.
    """
    before = review_cards.find(tx, person, exam, question)
    if before is not None and before.answered_at > now:
        return
    zone = learners.zone(tx, person) or (group.schedule.zone if group else UTC_ZONE)
    review_cards.put(tx, person, after_answer(before, exam, question, correct=correct, now=now, zone=zone))


def catch_up(tx: Connection, person: int) -> None:
    """Give cards to questions that were answered before there were any. The person must be locked."""
    for row in review_cards.without_card(tx, person):
        remember(tx, person, row.exam, row.question_id, correct=row.correct, group=None, now=row.answered_at)
