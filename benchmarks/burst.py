"""How fast many groups that fall due in the same minute are created and sent, and how long a click waits meanwhile.

python -m benchmarks.burst [GROUPS] [--database sqlite|postgres] [--behind DAYS]

The platform takes every message at once, so what is measured is ours alone: what a platform's limits make of it is
`studybot simulate`'s to show. Sending is stopped after some seconds; its rate is what counts.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import JSON, Connection, Select, literal, select, update

from bot.bank.holder import BankHolder
from bot.chat.cards import Card, Files
from bot.chat.port import Lookup, Posted
from bot.delivery.carry import Carrier
from bot.delivery.loop import Delivery
from bot.features.app import App
from bot.model.actor import Actor, Place
from bot.model.question import Question
from bot.service import CONTENT
from bot.storage import postings
from bot.storage.engine import Database, open_database
from bot.storage.migrate import upgrade
from bot.storage.tables import attempts, groups, people, places, workspaces
from bot.storage.tables import postings as postings_table
from bot.study.answers import answer
from bot.study.sending import Claim, claim
from bot.study.work import ThreadWork, reads, writes
from tests.support.clock import Clock
from tests.support.databases import NEVER, postgres

ADAPTER = "burst"
EXAM = "dva-c02"
DUE = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
A_WORKSPACE = 4  # groups in each but the first, which has as many as its questions allow
LARGEST = 40
MEMBERS = 10  # of each group, with days behind it
SENDING_SECONDS = 8.0
BETWEEN_CLICKS = 0.02

open_questions = reads(
    lambda tx: tx.execute(
        select(postings_table.c.id)
        .where(postings_table.c.kind == "daily", postings_table.c.state == "posted", postings_table.c.group_id == 1)
        .order_by(postings_table.c.id.desc())
        .limit(1)
    ).scalar_one()
)
daily_of = reads(postings.daily)


@writes
def all_posted(tx: Connection, now: datetime) -> None:
    """Settle what was not sent for lack of time, as if it had been."""
    there = {"state": "posted", "posted_at": now, "message_ref": "m"}
    tx.execute(update(postings_table).where(postings_table.c.state != "posted").values(**there))


class Taking:
    """A platform that takes everything at once."""

    def __init__(self, clock: Clock) -> None:
        self.taken = 0
        self._clock = clock

    async def post(self, place: Place, card: Card, marker: str, reply_to: str | None = None) -> Posted:
        self.taken += 1
        return Posted(marker, self._clock())

    async def edit(self, place: Place, ref: str, card: Card) -> None:
        self.taken += 1

    async def find(self, place: Place, marker: str, since: datetime) -> Posted | Lookup:
        return Lookup.NOT_THERE

    async def direct(self, workspace: str, user: str, card: Card, marker: str) -> Posted:
        return Posted(marker, self._clock())

    async def follow_up(self, place: Place, ref: str, files: Files, thread: str) -> None:
        self.taken += 1

    async def check(self, place: Place) -> Sequence[str]:
        return ()


class Clicks:
    """Members who answer one after another, each for the first time, while something else goes on."""

    def __init__(self, work: ThreadWork, clock: Clock) -> None:
        self._work, self._clock = work, clock
        self._posting, self._letters = 0, ""
        self._members = count()
        self.idle = 1.0

    async def begin(self) -> None:
        """Choose the question that they answer, and measure them while nothing else goes on."""
        self._posting = await self._work.read(open_questions)
        daily = await self._work.read(daily_of, self._posting)
        if daily is None:
            raise RuntimeError("no question is open")
        self._letters = daily.letters(daily.question.key)
        waits = sorted([await self._click() for _ in range(100)])
        self.idle = median(waits)
        print(f"  a click when nothing goes on: median {1000 * self.idle:.1f} ms, worst {1000 * waits[-1]:.1f} ms")

    @asynccontextmanager
    async def meanwhile(self) -> AsyncIterator[None]:
        """Click until the block ends, then print how long that took."""
        waits: list[float] = []
        clicking = asyncio.create_task(self._go_on(waits))
        yield
        clicking.cancel()
        await asyncio.wait({clicking})
        if len(waits) < 2:
            return
        p99 = quantiles(waits, n=100)[98]
        print(
            f"    clicks beside it: median {1000 * median(waits):.1f} ms ({median(waits) / self.idle:.1f} times idle), "
            f"99th percentile {1000 * p99:.0f} ms, worst {1000 * max(waits):.0f} ms, of {len(waits)}"
        )

    async def _go_on(self, waits: list[float]) -> None:
        while True:
            waits.append(await self._click())
            await asyncio.sleep(BETWEEN_CLICKS)

    async def _click(self) -> float:
        began = perf_counter()
        who = Actor(ADAPTER, "w0", "w0", f"m{next(self._members)}", "Somebody", may_manage=False)
        await self._work.write(answer, who, self._posting, self._letters, self._clock())
        return perf_counter() - began


def main() -> None:
    """Measure on one database or both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="?", type=int, default=20_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append")
    parser.add_argument("--behind", type=int, default=0, metavar="DAYS", help="so many days of questions and answers")
    asked = parser.parse_args()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{asked.groups} groups, {asked.behind} days behind each; {machine}")
    for kind in asked.database or ["sqlite", "postgres"]:
        with database(kind) as opened:
            print(f"{kind}:")
            fill(opened, asked.groups)
            live(opened, asked.groups, asked.behind)
            asyncio.run(measure(opened))


