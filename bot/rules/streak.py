"""How many of a group's questions in a row a person answered before their reveal, right or wrong.

Counted in questions, not days: a day on which nothing was posted breaks nobody's streak.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, takewhile


def streak(answered: Sequence[bool], newest_open: bool) -> int:
    """Return the length of the running streak.

    `answered` has one entry per question posted to the group, newest first: answered before its reveal? The newest
    breaks nothing while it is open (`newest_open`), and counts as soon as it is answered.
    """
    waiting = newest_open and bool(answered) and not answered[0]
    return sum(takewhile(bool, answered[1:] if waiting else answered))


def best_streak(answered: Sequence[bool]) -> int:
    """Return the length of the longest streak there ever was, 0 if none; `answered` as in `streak`."""
    return max((sum(run) for yes, run in groupby(answered) if yes), default=0)
