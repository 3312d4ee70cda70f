"""What becomes of a message on Discord's bad days, and on days on which somebody changed something."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import discord.http
import pytest

from adapters.discord import marker
from adapters.discord.sender import DiscordSender
from bot.chat.cards import Button, Buttons, Card, Jump, text
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
from tests.adapters.discord.stage import Stage
from tests.platforms.discord.faults import (
    Disturbance,
    cut_after,
    cut_before,
    failed_after,
    held_after,
    rate_limited,
    refused,
    server_error,
)
from tests.platforms.discord.looking import text_of
from tests.platforms.discord.values import Permission
from tests.support.clock import START

POST = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
HISTORY = "GET /channels/{channel_id}/messages"
THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"
DIRECT = "POST /users/@me/channels"
CHANNEL = "GET /channels/{channel_id}"
CARD = Card("Question", (text("Which one?"),))
SINCE = START - timedelta(minutes=2)


async def call(stage: Stage, route: str) -> object:
    """Make the sender use a route."""
    sender, place = stage.sender, stage.place
    if route == POST:
        return await sender.post(place, CARD, "11")
    if route == DIRECT:
        return await sender.direct(place.workspace, str(stage.ben.id), CARD, "21")
    if route == HISTORY:
        return await sender.find(place, "11", SINCE)
    if route == CHANNEL:
        return await sender.check(place)
    there = stage.platform.say(stage.channel, stage.platform.world.bot, "Question")
    if route == EDIT:
        await sender.edit(place, str(there.id), CARD)
    else:
        await sender.follow_up(place, str(there.id), (), "Talk")
    return None


async def failure(stage: Stage, route: str) -> SendError:
    """Return how a route fails."""
    with pytest.raises(SendError) as raised:
        await call(stage, route)
    return raised.value


EACH = pytest.mark.parametrize("route", [POST, EDIT, HISTORY, THREAD, DIRECT, CHANNEL])


@EACH
async def test_a_rate_limit_is_handed_on_at_once_and_nothing_is_sent_meanwhile(stage: Stage, route: str) -> None:
    stage.platform.faults.next(route, rate_limited(7.5))
    limited = await failure(stage, route)
    assert isinstance(limited, RateLimited)
    assert limited.retry_after == 7.5
    assert len(stage.platform.requests(route)) == 1
    assert all(wait == 0 for wait in stage.waits.asked)


@EACH
async def test_after_the_global_limit_nothing_is_asked_until_it_is_over(stage: Stage, route: str) -> None:
    stage.platform.faults.next(route, rate_limited(30, everywhere=True))
    assert isinstance(await failure(stage, route), RateLimited)
    later = await failure(stage, CHANNEL)
    assert isinstance(later, RateLimited)
    assert 25 < later.retry_after <= 30
    assert len(stage.platform.requests(CHANNEL)) == (1 if route == CHANNEL else 0)


@EACH
@pytest.mark.parametrize("fault", [server_error(500), server_error(502), server_error(503), cut_before()])
async def test_a_failure_of_discord_is_never_taken_for_a_refusal(stage: Stage, route: str, fault: Disturbance) -> None:
    stage.platform.faults.always(route, fault)
    assert isinstance(await failure(stage, route), Transient | Unclear)
    assert len(stage.platform.requests(route)) <= 2


@pytest.mark.parametrize(
    ("route", "status", "code", "expected"),
    [
        (POST, 403, 50013, "no-permission"),
        (POST, 403, 50001, "no-permission"),
        (POST, 404, 10003, "channel-gone"),
        (EDIT, 403, 50013, "no-permission"),
        (EDIT, 404, 10003, "channel-gone"),
        (HISTORY, 403, 50001, "no-permission"),
        (HISTORY, 404, 10003, "channel-gone"),
        (THREAD, 403, 50013, "no-permission"),
        (THREAD, 404, 10003, "channel-gone"),
        (DIRECT, 403, 50007, "person-unreachable"),
        (DIRECT, 400, 50033, "person-unreachable"),
        (DIRECT, 403, 50278, "person-unreachable"),
        (CHANNEL, 404, 10003, "channel-gone"),
    ],
)
async def test_a_refusal_for_good_says_what_is_gone(
    stage: Stage, route: str, status: int, code: int, expected: str
) -> None:
    stage.platform.faults.next(route, refused(status, code))
    permanent = await failure(stage, route)
    assert isinstance(permanent, Permanent)
    assert permanent.code == expected


@EACH
async def test_a_token_that_discord_refuses_meanwhile_pauses_no_group(stage: Stage, route: str) -> None:
    stage.platform.faults.next(route, refused(401, 0, "401: Unauthorized"))
    assert isinstance(await failure(stage, route), Transient)
    before = len(stage.platform.backend.requests)
    assert isinstance(await failure(stage, route), Transient)
    assert len(stage.platform.backend.requests) == before  # who is refused too often is shut out


async def test_a_form_that_is_refused_is_said_to_be(stage: Stage) -> None:
    stage.platform.faults.next(POST, refused(400, 50035, "Invalid Form Body"))
    assert isinstance(await failure(stage, POST), PayloadRefused)


async def test_no_connection_at_all_means_not_sent(stage: Stage) -> None:
    discord.http.Route.BASE = "http://127.0.0.1:9/api/v10"  # nobody listens there; set back at the end of the test
    assert isinstance(await failure(stage, POST), Transient)


@pytest.mark.parametrize("fault", [cut_after(), failed_after(500), failed_after(502)])
async def test_a_message_whose_answer_was_lost_is_asked_for_again_and_is_there_once(
    stage: Stage, fault: Disturbance
) -> None:
    stage.platform.faults.next(POST, fault)
    posted = await stage.sender.post(stage.place, CARD, "11")
    [message] = stage.platform.messages(stage.channel)
    assert posted.ref == marker.reference(str(message.id), "11")
    assert len(stage.platform.requests(POST)) == 2


@pytest.mark.parametrize("second", [rate_limited(5), server_error(500), cut_before(), refused(403, 50013)])
async def test_if_asking_again_fails_too_nobody_says_that_it_was_not_sent(stage: Stage, second: Disturbance) -> None:
    stage.platform.faults.next(POST, cut_after(), second)
    assert isinstance(await failure(stage, POST), Unclear)
    assert len(stage.platform.messages(stage.channel)) == 1


async def test_an_answer_that_does_not_come_in_time_is_unclear_and_found_later(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.sender.check(stage.place)
    monkeypatch.setattr("adapters.discord.wire.SECONDS", 0.05)
    never = asyncio.Event()
    stage.platform.faults.always(POST, held_after(never))
    assert isinstance(await failure(stage, POST), Unclear)
    never.set()
    monkeypatch.undo()
    stage.advance(minutes=20)
    assert isinstance(await stage.sender.find(stage.place, "11", SINCE), Posted)


async def test_after_the_nonce_was_forgotten_a_message_is_still_found_by_its_marker(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, CARD, "11")
    stage.advance(hours=1)
    for n in range(150):  # more than a page of history
        stage.platform.say(stage.channel, stage.ben.user, f"chatter {n}")
    another = DiscordSender(stage.wire())  # the process that sent it is gone
    assert await another.find(stage.place, "11", SINCE) == posted


async def test_a_marker_in_somebody_elses_message_is_none(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, CARD, "11")
    [message] = stage.platform.messages(stage.channel)
    copied = stage.platform.say(stage.channel, stage.ben.user, "mine")
    copied.components = message.components
    stage.platform.delete_message(message)
    assert await stage.sender.find(stage.place, "11", SINCE) is Lookup.NOT_THERE
    assert isinstance(posted, Posted)


async def test_without_the_history_nobody_can_tell(stage: Stage) -> None:
    await stage.sender.post(stage.place, CARD, "11")
    stage.platform.deny(stage.channel, Permission.READ_MESSAGE_HISTORY)
    assert await stage.sender.find(stage.place, "11", SINCE) is Lookup.CANNOT_TELL


async def test_a_repeated_marker_of_a_message_deleted_meanwhile_is_unclear(stage: Stage) -> None:
    await stage.sender.post(stage.place, CARD, "11")
    stage.platform.delete_message(stage.platform.messages(stage.channel)[0])
    assert isinstance(await failure(stage, POST), Unclear)
    assert await stage.sender.find(stage.place, "11", SINCE) is Lookup.NOT_THERE


async def test_the_same_marker_to_a_person_and_to_a_channel_makes_two_messages(stage: Stage) -> None:
    await stage.sender.post(stage.place, CARD, "21")
    for person in (stage.ada, stage.ben):
        await stage.sender.direct(stage.place.workspace, str(person.id), CARD, "21")
        assert len(stage.platform.direct_messages(person)) == 1
    assert len(stage.platform.messages(stage.channel)) == 1


async def test_a_deleted_channel_is_gone(stage: Stage) -> None:
    stage.platform.delete_channel(stage.channel)
    for route in (POST, HISTORY, CHANNEL):
        permanent = await failure(stage, route)
        assert isinstance(permanent, Permanent)
        assert permanent.code == "channel-gone"


async def test_a_server_that_removed_us_is_gone_and_a_hidden_channel_is_not(stage: Stage) -> None:
    stage.platform.deny(stage.channel, Permission.VIEW_CHANNEL)
    assert str(await failure(stage, POST)) == "no-permission"
    stage.platform.remove_bot(stage.guild)
    assert str(await failure(stage, POST)) == "workspace-gone"


async def test_a_channel_of_another_server_is_not_checked_for_this_one(stage: Stage) -> None:
    other = stage.platform.guild("Elsewhere")
    with pytest.raises(Permanent, match="channel-gone"):
        await stage.sender.check(Place("discord", str(other.id), stage.place.channel))


async def test_closed_direct_messages_are_said_to_be(stage: Stage) -> None:
    stage.ben.user.takes_direct = False
    assert str(await failure(stage, DIRECT)) == "person-unreachable"


async def test_a_message_in_an_archived_thread_is_posted_anew(stage: Stage) -> None:
    stage.platform.faults.next(EDIT, refused(400, 50083, "Thread is archived"))
    assert isinstance(await failure(stage, EDIT), MessageGone)


async def test_a_message_of_somebody_else_is_none_of_ours_to_edit(stage: Stage) -> None:
    theirs = stage.platform.say(stage.channel, stage.ben.user, "mine")
    with pytest.raises(MessageGone):
        await stage.sender.edit(stage.place, str(theirs.id), CARD)


@pytest.mark.parametrize("ref", ["", "m1", "1.2.3", "12.x", "9" * 40, "٣"])
async def test_a_reference_from_elsewhere_is_a_message_that_is_not_there(stage: Stage, ref: str) -> None:
    for asked in (
        stage.sender.edit(stage.place, ref, CARD),
        stage.sender.post(stage.place, CARD, "12", ref),
        stage.sender.follow_up(stage.place, ref, (), "Talk"),
    ):
        with pytest.raises(MessageGone):
            await asked


async def test_each_missing_permission_is_named_as_discord_names_it(stage: Stage) -> None:
    for denied, name in (
        (Permission.SEND_MESSAGES, "Send Messages"),
        (Permission.ATTACH_FILES, "Attach Files"),
        (Permission.READ_MESSAGE_HISTORY, "Read Message History"),
    ):
        stage.platform.deny(stage.channel, denied)
        assert list(await stage.sender.check(stage.place)) == [name]
    stage.platform.deny(stage.channel, Permission.VIEW_CHANNEL)
    assert "View Channels" in await stage.sender.check(stage.place)
    stage.platform.allow(stage.channel)
    assert not await stage.sender.check(stage.place)


async def test_a_thread_opens_once_below_a_message(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, CARD, "11")
    for _ in range(2):
        await stage.sender.follow_up(stage.place, posted.ref, (), "Question of " + "Monday " * 30)
    [request, _] = stage.platform.requests(THREAD)
    assert request.body["name"].startswith("Question of Monday")
    assert len(request.body["name"]) <= 100


async def test_no_thread_opens_where_none_is_wanted(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, CARD, "11")
    await stage.sender.follow_up(stage.place, posted.ref, (), "")
    assert stage.platform.requests(THREAD) == []


async def test_a_thread_without_permission_is_a_failure_that_can_be_told(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, CARD, "11")
    stage.platform.deny(stage.channel, Permission.CREATE_PUBLIC_THREADS)
    with pytest.raises(Permanent, match="no-permission"):
        await stage.sender.follow_up(stage.place, posted.ref, (), "Talk")


async def test_only_the_role_that_a_group_chose_is_alerted(stage: Stage) -> None:
    role = stage.platform.role(stage.guild, "Learners", mentionable=True)
    card = Card("Question", (text(f"@everyone <@{stage.ben.id}> <@&{role.id}>"),))
    await stage.sender.post(stage.place, card, "11")
    await stage.sender.post(stage.place, Card("Question", ping=str(role.id)), "12")
    quiet, loud = stage.platform.messages(stage.channel)
    assert quiet.alerted == set()
    assert loud.alerted == {role.id}


async def test_a_link_leads_to_the_message_meant(stage: Stage) -> None:
    posted = await stage.sender.post(stage.place, CARD, "11")
    await stage.sender.post(stage.place, Card("Revealed", (Jump("See why", posted.ref),)), "12")
    [first, second] = stage.platform.messages(stage.channel)
    link = f"https://discord.com/channels/{stage.guild.id}/{stage.channel.id}/{first.id}"
    assert f"[See why](<{link}>)" in text_of(second)


async def test_the_longest_marker_is_carried_and_found(stage: Stage) -> None:
    for longest in ("9" * 25, "0" * 25, "1"):
        posted = await stage.sender.post(stage.place, Card("", (Buttons((Button("A", "1:a"),)),)), longest)
        assert await stage.sender.find(stage.place, longest, SINCE) == posted


async def test_a_hundred_posts_at_once_keep_to_the_pace_and_none_is_lost(stage: Stage) -> None:
    places = [stage.platform.channel(stage.guild, f"channel-{n}") for n in range(60)]

    async def post(n: int) -> Posted:
        place = Place("discord", stage.place.workspace, str(places[n].id))
        return await stage.sender.post(place, CARD, str(1000 + n))

    sent = await asyncio.gather(*map(post, range(60)))
    assert len({one.ref for one in sent}) == 60
    assert all(len(stage.platform.messages(place)) == 1 for place in places)
