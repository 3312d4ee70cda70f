"""`studybot db verify`: it prints what is not as the answers say, mends it if asked to, and its exit code tells."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from bot.cli.main import FAULTY, WELL, main
from bot.study.answers import answer
from bot.study.work import writes
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import actor, ask, make_group, right


@writes
def meddle(tx: Connection, statement: str) -> None:
    tx.execute(text(statement))


@pytest.fixture(autouse=True)
def answered(store: Store, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group with an answer, in the database that the program is to look at."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", database_url)
    daily = ask(store, clock, make_group(store))
    store.write(answer, actor("ada"), daily.posting, right(daily), clock())


def test_all_is_well_where_nothing_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "verify"]) == WELL
    assert capsys.readouterr().out == "1 groups looked at, 0 differences left, 0 mended.\n"


def test_a_difference_is_printed_and_left_then_mended(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.write(meddle, "UPDATE standings SET points = 5 WHERE period = 'week'")
    assert main(["db", "verify"]) == FAULTY
    wrong, summary = capsys.readouterr().out.splitlines()
    assert wrong.startswith("WRONG   standing: group 1, person ")
    assert "5 points" in wrong.split("; should be ")[0]
    assert "1 points" in wrong.split("; should be ")[1]
    assert "--repair" in summary
    assert main(["db", "verify", "--repair"]) == WELL
    mended, summary = capsys.readouterr().out.splitlines()
    assert mended == wrong.replace("WRONG ", "mended")
    assert summary == "1 groups looked at, 0 differences left, 1 mended."
    assert main(["db", "verify"]) == WELL


def test_what_a_person_must_judge_is_left_by_the_repair(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.write(meddle, "UPDATE attempts SET correct = FALSE, points = 0")
    assert main(["db", "verify", "--repair"]) == FAULTY
    said = capsys.readouterr().out
    assert "WRONG   grade: group 1, attempt 1 at" in said
    assert "wrong; should be right" in said
