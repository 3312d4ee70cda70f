"""Boards: which period an answer belongs to, who stands where, who has moved, and whose name is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.board import Board
from bot.model.group import Group
from bot.storage import groups
from bot.study.boards import leaderboard
from bot.study.privacy import show_name
from bot.study.verify import differences
from bot.study.work import writes
from tests.support.bank import small_question
from tests.support.clock import START, Clock
from tests.support.given import give
from tests.support.recount import assert_all_adds_up
from tests.support.store import Store
from tests.support.world import actor, make_group, schedule

ADA, BOB, EVE = actor("ada"), actor("bob"), actor("eve")


@writes
def set_column(tx: Connection, group: int, name: str, value: bool) -> None:
    groups.change(tx, group, **{name: value})


def board(store: Store, group: Group, now: datetime, period: str = "week", domain: str | None = None) -> Board:
    """Return the board as Ada sees it."""
    return store.read(leaderboard, ADA, group.id, period, domain, now)


def points(shown: Board) -> dict[str, int]:
    return {row.name: row.points for row in shown.rows}


def moved(shown: Board) -> dict[str, int | None]:
    return {row.name: row.moved for row in shown.rows}


def test_an_answer_counts_in_the_week_and_month_of_its_day(store: Store, clock: Clock) -> None:
    group = make_group(store)
    store.write(give, ADA, group, clock())
    store.write(give, BOB, group, clock.advance(days=7))
    store.write(give, EVE, group, later := clock.advance(days=30))
    assert points(board(store, group, later)) == {"Eve": 1}
    assert points(board(store, group, later, "month")) == {"Eve": 1}
    assert points(board(store, group, later, "all")) == {"Ada": 1, "Bob": 1, "Eve": 1}
    assert points(board(store, group, START, "month")) == {"Ada": 1, "Bob": 1}


@pytest.mark.parametrize(
    ("zone", "weeks"),
    [("Asia/Tokyo", ["2026-03-02", "2026-03-09"]), ("America/Los_Angeles", ["2026-03-02", "2026-03-02"])],
)
def test_a_week_begins_at_midnight_of_the_groups_own_zone(store: Store, zone: str, weeks: list[str]) -> None:
    group = make_group(store, plan=schedule(zone=zone))
    before, after = (datetime(2026, 3, 8, hour, 30, tzinfo=UTC) for hour in (14, 15))  # midnight in Tokyo between them
    assert [str(board(store, group, at).starts_on) for at in (before, after)] == weeks
    store.write(give, ADA, group, before)
    store.write(give, BOB, group, after)
    in_the_newer = {"Bob": 1} if weeks[0] != weeks[1] else {"Ada": 1, "Bob": 1}
    assert points(board(store, group, after)) == in_the_newer


def test_equal_points_share_a_place_and_their_order_is_told(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for who, rights in ((ADA, [True]), (BOB, [False, True]), (EVE, [True]), (actor("kim"), [True, True])):
        clock.advance(minutes=1)
        for right in rights:
            store.write(give, who, group, clock(), right)
    shown = [(row.place, row.name, row.points) for row in board(store, group, clock()).rows]
    assert shown == [(1, "Kim", 2), (2, "Ada", 1), (2, "Eve", 1), (2, "Bob", 1)]  # fewer wrong, then earlier
    store.write(give, BOB, group, clock())
    last = [(row.place, row.name) for row in board(store, group, clock()).rows]
    assert last == [(1, "Kim"), (1, "Bob"), (3, "Ada"), (3, "Eve")]


def test_the_week_is_compared_with_the_week_before(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for who in (BOB, BOB, ADA):
        store.write(give, who, group, clock())
    assert moved(board(store, group, clock())) == {"Bob": None, "Ada": None}
    clock.advance(days=7)
    for who in (ADA, ADA, ADA, EVE, EVE, BOB):
        store.write(give, who, group, clock())
    assert moved(board(store, group, clock())) == {"Ada": 1, "Eve": None, "Bob": -2}


@pytest.mark.parametrize("period", ["month", "all"])
def test_longer_boards_are_compared_with_themselves_before_this_week(store: Store, clock: Clock, period: str) -> None:
    group = make_group(store)
    for who in (BOB, BOB, ADA):
        store.write(give, who, group, clock())
    clock.advance(days=7)
    for who in (ADA, ADA, EVE):
        store.write(give, who, group, clock())
    assert moved(board(store, group, clock(), period)) == {"Ada": 1, "Bob": -1, "Eve": None}


def test_a_month_that_began_within_the_week_has_nothing_to_compare(store: Store) -> None:
    group, wednesday = make_group(store), datetime(2026, 4, 1, 9, tzinfo=UTC)
    for at in (datetime(2026, 3, 31, 9, tzinfo=UTC), wednesday):
        store.write(give, ADA, group, at)
    assert moved(board(store, group, wednesday, "month")) == {"Ada": None}


def test_a_domains_board_counts_that_domain_alone(store: Store, clock: Clock) -> None:
    group = make_group(store)
    for who, domain in ((ADA, 1), (ADA, 1), (BOB, 1), (BOB, 2), (BOB, 2)):
        store.write(give, who, group, clock(), domain=domain)
    assert points(board(store, group, clock())) == {"Bob": 3, "Ada": 2}
    assert points(board(store, group, clock(), domain="1")) == {"Ada": 2, "Bob": 1}
    assert points(board(store, group, clock(), domain="2")) == {"Bob": 2}
    assert board(store, group, clock(), domain="3").rows == ()


def test_ones_own_line_is_there_at_any_place_and_only_for_members(store: Store, clock: Clock) -> None:
    group = make_group(store)
    assert board(store, group, clock()).mine is None
    for number in range(14):
        store.write(give, actor(f"u{number}"), group, clock())
    assert board(store, group, clock()).mine is None
    store.write(give, ADA, group, clock(), False)
    mine = board(store, group, clock()).mine
    assert mine is not None
    assert (mine.place, mine.name, mine.points, mine.answers) == (15, "Ada", 0, 1)


def test_a_name_is_left_out_where_its_owner_or_the_group_wishes_so(store: Store, clock: Clock) -> None:
    group, other = make_group(store), make_group(store, "random")
    for here in (group, other):
        for who in (ADA, BOB):
            store.write(give, who, here, clock())
    store.write(show_name, BOB, group.id, shown=False)
    assert [row.name for row in board(store, group, clock()).rows] == ["Ada", ""]
    assert [row.name for row in board(store, other, clock()).rows] == ["Ada", "Bob"]
    store.write(set_column, other.id, "show_names", value=False)
    assert [row.name for row in board(store, other, clock()).rows] == ["", ""]
    mine = board(store, other, clock()).mine
    assert mine is not None
    assert mine.place == 1


def test_a_board_shows_its_own_groups_members_and_points_alone(store: Store, clock: Clock) -> None:
    group, other = make_group(store), make_group(store, "general", "w2")
    store.write(give, ADA, group, clock())
    store.write(give, actor("ada", "w2"), other, clock(), False)
    store.write(give, actor("bob", "w2"), other, clock())
    assert points(board(store, group, clock())) == {"Ada": 1}
    assert points(board(store, other, clock())) == {"Bob": 1, "Ada": 0}


def test_quizzes_count_where_the_group_wishes_and_a_question_once(store: Store, clock: Clock) -> None:
    group, question = make_group(store), small_question(1, 1)
    store.write(give, ADA, group, clock(), source="quiz")
    assert board(store, group, clock()).rows == ()
    store.write(set_column, group.id, "quiz_counts", value=True)
    counting = store.read(leaderboard, ADA, group.id, "week", None, clock()).group
    for number in (1, 2):
        store.write(give, ADA, counting, clock(), source="quiz", source_id=number, question=question)
    store.write(give, ADA, counting, clock(), source="daily", question=question)
    assert points(board(store, group, clock())) == {"Ada": 1}


def test_whatever_is_answered_when_and_where_the_boards_equal_a_recount(store: Store, clock: Clock) -> None:
    rng, all_groups = Random(7), [make_group(store, name) for name in ("general", "random")]
    questions = [small_question(domain, number) for domain in (1, 2, 3) for number in range(6)]
    for number in range(60):
        here = Group(**{**vars(rng.choice(all_groups)), "quiz_counts": rng.random() < 0.5})
        said = {"source": rng.choice(["daily", "quiz", "quiz"]), "source_id": number, "question": rng.choice(questions)}
        now = clock.advance(hours=rng.choice([0, 1, 30]))
        store.write(give, rng.choice([ADA, BOB, EVE]), here, now, rng.random() < 0.6, **said)  # type: ignore[arg-type]
    assert_all_adds_up(store)
    assert [store.read(differences, group.id) for group in all_groups] == [[], []]


def test_there_is_no_board_of_a_group_that_is_gone(store: Store, clock: Clock) -> None:
    with pytest.raises(Refused, match="no-group"):
        store.read(leaderboard, ADA, 999, "week", None, clock())
