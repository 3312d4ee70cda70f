"""Keeping an answer, and what it does to the boards: the one place in which attempts and standings are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.model.group import Group
from bot.model.question import Question
from bot.rules.calendar import local_date, month_start, week_start
from bot.rules.ranking import Ranked, Standing, rank
from bot.rules.scoring import grade, points_for
from bot.storage import attempts, people, standings
from bot.study.remembering import remember


@dataclass(frozen=True)
class Given:
    """An answer as it is given: by whom, to what, where (None: in no group, so that it counts on no board), when."""

    person: int
    question: Question
    exam: str
    chosen: frozenset[str]
    source: str
    source_id: int
    group: Group | None
    now: datetime

    @property
    def correct(self) -> bool:
        """Whether it is right."""
        return grade(self.question.key, self.chosen)


def keep(tx: Connection, given: Given) -> bool:
    """Keep an answer and count it on its group's board; return False, keeping nothing, if it was given before.

    A question gives a person a point at most once in a group, whatever asks it how often. The lock on the person makes
    that hold for two answers at once. Reviews and mock exams are the person's own: they never stand on a board. Every
    answer, whatever asked for it, moves the question on in the person's spaced repetition.
    """
    people.lock(tx, given.person)
    group, question = given.group, given.question
    met, scored = attempts.met(tx, given.person, question.id, group.id if group else None)
    counted = group is not None and (
        given.source == "daily" or (given.source == "quiz" and group.quiz_counts and not met)
    )
    points = points_for(given.source, given.correct, counts=counted and not scored)
    day = local_date(given.now, group.schedule.zone if group else "UTC")
    added = attempts.add(
        tx,
        person_id=given.person,
        group_id=group.id if group else None,
        exam=given.exam,
        question_id=question.id,
        revision=question.revision,
        domain=question.domain,
        task=question.task,
        topic=question.topic,
        option_ids=sorted(given.chosen),
        correct=given.correct,
        points=points,
        counted=counted,
        is_first=not met,
        answered_at=given.now,
        local_date=day,
        source=given.source,
        source_id=given.source_id,
    )
    if added:
        right, now = given.correct, given.now
        remember(tx, given.person, given.exam, question.id, correct=right, group=group, now=now)
    if added and counted and group is not None:
        key = {"group_id": group.id, "person_id": given.person, "exam": given.exam, "domain": question.domain}
        standings.add(tx, key, periods(day), correct=given.correct, points=points, now=given.now)
    return added


def periods(day: date) -> Sequence[tuple[str, date]]:
    """Return the periods that an answer of a local date counts in, with their first days."""
    return (("week", week_start(day)), ("month", month_start(day)), ("all", standings.ALL_TIME))


def board(tx: Connection, group: Group, period: str, starts_on: date, domain: str | None = None) -> list[Ranked]:
    """Return a group's board for a period, over all domains or one, best first."""
    return rank(
        Standing(row.person_id, row.name, row.points, row.answers, row.correct, row.reached_at)
        for row in standings.board(tx, group.id, group.exam, period, starts_on, domain)
    )
