"""A study group at work, on each database."""

from __future__ import annotations

import pytest

from tests.delivery.stand import Stand, stand
from tests.support.clock import Clock
from tests.support.store import Store


@pytest.fixture
def here(store: Store, clock: Clock) -> Stand:
    """A group whose answers are shown with the next question."""
    return stand(store, clock)


@pytest.fixture
def hourly(store: Store, clock: Clock) -> Stand:
    """A group whose answers are shown four hours after the question."""
    return stand(store, clock, reveal_hours=4)
