"""Answers without a question that was posted: for boards and figures, which do not care how a question was asked."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from sqlalchemy import Connection

from bot.model.actor import Actor
from bot.model.group import Group
from bot.model.question import Question
from bot.storage import people
from bot.study.counting import Given, keep
from bot.study.work import writes
from tests.support.bank import EXAM, small_question

_number = count(1)


@writes
def give(
    tx: Connection,
    who: Actor,
    group: Group,
    now: datetime,
    correct: bool = True,
    *,
    domain: int = 1,
    source: str = "daily",
    source_id: int = 0,
    question: Question | None = None,
) -> None:
    """Keep somebody's answer in a group, to a question nobody has met if none is named."""
    asked = question or small_question(domain, next(_number))
    chosen = asked.key if correct else frozenset({"d"})
    person = people.ensure(tx, who.realm, who.user, who.name, now)
    keep(tx, Given(person, asked, EXAM, chosen, source, source_id, group, now))
    people.join(tx, group.id, person, who.name, now)
