"""What becomes of a posting in each way in which a platform can fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.chat.cards import Card, Tone
from bot.chat.port import SendError
from bot.storage.tables import notices
from bot.study.due import soonest
from bot.study.leases import LOOK_UP_AFTER
from tests.delivery.stand import Stand
from tests.fakes.platform import (
    CHANNEL,
    Answer,
    Fault,
    Hold,
    be_down,
    break_down,
    drop,
    drop_silently,
    limit,
    lose,
    refuse,
    refuse_payload,
    refuse_rich,
)
from tests.support.world import right

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
LOST = pytest.mark.parametrize("fault", [drop, drop_silently], ids=["unclear", "no-answer"])
PERMANENT = ["channel-gone", "no-permission", "workspace-gone"]


async def test_a_rate_limit_is_obeyed_and_nothing_is_lost(here: Stand) -> None:
    here.process.sender.fails("post", limit(90))
    await here.due()
    assert (here.line().state, here.line().reason) == ("owed", "rate-limited")
    await here.after(89 * SECOND)
    assert here.process.sender.calls == ["post"]
    await here.after(1 * SECOND)
    assert (here.line().state, here.line().reason, len(here.channel())) == ("posted", "", 1)


async def test_a_platform_that_is_back_within_the_grace_gets_the_question(here: Stand) -> None:
    here.process.sender.fails_always("post", be_down)
    await here.due()
    await here.after(*[10 * MINUTE] * 6)
    assert (here.line().state, here.line().reason) == ("owed", "transient")
    here.process.sender.recovers()
    await here.after(10 * MINUTE)
    assert (here.line().state, here.line().reason) == ("posted", "")


async def test_tries_are_spread_further_and_further_apart(here: Stand) -> None:
    here.process.sender.fails_always("post", be_down)
    await here.due()
    waits = []
    for _ in range(12):
        next_try = here.store.read(soonest, here.clock())
        assert next_try is not None
        waits.append((next_try - here.clock()).total_seconds())
        await here.at(next_try)
    assert here.process.sender.calls == ["post"] * 13
    longest = [min(5 * 2**n, 600) for n in range(12)]
    assert all(most / 2 <= wait <= most for most, wait in zip(longest, waits, strict=True))


async def test_a_platform_down_beyond_the_grace_costs_the_day_with_a_reason(here: Stand) -> None:
    here.process.sender.fails_always("post", be_down)
    await here.due()
    await here.after(*[10 * MINUTE] * 49)
    assert (here.line().state, here.line().reason) == ("skipped", "late")
    here.process.sender.recovers()
    await here.after(HOUR)
    assert here.channel() == []
    await here.due()
    assert [(line.kind, line.state) for line in here.lines()] == [("daily", "skipped"), ("daily", "posted")]


@pytest.mark.parametrize("code", PERMANENT)
async def test_a_lasting_failure_pauses_the_group_and_tells_its_owner_once(here: Stand, code: str) -> None:
    here.process.sender.fails_always("post", refuse(code))
    await here.due()
    await here.after(*[MINUTE, HOUR, timedelta(days=1), timedelta(days=7)])
    assert (here.line().state, here.line().reason) == ("failed", code)
    assert here.now_group().pause_reason == code
    assert [message.card.tone for message in here.platform.direct_to("owner")] == [Tone.WARNING]
    assert len(here.lines()) == 1


async def test_a_gone_channel_met_by_reveal_and_question_at_once_tells_the_owner_once(here: Stand) -> None:
    await here.due()
    here.platform.channels.clear()
    await here.due()
    assert [line.state for line in here.lines()] == ["posted", "failed", "failed"]
    assert len(here.platform.direct_to("owner")) == 1


async def test_a_resumed_group_is_asked_again(here: Stand) -> None:
    here.process.sender.fails("post", refuse("no-permission"))
    await here.due()
    await here.process.command("resume", "owner")
    await here.due()
    assert here.line().state == "posted"


@pytest.mark.parametrize("fault", [refuse("person-unreachable"), drop, break_down, be_down])
async def test_a_notice_that_fails_makes_no_other(here: Stand, fault: Fault) -> None:
    here.process.sender.fails("post", refuse("channel-gone"))
    here.process.sender.fails_always("direct", fault)
    await here.due()
    await here.after(*[10 * MINUTE] * 5, *[HOUR] * 30)
    tried = len(here.process.sender.calls)
    await here.after(*[HOUR] * 10)
    assert len(here.process.sender.calls) == tried
    assert [row.state in {"failed", "unclear", "skipped"} for row in here.store.rows(notices)] == [True]


async def test_a_refused_card_goes_out_in_plainer_form(here: Stand, caplog: pytest.LogCaptureFixture) -> None:
    await here.due()
    here.process.sender.fails_always("edit", refuse_rich)
    await here.due()
    assert {line.state for line in here.lines()} == {"posted"}
    assert here.kinds() == ["reveal", "question"]
    assert "the platform refused the card" in caplog.text


async def test_a_card_refused_in_every_form_costs_the_day_loudly(here: Stand, caplog: pytest.LogCaptureFixture) -> None:
    here.process.sender.fails_always("post", refuse_payload)
    await here.due()
    assert (here.line().state, here.line().reason) == ("skipped", "payload-refused")
    assert "ERROR" in {record.levelname for record in caplog.records}
    assert here.now_group().paused_at is None


@LOST
async def test_a_lost_answer_is_looked_up_not_before_2t_and_found(here: Stand, fault: Fault) -> None:
    here.process.sender.fails("post", fault)
    await here.due()
    sent_at = here.clock()
    await here.after(LOOK_UP_AFTER - SECOND)
    assert here.process.sender.calls == ["post"]
    await here.after(SECOND)
    assert here.process.sender.calls == ["post", "find"]
    line = here.line()
    assert (line.state, line.posted_at, len(here.channel())) == ("posted", sent_at, 1)
    assert here.daily().message_ref == here.channel()[0].ref


async def test_a_send_that_did_not_arrive_is_repeated_after_a_look(here: Stand) -> None:
    here.process.sender.fails("post", lose)
    await here.due()
    await here.after(LOOK_UP_AFTER)
    assert here.process.sender.calls == ["post", "find", "post"]
    assert (here.line().state, len(here.channel())) == ("posted", 1)


async def test_a_send_known_missing_after_its_grace_costs_the_day(here: Stand) -> None:
    here.process.sender.fails("post", lose)
    await here.due()
    await here.after(9 * HOUR)
    assert (here.line().state, here.line().reason, here.channel()) == ("skipped", "late", [])


async def test_a_call_that_never_returns_is_given_up_and_looked_up(here: Stand) -> None:
    process = here.restart(timeout=0)
    process.sender.fails("post", Hold())
    await here.due()
    assert (here.line().state, here.line().reason) == ("sending", "lost-answer")
    await here.after(LOOK_UP_AFTER)
    assert (here.line().state, len(here.channel())) == ("posted", 1)


async def test_a_fault_of_the_adapter_counts_as_unclear_not_as_not_sent(here: Stand) -> None:
    here.process.sender.fails("post", break_down)
    await here.due()
    assert (here.line().state, here.line().reason) == ("sending", "lost-answer")


@pytest.mark.parametrize("fault", [be_down, limit(5), lose, break_down])
async def test_a_look_up_that_fails_is_repeated(here: Stand, fault: Fault) -> None:
    here.process.sender.fails("post", drop)
    here.process.sender.fails("find", fault)
    await here.due()
    await here.after(LOOK_UP_AFTER)
    assert here.line().state == "sending"
    await here.after(MINUTE)
    assert (here.line().state, len(here.channel())) == ("posted", 1)


@pytest.mark.parametrize("fault", [be_down, lose, drop, break_down])
async def test_an_edit_that_fails_in_any_way_is_repeated(here: Stand, fault: Fault) -> None:
    await here.due()
    here.process.sender.fails("edit", fault)
    await here.due()
    assert (here.line("reveal").state, here.line("reveal").reason) == ("owed", "transient")
    await here.after(MINUTE)
    assert (here.line("reveal").state, len(here.channel())) == ("posted", 2)


@LOST
async def test_an_announcement_whose_answer_was_lost_is_not_doubled(hourly: Stand, fault: Fault) -> None:
    await hourly.due()
    hourly.process.sender.fails("post", fault)
    await hourly.after(4 * HOUR, LOOK_UP_AFTER)
    assert hourly.line("reveal").state == "posted"
    assert len(hourly.channel()) == 2


async def test_a_question_deleted_between_its_edit_and_the_announcement_is_revealed_anew(hourly: Stand) -> None:
    async def delete_first(card: Card | None, accept: Callable[[], Answer]) -> Answer:
        hourly.platform.delete(hourly.channel()[0])
        return accept()

    await hourly.due()
    hourly.process.sender.fails("post", delete_first)
    await hourly.after(4 * HOUR)
    assert hourly.kinds() == ["reveal"]
    assert (hourly.line("reveal").state, hourly.channel()[0].reply_to) == ("posted", None)


class TestWithoutHistory:
    """Where nobody can look a message up, it is sent at most once; a second one is the owner's choice."""

    async def lost(self, here: Stand, fault: Fault) -> None:
        here.platform.history_readable = False
        here.process.sender.fails("post", fault)
        await here.due()
        await here.after(LOOK_UP_AFTER)

    @pytest.mark.parametrize("fault", [drop, lose])
    async def test_it_is_not_repeated_and_the_owner_is_asked(self, here: Stand, fault: Fault) -> None:
        await self.lost(here, fault)
        await here.after(*[MINUTE, HOUR, 4 * HOUR])
        assert here.process.sender.calls.count("post") == 1
        assert (here.line().state, here.line().reason) == ("unclear", "cannot-tell")
        assert len(here.platform.direct_to("owner")) == 1

    async def test_the_owner_may_post_it_again_and_the_second_is_recorded(self, here: Stand) -> None:
        await self.lost(here, drop)
        asked = here.platform.direct_to("owner")[0].card
        assert (await here.process.press(asked, "post-again", "owner")).tone is Tone.GOOD
        await here.process.delivery.settle()
        assert here.platform.received[CHANNEL, here.channel()[0].marker] == 2
        assert (here.line().state, here.daily().message_ref) == ("posted", here.channel()[1].ref)
        again = await here.process.press(asked, "post-again", "owner")
        assert again.tone is Tone.WARNING
        await here.process.delivery.settle()
        assert len(here.channel()) == 2

    async def test_nobody_but_the_owner_may_post_it_again(self, here: Stand) -> None:
        await self.lost(here, lose)
        asked = here.platform.direct_to("owner")[0].card
        assert (await here.process.press(asked, "post-again", "ada")).tone is Tone.WARNING
        await here.process.delivery.settle()
        assert here.channel() == []

    async def test_after_its_grace_it_may_not_be_posted_again_and_its_question_is_free(self, here: Stand) -> None:
        await self.lost(here, lose)
        asked = here.platform.direct_to("owner")[0].card
        await here.after(9 * HOUR)
        assert (await here.process.press(asked, "post-again", "owner")).tone is Tone.WARNING
        unclear = here.daily()
        await here.due()
        assert here.lines("reveal") == []
        assert here.closed(unclear)

    async def test_an_unclear_question_that_was_answered_is_revealed(self, here: Stand) -> None:
        await self.lost(here, drop)
        unclear = here.daily()
        await here.process.answer(here.channel()[0].card, right(unclear))
        await here.due()
        assert sorted(here.kinds()) == ["question", "question", "reveal"]
        assert here.line("reveal").state == "posted"


def test_every_failure_of_the_port_is_an_error_of_ours() -> None:
    assert {kind.__name__ for kind in SendError.__subclasses__()} == {
        "RateLimited",
        "Transient",
        "Permanent",
        "PayloadRefused",
        "MessageGone",
        "Unclear",
    }
