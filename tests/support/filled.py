"""A database with rows in every table, made by the use cases themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

from bot.chat.cards import Card
from bot.storage.tables import (
    exams,
    kept,
    metadata,
    question_reports,
    question_rulings,
    quizzes,
    review_cards,
    vault,
)
from bot.study.answers import answer
from bot.study.due import create_due
from bot.study.offset import keep_offset
from bot.study.pages import Pages
from bot.study.sending import claim, fail
from bot.study.work import writes
from tests.support.bank import EXAM
from tests.support.clock import Clock
from tests.support.crash import InlineWork
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, actor, ask, make_group, reveal, right


async def fill(store: Store) -> None:
    """Put rows into every table: two groups, answers, a reveal, a failure with its notice, a page with a reply."""
    clock = Clock()
    group, other = make_group(store), make_group(store, "random")
    daily = ask(store, clock, group)
    for user in ("ada", "bob"):
        store.write(answer, actor(user), daily.posting, right(daily), clock())
    reveal(store, clock, daily)
    store.write(create_due, BANKS, clock())
    for one in store.write(claim, "w", [ADAPTER], clock()):
        if one.group == other.id:
            store.write(fail, one, "channel-gone", clock())
    store.write(keep_offset, 5)
    pages = Pages(InlineWork(store.database), clock)
    first = await pages.add("general", Card("One"))
    await pages.add("general", Card("Two"), to="ada", reply_to=first.id, marker="11")
    store.write(_rest, clock.now)


@writes
def _rest(tx: Connection, now: datetime) -> None:
    """Put a row into each table that no use case above has filled."""
    rows: Mapping[Table, Mapping[str, Any]] = {
        quizzes: {"person_id": 1, "workspace_id": 1, "group_id": 1, "exam": EXAM, "questions": [], "created_at": now},
        exams: {
            "person_id": 1,
            "workspace_id": 1,
            "group_id": 1,
            "exam": EXAM,
            "length": 0,
            "minutes": 1,
            "form": {},
            "questions": [],
            "answers": [],
            "flags": [],
            "begun_at": now,
            "ends_at": now,
        },
        review_cards: {
            "person_id": 1,
            "exam": EXAM,
            "question_id": "q1",
            "card": {},
            "due_at": now,
            "last_answered_at": now,
        },
        question_rulings: {"exam": EXAM, "question_id": "q1", "kind": "retired", "revision": "r", "ruled_at": now},
        question_reports: {
            "person_id": 1,
            "exam": EXAM,
            "question_id": "q1",
            "revision": "r",
            "fault": "key",
            "reported_at": now,
        },
        vault: {"name": "fake:token", "sealed": "…"},
        kept: {"name": "fake:hash", "value": "1"},
    }
    for table, row in rows.items():
        tx.execute(table.insert().values(**row))


def counts(store: Store) -> dict[str, int]:
    """Return the number of rows of every table."""
    return {table.name: store.count(table) for table in metadata.sorted_tables}
