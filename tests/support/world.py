"""People, places and study groups, and a group's day in one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from bot.model.actor import Actor, Place
from bot.model.group import Group
from bot.model.posting import Daily
from bot.model.question import Bank
from bot.model.schedule import Schedule
from bot.storage import postings
from bot.study.due import create_due
from bot.study.groups import group_by_id, set_up
from bot.study.sending import claim, posted
from bot.study.work import Reading, reads
from tests.support.bank import EXAM, small_bank
from tests.support.clock import START, Clock
from tests.support.store import Store

ADAPTER = "web"
BANKS: Mapping[str, Bank] = {EXAM: small_bank()}

open_daily: Reading[[int], Daily | None] = reads(postings.open_daily)
daily_by_id: Reading[[int], Daily | None] = reads(postings.daily)


def actor(user: str = "ada", workspace: str = "w1", *, adapter: str = ADAPTER, realm: str = "r1") -> Actor:
    """Return somebody; the same user of the same realm is the same person in every workspace."""
    return Actor(adapter, workspace, realm, user, user.title(), may_manage=True)


def place(channel: str = "general", workspace: str = "w1", *, adapter: str = ADAPTER) -> Place:
    """Return a channel."""
    return Place(adapter, workspace, channel, channel)


def schedule(
    at: time = time(9, 0),
    zone: str = "Europe/Berlin",
    days: Iterable[int] = range(1, 8),
    reveal_hours: int | None = None,
) -> Schedule:
    """Return a schedule: by default daily at 09:00 in Berlin, which is 08:00 UTC at the clock's start."""
    return Schedule(zone, at, frozenset(days), reveal_hours)


def make_group(
    store: Store,
    channel: str = "general",
    workspace: str = "w1",
    *,
    plan: Schedule | None = None,
    now: datetime = START,
    adapter: str = ADAPTER,
) -> Group:
    """Return a new study group, set up by `owner`."""
    here = place(channel, workspace, adapter=adapter)
    owner = actor("owner", workspace, adapter=adapter)
    return store.write(set_up, owner, here, EXAM, plan or schedule(), now)


def send_all(store: Store, now: datetime, adapter: str = ADAPTER) -> int:
    """Settle everything that is ready as posted; return how many claims that were."""
    taken = store.write(claim, "test", [adapter], now)
    for one in taken:
        store.write(posted, one, f"m{one.marker}", now)
    return len(taken)


def ask(store: Store, clock: Clock, group: Group, banks: Mapping[str, Bank] = BANKS) -> Daily:
    """Move the clock to the group's next due time, let everything due be created and posted; return its question."""
    present = store.read(group_by_id, group.id)
    assert present is not None
    clock.now = present.next_daily_at
    store.write(create_due, banks, clock())
    send_all(store, clock(), group.adapter)
    daily = store.read(open_daily, group.id)
    assert daily is not None
    return daily


def reveal(store: Store, clock: Clock, daily: Daily, banks: Mapping[str, Bank] = BANKS) -> Daily:
    """Move the clock to a question's reveal and close it; return it, closed."""
    present = store.read(daily_by_id, daily.posting)
    assert present is not None
    assert present.reveal_at is not None
    clock.now = present.reveal_at
    store.write(create_due, banks, clock())
    closed = store.read(daily_by_id, daily.posting)
    assert closed is not None
    assert closed.closed_at is not None
    return closed


def right(daily: Daily) -> str:
    """Return the letters of the key as shown."""
    return daily.letters(daily.question.key)


def wrong(daily: Daily) -> str:
    """Return as many letters as asked for, at least one of them wrong."""
    others = [id for id in daily.order if id not in daily.question.key]
    return daily.letters(frozenset(others[: daily.question.choose]))
