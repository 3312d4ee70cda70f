"""`studybot postings`: what is not settled is listed with its reason, and can be retried or given up."""

from __future__ import annotations

import pytest

from bot.cli.main import FAULTY, WELL, main
from bot.study.due import create_due
from bot.study.follow import follow_failed
from bot.study.sending import Claim, cannot_tell, claim, fail, posted
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, make_group

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def owed(store: Store, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group whose question is due and owed, in the database that the program is to look at, at this very moment."""
    monkeypatch.setenv("STUDYBOT_DATABASE_URL", database_url)
    monkeypatch.setattr("bot.cli.postings.system_clock", clock)
    clock.now = make_group(store).next_daily_at
    store.write(create_due, BANKS, clock())


def take(store: Store, clock: Clock) -> Claim:
    [one] = store.write(claim, "w", [ADAPTER], clock())
    return one


def test_what_is_owed_is_listed(capsys: Said) -> None:
    assert main(["postings", "list"]) == WELL
    said = capsys.readouterr().out
    assert "daily of 2026-03-02, group 1 #general (web): owed; 0 tries" in said
    assert "1 not settled, 0 of them failed" in said


def test_what_is_late_is_trouble(clock: Clock, capsys: Said) -> None:
    clock.advance(minutes=75)
    assert main(["postings", "list"]) == FAULTY
    assert "owed, 1 h 15 min late" in capsys.readouterr().out
    assert main(["postings", "list", "--late", "7200"]) == WELL
    assert main(["postings", "list", "--group", "2"]) == WELL


def test_what_failed_is_trouble_and_can_be_tried_again(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(fail, take(store, clock), "no-permission", clock())
    assert main(["postings", "list"]) == FAULTY
    assert "failed, no-permission" in capsys.readouterr().out
    assert main(["postings", "retry", "1"]) == FAULTY  # a question that failed is closed, and free for others
    assert "revealed or withdrawn" in capsys.readouterr().out


def test_what_is_unclear_can_be_tried_again_or_given_up(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(cannot_tell, take(store, clock), clock())
    assert main(["postings", "list"]) == FAULTY
    assert "unclear, cannot-tell" in capsys.readouterr().out
    assert main(["postings", "retry", "1"]) == WELL
    assert "is owed again" in capsys.readouterr().out
    assert main(["postings", "skip", "1"]) == WELL
    assert "is recorded as skipped" in capsys.readouterr().out
    assert main(["postings", "list"]) == WELL
    assert main(["postings", "retry", "1"]) == FAULTY
    assert "it was skipped" in capsys.readouterr().out
    assert main(["postings", "history", "1"]) == WELL
    assert "daily: skipped (operator)" in capsys.readouterr().out


def test_what_a_worker_holds_is_left_to_it(store: Store, clock: Clock, capsys: Said) -> None:
    take(store, clock)
    assert main(["postings", "skip", "1"]) == FAULTY
    assert "a worker is sending it right now" in capsys.readouterr().out


def test_what_is_missing_beside_a_message_can_be_tried_again(store: Store, clock: Clock, capsys: Said) -> None:
    one = take(store, clock)
    store.write(posted, one, "m1", clock())
    store.write(follow_failed, 1, "no-permission")
    main(["postings", "list"])
    assert "what belongs beside daily of" in capsys.readouterr().out
    assert main(["postings", "retry", "1"]) == WELL
    assert main(["postings", "skip", "1"]) == FAULTY
    assert "it is posted" in capsys.readouterr().out


def test_beyond_its_grace_nothing_is_tried_again(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(cannot_tell, take(store, clock), clock())
    clock.advance(hours=9)
    assert main(["postings", "retry", "1"]) == FAULTY
    assert "its grace has ended" in capsys.readouterr().out


def test_what_is_not_there_is_said_so(capsys: Said) -> None:
    assert main(["postings", "retry", "99"]) == FAULTY
    assert "there is no posting of that number" in capsys.readouterr().out
    assert main(["postings", "history", "99"]) == FAULTY
    assert "Which group? Name its number:" in capsys.readouterr().out


def test_a_groups_history_is_found_by_its_channel(capsys: Said) -> None:
    assert main(["postings", "history"]) == FAULTY
    assert "1  #general (web, workspace w1)" in capsys.readouterr().out
    assert main(["postings", "history", "general"]) == WELL
    assert "daily: owed" in capsys.readouterr().out
