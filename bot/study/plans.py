"""A person's plan to their exam: what to do, and the weekly message that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor, Place
from bot.model.learner import Learner
from bot.model.plan import Plan
from bot.model.question import Bank
from bot.rules.calendar import local_date, week_start
from bot.rules.notices import EVERY_DAY, MONDAYS, USUAL_TIME, fallen_due, next_notice
from bot.rules.plan import plan
from bot.rules.review import day_begins, exam_days
from bot.storage import attempts, learners, people, quizzes
from bot.study.reminders import AT_ONCE, due_counts, notice_row
from bot.study.reviews import as_ruled
from bot.study.whose import group_meant
from bot.study.work import reads, writes

KIND = "plan"

Banks = Mapping[str, Bank]


@dataclass(frozen=True)
class Wishes:
    """How somebody prepares: the day of their own exam, whether the plan comes weekly, in which zone, and the plan.

    `plan` is None without an exam ahead. `past` is the day of their own exam that is over."""

    exam_on: date | None
    weekly: bool
    zone: str
    plan: Plan | None
    past: date | None


@reads
def my_plan(tx: Connection, actor: Actor, place: Place | None, banks: Banks, now: datetime) -> Wishes | None:
    """Return a person's plan for the exam of the group meant; None if nothing is known of them and no exam is ahead."""
    known = people.find(tx, actor.realm, actor.user)
    if known is None:
        return None
    learner = learners.find(tx, known[0])
    group = group_meant(tx, known[0], actor, place)
    exam = group.exam if group and group.exam in banks else _exam(learner, banks)
    if group is not None and group.exam_on is not None:  # asked for where they are no member yet
        days = {**learner.group_exams, exam: (*learner.group_exams.get(exam, ()), group.exam_on)}
        learner = replace(learner, group_exams=days)
    over = learner.exam_on is not None and learner.exam_on < local_date(now, learner.zone)
    found = _plan(tx, learner, banks, exam, now)
    return Wishes(learner.exam_on, learner.plan, learner.zone, found, learner.exam_on if over else None)


@writes
def set_plan(tx: Connection, actor: Actor, exam_on: date | None, *, weekly: bool, zone: str, now: datetime) -> None:
    """Keep the day of a person's own exam and whether they wish a weekly plan; raise Refused `exam-past`."""
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    people.lock(tx, person)
    before = learners.find(tx, person)
    if exam_on is not None and exam_on != before.exam_on and exam_on < local_date(now, zone):
        raise Refused("exam-past")
    at = before.review_at
    learners.change(
        tx,
        person,
        exam_on=exam_on,
        plan=weekly,
        zone=zone,
        plan_next_at=next_notice(at or USUAL_TIME, zone, MONDAYS, now) if weekly else None,
        review_next_at=next_notice(at, zone, EVERY_DAY, now) if at else None,
    )


@writes
def create_plans(tx: Connection, banks: Banks, now: datetime) -> tuple[int, bool]:
    """Owe the weekly plan to everybody whose time has come and who has an exam ahead, and move their due times on.

    Returns how many, and whether there may be more. As with reminders, nobody is owed what can't reach them.
    """
    ids = learners.lock_due(tx, "plan_next_at", now, AT_ONCE)
    owed, moved = [], []
    for one in learners.of_people(tx, ids).values():
        newest, due = fallen_due(one.review_at or USUAL_TIME, one.zone, MONDAYS, one.plan_next_at or now, now)
        moved.append({"person": one.person, "plan_next_at": due})
        ahead = exam_days(one, [_exam(one, banks)], now)[_exam(one, banks)]
        if newest is None or ahead is None or one.muted or one.workspace is None:
            continue
        notice = notice_row(one, KIND, newest, now)
        owed += [notice] if now <= notice["grace_until"] else []
    learners.owe(tx, owed)
    learners.change_many(tx, moved)
    return len(owed), len(ids) == AT_ONCE


@reads
def plan_to_send(tx: Connection, banks: Banks, notice: int, now: datetime) -> tuple[Plan, str] | None:
    """Return the plan that a notice tells, and in which language; None if it is not wished for any more."""
    person = learners.addressee(tx, notice)
    learner = learners.find(tx, person) if person is not None else None
    if learner is None or not learner.plan:
        return None
    found = _plan(tx, learner, banks, _exam(learner, banks), now)
    return (found, learner.language) if found else None


def _exam(learner: Learner, banks: Banks) -> str:
    """Return the exam that a person studies for: their home's, else the first."""
    return learner.exam if learner.exam in banks else next(iter(banks))


def _plan(tx: Connection, learner: Learner, banks: Banks, exam: str, now: datetime) -> Plan | None:
    exam_on = exam_days(learner, [exam], now)[exam]
    if exam_on is None:
        return None
    today = local_date(now, learner.zone)
    bank = as_ruled(tx, {exam: banks[exam]})[exam]
    met = {row.question_id for row in quizzes.last_answers(tx, learner.person, exam)}
    return plan(
        bank.exam,
        exam_on,
        today,
        own=learner.exam_on is not None,
        unmet=sum(not one.retired and one.id not in met for one in bank.questions.values()),
        due=due_counts(tx, [learner], banks, now)[learner.person],
        tallies={task: tally for _, task, tally in attempts.by_task(tx, learner.person, exam)},
        sat_this_week=learners.sat_since(tx, learner.person, exam, day_begins(week_start(today), learner.zone)),
    )
