"""When a study group is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

LONGEST_REVEAL = 72
"""Hours after posting by which every question has been revealed."""


@dataclass(frozen=True)
class Schedule:
    """A group's days and local wall time, in an IANA zone.

    `at` is naive, to the minute; `days` are ISO weekdays (1 Monday – 7 Sunday), never none. `reveal_hours` is None to
    reveal with the next scheduled daily time, else that many hours (1–72) after posting. `off` are local dates without
    a question, whatever weekday they are.
    Raises ValueError on anything else: what people write is read by `bot.rules.calendar` before it comes here.
    """

    zone: str
    at: time
    days: frozenset[int]
    reveal_hours: int | None
    off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond or self.at.fold:
            raise ValueError(f"daily time {self.at!r}: pass a plain local time, to the minute")
        if not self.days or not self.days <= frozenset(range(1, 8)):
            raise ValueError(f"days {sorted(self.days)}: pass at least one ISO weekday, 1 to 7")
        if self.reveal_hours is not None and not 1 <= self.reveal_hours <= LONGEST_REVEAL:
            raise ValueError(f"reveal after {self.reveal_hours} hours: pass None, or 1 to {LONGEST_REVEAL}")
