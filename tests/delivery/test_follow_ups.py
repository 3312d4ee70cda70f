"""What belongs beside a message is a step of its own: tried again, given up, and told of in /why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.group import Looks
from bot.study.follow import GRACE
from bot.study.leases import LEASE
from bot.study.settings import set_looks
from tests.delivery.stand import Stand
from tests.fakes.platform import be_down, drop, limit, lose, refuse, refuse_payload

MINUTE = timedelta(minutes=1)


async def test_a_posted_question_gets_its_thread(here: Stand) -> None:
    await here.due()
    [message] = here.channel()
    assert message.thread is not None
    assert message.thread == "Question of Mon, Mar 2"
    assert here.line().missing == ""


async def test_a_thread_is_opened_once(here: Stand) -> None:
    await here.due()
    here.channel()[0].thread = None
    await here.after(LEASE, 10 * LEASE)
    assert here.channel()[0].thread is None


async def test_a_group_without_threads_gets_none(here: Stand) -> None:
    here.store.write(set_looks, here.group.id, Looks(True, True, False, False, "en"))
    await here.due()
    assert here.channel()[0].thread is None


@pytest.mark.parametrize("fault", [be_down, limit(30.0)], ids=["down", "rate limit"])
async def test_what_surely_failed_is_tried_again(here: Stand, fault: object) -> None:
    here.process.sender.fails("follow_up", fault)  # type: ignore[arg-type]  # a union of fault kinds
    await here.due()
    assert here.channel()[0].thread is None
    await here.after(MINUTE)
    assert here.channel()[0].thread


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(drop, "unconfirmed"), (refuse("no-permission"), "no-permission"), (refuse_payload, "payload-refused")],
    ids=["lost answer", "permission", "payload"],
)
async def test_what_can_not_be_repeated_is_given_up_and_told_of(here: Stand, fault: object, reason: str) -> None:
    here.process.sender.fails_always("follow_up", fault)  # type: ignore[arg-type]  # as above
    await here.due()
    await here.after(MINUTE)
    line = here.line()
    assert (line.state, line.missing) == ("posted", reason)
    why = await here.process.command("why")
    assert "its thread or picture is missing" in str(why.blocks)


async def test_it_is_given_up_when_it_helps_nobody_any_more(here: Stand) -> None:
    here.process.sender.fails_always("follow_up", be_down)
    await here.due()
    await here.after(*[MINUTE * 20] * round(GRACE / (MINUTE * 20) + 1))
    assert here.line().missing == "transient"
    assert here.line().state == "posted"


async def test_a_worker_that_dies_in_it_leaves_it_to_the_next(here: Stand) -> None:
    here.restart(timeout=0.01)
    here.process.sender.fails("follow_up", lose)
    await here.due()
    assert here.line().missing == "unconfirmed"  # it may have happened: never twice


async def test_a_message_that_was_deleted_meanwhile_needs_nothing(here: Stand) -> None:
    here.process.sender.fails("follow_up", be_down)
    await here.due()
    here.platform.delete(here.channel()[0])
    await here.after(MINUTE)
    assert here.line().missing == "message-gone"
