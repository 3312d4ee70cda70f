"""Answering the daily question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.group import Group
from bot.model.posting import LETTERS, Daily, Outcome, Posed, Revealed, Spread
from bot.model.question import Question
from bot.model.ruling import Kind, Ruling
from bot.rules.calendar import week_start
from bot.rules.scoring import count_right, grade, spread
from bot.rules.streak import streak
from bot.storage import attempts, groups, people, postings, rulings
from bot.study.counting import Given, board, keep
from bot.study.work import reads, writes

STREAK_LIMIT = 1000  # questions looked back; nearly three years of daily ones


@dataclass(frozen=True)
class Practice:
    """How an answer to a revealed question came out. Nothing of it is kept and nothing counts."""

    daily: Daily
    chosen: frozenset[str]
    correct: bool


@writes
def answer(tx: Connection, actor: Actor, posting: int, letters: str, now: datetime, in_round: int = 0) -> Outcome:
    """Return how an answer came out; a person's first answer to a posting counts, and only it.

    A repeated one returns the first one's outcome, also after the reveal. Raises Refused: `question-gone` for a
    posting that is not this workspace's or never went out, `withdrawn`, `closed` after its reveal, `replaced` for an
    answer to the question of another round, `choose` for a wrong number of letters.
    """
    daily = _daily(tx, actor, posting)
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    if earlier := attempts.find(tx, person, "daily", posting):
        return _outcome(tx, daily, person, earlier, repeated=True)
    if daily.closed_at is not None:
        raise Refused("closed", posting=posting)
    if daily.round != in_round:
        raise Refused("replaced")
    chosen = chosen_options(daily, letters)
    group = _group(tx, daily.group)
    given = Given(person, daily.question, group.exam, chosen, "daily", posting, group, now)
    added = keep(tx, given)
    if added:
        if not postings.count_answer(tx, posting, daily.question.revision):
            after = _daily(tx, actor, posting)  # revealed or changed between our two looks; refusing undoes the attempt
            raise Refused("closed" if after.closed_at else "replaced", posting=posting)
        people.join(tx, daily.group, person, actor.name, now)
    kept = attempts.find(tx, person, "daily", posting)
    return _outcome(tx, daily, person, kept, repeated=not added)


@reads
def my_answer(tx: Connection, actor: Actor, posting: int) -> Outcome:
    """Return a person's outcome again; raise Refused `not-answered` if they have none, `question-gone` as above."""
    daily = _daily(tx, actor, posting)
    known = people.find(tx, actor.realm, actor.user)
    kept = attempts.find(tx, known[0], "daily", posting) if known else None
    if known is None or kept is None:
        raise Refused("closed" if daily.closed_at else "not-answered", posting=posting)
    return _outcome(tx, daily, known[0], kept, repeated=True)


@reads
def practise(tx: Connection, actor: Actor, posting: int, letters: str) -> Practice:
    """Return how an answer to a revealed question would have been; raise Refused `still-open` before its reveal."""
    daily = revealed_daily(tx, actor, posting)
    chosen = chosen_options(daily, letters)
    return Practice(daily, chosen, grade(daily.question.key, chosen))


@reads
def to_practise(tx: Connection, actor: Actor, posting: int) -> Daily:
    """Return a revealed question to be practised; raise Refused `still-open` before its reveal."""
    return revealed_daily(tx, actor, posting)


@reads
def todays(tx: Connection, actor: Actor, group: int) -> tuple[Daily, Outcome | None] | None:
    """Return a group's open question with the person's outcome, if they have answered; None if nothing is open."""
    daily = postings.open_daily(tx, group)
    if daily is None:
        return None
    known = people.find(tx, actor.realm, actor.user)
    kept = attempts.find(tx, known[0], "daily", daily.posting) if known else None
    return daily, (_outcome(tx, daily, known[0], kept, repeated=True) if known and kept else None)


