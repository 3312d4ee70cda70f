"""What delivery is told when a call to Slack fails, and that a post is never made twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.chat.cards import Card, Image, files_of, text
from bot.chat.port import (
    Lookup,
    MessageGone,
    PayloadRefused,
    Permanent,
    Posted,
    RateLimited,
    SendError,
    Transient,
    Unclear,
)
from bot.model.actor import Place
from tests.adapters.slack.stage import Stage, socket_stage
from tests.fakes.cards import PNG
from tests.platforms.slack.loopback import BASE_SCOPES
from tests.platforms.slack.world import Kind
from tests.support.clock import START

CARD = Card("Question", (text("Which one?"),))
PICTURE = Card("Recap", (text("Words"), Image(PNG, "Bars of four domains")))
SINCE = START - timedelta(minutes=2)

Call = Callable[[Stage, Place, str], Awaitable[object]]
CALLS: dict[str, tuple[str, Call]] = {
    "post": ("chat.postMessage", lambda on, place, _ref: on.connection.sender.post(place, CARD, "12")),
    "edit": ("chat.update", lambda on, place, ref: on.connection.sender.edit(place, ref, CARD)),
    "find": ("conversations.history", lambda on, place, _ref: on.connection.sender.find(place, "11", SINCE)),
    "direct": (
        "chat.postMessage",
        lambda on, place, _ref: on.connection.sender.direct(place.workspace, on.mei.id, CARD, "13"),
    ),
    "check": ("conversations.info", lambda on, place, _ref: on.connection.sender.check(place)),
    "follow_up": (
        "files.completeUploadExternal",
        lambda on, place, ref: on.connection.sender.follow_up(place, ref, files_of(PICTURE), ""),
    ),
}
EVERYWHERE = {
    "account_inactive": "workspace-gone",
    "token_revoked": "workspace-gone",
    "invalid_auth": "workspace-gone",
    "is_archived": "channel-gone",
    "channel_not_found": "channel-gone",
    "restricted_action": "no-permission",
}
"""Slack's errors that mean the same whatever was called, with the port's code."""


async def faulty(stage: Stage, name: str, error: str) -> SendError:
    """Return what a call raises where Slack refuses it, its first message posted before."""
    posted = await stage.connection.sender.post(stage.place, CARD, "11")
    method, call = CALLS[name]
    stage.slack.faults.refuse(method, error)
    with pytest.raises(SendError) as told:
        await call(stage, stage.place, posted.ref)
    return told.value


@pytest.mark.parametrize("error", EVERYWHERE)
@pytest.mark.parametrize("name", CALLS)
async def test_a_refusal_for_good_is_permanent_at_every_call(stage: Stage, name: str, error: str) -> None:
    told = await faulty(stage, name, error)
    assert isinstance(told, Permanent)
    nobody = name == "direct" and EVERYWHERE[error] == "channel-gone"
    assert told.code == ("person-unreachable" if nobody else EVERYWHERE[error])


@pytest.mark.parametrize("name", CALLS)
async def test_a_rate_limit_is_obeyed_at_every_call(stage: Stage, name: str) -> None:
    posted = await stage.connection.sender.post(stage.place, CARD, "11")
    method, call = CALLS[name]
    stage.slack.faults.limit(method, 17)
    with pytest.raises(RateLimited) as told:
        await call(stage, stage.place, posted.ref)
    assert told.value.retry_after == 17
    assert len(stage.posted()) == 1


@pytest.mark.parametrize("name", CALLS)
async def test_an_error_of_slacks_own_leaves_unclear_only_what_may_have_been_shown(stage: Stage, name: str) -> None:
    assert isinstance(await faulty(stage, name, "internal_error"), Transient if name in {"find", "check"} else Unclear)


@pytest.mark.parametrize("method", ["chat.getPermalink", "conversations.join"])
async def test_what_is_lost_before_the_post_sent_nothing(stage: Stage, method: str) -> None:
    first = await stage.connection.sender.post(stage.place, CARD, "11")
    stage.study.members.discard(stage.team.bot.id)
    stage.slack.faults.drop(method, times=2)  # the library asks twice for what only reads
    with pytest.raises(Transient):
        await stage.connection.sender.post(stage.place, CARD, "12", first.ref)
    assert len(stage.posted()) == 1


async def test_a_direct_message_that_could_not_be_opened_sent_nothing(stage: Stage) -> None:
    stage.slack.faults.drop("conversations.open")
    with pytest.raises(Transient):
        await stage.connection.sender.direct(stage.team.id, stage.mei.id, CARD, "13")


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text"])
@pytest.mark.parametrize("name", ["post", "edit", "direct"])
async def test_a_message_that_slack_will_not_draw_is_refused_and_noted(
    stage: Stage, name: str, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(await faulty(stage, name, error), PayloadRefused)
    assert any(record.levelname == "ERROR" and error in record.message for record in caplog.records)


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_can_not_be_changed_counts_as_gone(stage: Stage, error: str) -> None:
    assert isinstance(await faulty(stage, "edit", error), MessageGone)


@pytest.mark.parametrize("error", ["user_not_found", "cannot_dm_bot", "user_disabled"])
async def test_a_person_who_takes_no_messages_is_unreachable(stage: Stage, error: str) -> None:
    stage.slack.faults.refuse("conversations.open", error)
    with pytest.raises(Permanent) as told:
        await stage.connection.sender.direct(stage.team.id, stage.mei.id, CARD, "13")
    assert told.value.code == "person-unreachable"


async def test_a_connection_that_is_refused_sent_nothing(stage: Stage) -> None:
    await stage.slack.server.stop()
    with pytest.raises(Transient):
        await stage.connection.sender.post(stage.place, CARD, "11")


@pytest.mark.parametrize("done", [True, False])
async def test_a_lost_answer_is_unclear_and_nothing_is_posted_a_second_time(stage: Stage, *, done: bool) -> None:
    stage.slack.faults.drop("chat.postMessage", done=done)
    with pytest.raises(Unclear):
        await stage.connection.sender.post(stage.place, CARD, "11")
    assert stage.calls("chat.postMessage") == 1
    assert len(stage.posted()) == int(done)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_error_after_the_post_is_unclear(stage: Stage, status: int) -> None:
    stage.slack.faults.server_error("chat.postMessage", status, done=True)
    with pytest.raises(Unclear):
        await stage.connection.sender.post(stage.place, CARD, "11")
    assert len(stage.posted()) == 1


@pytest.mark.parametrize("done", [True, False])
async def test_with_history_an_unclear_post_is_looked_up(stage: Stage, *, done: bool) -> None:
    stage.slack.faults.drop("chat.postMessage", done=done)
    with pytest.raises(Unclear):
        await stage.connection.sender.post(stage.place, CARD, "11")
    found = await stage.connection.sender.find(stage.place, "11", SINCE)
    assert isinstance(found, Posted) if done else found is Lookup.NOT_THERE


async def test_without_history_nobody_can_tell(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, scopes=BASE_SCOPES) as stage:
        await stage.connection.sender.post(stage.place, CARD, "11")
        assert await stage.connection.sender.find(stage.place, "11", SINCE) is Lookup.CANNOT_TELL


async def test_a_message_is_found_far_back_and_among_many_of_others(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, CARD, "11")
    for n in range(450):
        stage.ada.say(stage.study, f"chatter {n}")
    assert await stage.connection.sender.find(stage.place, "11", SINCE) == posted


async def test_more_than_can_be_looked_through_proves_nothing(stage: Stage) -> None:
    for n in range(1_100):
        stage.ada.say(stage.study, f"chatter {n}")
    assert await stage.connection.sender.find(stage.place, "11", SINCE) is Lookup.CANNOT_TELL


async def test_what_somebody_else_wrote_is_not_ours_whatever_it_says(stage: Stage) -> None:
    stage.ada.say(stage.study, '{"event_type": "studybot_posting", "event_payload": {"marker": "11"}}')
    assert await stage.connection.sender.find(stage.place, "11", SINCE) is Lookup.NOT_THERE


async def test_a_public_channel_is_joined_and_posted_to(stage: Stage) -> None:
    elsewhere = stage.slack.channel(stage.team, name="elsewhere", people=[stage.ada], joined=False)
    place = Place("slack", stage.team.id, elsewhere.id, "elsewhere")
    await stage.connection.sender.post(place, CARD, "11")
    assert len(stage.posted(elsewhere)) == 1


async def test_a_channel_that_can_not_be_joined_is_no_permission(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, scopes=BASE_SCOPES - {"channels:join"}) as stage:
        elsewhere = stage.slack.channel(stage.team, name="elsewhere", people=[stage.ada], joined=False)
        place = Place("slack", stage.team.id, elsewhere.id, "elsewhere")
        with pytest.raises(Permanent) as told:
            await stage.connection.sender.post(place, CARD, "11")
        assert told.value.code == "no-permission"
        assert list(await stage.connection.sender.check(place)) == ["channels:join", "/invite @studybot"]


async def test_a_private_channel_without_the_app_is_not_there(stage: Stage) -> None:
    hidden = stage.slack.channel(stage.team, name="hidden", kind=Kind.PRIVATE, people=[stage.ada], joined=False)
    with pytest.raises(Permanent) as told:
        await stage.connection.sender.check(Place("slack", stage.team.id, hidden.id))
    assert told.value.code == "channel-gone"


@pytest.mark.parametrize("scope", sorted(BASE_SCOPES - {"channels:read", "commands"}))
async def test_a_scope_that_was_not_granted_is_named(sqlite_url: str, scope: str) -> None:
    async with socket_stage(sqlite_url, scopes=BASE_SCOPES - {scope}) as stage:
        assert scope in await stage.connection.sender.check(stage.place)


async def test_a_reply_goes_to_the_thread_and_into_the_channel(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, CARD, "11")
    reply = await stage.connection.sender.post(stage.place, CARD, "12", posted.ref)
    message = stage.study.find(reply.ref)
    assert message is not None
    assert (message.thread, message.broadcast) == (posted.ref, True)


async def test_no_more_than_fifty_updates_a_minute_reach_a_workspace(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, CARD, "11")
    for _ in range(50):
        await stage.connection.sender.edit(stage.place, posted.ref, CARD)
    with pytest.raises(RateLimited) as told:
        await stage.connection.sender.edit(stage.place, posted.ref, CARD)
    assert stage.calls("chat.update") == 50
    stage.core.clock.offset += timedelta(seconds=told.value.retry_after)
    await stage.connection.sender.edit(stage.place, posted.ref, CARD)


async def test_another_workspace_can_not_be_reached_with_this_ones_token(stage: Stage) -> None:
    other = stage.slack.workspace("other")
    theirs = stage.slack.channel(other, name="theirs")
    with pytest.raises(Permanent) as told:
        await stage.connection.sender.post(Place("slack", other.id, theirs.id), CARD, "11")
    assert told.value.code == "workspace-gone"
    assert not stage.posted(theirs)
