"""Due times that have passed and that no tick has dealt with: no scheduler runs, or the database takes no writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import coming
from bot.study.work import reads

ALLOWED = timedelta(minutes=2)
"""How long after a due time nobody worries: a tick comes every few seconds, but many groups take it some time."""

MEND = "start `studybot run` with the role scheduler; where one runs, its log and its /healthz say what keeps it"
"""What an operator should do."""

_NAMES = {
    "daily": ("question", "questions"),
    "reveal": ("reveal", "reveals"),
    "recap": ("weekly recap", "weekly recaps"),
    "pause": ("end of a pause", "ends of pauses"),
}


@dataclass(frozen=True)
class Overdue:
    """How many due times of one kind have passed for nothing, the first of them at `since` (UTC)."""

    kind: str
    count: int
    since: datetime

    def __str__(self) -> str:
        """Return it in words for the operator."""
        one, many = _NAMES[self.kind]
        return f"{self.count} {one if self.count == 1 else many} since {self.since:%Y-%m-%d %H:%M} UTC"


@reads
def overdue(tx: Connection, now: datetime, group: int | None = None) -> Sequence[Overdue]:
    """Return what is overdue, of all groups or one, a value for each kind that is."""
    return [Overdue(*found) for found in coming.overdue(tx, now - ALLOWED, group)]
