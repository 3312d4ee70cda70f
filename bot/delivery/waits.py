"""How long to wait before another try."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

_FIRST, _LONGEST = 5.0, 600.0  # seconds


def later(now: datetime, tries: int, rng: Random | None = None) -> datetime:
    """Return when to try again after `tries` tries: doubling from 5 s to 10 min, the second half of it by chance."""
    wait = min(_FIRST * 2 ** min(tries - 1, 20), _LONGEST)
    return now + timedelta(seconds=wait * (rng or Random()).uniform(0.5, 1))
