"""A study group as the rest of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.model.schedule import Schedule


@dataclass(frozen=True)
class Group:
    """A study group: its place by the platform's ids, its settings, and what comes next (UTC).

    `next_recap_on` is the Monday of the week that the next recap reports; None in a group kept before there were any,
    until the next start.
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
    paused_at: datetime | None
    pause_reason: str
    next_daily_on: date
    next_daily_at: datetime
    next_recap_on: date | None
    next_recap_at: datetime | None


@dataclass(frozen=True)
class Habits:
    """What a group shows and counts: the topic above an open question, members' names in boards, quiz answers."""

    show_topic: bool
    show_names: bool
    quiz_counts: bool


@dataclass(frozen=True)
class LedgerLine:
    """What became of one posting: `state` as stored, `reason` a code or empty, moments in UTC."""

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
