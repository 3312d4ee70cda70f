"""Keeping values for adapters: each call is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from bot.storage import keeping
from bot.study.work import reads, writes


@reads
def value(tx: Connection, name: str) -> str:
    """Return a plain value, an empty text if it was never put."""
    return keeping.value(tx, name)


@writes
def put_value(tx: Connection, name: str, new: str) -> None:
    """Keep a plain value in place of what was there."""
    keeping.put_value(tx, name, new)


@reads
def sealed(tx: Connection, name: str) -> str | None:
    """Return a sealed value, None if there is none."""
    return keeping.sealed(tx, name)


@writes
def put_sealed(tx: Connection, name: str, new: str) -> None:
    """Keep a sealed value in place of what was there."""
    keeping.put_sealed(tx, name, new)


@writes
def delete_sealed(tx: Connection, name: str) -> None:
    """Delete a sealed value, if there is one."""
    keeping.delete_sealed(tx, name)


@reads
def sealed_names(tx: Connection, prefix: str) -> Sequence[str]:
    """Return the names of all sealed values that begin with `prefix`, in order."""
    return keeping.sealed_names(tx, prefix)


@writes
def seal_anew(tx: Connection, seal: Callable[[str], str]) -> int:
    """Put every sealed value through `seal` and return how many there were."""
    names = keeping.sealed_names(tx, "")
    for name in names:
        old = keeping.sealed(tx, name)
        if old is not None:
            keeping.put_sealed(tx, name, seal(old))
    return len(names)
