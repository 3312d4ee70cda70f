"""A simulated group, and what a platform received for it, written down by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.simulation.faults import Span
from bot.simulation.groups import OWNER, Group
from bot.simulation.limits import PACED
from bot.simulation.platform import Message, Platform
from bot.simulation.verdict import Case, Ledger, Life, Verdict

BEGIN = datetime(2026, 3, 6, tzinfo=UTC)  # a Friday
LIFE = Life(BEGIN, BEGIN + timedelta(days=2), BEGIN + timedelta(days=4))
NINE = datetime(2026, 3, 6, 9, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
GROUP = Group("paced", "w", "c", "UTC", time(9), frozenset(range(1, 8)), frozenset(), None)


def group(**changes: object) -> Group:
    """Return the group with some of its schedule changed."""
    return replace(GROUP, **changes)  # type: ignore[arg-type]  # the fields' own types


class Received:
    """What the platform received: by default the two questions of the group's two days, each revealed in time."""

    def __init__(self) -> None:
        self.platform = Platform("paced", PACED)
        for day in (0, 1):
            self.question(NINE + day * DAY, NINE + (day + 1) * DAY)

    def question(self, at: datetime, revealed: datetime | None) -> Message:
        """Add a question that shows its key from a moment on."""
        return self.add("question", at, revealed)

    def add(self, kind: str, at: datetime, revealed: datetime | None = None, reply_to: str | None = None) -> Message:
        """Add any message."""
        messages = self.platform.channels.setdefault(("w", "c"), [])
        messages.append(Message(f"m{len(messages)}", kind, at, "1", reply_to, revealed))
        return messages[-1]

    def drop(self, number: int) -> None:
        """Forget a message."""
        del self.platform.channels["w", "c"][number]

    def tell_owner(self, at: datetime) -> None:
        """Add a direct message to the group's owner."""
        self.platform.told.append(("w", OWNER, "2", at))

    def judged(
        self, of: Group = GROUP, *, ledger: Ledger | None = None, outages: Sequence[Span] = (), life: Life = LIFE
    ) -> Verdict:
        """Return the verdict."""
        verdict = Verdict()
        Case(of, self.platform, outages, life, lambda: ledger or {}, verdict).judge()
        return verdict


FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)