@reads
def shown(tx: Connection, posting: int) -> tuple[Group, Daily, Revealed | None] | None:
    """Return a daily question with its group and the one revealed before it, for its public message; None if gone."""
    daily = postings.daily(tx, posting)
    group = groups.by_id(tx, daily.group) if daily else None
    if daily is None or group is None:
        return None
    before = postings.last_revealed(tx, daily.group, before=posting)
    if before is not None and before.place != daily.place:
        before = replace(before, message_ref=None)  # it is in a channel that the group has left
    return group, daily, Revealed(before, spread_of(tx, before)) if before else None


@reads
def revealed(tx: Connection, posting: int) -> tuple[Group, Revealed] | None:
    """Return a closed daily question with its group and spread; None if it is gone or still open."""
    daily = postings.daily(tx, posting)
    group = groups.by_id(tx, daily.group) if daily else None
    if daily is None or group is None or daily.closed_at is None:
        return None
    ruling = rulings.of_question(tx, group.exam, daily.question.id)
    return group, Revealed(daily, spread_of(tx, daily), ruling if ruling and _holds(ruling, daily.question) else None)


def spread_of(tx: Connection, daily: Daily) -> Spread:
    """Return how a question was answered; who was first is named only if their name may be shown."""
    rows = attempts.of_posting(tx, daily.posting)
    chosen = [frozenset(row.option_ids) for row in rows]
    counts = spread(chosen, daily.order)
    first = next((row for row in rows if row.correct), None)
    name = None if first is None else (first.name or "") if first.name_shown else ""
    per_option = tuple(zip(daily.order, counts, strict=True))
    return Spread(len(rows), count_right(chosen, daily.question.key), per_option, name)


def chosen_options(posed: Posed, letters: str) -> frozenset[str]:
    """Return the option ids behind letters; raise Refused `choose` if they are not as many as the stem asks for."""
    known = LETTERS[: len(posed.order)]
    if len(set(letters)) != posed.question.choose or any(letter not in known for letter in letters):
        raise Refused("choose", n=posed.question.choose)
    return posed.option_ids(letters)


def revealed_daily(tx: Connection, actor: Actor, posting: int) -> Daily:
    """Return a question whose key is public; raise Refused `still-open` while it is open here or in another group."""
    daily = _daily(tx, actor, posting)
    if daily.closed_at is None or postings.is_open(tx, actor.adapter, actor.workspace, daily.question.id):
        raise Refused("still-open", posting=posting)
    return daily


def _daily(tx: Connection, actor: Actor, posting: int) -> Daily:
    daily = postings.daily(tx, posting)
    mine = postings.workspace_of(tx, posting) == (actor.adapter, actor.workspace)
    if daily is None or not mine or daily.state in ("skipped", "failed"):
        raise Refused("question-gone")
    if daily.withdrawn:
        raise Refused("withdrawn")
    return daily


def _holds(ruling: Ruling, question: Question) -> bool:
    """Return whether a ruling is about a question as it was asked: in dispute, or with the key that was corrected."""
    if ruling.kind is Kind.CORRECTED:
        return ruling.key == question.key and ruling.revision != question.revision
    return ruling.kind is Kind.DISPUTED and ruling.revision == question.revision


def _group(tx: Connection, group: int) -> Group:
    found = groups.by_id(tx, group)
    if found is None:
        raise Refused("question-gone")
    return found


def _outcome(tx: Connection, daily: Daily, person: int, kept: Any, *, repeated: bool) -> Outcome:
    asked = postings.posted_dailies(tx, daily.group, STREAK_LIMIT)
    answered = attempts.answered(tx, person, [row.id for row in asked])
    week = board(tx, _group(tx, daily.group), "week", week_start(kept.local_date))
    mine = next((ranked for ranked in week if ranked.standing.person == person), None)
    return Outcome(
        daily=daily,
        chosen=frozenset(kept.option_ids),
        correct=kept.correct,
        points=kept.points,
        answered_at=kept.answered_at,
        repeated=repeated,
        streak=streak([row.id in answered for row in asked], bool(asked) and asked[0].closed_at is None),
        week_points=mine.standing.points if mine else 0,
        place=mine.place if mine else 0,
        members=len(week),
    )
