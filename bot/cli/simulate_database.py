"""Where a simulation takes place, what a killed one left there, and what its next start says of it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.chat.port import Finding
from bot.config import Settings
from bot.errors import ConfigError, StudybotError
from bot.simulation.remains import clear, held
from bot.storage.alone import alone
from bot.storage.engine import EXAMPLE, SETTING, Database, missing_file, open_database
from bot.storage.migrate import upgrade
from bot.storage.throwaway import open_throwaway

LOCK = 0x51309A7E  # any number, the same in every version of this program
_MEND = "studybot simulate --groups 1 --days 1"


@contextmanager
def lend_database(url: str) -> Iterator[Database]:
    """Lend the configured database if it holds no group, and delete what is made up there; else a temporary one.

    What a killed simulation left is deleted first. Says on stdout which database it is.
    """
    configured = open_database(url)
    try:
        with alone(configured, LOCK) as ours:
            if ours:
                _clear_remains(configured)
            if not (why := _taken(configured, ours)):
                _say(f"{configured.name}, which holds no group; what is made up in it is deleted at the end")
                with _cleared(configured):
                    upgrade(configured)
                    yield configured
                return
    finally:
        configured.dispose()
    _say(f"a temporary one, for {why}")
    with _temporary() as database:
        yield database


def refuse_remains(settings: Settings) -> None:
    """Raise ConfigError for a database with made-up groups: a service would serve them for ever."""
    if number := _made_up(settings.database_url):
        fault = f"names a database with {_groups(number)}: `{_MEND}` deletes them, and touches nothing else"
        raise ConfigError(SETTING, fault, EXAMPLE)


def find_remains(settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong if there are made-up groups; what else is wrong with the database is others' to find."""
    try:
        number = _made_up(settings.database_url)
    except StudybotError:
        return
    if number:
        yield Finding(False, f"database: {_groups(number)}, which `studybot run` refuses", _MEND)


def _made_up(url: str) -> int:
    if missing_file(url):
        return 0
    database = open_database(url)
    try:
        return held(database).made_up
    finally:
        database.dispose()


def _groups(number: int) -> str:
    return f"{number} made-up groups of `studybot simulate`, which was killed or is under way"


def _clear_remains(configured: Database) -> None:
    if number := held(configured).made_up:
        _say(f"{number} made-up groups are deleted first: a simulation in {configured.name} was killed")
        clear(configured)


def _taken(configured: Database, ours: bool) -> str:
    if not ours:
        return f"another simulation is under way where {configured.name} is"
    return f"{configured.name} holds groups" if held(configured).real else ""


@contextmanager
def _cleared(configured: Database) -> Iterator[None]:
    ending = ""
    try:
        yield
    except KeyboardInterrupt:
        _tell("interrupted; deleting the made-up groups…")
        ending = f"{configured.name} holds none of the made-up groups any more"
        raise
    finally:
        clear(configured)
        if ending:
            _tell(ending)


@contextmanager
def _temporary() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="studybot-") as folder:
        database = open_throwaway(f"sqlite:///{Path(folder) / 'simulation.db'}")
        try:
            upgrade(database)
            yield database
        except KeyboardInterrupt:
            _tell("interrupted; the temporary database is deleted")
            raise
        finally:
            database.dispose()


def _say(what: str) -> None:
    print(f"database   {what}", flush=True)


def _tell(what: str) -> None:
    """Say on stderr what is no result, on a terminal below the bar that is still there."""
    print("\n" if sys.stderr.isatty() else "", f"studybot: {what}", sep="", file=sys.stderr, flush=True)
