"""A page to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reference:
    """A page that states the deciding fact: `evidence` is `stored` or `recalled`, `checked` the day it was read."""

    url: str
    title: str
    evidence: str
    checked: date
