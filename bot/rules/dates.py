"""Dates as people write them, alone and in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.errors import Refused

MOST_DAYS = 366
"""Days off that a group may have ahead of it."""

_DAY = timedelta(days=1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<month>[a-z]{3,9})\.?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?:,? ?(?P<year>\d{4}))?"
_WRITTEN = (
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(rf"{_NUMBER} {_NAME}{_YEAR}", re.ASCII),
    re.compile(rf"{_NAME} {_NUMBER}{_YEAR}", re.ASCII),
)
_RANGE = re.compile(r"\s+(?:-|–|—|to|until|till)\s+|\s*(?:\.\.|–|—)\s*")
_BETWEEN = re.compile(r"[;\n]|,(?!\s*\d{4}\b(?!-))")


def parse_date(text: str, today: date) -> date:
    """Return the date a person wrote: `2026-12-24`, `24 Dec`, `December 24, 2026`, `tomorrow`.

    Without a year it is the next such day, `today` included. Raises Refused `date-unclear` with `text`.
    """
    said = " ".join(text.casefold().split())
    if said in {"today", "tomorrow"}:
        return today + _DAY * (said == "tomorrow")
    for form in _WRITTEN:
        if (read := form.fullmatch(said)) and (found := _date(read.groupdict(), today)):
            return found
    raise Refused("date-unclear", text=text)


def parse_days_off(text: str, today: date) -> frozenset[date]:
    """Return the dates a person listed, from `today` on: single ones and ranges (`24 Dec to 2 Jan, 2027-05-01`).

    Raises Refused `date-unclear` with `text` for a part that can't be read or a range that runs backward, and
    `too-many-days` with `n` beyond the most there may be.
    """
    found: set[date] = set()
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        ends = _RANGE.split(part)
        first = parse_date(ends[0], today)
        last = parse_date(ends[-1], first)
        if len(ends) > 2 or last < first:
            raise Refused("date-unclear", text=part)
        if (last - first).days >= MOST_DAYS:
            raise Refused("too-many-days", n=MOST_DAYS)
        found |= {first + _DAY * n for n in range((last - first).days + 1)}
    ahead = frozenset(day for day in found if day >= today)
    if len(ahead) > MOST_DAYS:
        raise Refused("too-many-days", n=MOST_DAYS)
    return ahead


def runs(days: Iterable[date]) -> Sequence[tuple[date, date]]:
    """Return days as first and last of each unbroken run, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == _DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def written(days: Iterable[date]) -> str:
    """Return days as `parse_days_off` reads them."""
    return ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in runs(days))


def _date(read: dict[str, str | None], today: date) -> date | None:
    """Return the date of what was read, None if there is none such."""
    month = _month(read)
    year, day = read.get("year"), int(read["day"] or 0)
    for candidate in [int(year)] if year else range(today.year, today.year + 9):  # 29 February is up to 8 years away
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _month(read: dict[str, str | None]) -> int:
    if number := read.get("number"):
        return int(number)
    name = (read.get("month") or "")[:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0
