"""The week of a study group, as its recap tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.board import BoardRow, Tally
from bot.model.group import Group
from bot.model.posting import Daily
from bot.model.question import Reference


@dataclass(frozen=True)
class WeekAnswer:
    """An answer to a daily question. `correct` is None while the question is not revealed: then nothing but that it
    was given may be told."""

    person: int
    question: str
    domain: str
    task: str
    correct: bool | None
    day: date


@dataclass(frozen=True)
class DomainWeek:
    """A domain's answers of the week; `change` is in points of percent since the week before, None if that says
    nothing."""

    domain: str
    tally: Tally
    change: int | None


@dataclass(frozen=True)
class Recap:
    """The figures of a week that begins on `monday`.

    `given` counts all answers and `people` those who gave them; `days` are the people of each day, Monday first. All
    else is of revealed questions alone: `total` in all, `domains` in the exam's order, `weakest` task statements and
    `missed` questions weakest first, `hardest` the one with the least share right, `focus` the domain to practise.
    """

    monday: date
    given: int
    people: int
    days: tuple[int, ...]
    total: Tally
    domains: tuple[DomainWeek, ...]
    weakest: tuple[tuple[str, Tally], ...]
    hardest: tuple[str, Tally] | None
    missed: tuple[str, ...]
    focus: str | None
    quiet: bool


@dataclass(frozen=True)
class Report:
    """A recap with everything its card says. `so_far` marks a preview of a week that is not over.

    `best` are the first places of the week and `movers` those who gained most places; `month` is the first day of the
    month whose first places are `month_best`, None if this recap reports no month. Both are empty where names are not
    shown. `hardest` is the question of `recap.hardest` as it was asked; `reading` what to read about what was missed
    and `topics` what that is about, both weakest first.
    """

    group: Group
    recap: Recap
    hardest: Daily | None
    reading: tuple[Reference, ...]
    best: tuple[BoardRow, ...]
    movers: tuple[BoardRow, ...]
    month: date | None
    month_best: tuple[BoardRow, ...]
    so_far: bool
    topics: tuple[str, ...] = ()
