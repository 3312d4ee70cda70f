"""Lives of study groups at random, held against a plain model of what each group should get.

STUDYBOT_TEST_LIVES is how many lives, on SQLite; `make soak` lives thousands.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.delivery.never_twice.judging import doubles, unrevealed, wrong
from tests.delivery.never_twice.life import CHANNELS, Alive, Life
from tests.delivery.never_twice.plain import Plan
from tests.delivery.never_twice.weather import FAULT_NAMES, HOLDS, METHODS
from tests.support.databases import empty_tables
from tests.support.store import Store

FEW = 30
LIVES = int(os.environ.get("STUDYBOT_TEST_LIVES", FEW))

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINS = [
    datetime(2026, 3, 2, 6, tzinfo=UTC),
    datetime(2026, 3, 26, 6, tzinfo=UTC),  # Europe's clocks go forward on the 29th, over midnight in Greenland
    datetime(2026, 10, 23, 6, tzinfo=UTC),  # and back on the 25th
    datetime(2011, 12, 28, 6, tzinfo=UTC),  # Samoa has no 30 December
]
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/Scoresbysund",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
]
BOUNDARIES = [
    "",
    *(f"{when} {method}" for method in METHODS for when in ("before", "after")),
    *(f"{use_case}: committed" for use_case in ("create_due", "claim", "posted", "try_again", "look_up_at", "fail")),
    *(f"{use_case}: before" for use_case in ("posted", "look_up_at", "release_missing", "skip", "take_counts")),
]

spans = st.sampled_from([HOUR, 5 * HOUR, 9 * HOUR, DAY, 2 * DAY]) | st.timedeltas(timedelta(seconds=1), DAY)
plans = st.builds(
    Plan,
    zone=st.sampled_from(ZONES),
    at=st.sampled_from([time(0, 30), time(2, 30), time(9), time(23, 30)]) | st.builds(time, st.integers(0, 23)),
    days=st.sampled_from([frozenset(range(1, 8)), frozenset({1, 2, 3, 4, 5})])
    | st.frozensets(st.integers(1, 7), min_size=1),
)
outages = st.sampled_from([HOUR / 60, HOUR, 9 * HOUR]) | st.timedeltas(timedelta(0), 9 * HOUR)
whichever = st.integers(0, 5)
"""One of the groups, processes, channels or messages that there are, counted round."""


class Lives(RuleBasedStateMachine):
    """A life an example; a rule is a stretch of it, something that somebody does, or something that goes wrong."""

    store: Store
    life: Life

    @initialize(
        begin=st.sampled_from(BEGINS),
        made=st.lists(plans, min_size=1, max_size=3),
        reveal_hours=st.sampled_from([None, None, 4, 72]),
        history=st.sampled_from([True, True, True, False]),
    )
    def begin(self, begin: datetime, made: list[Plan], reveal_hours: int | None, *, history: bool) -> None:
        empty_tables(self.store.database)
        self.life = Life(self.store, begin, made, reveal_hours, history=history)

    # --- time ---------------------------------------------------------------------------------------------------------

    @rule(span=spans)
    def time_passes(self, span: timedelta) -> None:
        asyncio.run(self.life.live(span))

    @rule(span=spans)
    def host_sleeps(self, span: timedelta) -> None:
        self.life.sleep(span)

    @rule(span=spans)
    def power_fails(self, span: timedelta) -> None:
        self.life.lose_power(span)

    @rule(seconds=st.integers(1, 120))
    def clock_is_set_back(self, seconds: int) -> None:
        self.life.sleep(-timedelta(seconds=seconds))

    # --- what goes wrong ----------------------------------------------------------------------------------------------

    @rule(method=st.sampled_from(METHODS), faults=st.lists(st.sampled_from(FAULT_NAMES), min_size=1, max_size=3))
    def calls_will_fail(self, method: str, faults: list[str]) -> None:
        self.life.weather.expect(method, faults)

    @rule(name=st.sampled_from(["be down", "long limit", "lose", "drop"]), span=outages)
    def platform_is_away(self, name: str, span: timedelta) -> None:
        self.life.weather.standing = name
        asyncio.run(self.life.live(span))
        self.life.weather.standing = ""

    @rule(which=whichever, name=st.sampled_from(BOUNDARIES), more=st.integers(1, 150))
    def process_will_die(self, which: int, name: str, more: int) -> None:
        self._alive(which).fate.die(name, more)

    @rule(
        before=st.sampled_from(HOLDS),
        seconds=st.sampled_from([5, 15, 35, 90]),
        faults=st.lists(st.sampled_from(["be down", "lose", "drop"]), max_size=1),
    )
    def process_will_be_overtaken(self, before: str, seconds: int, faults: list[str]) -> None:
        self.life.processes(max(2, len(self.life.alive)))
        self.life.weather.expect("post", faults)
        self.life.alive[0].work.hold(before, timedelta(seconds=seconds))

    @rule(count=st.integers(1, 3))
    def processes_come_and_go(self, count: int) -> None:
        self.life.processes(count)

    # --- what people do -----------------------------------------------------------------------------------------------

    @rule(which=whichever, plan=plans, off=st.frozensets(st.integers(0, 5), max_size=2))
    def owner_reschedules(self, which: int, plan: Plan, off: frozenset[int]) -> None:
        days = frozenset(plan.local(self.life.clock()) + n * DAY for n in off)
        asyncio.run(self.life.reschedule(self._group(which), replace(plan, off=days)))

    @rule(which=whichever, days=st.integers(0, 9))
    def owner_pauses(self, which: int, days: int) -> None:
        asyncio.run(self.life.pause(self._group(which), days))

    @rule(which=whichever)
    def owner_resumes(self, which: int) -> None:
        asyncio.run(self.life.resume(self._group(which)))

    @rule(which=whichever)
    def owner_skips(self, which: int) -> None:
        asyncio.run(self.life.skip(self._group(which)))

    @rule(which=whichever, channel=st.sampled_from(CHANNELS))
    def owner_moves(self, which: int, channel: str) -> None:
        asyncio.run(self.life.move(self._group(which), channel))

    @rule(
        user=st.sampled_from(["ada", "ben"]), which=whichever, presses=st.lists(st.booleans(), min_size=1, max_size=2)
    )
    def member_answers(self, user: str, which: int, presses: list[bool]) -> None:
        if asked := self.life.questions():
            for correctly in presses:
                asyncio.run(self.life.answer(user, asked[-1 - which % len(asked)], correctly=correctly))

    @rule()
    def owner_posts_again(self) -> None:
        if unclear := self.life.unclear():
            asyncio.run(self.life.post_again(unclear[-1]))

    # --- what must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_came_twice(self) -> None:
        assert doubles(self.life) == []

    def teardown(self) -> None:
        if hasattr(self, "life"):  # else its beginning failed
            self.life.weather.clear()
            before = self.life.clock()
            asyncio.run(self.life.live(timedelta(hours=75)))
            assert wrong(self.life) == []
            assert unrevealed(self.life, before) == []

    def _group(self, which: int) -> int:
        return list(self.life.groups)[which % len(self.life.groups)]

    def _alive(self, which: int) -> Alive:
        return self.life.alive[which % len(self.life.alive)]


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_whatever_happens_each_group_gets_what_it_should_once(store: Store) -> None:
    sqlite = store.database.writer.dialect.name == "sqlite"
    lives = settings(
        max_examples=LIVES if sqlite else max(LIVES // 6, 1),
        stateful_step_count=25,
        deadline=None,
        derandomize=LIVES == FEW,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],  # shrinking takes minutes
    )
    run_state_machine_as_test(type("LivesHere", (Lives,), {"store": store}), settings=lives)
