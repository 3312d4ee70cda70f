"""How ready a person is for the exam, by what they and everybody else answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.model.actor import Actor
from bot.model.board import Progress
from bot.model.group import Group
from bot.model.question import Bank
from bot.model.readiness import Readiness, TooFew
from bot.model.ruling import Kind
from bot.rules.readiness import readiness, without
from bot.rules.rulings import ruled
from bot.storage import attempts, firsts, people, quizzes, rulings
from bot.study.progress import progress
from bot.study.work import reads

Standing = tuple[Progress, Readiness | TooFew]


@reads
def progress_and_readiness(
    tx: Connection, actor: Actor, bank: Bank, group: Group | None, now: datetime
) -> Standing | None:
    """Return a person's figures for an exam and what they say of the real one; None if they have answered nothing."""
    found = progress(tx, actor, bank.exam.id, group, now)
    return (found, readiness_of(tx, actor, bank, now)) if found else None


@reads
def readiness_of(tx: Connection, actor: Actor, bank: Bank, now: datetime) -> Readiness | TooFew:
    """Return how the exam would go today for a person.

    Answers to disputed questions say nothing. Nor, until its reveal, does an answer in private to a question that is
    open as a daily one and that the person has not answered as such: the estimate would tell whether it was right.
    """
    known = people.find(tx, actor.realm, actor.user)
    exam = bank.exam.id
    ruling = rulings.of_exam(tx, exam)
    asked = ruled(bank, ruling)
    disputed = {(one.question, one.revision) for one in ruling if one.kind is Kind.DISPUTED}
    secret: dict[str, bool] = {}
    mine = attempts.of_person(tx, known[0], exam) if known else []
    if known:
        secret = quizzes.open_dailies(tx, known[0], actor.adapter, actor.workspace)
    telling = [one for one in mine if (one.question, one.revision) not in disputed and secret.get(one.question, True)]
    return readiness(asked, telling, without(firsts.first_counts(tx, exam), mine), now)
