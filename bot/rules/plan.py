"""The plan to an exam's date: how many questions a day, on what, and when to sit mock exams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.model.board import Tally
from bot.model.exam import Exam
from bot.model.plan import Plan
from bot.model.schedule import Schedule
from bot.rules.calendar import week_start
from bot.rules.review import LAST_DAYS

MOCKS_BEFORE = (28, 21, 14, 7)
"""Days before the exam on which to sit a mock exam: the first four weeks before, early enough to act on what it shows,
then weekly in the last three weeks; the last a week before, for the rest is for repetition."""

LEAST, MOST = 5, 20
"""Questions a day: fewer form no habit, and more than about half an hour a day nobody keeps up beside work."""

TASKS = 3
_DAY = timedelta(days=1)


def plan(
    exam: Exam,
    exam_on: date,
    today: date,
    *,
    own: bool,
    unmet: int,
    due: int,
    tallies: Mapping[str, Tally],
    sat_this_week: bool,
) -> Plan:
    """Return the plan for the week of `today`; `tallies` are answers by task statement, `unmet` questions never met."""
    mock_on, next_mock = mocks(exam_on, today, sat_this_week=sat_this_week)
    return Plan(
        exam=exam.id,
        exam_on=exam_on,
        own=own,
        days=(exam_on - today).days,
        questions=questions_a_day(unmet, (exam_on - today).days),
        unmet=unmet,
        due=due,
        tasks=worth_most(exam, tallies)[:TASKS],
        mock_on=mock_on,
        next_mock=next_mock,
    )


def questions_a_day(unmet: int, days: int) -> int:
    """Return how many questions to be asked a day, so that everything has been met once before the last week.

    Always between `LEAST` and `MOST`: then not everything can be met in time, and what pays most comes first.
    """
    spare = days - LAST_DAYS
    wanted = -(-unmet // spare) if spare > 0 else LEAST
    return min(max(wanted, LEAST), MOST)


def mocks(exam_on: date, today: date, *, sat_this_week: bool) -> tuple[date | None, date | None]:
    """Return the day of this week's mock exam (not before today), and that of the next one after this week.

    One whose day has passed can still be made good within its week, as long as the exam is not the next day.
    """
    sunday = week_start(today) + 6 * _DAY
    days = [exam_on - before * _DAY for before in MOCKS_BEFORE]
    present = next((max(day, today) for day in days if week_start(today) <= day <= sunday), None)
    if sat_this_week or (present is not None and (exam_on - present).days < 2):
        present = None
    return present, next((day for day in days if day > sunday), None)


def worth_most(exam: Exam, tallies: Mapping[str, Tally]) -> tuple[str, ...]:
    """Return the ids of the task statements, those first that practice pays most at.

    That is the share of the exam that is being lost there: the domain's weight, in equal parts for its task statements,
    times the share of wrong answers, with one right and one wrong answer added to it, so that few answers tell little
    and none at all stands for half.
    """
    size = {domain.id: sum(task.domain == domain.id for task in exam.tasks) for domain in exam.domains}

    def lost(task: str, domain: str) -> float:
        tally = tallies.get(task, Tally(0, 0))
        wrong = (tally.answers - tally.correct + 1) / (tally.answers + 2)
        return exam.domain_by_id[domain].weight / size[domain] * wrong

    ranked = sorted(exam.tasks, key=lambda task: (-lost(task.id, task.domain), task.id))
    return tuple(task.id for task in ranked)


def questions_left(schedule: Schedule, first: date, exam_on: date) -> int:
    """Return how many daily questions a group has from a day on until the day before its exam."""
    days: Sequence[date] = [first + n * _DAY for n in range(max(0, (exam_on - first).days))]
    return sum(day.isoweekday() in schedule.days and day not in schedule.off for day in days)
