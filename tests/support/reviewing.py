"""Going through reviews in a test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection

from bot.model.actor import Actor, Place
from bot.model.posting import Posed
from bot.model.question import Bank
from bot.model.review import Review, ReviewCard, Reviewed, ToReview
from bot.storage import people, review_cards
from bot.storage.tables import people as people_table
from bot.study.plans import create_plans
from bot.study.reminders import create_reminders, remind
from bot.study.reviews import answer_review, review
from bot.study.work import reads
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.quiz import ADA, HERE, begin, finish, letters
from tests.support.store import Store
from tests.support.world import BANKS

BERLIN = "Europe/Berlin"


def look(store: Store, clock: Clock, who: Actor = ADA, banks: Mapping[str, Bank] = BANKS) -> Review:
    """Return where somebody's review stands."""
    return store.write(review, who, banks, clock())


def asked(step: Review) -> ToReview:
    """Return the question that waits."""
    assert isinstance(step, ToReview), step
    return step


def came_out(step: Review) -> Reviewed:
    """Return how an answer came out."""
    assert isinstance(step, Reviewed), step
    return step


def give(
    store: Store,
    clock: Clock,
    step: ToReview,
    who: Actor = ADA,
    *,
    right: bool = True,
    where: Place | None = HERE,
    banks: Mapping[str, Bank] = BANKS,
) -> Review:
    """Answer what is asked; return where the review stands."""
    said = letters(step.posed, right=right)
    return store.write(answer_review, who, where, banks, step.key, step.turn, said, clock())


def review_all(store: Store, clock: Clock, who: Actor = ADA, *, right: bool = True) -> int:
    """Answer everything that is due; return how many that were."""
    for n in range(200):
        step = look(store, clock, who)
        if not isinstance(step, ToReview):
            return n
        give(store, clock, step, who, right=right)
    raise AssertionError("a review does not end")


def meet(
    store: Store,
    clock: Clock,
    count: int = 5,
    who: Actor = ADA,
    where: Place | None = HERE,
    *,
    right: bool = True,
    about: str = "",
) -> list[Posed]:
    """Let somebody answer questions in a quiz; return them."""
    quiz = begin(store, clock, who, where, count=count, about=about)
    finish(store, clock, quiz, who, right=right)
    return list(quiz.items)


@reads
def _cards(tx: Connection, who: Actor) -> list[ReviewCard]:
    known = people.find(tx, who.realm, who.user)
    return list(review_cards.of_person(tx, known[0])) if known else []


def cards(store: Store, who: Actor = ADA) -> dict[str, ReviewCard]:
    """Return somebody's cards by question."""
    found = store.read(_cards, who)
    assert {card.exam for card in found} <= {EXAM}
    return {card.question: card for card in found}


def days_from(moment: datetime, later: datetime) -> int:
    """Return how many dates lie between two moments (UTC)."""
    return (later.date() - moment.date()).days


def tick(store: Store, clock: Clock) -> int:
    """Let whatever is due be owed; return how many notices that were."""
    reminders, _ = store.write(create_reminders, BANKS, clock())
    plans, _ = store.write(create_plans, BANKS, clock())
    return reminders + plans


def wish(store: Store, clock: Clock, at: time = time(9), zone: str = BERLIN) -> datetime:
    """Wish for a daily reminder; return when it is due first."""
    return store.write(remind, ADA, at, zone, clock())


def person(store: Store) -> Any:
    """Return the row of Ada, who asked for them."""
    (row,) = store.rows(people_table, people_table.c.external_id == "ada")
    return row
