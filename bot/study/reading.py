"""What somebody may read about a topic that has no note."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.model.actor import Actor
from bot.model.question import Bank, Reference
from bot.rules.reading import pages
from bot.storage import people, quizzes
from bot.study.work import reads

MOST_PAGES = 5


@reads
def pages_on(tx: Connection, actor: Actor, bank: Bank, topic: str) -> tuple[Reference, ...]:
    """Return up to five pages behind a topic's questions, none of a daily question that waits for this person's
    answer."""
    known = people.find(tx, actor.realm, actor.user)
    open_ones = quizzes.open_dailies(tx, known[0] if known else _NOBODY, actor.adapter, actor.workspace)
    return pages(bank, topic, {id for id, answered in open_ones.items() if not answered})[:MOST_PAGES]


_NOBODY = 0
"""No person's id: who is not known here yet has answered nothing."""
