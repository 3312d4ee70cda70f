"""Review cards: what is remembered of each question that a person has met."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from bot.model.review import Memory, Rating, ReviewCard
from bot.storage.tables import attempts, review_cards
from bot.storage.upsert import insert

SOURCE = "review"


def find(tx: Connection, person: int, exam: str, question: str) -> ReviewCard | None:
    """Return a person's card of a question, or None."""
    here = (review_cards.c.exam == exam, review_cards.c.question_id == question)
    row = tx.execute(select(review_cards).where(review_cards.c.person_id == person, *here)).one_or_none()
    return _card(row) if row else None


def put(tx: Connection, person: int, card: ReviewCard) -> None:
    """Keep a card in place of the one before."""
    kept = {
        "card": {
            "now": _written(card.memory),
            "before": _written(card.before) if card.before else None,
            "rating": int(card.rating),
            "answers": card.answers,
        },
        "due_at": card.due_at,
        "last_answered_at": card.answered_at,
        "lapses": card.lapses,
    }
    statement = insert(tx, review_cards).values(person_id=person, exam=card.exam, question_id=card.question, **kept)
    tx.execute(statement.on_conflict_do_update(index_elements=["person_id", "exam", "question_id"], set_=kept))


def of_person(tx: Connection, person: int) -> Sequence[ReviewCard]:
    """Return all cards of a person."""
    return [_card(row) for row in tx.execute(select(review_cards).where(review_cards.c.person_id == person))]


def perhaps_due(
    tx: Connection, people: Collection[int], near_exam: Collection[int], now: datetime
) -> dict[int, list[ReviewCard]]:
    """Return by person the cards that may be due: by their own time, and all of those who are near an exam."""
    due = and_(review_cards.c.person_id.in_(people), review_cards.c.due_at <= now)
    found: dict[int, list[ReviewCard]] = {person: [] for person in people}
    for row in tx.execute(select(review_cards).where(due | review_cards.c.person_id.in_(near_exam))):
        found[row.person_id].append(_card(row))
    return found


def without_card(tx: Connection, person: int) -> Sequence[Any]:
    """Return exam, question_id, correct and answered_at of answers to questions that have no card, oldest first."""
    has = and_(
        review_cards.c.person_id == attempts.c.person_id,
        review_cards.c.exam == attempts.c.exam,
        review_cards.c.question_id == attempts.c.question_id,
    )
    query = (
        select(attempts.c.exam, attempts.c.question_id, attempts.c.correct, attempts.c.answered_at)
        .select_from(attempts.outerjoin(review_cards, has))
        .where(attempts.c.person_id == person, review_cards.c.person_id.is_(None))
        .order_by(attempts.c.answered_at, attempts.c.id)
    )
    return tx.execute(query).all()


def given(tx: Connection, person: int, question: str, turn: int) -> Row[Any] | None:
    """Return the attempt that a person gave to a question in a review, in that turn of it; None if there is none."""
    mine = (attempts.c.person_id == person, attempts.c.question_id == question)
    here = (attempts.c.source == SOURCE, attempts.c.source_id == turn)
    return tx.execute(select(attempts).where(*mine, *here)).one_or_none()


def given_since(tx: Connection, person: int, since: datetime) -> int:
    """Return how many answers a person gave in reviews since a moment."""
    mine = (attempts.c.person_id == person, attempts.c.source == SOURCE, attempts.c.answered_at >= since)
    return len(tx.execute(select(attempts.c.id).where(*mine)).all())


def _written(memory: Memory) -> dict[str, Any]:
    return {"stability": memory.stability, "difficulty": memory.difficulty, "day": memory.day.isoformat()}


def _read(written: dict[str, Any]) -> Memory:
    return Memory(written["stability"], written["difficulty"], date.fromisoformat(written["day"]))


def _card(row: Row[Any]) -> ReviewCard:
    held = row.card
    return ReviewCard(
        exam=row.exam,
        question=row.question_id,
        memory=_read(held["now"]),
        before=_read(held["before"]) if held["before"] else None,
        rating=Rating(held["rating"]),
        answers=held["answers"],
        lapses=row.lapses,
        due_at=row.due_at,
        answered_at=row.last_answered_at,
    )
