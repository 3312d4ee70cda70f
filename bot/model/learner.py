"""A person as one who learns: where they are reached, and what they wish to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True)
class Learner:
    """A person's wishes and their home: the group they joined last, in a workspace that is still there.

    `zone` is their own time zone (`own_zone`), else the home's, else UTC. `workspace` is where they are written to,
    None if they can't be; `group`, `exam` and `language` are the home's. `exam_on` is the day of their own exam,
    `group_exams` are those of all their groups by exam. `review_at` is the local time of the daily reminder, None
    without one, and `review_next_at` when it is due (UTC); `unanswered` counts reminders in a row that no review came
    of. `plan_next_at` is when the weekly plan is due.
    """

    person: int
    muted: bool
    own_zone: str | None
    zone: str
    workspace: int | None
    group: int | None
    exam: str
    language: str
    exam_on: date | None
    review_at: time | None
    review_next_at: datetime | None
    unanswered: int
    plan: bool
    plan_next_at: datetime | None
    group_exams: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
