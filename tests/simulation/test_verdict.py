"""Doubles and misses are seen; what is late, could not be posted, or nobody can look up is none."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.simulation.groups import OWNER
from bot.simulation.verdict import Verdict, judge_notices
from tests.simulation.cases import BEGIN, DAY, FRIDAY, HOUR, LIFE, NINE, SATURDAY, SECOND, Received, group

LONG = [(NINE - HOUR, NINE + 10 * HOUR)]
SKIPPED = {("daily", FRIDAY): "skipped"}


def test_all_is_well_if_everything_came_once() -> None:
    verdict = Received().judged()
    assert verdict.sound
    assert verdict.late == {"question": [0, 0], "reveal": [0], "recap": []}


def test_a_question_that_came_twice_is_a_double_whenever_the_second_came() -> None:
    for later in (SECOND, 5 * HOUR, 12 * HOUR):
        received = Received()
        received.question(NINE + later, NINE + DAY)
        verdict = received.judged()
        assert (len(verdict.doubles), len(verdict.misses), verdict.sound) == (1, 0, False)


def test_a_message_before_its_time_is_a_double() -> None:
    received = Received()
    received.question(NINE - HOUR, None)
    assert len(received.judged().doubles) == 1


def test_a_question_that_never_came_is_a_miss() -> None:
    received = Received()
    received.drop(0)
    verdict = received.judged()
    assert (len(verdict.doubles), len(verdict.misses), verdict.sound) == (0, 1, False)
    assert "2026-03-06" in verdict.misses[0]


def test_late_within_the_grace_is_no_miss_and_beyond_it_is_both() -> None:
    received = Received()
    received.drop(0)
    received.question(NINE + 8 * HOUR, NINE + DAY)
    assert received.judged().sound
    received = Received()
    received.drop(0)
    received.question(NINE + 9 * HOUR, NINE + DAY)
    verdict = received.judged()
    assert (len(verdict.doubles), len(verdict.misses)) == (1, 1)


def test_skipped_counts_apart_only_if_it_is_recorded_and_the_platform_was_away_all_the_time() -> None:
    received = Received()
    received.drop(0)
    assert received.judged(ledger=SKIPPED, outages=LONG).skipped == 1
    assert received.judged(ledger=SKIPPED, outages=LONG).sound
    assert not received.judged(ledger={}, outages=LONG).sound
    assert not received.judged(ledger={("daily", FRIDAY): "owed"}, outages=LONG).sound
    assert not received.judged(ledger=SKIPPED).sound
    half = [(NINE - HOUR, NINE + 7 * HOUR)]
    assert not received.judged(ledger=SKIPPED, outages=half).sound
    twice = [(NINE - HOUR, NINE + 4 * HOUR), (NINE + 5 * HOUR, NINE + 10 * HOUR)]
    assert not received.judged(ledger=SKIPPED, outages=twice).sound


def test_what_nobody_can_look_up_counts_apart_only_if_its_owner_was_told() -> None:
    received = Received()
    received.drop(0)
    unclear = {("daily", FRIDAY): "unclear", ("daily", SATURDAY): "posted"}
    received.platform.unreadable.add("w")
    assert not received.judged(ledger=unclear).sound
    received.tell_owner(NINE + SECOND)
    assert (received.judged(ledger=unclear).sound, received.judged(ledger=unclear).unclear) == (True, 1)
    received.platform.unreadable.clear()
    assert not received.judged(ledger=unclear).sound


def test_a_word_to_the_owner_that_got_lost_is_no_miss_for_nobody_can_know() -> None:
    received = Received()
    received.drop(0)
    unclear = {("daily", FRIDAY): "unclear", ("daily", SATURDAY): "posted"}
    received.platform.unreadable.add("w")
    received.platform.lost.append(("w", OWNER, NINE - SECOND))
    assert not received.judged(ledger=unclear).sound
    received.platform.lost.append(("w", OWNER, NINE + SECOND))
    assert received.judged(ledger=unclear).sound


def test_a_channel_that_is_gone_is_owed_nothing_any_more() -> None:
    received = Received()
    received.drop(1)
    assert not received.judged().sound
    received.platform.gone["w", "c"] = NINE + HOUR
    assert received.judged().sound


def test_a_reveal_that_never_came_is_a_miss_and_one_too_early_is_a_double() -> None:
    for revealed, doubles, misses in ((None, 0, 1), (NINE + HOUR, 1, 0), (NINE + DAY + 20 * HOUR, 0, 0)):
        received = Received()
        received.platform.channels["w", "c"][0].revealed_at = revealed
        verdict = received.judged()
        assert (len(verdict.doubles), len(verdict.misses)) == (doubles, misses)


def test_a_reveal_beside_no_question_is_announced_once() -> None:
    hourly, received = group(reveal_hours=4), Received()
    for message in received.platform.channels["w", "c"]:
        message.revealed_at = message.at + 4 * HOUR
    assert len(received.judged(hourly).misses) == 2
    for ref in ("m0", "m1"):
        received.add("announcement", NINE + 4 * HOUR, reply_to=ref)
    assert received.judged(hourly).sound
    received.add("announcement", NINE + 5 * HOUR, reply_to="m0")
    assert len(received.judged(hourly).doubles) == 1


def test_a_reveal_posted_beside_its_question_and_an_announcement_of_nothing_are_doubles() -> None:
    received = Received()
    received.add("reveal", NINE + DAY, NINE + DAY)
    received.add("announcement", NINE + DAY, reply_to="nothing")
    assert len(received.judged().doubles) == 2


@pytest.mark.parametrize(("at", "doubles", "misses"), [(None, 0, 1), (NINE + 3 * DAY + 23 * HOUR, 0, 0)])
def test_a_recap_comes_once_on_the_monday_after(at: datetime | None, doubles: int, misses: int) -> None:
    received = Received()
    for day in (2, 3, 4):
        received.question(NINE + day * DAY, NINE + (day + 1) * DAY)
    if at is not None:
        received.add("recap", at)
    life = type(LIFE)(BEGIN, BEGIN + 4 * DAY, BEGIN + 5 * DAY)
    verdict = received.judged(life=life)
    assert (len(verdict.doubles), len(verdict.misses)) == (doubles, misses)


def test_a_notice_that_came_twice_is_a_double() -> None:
    received, verdict = Received(), Verdict()
    received.tell_owner(NINE)
    judge_notices(received.platform, verdict)
    assert verdict.sound
    received.tell_owner(NINE)
    judge_notices(received.platform, verdict)
    assert len(verdict.doubles) == 1
