"""The time control's offset: how far the local page's clock runs ahead of the real one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage import installation
from bot.study.work import reads, writes

_NAME = "time_offset"


@reads
def kept_offset(tx: Connection) -> int:
    """Return the kept offset in seconds; 0 on a database that never left real time."""
    return installation.get(tx, _NAME)


@reads
def moved(tx: Connection, real: datetime) -> datetime:
    """Return which moment it is for this database when it is `real` everywhere else: others than the service ask so."""
    return real + timedelta(seconds=installation.get(tx, _NAME))


@writes
def keep_offset(tx: Connection, seconds: int) -> None:
    """Keep the offset in seconds."""
    installation.put(tx, _NAME, seconds)
