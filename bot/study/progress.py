"""A person's own figures, across all groups of their realm."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.model.actor import Actor
from bot.model.board import Progress, Tally
from bot.model.group import Group
from bot.rules.calendar import local_date, week_start
from bot.rules.streak import best_streak, streak
from bot.storage import attempts, people, postings
from bot.study.answers import STREAK_LIMIT
from bot.study.work import reads

ACTIVITY = timedelta(days=28)


@reads
def progress(tx: Connection, actor: Actor, exam: str, group: Group | None, now: datetime) -> Progress | None:
    """Return a person's figures for an exam; None if they have answered nothing of it yet."""
    known = people.find(tx, actor.realm, actor.user)
    tallies = attempts.by_task(tx, known[0], exam) if known else []
    if known is None or not tallies:
        return None
    person = known[0]
    today = local_date(now, group.schedule.zone if group else "UTC")
    domains: dict[str, Tally] = {}
    for domain, _, tally in tallies:
        domains[domain] = _sum(domains.get(domain, Tally(0, 0)), tally)
    days = attempts.days_since(tx, person, exam, today - ACTIVITY)
    week = [tally for day, tally in days if day >= week_start(today)]
    run = _streaks(tx, person, group) if group else (None, None)
    return Progress(
        exam=exam,
        total=_total(list(domains.values())),
        domains=domains,
        tasks={task: tally for _, task, tally in tallies},
        active_days=len(days),
        this_week=_total(week),
        streak=run[0],
        best=run[1],
    )


def _streaks(tx: Connection, person: int, group: Group) -> tuple[int, int]:
    asked = postings.posted_dailies(tx, group.id, STREAK_LIMIT)
    answered = attempts.answered(tx, person, [row.id for row in asked])
    gave = [row.id in answered for row in asked]
    return streak(gave, bool(asked) and asked[0].closed_at is None), best_streak(gave)


def _total(tallies: list[Tally]) -> Tally:
    return Tally(sum(one.answers for one in tallies), sum(one.correct for one in tallies))


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(one.answers + other.answers, one.correct + other.correct)
