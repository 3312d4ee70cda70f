"""The local page's time control: a day moved on is a day lived through."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.page import Upcoming
from bot.clock import ShiftedClock
from bot.delivery.time_control import ClockControl
from bot.study.offset import kept_offset
from bot.study.pausing import pause
from tests.delivery.stand import Process, Stand, stand
from tests.fakes.platform import ADAPTER, Platform, be_down, drop
from tests.support.clock import START, Clock
from tests.support.crash import Boundaries, Crash
from tests.support.databases import SqliteFiles, opened
from tests.support.store import Store
from tests.support.world import make_group, right, schedule

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


class Local:
    """A local page: a process whose clock runs ahead of a real one, which stands still."""

    def __init__(self, store: Store, *, reveal_hours: int | None = None) -> None:
        self.store = store
        self.clock = ShiftedClock(Clock())
        self.platform = Platform(self.clock)
        self.group = make_group(store, adapter=ADAPTER, plan=schedule(reveal_hours=reveal_hours))
        self.restart()

    def restart(self, boundaries: Boundaries | None = None) -> None:
        """Start anew, with the clock as it was kept."""
        self.clock.offset = timedelta(seconds=self.store.read(kept_offset))
        self.process = Process(self.store, self.platform, self.clock, boundaries=boundaries)
        self.time = ClockControl(self.process.app.work, self.clock, self.process.delivery)

    def seen(self) -> Stand:
        """Return the same as a stand, to be looked at and pressed on."""
        return Stand(self.store, self.platform, Clock(self.clock()), self.process, self.group)


@pytest.fixture
def local(store: Store) -> Local:
    return Local(store)


async def answer(there: Stand) -> None:
    """Answer what is open."""
    await there.process.answer(there.channel()[-1].card, right(there.daily()))


@pytest.mark.parametrize("reveal_hours", [None, 4])
async def test_days_moved_on_leave_what_days_lived_through_leave(
    sqlite_files: SqliteFiles, tmp_path: Path, reveal_hours: int | None
) -> None:
    folders = [tmp_path / "lived", tmp_path / "moved"]
    for folder in folders:
        folder.mkdir()
    with opened(sqlite_files.copy(folders[0])) as one, opened(sqlite_files.copy(folders[1])) as other:
        lived, moved = (
            stand(Store(one), Clock(), reveal_hours=reveal_hours),
            Local(Store(other), reveal_hours=reveal_hours),
        )
        for _ in range(3):
            await lived.after(*[QUARTER] * 12)
            await moved.time.advance(3 * HOUR)
            await answer(lived)
            await answer(moved.seen())
            await lived.after(*[QUARTER] * 84)
            await moved.time.advance(21 * HOUR)
            assert moved.seen().lines() == lived.lines()
            assert moved.platform.messages == lived.platform.messages
        assert len(lived.lines("daily")) == 3


async def test_a_week_moved_on_has_seven_questions_on_time(local: Local) -> None:
    assert await local.time.advance(7 * DAY) == START + 7 * DAY
    lines = local.seen().lines("daily")
    assert [line.for_date for line in lines] == [START.date() + n * DAY for n in range(7)]
    assert {(line.state, line.posted_at == line.due_at) for line in lines} == {("posted", True)}


async def test_an_hour_with_nothing_due_moves_the_clock_alone(local: Local) -> None:
    assert await local.time.advance(HOUR) == START + HOUR
    assert local.seen().lines() == []


async def test_waits_after_failures_are_kept_to_and_end(local: Local) -> None:
    local.process.sender.fails("post", be_down, be_down, drop)
    await local.time.advance(3 * HOUR)
    line = local.seen().line()
    assert (line.state, line.tries, len(local.seen().channel())) == ("posted", 4, 1)
    assert line.posted_at is not None
    assert line.posted_at < line.due_at + timedelta(minutes=1)


async def test_a_platform_down_all_day_costs_that_day(local: Local) -> None:
    local.process.sender.fails_always("post", be_down)
    await local.time.advance(DAY)
    assert [(line.state, line.reason) for line in local.seen().lines()] == [("skipped", "late")]


async def test_the_moved_clock_is_kept_over_a_restart(local: Local) -> None:
    await local.time.advance(2 * DAY)
    local.restart()
    assert local.time.now() == START + 2 * DAY
    await local.time.advance(DAY)
    assert len(local.seen().lines("daily")) == 3


async def test_a_crash_while_time_is_moved_never_lets_it_run_back(local: Local) -> None:
    for at in range(200):
        local.restart(Boundaries(at))
        before = local.time.now()
        try:
            await local.time.advance(6 * HOUR)
        except Crash:
            reached = local.time.now()
            local.restart()
            assert local.time.now() >= max(before, reached)
            assert all(line.due_at <= local.time.now() for line in local.seen().lines())
        else:
            break
    assert len({line.for_date for line in local.seen().lines("daily")}) == len(local.seen().lines("daily"))


async def test_time_is_not_moved_back(local: Local) -> None:
    with pytest.raises(ValueError, match="forward only"):
        await local.time.advance(-HOUR)


async def test_what_comes_next_is_told(local: Local) -> None:
    zone = local.group.schedule.zone
    assert await local.time.upcoming() == [
        Upcoming("daily", "general", START + 2 * HOUR, zone),
        Upcoming("recap", "general", START + 7 * DAY + 2 * HOUR, zone),
    ]
    await local.time.advance(DAY)
    assert sorted(one.kind for one in await local.time.upcoming()) == ["daily", "recap", "reveal"]


async def test_a_channel_keeps_its_zone_while_its_group_pauses(local: Local) -> None:
    other = make_group(local.store, channel="evening", adapter=ADAPTER, plan=schedule(zone="America/New_York"))
    for group in (local.group, other):
        local.store.write(pause, group.id, local.clock())
    assert await local.time.upcoming() == []
    assert list((await local.time.zones()).items()) == [
        ("general", local.group.schedule.zone),
        ("evening", "America/New_York"),
    ]
