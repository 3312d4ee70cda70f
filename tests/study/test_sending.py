"""Claims: what is to be sent goes to one worker, and only who holds it settles it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.errors import Refused
from bot.model.group import Group
from bot.storage.tables import notices, people, postings
from bot.study import sending
from bot.study.answers import answer
from bot.study.due import create_due, soonest
from bot.study.groups import group_by_id
from bot.study.leases import LEASE, LOOK_UP_AFTER
from bot.study.sending import Claim, claim, posted
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import ADAPTER, BANKS, actor, ask, make_group, open_daily, reveal, right

MINUTE = timedelta(minutes=1)


def due_question(store: Store, clock: Clock, channel: str = "general") -> Group:
    """Return a group whose question has just been created."""
    group = make_group(store, channel, now=clock())
    clock.now = group.next_daily_at
    store.write(create_due, BANKS, clock())
    return group


def claimed(store: Store, clock: Clock, token: str = "w") -> Sequence[Claim]:
    return store.write(claim, token, [ADAPTER], clock())


def one_claim(store: Store, clock: Clock, token: str = "w") -> Claim:
    (one,) = claimed(store, clock, token)
    return one


def row_of(store: Store, one: Claim) -> Any:
    table = postings if one.what == "posting" else notices
    return store.rows(table, table.c.id == one.id)[0]


def test_a_claim_holds_what_a_worker_needs(store: Store, clock: Clock) -> None:
    group = due_question(store, clock)
    one = one_claim(store, clock)
    assert (one.what, one.kind, one.group, one.token, one.tries) == ("posting", "daily", group.id, "w", 1)
    assert (one.place.adapter, one.place.workspace, one.place.channel) == (ADAPTER, "w1", "general")
    assert (one.look_up, one.claimed_at, one.due_at) == (False, clock(), group.next_daily_at)
    assert (row_of(store, one).state, row_of(store, one).lease_until) == ("sending", clock() + LEASE)


def test_workers_at_once_get_each_posting_once(store: Store, clock: Clock) -> None:
    for number in range(15):
        make_group(store, f"c{number}")
    clock.advance(hours=2)
    store.write(create_due, BANKS, clock())
    together = Barrier(3)

    def work(token: str) -> list[int]:
        together.wait()
        rounds = (store.write(claim, f"{token}{n}", [ADAPTER], clock(), 4) for n in range(5))
        return [one.id for taken in rounds for one in taken]

    with ThreadPoolExecutor(3) as pool:
        taken = [id for ids in pool.map(work, "abc") for id in ids]
    assert sorted(taken) == sorted(row.id for row in store.rows(postings))


def test_only_the_adapters_of_this_process_are_served(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    assert store.write(claim, "w", ["slack"], clock()) == []
    assert len(store.write(claim, "w", ["slack", ADAPTER], clock())) == 1


def test_a_posted_question_is_open_and_its_reveal_follows_from_when_it_was_posted(store: Store, clock: Clock) -> None:
    group = due_question(store, clock)
    at = clock.advance(minutes=7)
    assert store.write(posted, one_claim(store, clock), "ref", at)
    daily = store.read(open_daily, group.id)
    assert daily is not None
    assert (daily.state, daily.message_ref, daily.reveal_at) == (
        "posted",
        "ref",
        group.next_daily_at + timedelta(days=1),
    )
    assert claimed(store, clock) == []


def test_who_lost_the_lease_changes_nothing(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    old = one_claim(store, clock, "old")
    clock.advance(LEASE)
    new = one_claim(store, clock, "new")
    before = row_of(store, new)
    settlements = (
        (posted, "ref", clock()),
        (sending.try_again, clock(), "transient"),
        (sending.look_up_at, clock(), "lost-answer"),
        (sending.release_missing, clock()),
        (sending.skip, "gone", clock()),
        (sending.cannot_tell, clock()),
        (sending.fail, "channel-gone", clock()),
    )
    for use_case, *arguments in settlements:
        assert store.write(use_case, old, *arguments) is False
    assert row_of(store, new) == before
    assert store.count(notices) == 0
    assert store.write(posted, new, "ref", clock())


def test_a_settled_posting_is_not_settled_again(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    one = one_claim(store, clock)
    assert store.write(posted, one, "ref", clock())
    assert not store.write(posted, one, "another", clock())
    assert row_of(store, one).message_ref == "ref"


def test_a_lease_that_has_passed_is_taken_over_to_be_looked_up(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    one_claim(store, clock)
    clock.advance(LEASE - timedelta(seconds=1))
    assert claimed(store, clock) == []
    clock.advance(seconds=1)
    again = one_claim(store, clock, "other")
    assert (again.look_up, again.tries, again.token) == (True, 2, "other")


def test_an_unclear_send_is_looked_up_after_twice_the_timeout_and_not_before(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    one = one_claim(store, clock)
    at = one.claimed_at + LOOK_UP_AFTER
    store.write(sending.look_up_at, one, at, "lost-answer")
    assert store.read(soonest, clock()) == at
    clock.now = at - timedelta(seconds=1)
    assert claimed(store, clock) == []
    clock.now = at
    assert one_claim(store, clock).look_up


def test_an_unclear_send_is_looked_up_even_after_its_grace(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    store.write(sending.look_up_at, one_claim(store, clock), clock() + MINUTE, "lost-answer")
    clock.advance(hours=9)
    one = one_claim(store, clock)
    assert one.look_up
    assert store.write(sending.release_missing, one, clock())
    assert (row_of(store, one).state, row_of(store, one).reason) == ("skipped", "late")


def test_what_is_proved_missing_is_sent_again(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    store.write(sending.look_up_at, one_claim(store, clock), clock(), "lost-answer")
    store.write(sending.release_missing, one_claim(store, clock), clock())
    assert not one_claim(store, clock).look_up


def test_another_try_waits_for_its_time(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    store.write(sending.try_again, one_claim(store, clock), clock() + MINUTE, "transient")
    assert claimed(store, clock) == []
    clock.advance(MINUTE)
    assert one_claim(store, clock).tries == 2


def test_what_has_passed_its_grace_is_skipped_and_frees_its_question(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    clock.advance(hours=8, seconds=1)
    assert claimed(store, clock) == []
    (row,) = store.rows(postings)
    assert (row.state, row.reason, row.closed_at) == ("skipped", "late", clock())


def test_a_reveal_goes_out_however_late(store: Store, clock: Clock) -> None:
    group = make_group(store)
    reveal(store, clock, ask(store, clock, group))
    clock.advance(days=30)
    assert [one.kind for one in claimed(store, clock)] == ["reveal"]


def test_a_lasting_failure_pauses_the_group_and_tells_its_owner_once(store: Store, clock: Clock) -> None:
    group = due_question(store, clock)
    one = one_claim(store, clock)
    assert store.write(sending.fail, one, "channel-gone", clock())
    paused = store.read(group_by_id, group.id)
    assert paused is not None
    assert (paused.paused_at, paused.pause_reason) == (clock(), "channel-gone")
    assert (row_of(store, one).state, row_of(store, one).closed_at) == ("failed", clock())
    (notice,) = store.rows(notices)
    (owner,) = store.rows(people)
    assert (notice.person_id, notice.kind, notice.group_id) == (owner.id, f"paused-{group.id}", group.id)


def test_a_second_failure_of_a_paused_group_tells_nobody_again(store: Store, clock: Clock) -> None:
    group = make_group(store)
    reveal(store, clock, ask(store, clock, group))  # a reveal and the next question are owed
    for one in claimed(store, clock):
        assert store.write(sending.fail, one, "channel-gone", clock())
    assert store.count(notices) == 1


def test_a_notice_is_claimed_and_settled_like_a_posting(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    store.write(sending.fail, one_claim(store, clock), "channel-gone", clock())
    one = one_claim(store, clock)
    assert (one.what, one.user, one.place.workspace) == ("notice", "owner", "w1")
    assert store.write(posted, one, "dm", clock())
    assert (row_of(store, one).state, row_of(store, one).message_ref) == ("posted", "dm")
    assert claimed(store, clock) == []


def test_markers_of_postings_and_notices_differ(store: Store, clock: Clock) -> None:
    due_question(store, clock)
    question = one_claim(store, clock)
    store.write(sending.fail, question, "channel-gone", clock())
    notice = one_claim(store, clock)
    assert question.id == notice.id
    assert question.marker != notice.marker
    assert (question.marker + notice.marker).isdecimal()


def unclear(store: Store, clock: Clock) -> Claim:
    due_question(store, clock)
    one = one_claim(store, clock)
    assert store.write(sending.cannot_tell, one, clock())
    return one


def test_what_nobody_can_tell_is_not_repeated_and_its_owner_told(store: Store, clock: Clock) -> None:
    one = unclear(store, clock)
    assert row_of(store, one).state == "unclear"
    assert [row.kind for row in store.rows(notices)] == [f"unclear-{one.id}"]
    clock.advance(hours=1)
    assert [each.what for each in claimed(store, clock)] == ["notice"]


def test_its_owner_may_have_it_posted_again(store: Store, clock: Clock) -> None:
    one = unclear(store, clock)
    store.write(sending.post_again, actor("owner"), one.id, clock())
    assert row_of(store, one).reason == "again"
    again = next(each for each in claimed(store, clock) if each.what == "posting")
    assert (again.id, again.look_up) == (one.id, False)
    with pytest.raises(Refused, match="not-unclear"):
        store.write(sending.post_again, actor("owner"), one.id, clock())


def test_nobody_elsewhere_has_it_posted_again_and_not_after_its_grace(store: Store, clock: Clock) -> None:
    one = unclear(store, clock)
    with pytest.raises(Refused, match="question-gone"):
        store.write(sending.post_again, actor("owner", "w2"), one.id, clock())
    with pytest.raises(Refused, match="late"):
        store.write(sending.post_again, actor("owner"), one.id, clock.advance(hours=9))


def test_a_question_that_was_answered_before_its_send_was_settled_is_revealed(store: Store, clock: Clock) -> None:
    one = unclear(store, clock)
    group = store.read(group_by_id, one.group or 0)
    assert group is not None
    assert store.read(open_daily, group.id) is None
    row = row_of(store, one)
    letters = "ABCDEF"[: len(BANKS["small"].questions[row.question_id].key)]
    store.write(answer, actor("ada"), one.id, letters, clock())  # so it is there after all
    daily = store.read(open_daily, group.id)
    assert daily is not None
    assert reveal(store, clock, daily).closed_at == clock()


def test_a_message_is_known_by_its_posting(store: Store, clock: Clock) -> None:
    group = make_group(store)
    daily = ask(store, clock, group)
    assert store.read(sending.message_of, daily.posting) == (f"m1{daily.posting}", False)
    reveal(store, clock, daily)
    assert store.read(sending.message_of, daily.posting) == (f"m1{daily.posting}", True)  # the next question is beside


def test_a_count_is_shown_at_most_once_in_a_while_and_by_one_worker(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))

    def taken() -> list[int]:
        return [each[0] for each in store.write(sending.take_counts, [ADAPTER], clock(), MINUTE)]

    clock.advance(MINUTE)
    assert taken() == []  # nobody has answered
    store.write(answer, actor("ada"), daily.posting, right(daily), clock())
    assert [taken(), taken()] == [[daily.posting], []]
    store.write(answer, actor("bob"), daily.posting, right(daily), clock())
    assert taken() == []
    clock.advance(MINUTE)
    assert taken() == [daily.posting]


def test_a_count_that_could_not_be_shown_is_shown_later(store: Store, clock: Clock) -> None:
    daily = ask(store, clock, make_group(store))
    store.write(answer, actor("ada"), daily.posting, right(daily), clock())
    clock.advance(MINUTE)
    for _ in range(2):
        ((posting, ref, where),) = store.write(sending.take_counts, [ADAPTER], clock(), MINUTE)
        assert (posting, ref, where.channel) == (daily.posting, f"m1{daily.posting}", "general")
        store.write(sending.count_not_shown, posting)
        clock.advance(MINUTE)