@contextmanager
def database(kind: str) -> Iterator[Database]:
    """Lend an empty database with its tables."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            opened = open_database(f"sqlite:///{Path(folder) / 'burst.db'}")
            upgrade(opened)
            yield opened
            return
        setting = os.environ.get("STUDYBOT_TEST_POSTGRES")
        with postgres(None if setting == NEVER else setting, "burst") as server, server.empty() as url:
            opened = open_database(url)
            upgrade(opened)
            yield opened


def fill(opened: Database, number: int) -> None:
    """Keep that many groups, all due at `DUE` but the first, which is due a minute before."""
    homes = [0] * min(LARGEST, number) + [1 + n // A_WORKSPACE for n in range(max(0, number - LARGEST))]
    begun = DUE - timedelta(days=2)
    with opened.writer.begin() as tx:
        tx.execute(
            workspaces.insert(),
            [
                {
                    "id": home + 1,
                    "adapter": ADAPTER,
                    "external_id": f"w{home}",
                    "realm": f"w{home}",
                    "created_at": begun,
                }
                for home in sorted(set(homes))
            ],
        )
        tx.execute(people.insert(), [{"id": 1, "realm": "w0", "external_id": "o", "name": "O", "created_at": begun}])
        tx.execute(groups.insert(), [_group(n, home, begun) for n, home in enumerate(homes)])
        tx.execute(
            places.insert(),
            [{"workspace_id": home + 1, "channel": f"c{n}", "group_id": n + 1} for n, home in enumerate(homes)],
        )
        if tx.dialect.name == "postgresql":
            for table in ("people", "workspaces", "groups"):
                tx.exec_driver_sql(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608
            tx.exec_driver_sql("ANALYZE")


def live(opened: Database, number: int, days: int) -> None:
    """Put days behind all groups: a question each, answered by `MEMBERS`, every other one of them right."""
    questions = list(BankHolder(CONTENT, ()).current.banks[EXAM].questions.values())
    asked = [(one, postings.snapshot(one), [option.id for option in one.options]) for one in questions]
    with opened.writer.begin() as tx:
        members = [{"realm": "w0", "external_id": f"b{n}", "name": "B", "created_at": DUE} for n in range(MEMBERS)]
        ids = [tx.execute(people.insert().values(one).returning(people.c.id)).scalar_one() for one in members]
        for back in range(days, 0, -1):
            at = DUE - timedelta(days=back)
            rows = [_asked(group, at, *asked[(group + back) % len(asked)]) for group in range(1, number + 1)]
            tx.execute(postings_table.insert(), rows)
        workspace = select(groups.c.workspace_id).where(groups.c.id == postings_table.c.group_id).scalar_subquery()
        tx.execute(update(postings_table).values(workspace_id=workspace))
        for person in ids:
            tx.execute(attempts.insert().from_select(list(_ANSWER), _answers(person)))
    if opened.writer.dialect.name == "postgresql":  # as it does by itself while days go by
        with opened.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _asked(group: int, at: datetime, question: Question, snapshot: object, order: list[str]) -> dict[str, object]:
    there = {"state": "posted", "message_ref": "m", "posted_at": at, "next_try_at": at, "created_at": at}
    shown = {"question_id": question.id, "revision": question.revision, "snapshot": snapshot, "option_order": order}
    revealed = at + timedelta(days=1)
    named = {"group_id": group, "workspace_id": 1, "place_id": group, "exam": EXAM, "kind": "daily"}
    return named | there | shown | {"for_date": at.date(), "due_at": at, "reveal_at": revealed, "closed_at": revealed}


_ANSWER = (
    *("person_id", "group_id", "exam", "question_id", "revision", "domain", "task", "topic"),
    *("option_ids", "correct", "points", "answered_at", "local_date", "source", "source_id"),
)


def _answers(person: int) -> Select[Any]:
    """Return one member's answers to all that was asked, as the columns of `_ANSWER`."""
    of, right = postings_table.c, (postings_table.c.id + person) % 2
    placed = [of.snapshot[name].as_string() for name in ("domain", "task", "topic")]
    given = [literal(["a"], JSON), right == 1, right, of.posted_at, of.for_date, literal("daily"), of.id]
    query = select(literal(person), of.group_id, of.exam, of.question_id, of.revision, *placed, *given)
    return query.where(of.kind == "daily", of.closed_at.is_not(None))


