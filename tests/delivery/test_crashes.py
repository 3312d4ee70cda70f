"""A crash at every boundary of a group's days: before, within and after each transaction and each call of the sender.

A clean run counts the boundaries. Then the same days are lived once for each of them, with a crash there and a restart
over the same database and platform.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.chat.cards import Tone
from bot.storage.tables import attempts, metadata, notices, standings
from bot.study.work import transact
from tests.delivery.stand import LEASES, Stand, stand
from tests.support.clock import Clock
from tests.support.crash import Boundaries, Crash
from tests.support.store import Store
from tests.support.world import right

COUNTED = timedelta(seconds=6)
Step = Callable[[Stand], Awaitable[None]]


async def _next_due(here: Stand) -> None:
    await here.due()


async def _answered(here: Stand) -> None:
    """Ada answers, and sees the result; whoever does not see it presses again."""
    feedback = await here.process.answer(here.channel()[0].card, right(here.daily()))
    assert feedback.tone is Tone.GOOD


async def _counted(here: Stand) -> None:
    await here.after(COUNTED)


async def _one_more_round(here: Stand) -> None:
    await here.after(LEASES[0])


async def _four_hours(here: Stand) -> None:
    await here.after(timedelta(hours=4))


async def _due_in_a_gone_channel(here: Stand) -> None:
    here.platform.channels.clear()
    await here.due()


@dataclass(frozen=True)
class Days:
    """What happens, step by step; where history can't be read, a message may stay unclear.

    `stride` leaves boundaries out where most are those of another scenario. The last step is
    always one more round, so that nothing is left that only needed time.
    """

    steps: Sequence[Step]
    reveal_hours: int | None = None
    history: bool = True
    stride: int = 1
    messages: int = 2

    def begin(self, store: Store) -> Stand:
        here = stand(store, Clock(), reveal_hours=self.reveal_hours)
        here.platform.history_readable = self.history
        return here


SCENARIOS = {
    "the next question brings the answer": Days((_next_due, _answered, _counted, _next_due, _one_more_round)),
    "the answer is announced after hours": Days(
        (_next_due, _answered, _four_hours, _one_more_round), reveal_hours=4, stride=2
    ),
    "nothing can be looked up": Days((_next_due, _next_due, _one_more_round), history=False, stride=2),
}


async def live(here: Stand, days: Days, boundaries: Boundaries) -> None:
    """Live through the days, restarting after a crash and doing again what was under way."""
    here.restart(boundaries=boundaries)
    for step in days.steps:
        try:
            await step(here)
        except Crash:
            here.restart()
            await here.after(*LEASES)
            if step is _answered:
                await step(here)


def wrong(here: Stand, days: Days) -> list[str]:
    """Return what is not as promised after the days."""
    states = {(line.kind, line.for_date): (line.state, line.reason) for line in here.lines()}
    allowed = {("posted", "")} | (set() if days.history else {("unclear", "cannot-tell")})
    dailies = sum(step is _next_due for step in days.steps)
    answered = int(_answered in days.steps)
    checks = {
        "a message twice": all(count == 1 for count in here.platform.received.values()),
        "unsettled": all(state in allowed for state in states.values()),
        "a question missing": len(here.lines("daily")) == dailies,
        # What nobody can have seen for sure, and nobody answered, is not revealed either.
        "a reveal missing": len(here.lines("reveal")) == int(here.lines("daily")[0].state == "posted"),
        "messages in the channel": not days.history or len(here.channel()) == days.messages,
        "the reveal not shown": here.lines("daily")[0].state != "posted" or here.kinds()[0] == "reveal",
        "answers kept": here.store.count(attempts) == answered == here.lines("daily")[0].answers,
        "standings": here.store.count(standings) == 3 * answered,
        "the owner asked": here.store.count(notices) == sum(state != "posted" for state, _ in states.values()),
    }
    return [name for name, holds in checks.items() if not holds]


def forget(store: Store) -> None:
    """Empty every table."""

    def empty(tx: Connection) -> None:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())

    transact(store.database.writer, empty)


def chosen(passed: Sequence[str], store: Store, stride: int) -> list[int]:
    """Return the boundaries to crash at: every `stride`th, on PostgreSQL a third of those.

    The end of a statement and the beginning of the next are the same to a database. PostgreSQL takes several times as
    long; what differs there is storage, and a boundary of each kind still occurs.
    """
    telling = [at for at, name in enumerate(passed) if not name.endswith("ends")]
    return telling[:: stride if store.database.writer.dialect.name == "sqlite" else 3 * stride]


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_crash_anywhere_costs_and_doubles_nothing(store: Store, name: str) -> None:
    days = SCENARIOS[name]
    clean, here = Boundaries(), days.begin(store)
    await live(here, days, clean)
    assert wrong(here, days) == []
    assert {"before post", "after post", "posted: committed", "create_due: before"} <= set(clean.passed)
    faults = {}
    for at in chosen(clean.passed, store, days.stride):
        forget(store)
        crashing, here = Boundaries(at), days.begin(store)
        await live(here, days, crashing)
        assert crashing.crashed
        if found := wrong(here, days):
            faults[f"{at}: {clean.passed[at]}"] = found
    assert faults == {}


@pytest.mark.slow
async def test_a_crash_while_a_group_is_paused_tells_its_owner_once_at_most(store: Store) -> None:
    days = Days((_due_in_a_gone_channel, _one_more_round), stride=2)
    clean, here = Boundaries(), days.begin(store)
    await live(here, days, clean)
    assert len(here.platform.direct_to("owner")) == 1
    for at in chosen(clean.passed, store, days.stride):
        forget(store)
        here = days.begin(store)
        await live(here, days, Boundaries(at))
        assert (here.line().state, here.now_group().pause_reason) == ("failed", "channel-gone"), clean.passed[at]
        assert store.count(notices) == 1
        assert len(here.platform.direct_to("owner")) <= 1
