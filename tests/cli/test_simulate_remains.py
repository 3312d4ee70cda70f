"""`studybot simulate` leaves nothing: stopped it cleans up, and what a killed one left is known, told, and cleared."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from bot.cli.main import FAULTY, INTERRUPTED, WELL, WRONG_SETTING, main
from bot.cli.simulate_database import LOCK
from bot.cli.stopping import TERMINATED
from bot.simulation.groups import invent, owner_of
from bot.simulation.limits import PLATFORMS
from bot.storage.alone import alone
from bot.storage.tables import groups, metadata, workspaces
from bot.study.groups import set_up
from bot.study.many import set_up_many
from tests.support.clock import START
from tests.support.filled import fill
from tests.support.store import Store
from tests.support.world import actor, make_group, place, schedule

Said = pytest.CaptureFixture[str]
MADE_UP = 6
SMALL = ["simulate", "--groups", "2", "--days", "1"]
LONG = ["simulate", "--groups", "40", "--days", "30"]
BEGIN, END = datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The configured database, with its tables and without rows."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", database_url)
    return database_url


def leave_remains(store: Store) -> None:
    """Put into the database what a killed simulation would have left."""
    made = invent(MADE_UP, tuple(PLATFORMS), BEGIN, END, Random(1))
    store.write(set_up_many, [owner_of(group) for group in made], "dva-c02", BEGIN)


def everything(store: Store) -> dict[str, list[Any]]:
    """Return every row of every table."""
    return {table.name: store.rows(table) for table in metadata.sorted_tables}


@contextmanager
def living(trap: str = "") -> Iterator[subprocess.Popen[str]]:
    """Run a long simulation in a process of its own, and go on once its groups live."""
    command = ["sh", "-c", f'{trap}exec "$@"', "sh", sys.executable, "-m", "bot.cli.main", *LONG]
    with subprocess.Popen(
        command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said: list[str] = []
        while not any("living" in line for line in said):
            said.append(process.stderr.readline())
            assert said[-1], said
        yield process
        process.kill()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "trap", "code"),
    [
        (signal.SIGINT, "", INTERRUPTED),
        (signal.SIGTERM, "", TERMINATED),
        (signal.SIGTERM, "trap '' INT; ", TERMINATED),  # as in the background of a script
    ],
    ids=["ctrl-c", "sigterm", "sigterm-in-the-background"],
)
def test_stopped_it_deletes_what_it_made_up_and_says_so(
    store: Store, number: signal.Signals, trap: str, code: int
) -> None:
    with living(trap) as process:
        assert store.count(groups) > 0
        process.send_signal(number)
        out, err = process.communicate()
    assert process.returncode == code
    assert "interrupted; deleting the made-up groups" in err
    assert "holds none of the made-up groups any more" in err
    assert "Traceback" not in err
    assert "doubles" not in out
    assert [name for name, rows in everything(store).items() if rows] == []


@pytest.mark.slow
def test_what_a_killed_one_left_is_deleted_by_the_next_which_uses_the_database_again(
    store: Store, capsys: Said
) -> None:
    with living() as process:
        process.kill()
        process.wait()
    left = store.count(groups)
    assert left > 0
    assert main(SMALL) == WELL
    said = capsys.readouterr().out
    assert f"{left} made-up groups are deleted first" in said
    assert "which holds no group" in said
    assert [name for name, rows in everything(store).items() if rows] == []


def test_of_real_groups_beside_remains_no_row_is_touched(store: Store, capsys: Said) -> None:
    asyncio.run(fill(store))
    shared = next(iter(PLATFORMS)) + "/w0"
    # No platform names its people so; if one did, they would not be made up.
    store.write(set_up, actor("owner", "w0", realm=shared), place("c0", "w0"), "dva-c02", schedule(), START)
    before = everything(store)
    leave_remains(store)
    assert main(SMALL) == WELL
    said = capsys.readouterr().out
    assert f"{MADE_UP} made-up groups are deleted first" in said
    assert "a temporary one, for" in said
    assert everything(store) == before


def test_one_that_is_under_way_is_left_alone(store: Store, capsys: Said) -> None:
    leave_remains(store)
    before = everything(store)
    with alone(store.database, LOCK) as mine:
        assert mine
        assert main(SMALL) == WELL
    assert "another simulation is under way" in capsys.readouterr().out
    assert everything(store) == before


@pytest.mark.parametrize("command", ["run", "post"])
def test_no_service_serves_made_up_groups(store: Store, command: str, capsys: Said) -> None:
    leave_remains(store)
    before = everything(store)
    assert main([command]) == WRONG_SETTING
    [said] = capsys.readouterr().err.strip().splitlines()
    assert f"{MADE_UP} made-up groups" in said
    assert "`studybot simulate --groups 1 --days 1` deletes them" in said
    assert everything(store) == before


def test_the_doctor_names_remains_and_is_content_once_they_are_gone(store: Store, capsys: Said) -> None:
    make_group(store)
    leave_remains(store)
    assert main(["doctor"]) == FAULTY
    assert f"WRONG  database: {MADE_UP} made-up groups" in capsys.readouterr().out
    assert main(SMALL) == WELL
    capsys.readouterr()
    main(["doctor"])
    assert "made-up" not in capsys.readouterr().out
    assert store.count(workspaces) == 1
