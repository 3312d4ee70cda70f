"""Writing a group's boards anew from its answers, when something other than a new answer changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from bot.storage import recount
from bot.storage.recount import Figures, Key
from bot.study.counting import periods

_NOTHING = Figures(0, 0, 0, None)


def restand(tx: Connection, group: int) -> None:
    """Write a group's standings anew; answers wait meanwhile, so that none is lost between reading and writing."""
    recount.hold_answers(tx)
    recount.rewrite(tx, group, standings_of(recount.counted_by_day(tx, group)))


def standings_of(by_day: Iterable[tuple[int, str, str, date, Figures]]) -> Mapping[Key, Figures]:
    """Return the standings that the attempts of each day make."""
    found: dict[Key, Figures] = {}
    for person, exam, domain, day, figures in by_day:
        for period, starts_on in periods(day):
            key = Key(person, exam, domain, period, starts_on)
            found[key] = _sum(found.get(key, _NOTHING), figures)
    return found


def _sum(one: Figures, other: Figures) -> Figures:
    moments = [each.reached_at for each in (one, other) if each.reached_at is not None]
    return Figures(
        one.answers + other.answers,
        one.correct + other.correct,
        one.points + other.points,
        max(moments, default=None),
    )
