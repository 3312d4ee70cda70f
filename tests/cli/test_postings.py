"""`studybot postings`: what is not settled is listed with its reason, and can be retried or given up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cli.main import FAULTY, WELL, WRONG_SETTING, main
from bot.storage import groups, postings
from bot.study.due import create_due, owed_row
from bot.study.follow import follow_done, follow_failed
from bot.study.groups import all_groups
from bot.study.offset import keep_offset
from bot.study.sending import Claim, cannot_tell, claim, fail, posted
from bot.study.work import reads, writes
from tests.support.clock import START, Clock
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
    assert "1 not settled, 0 of them failed, unclear, or 7200 s late: web 1 owed." in capsys.readouterr().out


@pytest.mark.parametrize("named", ["1", "general", "#general"])
def test_a_group_is_named_by_its_number_or_its_channel(store: Store, named: str, capsys: Said) -> None:
    make_group(store, "lounge")
    assert main(["postings", "list", "--group", named]) == WELL
    assert "1 not settled" in capsys.readouterr().out
    assert main(["postings", "list", "--group", "lounge"]) == WELL
    assert "0 not settled" in capsys.readouterr().out
    assert main(["postings", "history", named]) == WELL
    assert "daily: owed" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["list --group", "history"])
def test_a_group_that_is_not_there_or_not_meant_alone_is_told(store: Store, command: str, capsys: Said) -> None:
    make_group(store, workspace="w2")
    assert main(["postings", *command.split(), "nope"]) == FAULTY
    said = capsys.readouterr().out
    assert "There is no group nope. There are:" in said
    assert "2  #general (web, workspace w2)" in said
    assert main(["postings", *command.split(), "general"]) == FAULTY
    assert "2 groups are in a channel of that name. Name a number:" in capsys.readouterr().out


@pytest.mark.parametrize(("option", "value"), [("list --late", "-1"), ("history --last", "0")])
def test_a_number_that_means_nothing_is_refused(option: str, value: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["postings", *option.split(), value])
    assert refused.value.code == WRONG_SETTING
    assert f"{value} is less than" in capsys.readouterr().err


def test_all_are_counted_where_only_the_oldest_are_shown(store: Store, clock: Clock, capsys: Said) -> None:
    [group] = store.read(all_groups)
    workspace, place = store.read(reads(groups.place_of), group.id)
    days = [START.date() - timedelta(days=n) for n in range(1, 206)]
    rows = [owed_row(group, workspace, place, day, clock(), clock()) | {"state": "failed"} for day in days]
    store.write(writes(postings.add), rows)
    assert main(["postings", "list"]) == FAULTY
    *lines, shown, count = capsys.readouterr().out.splitlines()
    assert len(lines) == 200
    assert shown == "200 shown of 206, the oldest."
    assert count == "206 not settled, 205 of them failed, unclear, or 600 s late: web 205 failed, 1 owed."


def test_what_is_late_on_the_local_pages_clock_is_late_here(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(keep_offset, 3 * 24 * 3600 + 5 * 3600)
    assert main(["postings", "list"]) == FAULTY
    said = capsys.readouterr().out
    assert "owed, 3 d 5 h late" in said
    assert "question since 2026-03-03 08:00 UTC, 2 d 5 h late: no scheduler has dealt with it" in said
    assert main(["postings", "retry", "1"]) == FAULTY
    assert "its grace has ended" in capsys.readouterr().out


def test_due_times_that_no_scheduler_dealt_with_are_trouble(store: Store, clock: Clock, capsys: Said) -> None:
    make_group(store, "lounge")
    store.write(posted, take(store, clock), "m1", clock())
    clock.advance(minutes=2, seconds=1)
    assert main(["postings", "list"]) == FAULTY
    said = capsys.readouterr().out
    assert " overdue  1 question since 2026-03-02 08:00 UTC, 2 min late: no scheduler has dealt with it" in said
    assert "1 overdue: start `studybot run` with the role scheduler" in said
    assert main(["postings", "list", "--group", "general"]) == WELL
    store.write(create_due, BANKS, clock())
    assert main(["postings", "list"]) == WELL


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
    assert main(["postings", "list"]) == FAULTY
    said = capsys.readouterr().out
    assert "thread beside daily of 2026-03-02, group 1 #general (web): failed, no-permission; 0 tries\n" in said
    assert "1 not settled, 1 of them failed, unclear, or 600 s late: web 1 thread or picture failed." in said
    assert main(["postings", "history", "1"]) == WELL
    assert "; the thread beside it failed: no-permission, " in capsys.readouterr().out
    assert main(["postings", "retry", "1"]) == WELL
    assert "The thread beside posting 1 is owed again" in capsys.readouterr().out
    assert main(["postings", "retry", "1"]) == FAULTY
    assert "the thread beside it is owed already" in capsys.readouterr().out


def test_what_is_missing_beside_a_message_can_be_given_up(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(posted, take(store, clock), "m1", clock())
    store.write(follow_failed, 1, "no-permission")
    assert main(["postings", "skip", "1"]) == WELL
    assert "The thread beside posting 1 is recorded as skipped." in capsys.readouterr().out
    assert main(["postings", "list"]) == WELL
    assert "0 not settled" in capsys.readouterr().out
    assert main(["postings", "skip", "1"]) == FAULTY
    assert "the thread beside it was given up already" in capsys.readouterr().out
    assert main(["postings", "retry", "1"]) == WELL


def test_what_is_there_with_all_that_belongs_to_it_stays(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(posted, take(store, clock), "m1", clock())
    store.write(follow_done, 1)
    for command in ("retry", "skip"):
        assert main(["postings", command, "1"]) == FAULTY
        assert "it is posted, with all that belongs to it" in capsys.readouterr().out


def test_the_history_says_how_late_something_went_out(store: Store, clock: Clock, capsys: Said) -> None:
    one = take(store, clock)
    store.write(posted, one, "m1", clock.advance(minutes=12))
    assert main(["postings", "history", "1"]) == WELL
    assert "daily: posted Mon, Mar 2, 9:12\u202fAM, 12 min late, " in capsys.readouterr().out


def test_beyond_its_grace_nothing_is_tried_again(store: Store, clock: Clock, capsys: Said) -> None:
    store.write(cannot_tell, take(store, clock), clock())
    clock.advance(hours=9)
    assert main(["postings", "retry", "1"]) == FAULTY
    assert "its grace has ended" in capsys.readouterr().out


def test_what_is_not_there_is_said_so(capsys: Said) -> None:
    assert main(["postings", "retry", "99"]) == FAULTY
    assert "there is no posting of that number" in capsys.readouterr().out
    assert main(["postings", "history", "99"]) == FAULTY
    assert "There is no group 99. There are:" in capsys.readouterr().out


def test_a_groups_history_is_found_by_its_channel(capsys: Said) -> None:
    assert main(["postings", "history"]) == FAULTY
    assert "Which group? Name its number:" in (said := capsys.readouterr().out)
    assert "1  #general (web, workspace w1)" in said
    assert main(["postings", "history", "general"]) == WELL
    assert "daily: owed" in capsys.readouterr().out
