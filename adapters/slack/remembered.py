"""What Slack told us a moment ago, so that it need not be asked at every click."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import Generic, TypeVar

from bot.clock import Clock

Value = TypeVar("Value")
_MOST = 5_000


class Remembered(Generic[Value]):
    """Values by a key of names, each for a while; the one longest unused goes first when there are too many."""

    def __init__(self, clock: Clock, keep: timedelta, most: int = _MOST) -> None:
        self._clock = clock
        self._keep = keep
        self._most = most
        self._values: OrderedDict[tuple[str, ...], tuple[float, Value]] = OrderedDict()

    def get(self, *key: str) -> Value | None:
        """Return what was put under a key, or None if there is nothing that is fresh."""
        found = self._values.get(key)
        if found is None:
            return None
        if self._clock().timestamp() - found[0] > self._keep.total_seconds():
            del self._values[key]
            return None
        self._values.move_to_end(key)
        return found[1]

    def put(self, value: Value, *key: str) -> Value:
        """Remember a value and return it."""
        self._values[key] = (self._clock().timestamp(), value)
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
        return value

    def forget(self, first: str) -> None:
        """Forget everything whose key begins with a name: a workspace's id."""
        for key in [key for key in self._values if key[0] == first]:
            del self._values[key]
