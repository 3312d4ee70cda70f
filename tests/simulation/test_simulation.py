"""Small simulations: sound with and without faults, the same for the same seed, and with no trace left."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest

from bot.simulation.platform import Platform
from bot.simulation.remains import clear
from bot.simulation.run import Plan, Simulation
from bot.simulation.verdict import Verdict
from bot.storage.engine import Database
from bot.storage.tables import metadata
from tests.support.bank import small_bank
from tests.support.databases import opened
from tests.support.store import Store


def silent(what: str, part: float) -> None:
    pass


def simulated(database: Database, plan: Plan) -> tuple[Simulation, Verdict]:
    simulation = Simulation(plan, database, small_bank(40), silent)
    return simulation, simulation.run()


def seen(platform: Platform) -> list[tuple[str, str, str]]:
    """Return what a platform received."""
    return [
        (channel, message.kind, message.at.isoformat())
        for (_, channel), messages in platform.channels.items()
        for message in messages
    ]


def test_groups_get_everything_once_and_in_time(store: Store) -> None:
    simulation, verdict = simulated(store.database, Plan(groups=10, days=2))
    assert verdict.sound
    assert len(verdict.late["question"]) >= 10
    assert max(verdict.late["question"] + verdict.late["reveal"]) < 20
    assert {group.adapter for group in simulation.groups} == {"counted", "paced"}
    clear(store.database)
    assert [table.name for table in metadata.sorted_tables if store.count(table)] == []


def test_the_same_seed_gives_the_same_course(sqlite_url: str, store: Store) -> None:
    courses = []
    for seed in (4, 4, 5):
        simulation, _ = simulated(store.database, Plan(groups=6, days=1, seed=seed))
        courses.append([seen(platform) for platform in simulation.platforms.values()])
        clear(store.database)
    assert courses[0] == courses[1] != courses[2]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_lost_calls_crashes_and_outages_double_nothing_and_lose_nothing(store: Store, seed: int) -> None:
    simulation, verdict = simulated(store.database, Plan(groups=12, days=3, faults=True, seed=seed))
    assert (verdict.doubles, verdict.misses) == ([], [])
    assert simulation.faults.struck
    assert simulation.crashes


@pytest.mark.parametrize("seed", range(5))
def test_however_few_the_calls_some_end_their_worker(store: Store, seed: int) -> None:
    simulation, verdict = simulated(store.database, Plan(groups=2, days=1, faults=True, seed=seed))
    assert verdict.sound
    assert simulation.crashes


def test_progress_goes_on_while_many_are_due_together(sqlite_url: str) -> None:
    sent: list[int] = [0]

    def hear(what: str, _part: float) -> None:
        if what == "living":
            sent.append(sum(len(seen(platform)) for platform in simulation.platforms.values()))

    with opened(sqlite_url) as database:
        simulation = Simulation(Plan(groups=120, days=1, together=time(12)), database, small_bank(40), hear)
        simulation.run()
    assert sent[-1] == 240
    assert max(after - before for before, after in pairwise(sent)) < 60


def test_many_due_together_are_sent_as_fast_as_the_limits_allow(store: Store) -> None:
    _, verdict = simulated(store.database, Plan(groups=60, days=1, together=time(12)))
    assert verdict.sound
    assert max(verdict.late["question"]) < 15
