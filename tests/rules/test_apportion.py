"""Dividing by largest remainder: exact, within one of every share, and never more than there is."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.apportion import apportion

NAMES = st.sampled_from("abcdef")
SHARES = st.dictionaries(NAMES, st.integers(0, 50), min_size=1)
PLENTY = dict.fromkeys("abcdef", 10_000)


@given(SHARES, st.integers(0, 300))
def test_all_is_given_and_nobody_is_a_whole_one_from_their_share(shares: dict[str, int], n: int) -> None:
    given_ = apportion(n, shares, PLENTY)
    assert sum(given_.values()) == n
    whole = sum(shares.values())
    if whole:
        assert all(abs(given_[name] - Fraction(n * share, whole)) < 1 for name, share in shares.items())


@given(SHARES, st.integers(0, 300), st.dictionaries(NAMES, st.integers(0, 60)))
def test_nobody_gets_more_than_there_is_and_what_is_left_goes_to_others(
    shares: dict[str, int], n: int, most: dict[str, int]
) -> None:
    given_ = apportion(n, shares, most)
    assert all(0 <= given_[name] <= most.get(name, 0) for name in shares)
    assert sum(given_.values()) == min(n, sum(most.get(name, 0) for name in shares))


def test_the_real_exam_is_divided_as_the_guide_weighs_it() -> None:
    weights = {"a": 32, "b": 26, "c": 24, "d": 18}
    assert apportion(65, weights, PLENTY) == {"a": 21, "b": 17, "c": 15, "d": 12}  # of 20.8, 16.9, 15.6, 11.7


def test_equal_remainders_go_to_the_larger_share_then_to_the_earlier_name() -> None:
    assert apportion(2, {"a": 1, "b": 1, "c": 1}, PLENTY) == {"a": 1, "b": 1, "c": 0}
    assert apportion(2, {"a": 1, "b": 3}, PLENTY) == {"a": 0, "b": 2}


def test_names_without_a_share_get_something_only_when_the_others_are_full() -> None:
    assert apportion(3, {"a": 1, "b": 0}, PLENTY) == {"a": 3, "b": 0}
    assert apportion(3, {"a": 1, "b": 0}, {"a": 2, "b": 5}) == {"a": 2, "b": 1}
