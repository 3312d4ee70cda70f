"""The order of a board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.ranking import Standing, place_of, rank

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
moments = st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours))
rows = st.lists(
    st.builds(
        lambda person, points, wrong, last: Standing(person, "", points, points + wrong, points, last),
        st.integers(1, 99),
        st.integers(0, 3),
        st.integers(0, 2),
        st.none() | moments,
    ),
    unique_by=lambda row: row.person,
    max_size=12,
)


def row(person: int, points: int, wrong: int = 0, hours: int | None = 0) -> Standing:
    last = None if hours is None else NOON + timedelta(hours=hours)
    return Standing(person, f"person {person}", points, points + wrong, points, last)


def test_points_come_first_then_fewer_wrong_then_the_earlier_point_then_the_person() -> None:
    board = rank(
        [row(1, 2, hours=5), row(2, 3, wrong=1), row(3, 2, hours=4), row(4, 3), row(6, 0, hours=None), row(5, 3)]
    )
    assert [(ranked.place, ranked.standing.person) for ranked in board] == [
        (1, 4),
        (1, 5),
        (1, 2),
        (4, 3),
        (4, 1),
        (6, 6),
    ]


def test_a_moment_counts_whatever_zone_it_is_told_in() -> None:
    earlier = Standing(2, "", 1, 1, 1, datetime.fromisoformat("2026-01-05T18:00+09:00"))
    assert rank([row(1, 1), earlier])[0].standing is earlier


@given(rows)
def test_a_place_is_one_more_than_the_number_of_people_with_more_points(rows: list[Standing]) -> None:
    for one in rows:
        assert place_of(rows, one.person) == 1 + sum(other.points > one.points for other in rows)
    assert [ranked.place for ranked in rank(rows)] == sorted(ranked.place for ranked in rank(rows))


@given(rows, st.integers())
def test_the_order_does_not_depend_on_the_order_of_the_rows(rows: list[Standing], seed: int) -> None:
    mixed = list(rows)
    Random(seed).shuffle(mixed)
    assert rank(mixed) == rank(rows)


def test_who_is_not_on_the_board_has_no_place() -> None:
    assert place_of([row(1, 1)], 2) is None
    assert place_of([], 2) is None
    assert rank([]) == []
