"""Choosing daily questions for study groups: what that needs to know, read at once and kept up while choosing."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from bot.model.group import Group
from bot.model.posting import Posed
from bot.model.question import Bank, Question
from bot.rules.rulings import ruled
from bot.rules.selection import Asked, choose_daily, option_order, seed_for
from bot.storage import attempts, postings, rulings

JUST_REVEALED = timedelta(days=1)
"""How long a question revealed in one group is kept from the others of its workspace, where people read both."""


@dataclass
class Choosing:
    """The banks as rulings leave them, and by group or workspace: what was asked, what is withheld, what is weak.

    `elsewhere` are all questions that were asked by their ids: those of other banks, and with the domain and topic they
    had then those that are in none any more.
    """

    banks: Mapping[str, Bank]
    asked: dict[int, list[str]]
    elsewhere: Mapping[str, Question | Asked]
    withheld: dict[int, set[str]]
    weak: dict[int, dict[str, tuple[int, int]]]

    def choose(self, group: Group, workspace: int, day: date, again: int = 0) -> Posed | None:
        """Return the group's question of a day with the order of its options, None if there is none to ask.

        `again` numbers the questions that take one another's place on a day.
        """
        bank = self.banks.get(group.exam)
        if bank is None:
            return None
        rng = random.Random(seed_for(group.id, day) + again)
        history = self.asked.setdefault(group.id, [])
        asked = [bank.questions.get(id_) or self.elsewhere[id_] for id_ in history]
        taken = self.withheld.setdefault(workspace, set())
        question = choose_daily(bank, asked, frozenset(taken), self.weak.get(group.id, {}), rng)
        if question is None:
            return None
        taken.add(question.id)
        history.append(question.id)
        return Posed(question, option_order(question, rng))


def choosing(tx: Connection, banks: Mapping[str, Bank], due: Sequence[tuple[int, int, int]], now: datetime) -> Choosing:
    """Return what choosing for (group, workspace, place) needs to know; the workspaces are locked before."""
    ids = [group for group, _, _ in due]
    withheld = postings.withheld(tx, {workspace for _, workspace, _ in due}, now - JUST_REVEALED)
    usable = ruled_banks(tx, banks)
    asked = postings.asked(tx, ids)
    return Choosing(usable, asked, _known(tx, usable, asked), withheld, attempts.by_topic(tx, ids))


def _known(
    tx: Connection, banks: Mapping[str, Bank], asked: Mapping[int, Sequence[str]]
) -> dict[str, Question | Asked]:
    """Return what was asked by its id; only what is in no bank any more needs another look into the database."""
    known: dict[str, Question | Asked] = {id_: one for bank in banks.values() for id_, one in bank.questions.items()}
    if gone := set(chain.from_iterable(asked.values())) - known.keys():
        known |= {id_: Asked(id_, *placed) for id_, placed in postings.asked_as(tx, asked.keys(), gone).items()}
    return known


def ruled_banks(tx: Connection, banks: Mapping[str, Bank]) -> Mapping[str, Bank]:
    """Return the banks as the rulings of this moment leave them."""
    return {exam: ruled(bank, rulings.of_exam(tx, exam)) for exam, bank in banks.items()}


def asked_columns(posed: Posed) -> dict[str, Any]:
    """Return a question as it is asked, as columns of `postings`."""
    return {
        "question_id": posed.question.id,
        "revision": posed.question.revision,
        "snapshot": postings.snapshot(posed.question),
        "option_order": list(posed.order),
    }