def _group(number: int, home: int, begun: datetime) -> dict[str, object]:
    due = DUE - timedelta(minutes=number == 0)
    return {
        "id": number + 1,
        "workspace_id": home + 1,
        "owner_id": 1,
        "exam": EXAM,
        "zone": "UTC",
        "daily_time": time(due.hour, due.minute),
        "days": 127,
        "next_daily_on": due.date(),
        "next_daily_at": due,
        "next_recap_on": date(2026, 3, 2),
        "next_recap_at": due + timedelta(days=5),
        "created_at": begun,
    }


async def measure(opened: Database) -> None:
    """Live through two days' bursts; the second has reveals."""
    work, clock = ThreadWork(opened), Clock(DUE - timedelta(minutes=1))
    banks = BankHolder(CONTENT, ()).current.banks
    taking = Taking(clock)
    app = App(work, lambda: banks, clock, {ADAPTER: taking}, lambda: None, lambda: ())
    delivery = Delivery(app, Carrier(app, Random(0)))
    clicks = Clicks(work, clock)
    try:
        await delivery.settle()
        await clicks.begin()
        clock.now = DUE
        await _burst("a day's questions", delivery, work, clock, taking, clicks)
        await work.write(all_posted, clock())
        clock.now = DUE + timedelta(days=1, minutes=-1)
        await delivery.settle()
        await clicks.begin()
        clock.now = DUE + timedelta(days=1)
        await _burst("the next day's, with the reveals", delivery, work, clock, taking, clicks)
    finally:
        work.close()


async def _claims(work: ThreadWork, clock: Clock) -> AsyncIterator[Sequence[Claim]]:
    """Claim as a process that does nothing else."""
    while claimed := await work.write(claim, uuid.uuid4().hex, (ADAPTER,), clock()):
        yield claimed


async def _burst(what: str, delivery: Delivery, work: ThreadWork, clock: Clock, taking: Taking, clicks: Clicks) -> None:
    print(f"  {what}")
    async with clicks.meanwhile():
        began = perf_counter()
        made = await delivery.tick()
        spent = perf_counter() - began
        print(f"    created {made} in {spent:.1f} s: {made / max(spent, 0.001):.0f} a second")
    before = taking.taken
    async with clicks.meanwhile():
        began = perf_counter()
        sending = asyncio.create_task(delivery.send_all())
        await asyncio.wait({sending}, timeout=SENDING_SECONDS)
        spent = perf_counter() - began
        print(
            f"    sent {taking.taken - before} calls in {spent:.1f} s: {(taking.taken - before) / spent:.0f} a second"
        )
        sending.cancel()
        await asyncio.wait({sending})
    began = perf_counter()
    rounds = [len(claimed) async for claimed in _claims(work, clock)]
    print(f"    claimed the other {sum(rounds)} in {perf_counter() - began:.1f} s, {max(rounds, default=0)} at once")


if __name__ == "__main__":
    main()
