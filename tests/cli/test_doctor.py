"""`studybot doctor` tells what lies ahead, and what nobody has dealt with."""

from __future__ import annotations

import pytest

from bot.cli.main import FAULTY, WELL, main
from bot.study.due import create_due
from bot.study.offset import keep_offset
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS, make_group

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def looked_at(database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database that the program is to look at, at this very moment."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", database_url)
    monkeypatch.setattr("bot.cli.doctor.system_clock", clock)


def test_what_lies_ahead_is_well(store: Store, capsys: Said) -> None:
    make_group(store)
    assert main(["doctor"]) == WELL
    assert "ok     due times: 2 ahead\n" in capsys.readouterr().out


def test_what_no_scheduler_dealt_with_is_wrong_and_not_ahead(store: Store, clock: Clock, capsys: Said) -> None:
    clock.now = make_group(store).next_daily_at
    clock.advance(days=40)
    assert main(["doctor"]) == FAULTY
    said = capsys.readouterr().out
    assert "ok     due times: 0 ahead\n" in said
    assert (
        "WRONG  due times: nothing came of 1 question since 2026-03-02 08:00 UTC, "
        "1 weekly recap since 2026-03-09 08:00 UTC\n"
        "       To mend it: start `studybot run` with the role scheduler; where one runs, its log and its /healthz"
    ) in said
    for _ in range(2):
        store.write(create_due, BANKS, clock())
    assert main(["doctor"]) == WELL


def test_the_local_pages_clock_decides(store: Store, clock: Clock, capsys: Said) -> None:
    make_group(store)
    assert main(["doctor"]) == WELL
    store.write(keep_offset, 24 * 3600)
    assert main(["doctor"]) == FAULTY
    assert "nothing came of 1 question" in capsys.readouterr().out
