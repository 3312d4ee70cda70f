"""A PostgreSQL connection that does not wait for ever for a server that has fallen silent."""

from __future__ import annotations

from time import monotonic
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen

T = TypeVar("T")


class BoundedConnection(Connection[Any]):
    """A connection that takes a server for lost which answers nothing for `patience` seconds (None: waits for ever).

    The server itself ends a long statement, and the system gives up on a host that acknowledges nothing. Neither helps
    against a host that is frozen, or a proxy that takes everything and passes nothing on: acknowledgements go on
    coming, and nobody could end the thread that waits.
    """

    patience: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Return what an exchange brings, as psycopg does; raise OperationalError, and close, when patience ends."""
        began, patience = monotonic(), self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval, patience)
        except OperationalError as error:
            if self.closed or patience is None or monotonic() < began + patience:
                raise
            self.pgconn.finish()  # an answer that comes later would be taken for that to the next question
            raise OperationalError(f"the server has answered nothing for {patience:g} seconds") from error
