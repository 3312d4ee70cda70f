"""Dividing a number of things by shares."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def apportion(n: int, shares: Mapping[str, int], most: Mapping[str, int]) -> dict[str, int]:
    """Return how many of `n` things each name gets: by largest remainder of its share, but none more than its `most`.

    What a name can't take is divided among the others in the same way; where all are full, fewer than `n` are given.
    Of equal remainders the larger share is served first, then the earlier name. Names without a share get something
    only when all others are full.
    """
    given = dict.fromkeys(shares, 0)
    left = n
    for group in ([name for name in shares if shares[name]], [name for name in shares if not shares[name]]):
        while left and (free := [name for name in group if given[name] < most.get(name, 0)]):
            for name, more in _by_remainder(left, {name: shares[name] or 1 for name in free}).items():
                taken = min(more, most.get(name, 0) - given[name])
                given[name] += taken
                left -= taken
    return given


def _by_remainder(n: int, shares: Mapping[str, int]) -> dict[str, int]:
    whole = sum(shares.values())
    exact = {name: Fraction(n * share, whole) for name, share in shares.items()}
    given = {name: int(quota) for name, quota in exact.items()}
    in_turn = sorted(exact, key=lambda name: (given[name] - exact[name], -shares[name]))
    for name in in_turn[: n - sum(given.values())]:
        given[name] += 1
    return given
