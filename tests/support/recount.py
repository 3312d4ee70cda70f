"""A board counted anew from the attempts alone, by another way than the product's."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from bot.storage.tables import attempts, postings, standings
from bot.storage.tables import groups as groups_table
from bot.study.verify import differences, first_answers
from tests.support.store import Store

Row = tuple[int, int, int, datetime | None]
"""Answers, right ones, points, and the moment of the last point."""


def kept(store: Store) -> dict[tuple[Any, ...], Row]:
    """Return the standings by group, person, exam, period, first day and domain."""
    return {
        (row.group_id, row.person_id, row.exam, row.period, row.starts_on, row.domain): (
            row.answers,
            row.correct,
            row.points,
            row.reached_at,
        )
        for row in store.rows(standings)
    }


def recounted(store: Store) -> dict[tuple[Any, ...], Row]:
    """Return what the standings should be."""
    by_key = defaultdict(list)
    for row in store.rows(attempts, attempts.c.counted):
        for period, day in _periods(row.local_date):
            by_key[row.group_id, row.person_id, row.exam, period, day, row.domain].append(row)
    return {
        key: (
            len(rows),
            sum(row.correct for row in rows),
            sum(row.points for row in rows),
            max((row.answered_at for row in rows if row.points), default=None),
        )
        for key, rows in by_key.items()
    }


def assert_all_adds_up(store: Store) -> None:
    """Check standings and the postings' counts of answers against the attempts, and that no rows contradict others."""
    assert kept(store) == recounted(store)
    for posting in store.rows(postings):
        mine = (attempts.c.source == "daily", attempts.c.source_id == posting.id)
        assert posting.answers == store.count(attempts, *mine)
    groups = [row.id for row in store.rows(groups_table)]
    assert [one for group in groups for one in store.read(differences, group)] == store.read(first_answers, None) == []


def _periods(day: date) -> list[tuple[str, date]]:
    monday = next(day - timedelta(days=back) for back in range(7) if (day - timedelta(days=back)).weekday() == 0)
    return [("week", monday), ("month", date(day.year, day.month, 1)), ("all", date(1, 1, 1))]
