"""`studybot simulate`: which database it uses, what it prints, and that it fails when something came twice or not."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.chat.cards import Card
from bot.chat.port import Posted
from bot.cli.main import FAULTY, WELL, WRONG_SETTING, main
from bot.simulation import run
from bot.simulation.platform import Channel, Platform
from bot.storage.tables import groups, postings
from tests.support.databases import opened
from tests.support.store import Store
from tests.support.world import make_group

Said = pytest.CaptureFixture[str]
SMALL = ["simulate", "--groups", "4", "--days", "1"]


@pytest.fixture(autouse=True)
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The configured database, with its tables and without rows."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", sqlite_url)
    return sqlite_url


class Doubling(Platform):
    """Receives the first question twice, as if it had been posted twice."""

    def add(self, channel: Channel, card: Card, marker: str, reply_to: str | None, now: datetime) -> Posted:
        if not self.channels:
            super().add(channel, card, marker, reply_to, now)
        return super().add(channel, card, marker, reply_to, now)


class Losing(Platform):
    """Says that it took the first question, and loses it."""

    def add(self, channel: Channel, card: Card, marker: str, reply_to: str | None, now: datetime) -> Posted:
        first = not self.channels
        posted = super().add(channel, card, marker, reply_to, now)
        if first:
            self.channels[channel].clear()
        return posted


def test_an_empty_database_is_used_and_no_row_is_left(url: str, capsys: Said) -> None:
    assert main(SMALL) == WELL
    said = capsys.readouterr().out
    assert f"{url}, which holds no group" in said
    assert "doubles: 0\nmisses: 0\n" in said
    with opened(url) as database:
        assert (Store(database).count(groups), Store(database).count(postings)) == (0, 0)


def test_options_may_stand_before_what_is_simulated(url: str, capsys: Said) -> None:
    assert main(["simulate", "--groups", "3", "--days", "1", "groups"]) == WELL
    assert "groups     3 in " in capsys.readouterr().out


def test_a_database_with_groups_is_left_alone(url: str, capsys: Said) -> None:
    with opened(url) as database:
        make_group(Store(database))
    assert main(["simulate", "groups", "--groups", "2", "--days", "1", "--seed", "3"]) == WELL
    assert "a temporary one, for" in capsys.readouterr().out
    with opened(url) as database:
        assert (Store(database).count(groups), Store(database).count(postings)) == (1, 0)


@pytest.mark.parametrize(
    ("platform", "said"), [(Doubling, "doubles: 2\n"), (Losing, "misses: 2\n")], ids=["doubles", "misses"]
)
def test_a_planted_fault_is_counted_and_fails(
    platform: type[Platform], said: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(run, "Platform", platform)
    assert main(SMALL) == FAULTY
    assert said in capsys.readouterr().out


def test_where_nobody_watches_a_line_tells_of_each_tenth_and_stdout_holds_the_result_alone(capsys: Said) -> None:
    assert main(["simulate", "--groups", "12", "--days", "3"]) == WELL
    said = capsys.readouterr()
    assert said.err.splitlines() == [f"studybot: living, {tenth}0 %" for tenth in range(1, 10)]
    assert "living" not in said.out


def test_what_to_simulate_need_not_be_said(capsys: Said) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", "--help"])
    usage = capsys.readouterr().out.partition("\n\n")[0]
    assert "[WHAT]" in usage
    assert " WHAT" not in usage


@pytest.mark.parametrize("number", ["0", "-3", "many"])
def test_numbers_from_one_on_are_asked_for(number: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", "--groups", number])
    assert ended.value.code == WRONG_SETTING
    assert "--groups" in capsys.readouterr().err
