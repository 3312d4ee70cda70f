"""A study group as the rest of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.model.schedule import Schedule


@dataclass(frozen=True)
class Group:
    """A study group: its place by the platform's ids, its settings, and what comes next (UTC).

    `next_recap_on` is the Monday of the week that the next recap reports; None in a group kept before there were any,
    until the next start. A group's questions alert those with `ping_role`, and those with `manager_role` may do what
    owners may (ids of the platform with the names people know them by; empty: nobody). `exam_on` is the day of the real
    exam, `resume_on` the local date on which a pause ends by itself.
    """

    id: int
    adapter: str
    workspace: str
    channel: str
    channel_name: str
    exam: str
    language: str
    schedule: Schedule
    show_topic: bool
    show_names: bool
    quiz_counts: bool
    confirm: bool
    threads: bool
    ping_role: str
    ping_name: str
    manager_role: str
    manager_name: str
    exam_on: date | None
    paused_at: datetime | None
    pause_reason: str
    resume_on: date | None
    next_daily_on: date
    next_daily_at: datetime
    next_recap_on: date | None
    next_recap_at: datetime | None


@dataclass(frozen=True)
class Looks:
    """What a group shows and how it asks: the topic above an open question, members' names in boards, a thread for each
    question, a step that confirms an answer before it counts, and the language of its channel."""

    show_topic: bool
    show_names: bool
    threads: bool
    confirm: bool
    language: str


@dataclass(frozen=True)
class LedgerLine:
    """What became of one posting: `state` as stored, `reason` a code or empty, moments in UTC.

    `missing` is the code of why its thread or picture is not there, empty if all is well.
    """

    posting: int
    kind: str
    for_date: date
    state: str
    reason: str
    due_at: datetime
    posted_at: datetime | None
    tries: int
    question: str | None
    answers: int
    missing: str = ""
    withdrawn_at: datetime | None = None
