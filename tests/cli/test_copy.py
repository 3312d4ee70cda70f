"""`studybot db copy`: every row arrives, also after an interruption, and what is not the same is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.main import FAULTY, WELL, WRONG_SETTING, main
from bot.storage import copying
from bot.storage.engine import Database
from bot.study.answers import answer
from bot.study.copying import copy_rows, differences
from tests.support.clock import Clock
from tests.support.databases import SqliteFiles, opened
from tests.support.filled import counts, fill
from tests.support.store import Store
from tests.support.world import actor, ask, make_group, right

PIECE = 4
Said = pytest.CaptureFixture[str]


@pytest.fixture
def old(sqlite_files: SqliteFiles, tmp_path: Path) -> str:
    """A SQLite database."""
    (tmp_path / "old").mkdir()
    return sqlite_files.copy(tmp_path / "old")


async def test_every_row_arrives(old: str, empty_url: str, capsys: Said) -> None:
    with opened(old) as source:
        await fill(Store(source))
        before = counts(Store(source))
    assert main(["db", "copy", old, empty_url]) == WELL
    assert "Every row is the same." in capsys.readouterr().out
    with opened(empty_url) as target:
        assert counts(Store(target)) == before
        make_group(Store(target), "another")  # new rows are numbered behind the copied ones
    assert min(before.values()) > 0


def test_more_rows_than_a_piece_arrive_and_an_interruption_loses_none(
    old: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PIECE", PIECE)

    class Interrupted(Exception):
        pass

    def interrupt(table: str, done: int, rows: int) -> None:
        if table == "people" and done > PIECE:
            raise Interrupted

    with opened(old) as source:
        store, clock = Store(source), Clock()
        daily = ask(store, clock, make_group(store))
        for number in range(2 * PIECE):
            store.write(answer, actor(f"u{number}"), daily.posting, right(daily), clock())
        with pytest.raises(Interrupted):
            copy_rows(source, database, interrupt)
        assert 0 < counts(Store(database))["people"] < counts(store)["people"]
        copy_rows(source, database, lambda *_: None)
        assert list(differences(source, database)) == []
        assert counts(Store(database)) == counts(store)


async def test_what_is_not_the_same_is_named(old: str, database: Database) -> None:
    with opened(old) as source:
        await fill(Store(source))
        copy_rows(source, database, lambda *_: None)
        meddle(database)
        found = list(differences(source, database))
    assert sorted(found) == ["kept: 1 rows in the target that the source does not have", "people 1 is not the same"]


async def test_a_target_with_rows_of_its_own_gets_no_others(old: str, database: Database, capsys: Said) -> None:
    with opened(old) as source:
        await fill(Store(source))
    url = database.writer.url.render_as_string(hide_password=False)
    assert main(["db", "copy", old, url]) == WELL
    assert main(["db", "copy", old, url]) == WELL  # as after an interruption
    meddle(database)
    with opened(old) as source:
        make_group(Store(source), "another")
    before = counts(Store(database))
    capsys.readouterr()
    assert main(["db", "copy", old, url]) == FAULTY
    said = capsys.readouterr().out
    assert "WRONG   people 1 is not so in the source" in said
    assert "WRONG   kept fake:other is not so in the source" in said
    assert "nothing was copied. Are FROM and TO the right way round?" in said
    assert counts(Store(database)) == before


def meddle(database: Database) -> None:
    with database.writer.begin() as tx:
        tx.execute(text("UPDATE people SET name = 'Eve' WHERE id = 1"))
        tx.execute(text("INSERT INTO kept (name, value) VALUES ('fake:other', '2')"))


def test_a_database_is_not_copied_onto_itself(old: str, tmp_path: Path, capsys: Said) -> None:
    assert main(["db", "copy", old, old.replace("/old/", f"/../{tmp_path.name}/old/")]) == FAULTY
    assert "FROM and TO are the same database: nothing was copied." in capsys.readouterr().out


@pytest.mark.parametrize("argument", ["FROM", "TO"])
def test_a_wrong_url_is_named_by_its_argument(argument: str, old: str, capsys: Said) -> None:
    urls = ("nonsense", old) if argument == "FROM" else (old, "nonsense")
    assert main(["db", "copy", *urls]) == WRONG_SETTING
    assert capsys.readouterr().err.startswith(f"studybot: {argument}: is not a database URL.")


def test_a_target_of_another_version_is_in_use_and_stays_as_it_is(old: str, tmp_path: Path, capsys: Said) -> None:
    other = sqlite3.connect(tmp_path / "other.db")
    other.executescript("CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0001')")
    assert main(["db", "copy", old, f"sqlite:///{tmp_path / 'other.db'}"]) == FAULTY
    assert "is in use, at revision 0001: nothing was copied" in capsys.readouterr().out
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("alembic_version",)]
    other.close()


def test_an_older_database_is_to_be_upgraded_first(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "old.db").touch()
    assert main(["db", "copy", f"sqlite:///{tmp_path / 'old.db'}", f"sqlite:///{tmp_path / 'new.db'}"]) == FAULTY
    assert "run `studybot db upgrade` on it first" in capsys.readouterr().out


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, capsys: Said) -> None:
    assert main(["db", "copy", f"sqlite:///{tmp_path / 'none.db'}", f"sqlite:///{tmp_path / 'new.db'}"]) == FAULTY
    assert "There is no database" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
