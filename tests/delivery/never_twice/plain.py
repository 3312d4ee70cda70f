"""What each study group should get, counted plainly: a calendar of its own, and nothing of the program's.

A group's settings hold from one change to the next. Whatever of its schedule passes meanwhile is owed, each date once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
LATEST = {"daily": timedelta(hours=8), "recap": timedelta(hours=24)}


@dataclass(frozen=True)
class Plan:
    """When a group is asked: local time, zone, ISO weekdays, local dates without a question."""

    zone: str
    at: time
    days: frozenset[int]
    off: frozenset[date] = frozenset()

    def moment(self, day: date, at: time) -> datetime:
        """Return the moment of a local time: the first of two, and past a gap by its length."""
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)

    def local(self, moment: datetime) -> date:
        """Return the local date."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def dues(self, after: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
        """Yield the scheduled dates whose time lies after one moment and not after another."""
        day = self.local(after) - 2 * DAY
        while day <= self.local(until) + 2 * DAY:
            due = self.moment(day, self.at)
            real = self.local(self.moment(day, time(12))) == day  # a zone may leave out a date
            if after < due <= until and day.isoweekday() in self.days and day not in self.off and real:
                yield day, due
            day += DAY

    def last_moment(self, kind: str, day: date, due: datetime) -> datetime:
        """Return until when what is owed may still go out; a question never after its day."""
        latest = due + LATEST[kind]
        if kind == "recap":
            return latest
        return min(latest, self.moment(max(day, self.local(due)) + DAY, time(0)))


@dataclass(frozen=True)
class Owed:
    """Something that a group should get: due at a moment, and no later than another."""

    due: datetime
    until: datetime


@dataclass
class PlainGroup:
    """One group: its plan, what passed of it (`owed`, by kind and date), and what its owner skipped.

    `perhaps` is what fell due in a pause: nobody waits for it, and nobody minds.
    """

    plan: Plan
    seen: datetime
    owed: dict[tuple[str, date], Owed] = field(default_factory=dict)
    perhaps: set[tuple[str, date]] = field(default_factory=set)
    skipped: set[date] = field(default_factory=set)
    paused_at: datetime | None = None
    resume_on: date | None = None
    week: date = date.min
    """The Monday of the week that the next recap reports."""
    changed: datetime = LONG_AGO
    """When the plan was last changed: a recap that is due before, by the new plan alone, is due then."""

    def __post_init__(self) -> None:
        self.week = self._monday(self.seen)

    def pass_to(self, now: datetime) -> None:
        """Let time pass."""
        if self.paused_at is not None and self.resume_on is not None:
            ends = self.plan.moment(self.resume_on, time(0))
            if ends <= now:
                self._pass_recaps(ends)
                self.resume(ends)
        self._pass_recaps(now)
        if self.paused_at is None:
            for day, due in self.plan.dues(self.seen, now):
                if day not in self.skipped:
                    self._owe("daily", day, due)
        self.seen = max(self.seen, now)

    def change(self, plan: Plan, now: datetime) -> None:
        """Ask by another plan from now on."""
        self.plan, self.seen, self.changed = plan, now, now

    def pause(self, now: datetime, until: date | None) -> None:
        """Ask nothing from now on, until a local date begins."""
        self.paused_at = self.paused_at or now
        self.resume_on = until

    def resume(self, now: datetime) -> None:
        """Go on; a week that passed within the pause is not reported."""
        assert self.paused_at is not None
        if self.plan.local(self.paused_at) < self.week and self.week + WEEK <= self.plan.local(now):
            self.week = self._monday(now)
        self.paused_at = self.resume_on = None
        self.seen = now

    def next_date(self, now: datetime) -> date:
        """Return the date of the next question."""
        had = {day for kind, day in self.owed if kind == "daily"} | self.skipped
        after = max(now, self.seen)
        return next(day for day, _ in self.plan.dues(after, after + 30 * WEEK) if day not in had)

    def next_due(self, now: datetime) -> datetime | None:
        """Return when something falls due next."""
        moments = [due for _, due in self.plan.dues(now, now + 2 * WEEK)][:1]
        return min(moments, default=None)

    def _pass_recaps(self, now: datetime) -> None:
        while (due := max(self.plan.moment(self.week + WEEK, self.plan.at), self.changed)) <= now:
            if self.paused_at is None:
                self._owe("recap", self.week, due)
            else:
                self.perhaps.add(("recap", self.week))
            self.week += WEEK

    def _owe(self, kind: str, day: date, due: datetime) -> None:
        self.owed.setdefault((kind, day), Owed(due, self.plan.last_moment(kind, day, due)))

    def _monday(self, moment: datetime) -> date:
        day = self.plan.local(moment)
        return day - timedelta(days=day.weekday())
