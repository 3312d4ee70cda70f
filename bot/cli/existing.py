"""A database that is looked at as it is: it is not made, and not changed to another version's tables."""

from __future__ import annotations

from bot.errors import ConfigError, StudybotError
from bot.storage.engine import EXAMPLE, SETTING, Database, missing_file, open_database
from bot.storage.migrate import current, require_known, revisions


def open_existing(url: str) -> Database | None:
    """Return the database behind a URL, None where it is not there or empty.

    Raises ConfigError for a database of another version, since reading it would end in a missing table.
    """
    if missing_file(url):
        return None
    database = open_database(url)
    try:
        revision = current(database)
        if revision is not None:
            _require_newest(revision)
            return database
    except StudybotError:
        database.dispose()
        raise
    database.dispose()
    return None


def _require_newest(revision: str) -> None:
    known = revisions()
    require_known(revision, known)
    if revision != known[-1]:
        fault = f"names a database at revision {revision}, not at {known[-1]}: run `studybot db upgrade` first"
        raise ConfigError(SETTING, fault, EXAMPLE)
