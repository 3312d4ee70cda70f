"""The way to an exam: what somebody should do until its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Plan:
    """What to do in the week of a day, on the way to an exam.

    `days` are left until `exam_on` (0: it is today); `own` tells that the day is the person's own, not their group's.
    `questions` are to be asked a day, `unmet` of the bank's have never been. `due` reviews wait. `tasks` are the ids of
    the task statements that pay most, best first. `mock_on` is the day for this week's mock exam, None if none is to be
    sat any more this week; `next_mock` is that of the next one after this week, None if there is none.
    """

    exam: str
    exam_on: date
    own: bool
    days: int
    questions: int
    unmet: int
    due: int
    tasks: tuple[str, ...]
    mock_on: date | None
    next_mock: date | None
