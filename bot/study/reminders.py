"""Reminders of reviews that are due: wished for, owed once a day, and stopped when nothing comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection

from bot.model.actor import Actor
from bot.model.learner import Learner
from bot.model.question import Bank
from bot.rules import review as rules
from bot.rules.calendar import grace_end
from bot.rules.notices import EVERY_DAY, MONDAYS, USUAL_TIME, fallen_due, next_notice
from bot.storage import learners, people, review_cards
from bot.study.reviews import as_ruled
from bot.study.work import reads, writes

KIND = "review"
UNANSWERED = 7
"""Reminders in a row that nothing came of, after which they stop."""

AT_ONCE = 200  # people written to in one transaction

Banks = Mapping[str, Bank]


@dataclass(frozen=True)
class Reminder:
    """A reminder as it is sent: how many questions are `due`, and whether it is the `last` one by itself."""

    due: int
    last: bool
    language: str


@writes
def remind(tx: Connection, actor: Actor, at: time, zone: str, now: datetime) -> datetime:
    """Write to a person every day at a local time if something is due; return when (UTC) that may be first."""
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    people.lock(tx, person)
    due = next_notice(at, zone, EVERY_DAY, now)
    plan_next_at = next_notice(at, zone, MONDAYS, now) if learners.find(tx, person).plan else None
    wish = {"zone": zone, "review_time": at, "review_next_at": due, "reviews_unanswered": 0}
    learners.change(tx, person, **wish, plan_next_at=plan_next_at)
    return due


@writes
def stop_reminding(tx: Connection, actor: Actor, now: datetime) -> None:
    """Write to a person of reviews no more; what is owed already is not sent either."""
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    learners.change(tx, person, review_time=None, review_next_at=None, reviews_unanswered=0)


@reads
def wishes_of(tx: Connection, actor: Actor) -> Learner | None:
    """Return a person's wishes, None if nothing is known of them."""
    known = people.find(tx, actor.realm, actor.user)
    return learners.find(tx, known[0]) if known else None


@writes
def create_reminders(tx: Connection, banks: Banks, now: datetime) -> tuple[int, bool]:
    """Owe a reminder to everybody whose time has come, if something is due, and move their due times on.

    Returns how many, and whether there may be more. Whoever takes no direct messages, or can't be reached, is owed
    none, and nobody one that is past its grace. With the seventh in a row that no review came of, they stop.
    """
    ids = learners.lock_due(tx, "review_next_at", now, AT_ONCE)
    if not ids:
        return 0, False
    found = list(learners.of_people(tx, ids).values())
    due = due_counts(tx, found, banks, now)
    owed, moved = [], []
    for one in found:
        notice, change = _settled(one, due[one.person], now)
        moved.append(change)
        owed += [notice] if notice else []
    learners.owe(tx, owed)
    learners.change_many(tx, moved)
    return len(owed), len(ids) == AT_ONCE


@reads
def reminder(tx: Connection, banks: Banks, notice: int, now: datetime) -> Reminder | None:
    """Return what a reminder says now; None if nothing is due any more, or they were stopped."""
    person = learners.addressee(tx, notice)
    if person is None:
        return None
    learner = learners.find(tx, person)
    last = learner.unanswered >= UNANSWERED
    due = due_counts(tx, [learner], banks, now)[person]
    if not due or (learner.review_at is None and not last):
        return None
    return Reminder(due, last, learner.language)


def due_counts(tx: Connection, found: Sequence[Learner], banks: Banks, now: datetime) -> dict[int, int]:
    """Return by person how many questions are due, without those open as daily ones or not in use."""
    in_use = as_ruled(tx, banks)
    days = {one.person: rules.exam_days(one, banks, now) for one in found}
    near = [one.person for one in found if rules.near_exam(days[one.person].values(), rules.study_day(now, one.zone))]
    cards = review_cards.perhaps_due(tx, [one.person for one in found], near, now)
    secret = learners.open_questions(tx, found)
    counts = {}
    for one in found:
        coming = rules.in_order(cards[one.person], in_use, secret[one.person], days[one.person], one.zone)
        counts[one.person] = sum(at <= now for at, _ in coming)
    return counts


def recompute_notices(tx: Connection, now: datetime) -> int:
    """Compute the due times of people anew, and return how many moved; one already past stays, as groups' do."""
    moved = 0
    for one in learners.of_people(tx, learners.with_due_times(tx)).values():
        anew: dict[str, datetime] = {}
        if one.review_at is not None and one.review_next_at is not None and one.review_next_at > now:
            anew["review_next_at"] = next_notice(one.review_at, one.zone, EVERY_DAY, now)
        if one.plan_next_at is not None and one.plan_next_at > now:
            anew["plan_next_at"] = next_notice(one.review_at or USUAL_TIME, one.zone, MONDAYS, now)
        if any(due != getattr(one, name) for name, due in anew.items()):
            learners.change(tx, one.person, **anew)
            moved += 1
    return moved


def notice_row(one: Learner, kind: str, day_and_due: tuple[Any, datetime], now: datetime) -> dict[str, Any]:
    """Return a notice to a person as columns, owed at once."""
    day, due = day_and_due
    return {
        "person_id": one.person,
        "workspace_id": one.workspace,
        "group_id": one.group,
        "kind": kind,
        "for_date": day,
        "due_at": due,
        "grace_until": grace_end(day, due, one.zone),
        "next_try_at": now,
        "created_at": now,
    }


def _settled(one: Learner, due: int, now: datetime) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the notice that a person is owed, if any, and what changes about them."""
    if one.review_at is None or one.review_next_at is None:
        return None, _wish(one, None, None, one.unanswered)
    newest, after = fallen_due(one.review_at, one.zone, EVERY_DAY, one.review_next_at, now)
    unsent = _wish(one, one.review_at, after, one.unanswered)
    if newest is None or not due or one.muted or one.workspace is None:
        return None, unsent
    notice = notice_row(one, KIND, newest, now)
    if now > notice["grace_until"]:
        return None, unsent
    if one.unanswered + 1 >= UNANSWERED:
        return notice, _wish(one, None, None, UNANSWERED)
    return notice, _wish(one, one.review_at, after, one.unanswered + 1)


def _wish(one: Learner, at: time | None, next_at: datetime | None, unanswered: int) -> dict[str, Any]:
    return {"person": one.person, "review_time": at, "review_next_at": next_at, "reviews_unanswered": unanswered}
