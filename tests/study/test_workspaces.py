"""Workspaces that remove the app: their groups pause, wait, and go."""

from __future__ import annotations

from datetime import timedelta

from bot.storage.tables import attempts, groups, people, workspaces
from bot.study.answers import answer
from bot.study.groups import group_by_id
from bot.study.pausing import pause
from bot.study.workspaces import is_away, purge, workspace_back, workspace_gone
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import ADAPTER, actor, ask, make_group, right

DAY = timedelta(days=1)


def test_groups_pause_when_the_app_is_removed_and_go_on_when_it_is_back(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for _ in range(2):
        store.write(workspace_gone, ADAPTER, "w1", clock())
    paused = store.read(group_by_id, group.id)
    assert paused is not None
    assert (paused.paused_at, paused.pause_reason) == (clock(), "workspace-gone")
    clock.now += 3 * DAY
    assert store.read(is_away, ADAPTER, "w1")
    store.write(workspace_back, ADAPTER, "w1", clock())
    back = store.read(group_by_id, group.id)
    assert back is not None
    assert back.paused_at is None
    assert clock() < back.next_daily_at <= clock() + DAY
    assert not store.read(is_away, ADAPTER, "w1")


def test_a_group_that_its_owner_paused_stays_paused(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(pause, group.id, clock())
    store.write(workspace_gone, ADAPTER, "w1", clock())
    store.write(workspace_back, ADAPTER, "w1", clock())
    found = store.read(group_by_id, group.id)
    assert found is not None
    assert found.pause_reason == "owner"


def test_what_a_workspace_left_goes_when_it_was_kept_long_enough(store: Store, clock: Clock) -> None:
    group = make_group(store)
    other = make_group(store, workspace="w2")
    for one in (group, other):
        daily = ask(store, clock, one)
        store.write(answer, actor("ada", one.workspace), daily.posting, right(daily), clock())
    gone = clock()
    store.write(workspace_gone, ADAPTER, "w1", gone)
    assert store.write(purge, gone) == 0
    assert store.write(purge, gone + timedelta(seconds=1)) == 1
    assert (store.count(workspaces), store.count(groups)) == (1, 1)
    assert store.count(people) > 0  # they are the other workspace's too
    assert store.read(group_by_id, other.id) is not None


def test_people_go_with_the_last_workspace_of_their_realm(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    store.write(answer, actor("ada"), daily.posting, right(daily), clock())
    store.write(workspace_gone, ADAPTER, "w1", clock())
    store.write(purge, clock() + DAY)
    assert [store.count(table) for table in (workspaces, groups, people, attempts)] == [0, 0, 0, 0]


def test_a_workspace_that_nobody_knows_changes_nothing(store: Store, clock: Clock) -> None:
    store.write(workspace_gone, ADAPTER, "nowhere", clock())
    store.write(workspace_back, ADAPTER, "nowhere", clock())
    assert not store.read(is_away, ADAPTER, "nowhere")
    assert store.count(workspaces) == 0
