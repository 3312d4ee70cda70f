"""A person's wishes and data: names, direct messages, what is stored, its export and its deletion."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import Table, event

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.group import Group
from bot.model.posting import Daily
from bot.storage.tables import groups, metadata, notices, people, postings
from bot.study.answers import answer, my_answer
from bot.study.boards import leaderboard
from bot.study.due import create_due
from bot.study.privacy import delete, export, mute, show_name, wishes
from bot.study.sending import Claim, claim, fail, look_up_at, release_missing
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.filled import fill
from tests.support.given import give
from tests.support.quiz import begin
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, actor, ask, make_group, open_daily, reveal, right, send_all, wrong

ADA, BOB, OWNER = actor("ada"), actor("bob"), actor("owner")
ROUNDS = 8


def about_people() -> list[tuple[Table, str]]:
    """Return every column that refers to a person."""
    return [
        (table, key.parent.name)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is people
    ]


def owe_the_owner_a_notice(store: Store, clock: Clock) -> Group:
    """Return a group whose first question failed for good, which its owner is to be told."""
    group = make_group(store)
    clock.now = group.next_daily_at
    store.write(create_due, BANKS, clock())
    for one in store.write(claim, "w", [ADAPTER], clock()):
        store.write(fail, one, "channel-gone", clock())
    return group


def claimed(store: Store, clock: Clock) -> Sequence[Claim]:
    return store.write(claim, f"{clock()}", [ADAPTER], clock())


def test_nothing_is_stored_before_the_first_answer(store: Store, clock: Clock) -> None:
    group = make_group(store)
    assert store.read(wishes, ADA, group.id) is None
    with pytest.raises(Refused, match="nothing-stored"):
        store.read(export, ADA)
    with pytest.raises(Refused, match="nothing-stored"):
        store.write(delete, ADA)


def test_what_is_stored_is_counted(store: Store, clock: Clock) -> None:
    first, second = make_group(store), make_group(store, "random")
    for group in (first, first, second):
        store.write(give, ADA, group, clock())
    begin(store, clock)
    found = store.read(wishes, ADA, first.id)
    assert found is not None
    assert (found.answers, found.groups, found.quizzes, found.since) == (3, 2, 1, clock())
    assert (found.muted, found.name_shown) == (False, True)


def test_a_wish_about_a_name_is_of_one_group_and_may_be_taken_back(store: Store, clock: Clock) -> None:
    here, there = make_group(store), make_group(store, "random")
    for group in (here, there):
        store.write(give, ADA, group, clock())

    def shown(group: Group) -> bool | None:
        found = store.read(wishes, ADA, group.id)
        return found.name_shown if found else None

    store.write(show_name, ADA, here.id, shown=False)
    assert (shown(here), shown(there)) == (False, True)
    store.write(give, ADA, here, clock())  # the next answer leaves the wish alone
    assert shown(here) is False
    store.write(show_name, ADA, here.id, shown=True)
    assert shown(here) is True


def test_a_wish_about_a_name_is_for_members(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(give, BOB, group, clock())
    for who in (ADA, OWNER, actor("bob", realm="r2")):
        with pytest.raises(Refused, match="not-a-member"):
            store.write(show_name, who, group.id, shown=False)
    found = store.read(wishes, OWNER, group.id)
    assert found is not None
    assert found.name_shown is None


def test_who_was_first_stays_unnamed_in_the_reveal_if_they_wish(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    outcome = store.write(answer, ADA, daily.posting, right(daily), clock())
    store.write(show_name, ADA, daily.group, shown=False)
    board = store.read(leaderboard, BOB, daily.group, "week", None, clock())
    assert [(row.name, row.points) for row in board.rows] == [("", outcome.points)]


def test_a_muted_person_gets_no_notice_and_it_is_recorded_why(store: Store, clock: Clock) -> None:
    owe_the_owner_a_notice(store, clock)
    store.write(mute, OWNER, muted=True, now=clock())
    assert not claimed(store, clock)
    (notice,) = store.rows(notices)
    assert (notice.state, notice.reason) == ("skipped", "muted")
    store.write(mute, OWNER, muted=False, now=clock())
    assert not claimed(store, clock)  # what was skipped stays so


def test_whoever_takes_messages_again_gets_the_next_notice(store: Store, clock: Clock) -> None:
    store.write(mute, OWNER, muted=True, now=clock())
    store.write(mute, OWNER, muted=False, now=clock())
    owe_the_owner_a_notice(store, clock)
    assert [one.user for one in claimed(store, clock)] == ["owner"]


def test_a_notice_under_way_is_looked_up_and_not_sent_again_after_muting(store: Store, clock: Clock) -> None:
    owe_the_owner_a_notice(store, clock)
    (one,) = claimed(store, clock)
    store.write(look_up_at, one, clock.advance(minutes=1), "timeout")
    store.write(mute, OWNER, muted=True, now=clock())
    (again,) = claimed(store, clock)
    assert again.look_up  # it may be there, and is then recorded as sent
    store.write(release_missing, again, clock())
    assert not claimed(store, clock)
    assert [row.reason for row in store.rows(notices)] == ["muted"]


def test_a_muted_members_group_is_still_asked(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(mute, OWNER, muted=True, now=clock())
    assert ask(store, clock, group).group == group.id


async def test_the_export_holds_everything_about_a_person_and_nobody_else(store: Store, clock: Clock) -> None:
    await fill(store)
    stored = store.read(export, ADA)
    document = json.dumps(stored, ensure_ascii=False)
    assert json.loads(document) == stored
    for table, column in about_people():
        named = "groups_set_up" if table is groups else table.name
        assert len(stored[named]) == store.count(table, table.c[column] == stored["person"]["id"]), named
    assert (len(stored["attempts"]), stored["person"]["name"]) == (1, "Ada")
    assert "Bob" not in document
    assert len(store.read(export, OWNER)["groups_set_up"]) == 2
    assert len(store.read(export, OWNER)["notices"]) == 1


def test_the_export_tells_a_quizs_questions_but_no_key(store: Store, clock: Clock) -> None:
    make_group(store)
    quiz = begin(store, clock)
    stored = store.read(export, ADA)
    assert stored["quizzes"][0]["questions"] == [posed.question.id for posed in quiz.items]
    assert "correct" not in json.dumps(stored)


@pytest.mark.parametrize("who", [ADA, OWNER])
async def test_a_deletion_leaves_no_row_about_a_person(store: Store, who: Actor) -> None:
    await fill(store)
    person = store.read(export, who)["person"]["id"]
    others = {table.name: store.count(table, table.c[column] != person) for table, column in about_people()}
    store.write(delete, who)
    for table, column in about_people():
        assert store.count(table, table.c[column] == person) == 0
        assert store.count(table, table.c[column] != person) == others[table.name]
    assert store.count(people, people.c.id == person) == 0
    assert store.count(groups) == 2
    assert_all_adds_up(store)


def test_boards_and_open_counts_follow_a_deletion(store: Store, clock: Clock) -> None:
    group = make_group(store)
    closed = ask(store, clock, group)
    for who in (ADA, BOB):
        store.write(answer, who, closed.posting, right(closed), clock())
    reveal(store, clock, closed)
    send_all(store, clock())
    open_one = store.read(open_daily, group.id)
    assert open_one is not None
    store.write(answer, ADA, open_one.posting, right(open_one), clock())
    store.write(delete, ADA)
    board = store.read(leaderboard, BOB, group.id, "all", None, clock())
    assert [(row.name, row.place) for row in board.rows] == [("Bob", 1)]
    rows = {row.id: (row.answers, row.count_dirty) for row in store.rows(postings, postings.c.kind == "daily")}
    assert rows[open_one.posting] == (0, True)  # shown anew
    assert rows[closed.posting][0] == 1
    assert_all_adds_up(store)


def test_an_answer_after_a_deletion_begins_anew(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    store.write(answer, ADA, daily.posting, wrong(daily), clock())
    store.write(delete, ADA)
    with pytest.raises(Refused, match="not-answered"):
        store.read(my_answer, ADA, daily.posting)
    outcome = store.write(answer, ADA, daily.posting, right(daily), clock())
    assert (outcome.repeated, outcome.points, outcome.members) == (False, 1, 1)
    found = store.read(wishes, ADA, daily.group)
    assert found is not None
    assert found.answers == 1
    assert_all_adds_up(store)


def test_a_group_outlives_the_data_of_who_set_it_up(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(delete, OWNER)
    assert ask(store, clock, group).group == group.id
    clock.advance(days=1)
    store.write(create_due, BANKS, clock())
    for one in claimed(store, clock):
        store.write(fail, one, "channel-gone", clock())
    assert store.count(groups, groups.c.paused_at.is_not(None), groups.c.owner_id.is_(None)) == 1
    assert store.count(notices) == 0  # nobody is left to be told


def test_answers_and_deletions_at_once_leave_all_or_nothing(store: Store, clock: Clock) -> None:
    group = make_group(store)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(ROUNDS):
            daily = ask(store, clock, group)
            store.write(give, ADA, group, clock())
            together = Barrier(4)
            done = [pool.submit(_answered, store, together, daily, clock()) for _ in range(2)]
            done += [pool.submit(_deleted, store, together) for _ in range(2)]
            assert all(each.result() for each in done)
            assert_all_adds_up(store)


def _answered(store: Store, together: Barrier, daily: Daily, now: datetime) -> bool:
    together.wait()
    return store.write(answer, ADA, daily.posting, right(daily), now).correct


def _deleted(store: Store, together: Barrier) -> bool:
    together.wait()
    try:
        store.write(delete, ADA)
    except Refused as refused:
        return refused.code == "nothing-stored"
    return True


@pytest.mark.postgres
def test_an_answer_of_somebody_deleted_beside_it_begins_anew(postgres_url: str, clock: Clock) -> None:
    with opened(postgres_url) as database:
        store = Store(database)
        daily = ask(store, clock, make_group(store))
        store.write(give, ADA, make_group(store, "random", now=clock()), clock())
        left = ["once"]

        @event.listens_for(database.writer, "before_cursor_execute")
        def deletes(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if left and "FROM people" in statement and "FOR UPDATE" in statement:  # known, and about to be locked
                left.clear()
                store.write(delete, ADA)

        assert store.write(answer, ADA, daily.posting, right(daily), clock()).points == 1
        assert len(store.read(export, ADA)["attempts"]) == 1
        assert_all_adds_up(store)
