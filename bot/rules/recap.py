"""What a week's answers say: figures by domain, task and day, and what to look at next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.model.board import BoardRow, Tally
from bot.model.exam import Exam
from bot.model.recap import DomainWeek, Recap, WeekAnswer
from bot.rules.calendar import month_start
from bot.rules.scoring import percent

QUIET = 3
"""Fewer answers than this in a week say nothing about anybody's week but that it was a quiet one."""
ENOUGH = 3
"""Answers below which no share is compared: of two, one more or less is a half."""
STRONG = 80
"""Percent: a task statement or question at or above it is called neither weak nor hard."""
WEAKEST = 3
MISSED = 3
BEST = 3
_WEEK = timedelta(days=7)


def recap(exam: Exam, monday: date, answers: Sequence[WeekAnswer], before: Mapping[str, Tally]) -> Recap:
    """Return the figures of the week that begins on `monday`; `before` are those of the week before by domain.

    Answers outside of the week are left out.
    """
    week = [one for one in answers if monday <= one.day < monday + _WEEK]
    known = [one for one in week if one.correct is not None]
    questions = _weak(_tallies(known, lambda one: one.question))
    domains = _domains(exam, _tallies(known, lambda one: one.domain), before)
    return Recap(
        monday=monday,
        given=len(week),
        people=len({one.person for one in week}),
        days=tuple(len({one.person for one in week if one.day == monday + timedelta(days=n)}) for n in range(7)),
        total=_total(known),
        domains=domains,
        weakest=tuple(_weak(_tallies(known, lambda one: one.task))[:WEAKEST]),
        hardest=questions[0] if questions else None,
        missed=tuple(question for question, _ in questions[:MISSED]),
        focus=_focus(exam, domains),
        quiet=len(week) < QUIET,
    )


def by_domain(answers: Iterable[WeekAnswer]) -> dict[str, Tally]:
    """Return the tally of each domain that has a revealed answer."""
    return _tallies((one for one in answers if one.correct is not None), lambda one: one.domain)


def reported_month(monday: date, told_before: Callable[[date], bool]) -> date | None:
    """Return the first day of the month whose winners stand in the recap of a week, None if it tells no month.

    They stand in the first recap that goes out once the month is over. `told_before` answers whether an earlier recap
    went out that reported a week beginning on the given day or later.
    """
    goes_out = monday + _WEEK
    this_month = month_start(goes_out)
    if this_month <= monday and told_before(this_month - _WEEK):
        return None
    return month_start(this_month - timedelta(days=1))


def movers(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Return the named members who gained most places, at most three: more places, then the better place."""
    rose = [row for row in rows if row.name and row.moved is not None and row.moved > 0]
    return tuple(sorted(rose, key=lambda row: (-(row.moved or 0), row.place, row.person))[:BEST])


def best(rows: Iterable[BoardRow]) -> tuple[BoardRow, ...]:
    """Return the first three lines of a board that have a point."""
    return tuple(row for row in rows if row.points > 0)[:BEST]


def _domains(exam: Exam, now: Mapping[str, Tally], before: Mapping[str, Tally]) -> tuple[DomainWeek, ...]:
    none = Tally(0, 0)
    return tuple(
        DomainWeek(domain.id, tally, _change(tally, before.get(domain.id, none)))
        for domain in exam.domains
        for tally in [now.get(domain.id, none)]
    )


def _change(now: Tally, before: Tally) -> int | None:
    """Return the change of the percentages as they are shown, None unless both weeks have enough answers."""
    if min(now.answers, before.answers) < ENOUGH:
        return None
    return percent(now.correct, now.answers) - percent(before.correct, before.answers)


def _focus(exam: Exam, domains: Sequence[DomainWeek]) -> str | None:
    """Return the domain that costs most in the exam: greatest weight x share wrong, of those with enough answers.

    Of two alike the first in the exam's order; None if nothing was wrong.
    """
    costs = [
        (exam.domain_by_id[one.domain].weight * (one.tally.answers - one.tally.correct) / one.tally.answers, one.domain)
        for one in domains
        if one.tally.answers >= ENOUGH and one.tally.correct < one.tally.answers
    ]
    return max(costs, key=lambda each: each[0])[1] if costs else None


def _weak(tallies: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """Return what has enough answers and a share right below `STRONG`: least share, then more answers, then id."""
    weak = [
        each
        for each in tallies.items()
        if each[1].answers >= ENOUGH and percent(each[1].correct, each[1].answers) < STRONG
    ]
    return sorted(weak, key=lambda each: (each[1].correct / each[1].answers, -each[1].answers, each[0]))


def _tallies(answers: Iterable[WeekAnswer], of: Callable[[WeekAnswer], str]) -> dict[str, Tally]:
    found: dict[str, list[WeekAnswer]] = {}
    for one in answers:
        found.setdefault(of(one), []).append(one)
    return {id_: _total(ones) for id_, ones in found.items()}


def _total(answers: Sequence[WeekAnswer]) -> Tally:
    return Tally(len(answers), sum(bool(one.correct) for one in answers))
