"""What every Sender promises to delivery (see `bot.chat.port.Sender`)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.cards import Card, text
from bot.chat.port import Lookup, MessageGone, Permanent, Posted
from tests.contract.doors import Door
from tests.fakes.cards import every_block, harmful
from tests.support.clock import START

CARD = Card("Question", (text("Which one?"),))
OTHER = Card("Revealed", (text("This one."),))
SINCE = START - timedelta(minutes=2)
UNKNOWN = "999"


async def test_a_posted_message_is_there_for_everybody(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    assert posted.at == START
    assert await door.shown(posted.ref) == CARD
    assert [await door.visible(user) for user in (door.owner, door.member)] == [[posted.ref], [posted.ref]]


async def test_a_message_is_found_by_its_marker(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    await door.sender.post(door.place, OTHER, "12")
    assert await door.sender.find(door.place, "11", SINCE) == posted


async def test_a_marker_is_no_part_of_another(door: Door) -> None:
    await door.sender.post(door.place, CARD, "112")
    for marker in ("1", "11", "12", "2", "1123"):
        assert await door.sender.find(door.place, marker, SINCE) is Lookup.NOT_THERE


async def test_a_message_that_was_never_sent_is_proved_not_to_be_there(door: Door) -> None:
    assert await door.sender.find(door.place, UNKNOWN, SINCE) is Lookup.NOT_THERE


async def test_a_deleted_message_is_not_there_any_more(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    await door.delete(posted.ref)
    assert await door.sender.find(door.place, "11", SINCE) is Lookup.NOT_THERE


async def test_a_message_from_before_the_time_asked_for_is_not_meant(door: Door) -> None:
    await door.sender.post(door.place, CARD, "11")
    later = START + timedelta(minutes=1)
    assert await door.sender.find(door.place, "11", later) is Lookup.NOT_THERE


async def test_an_edited_message_is_still_found(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    await door.sender.edit(door.place, posted.ref, OTHER)
    assert await door.sender.find(door.place, "11", SINCE) == posted


async def test_an_edit_replaces_the_content_and_may_be_repeated(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    for _ in range(2):
        await door.sender.edit(door.place, posted.ref, OTHER)
        assert await door.shown(posted.ref) == OTHER
    assert await door.visible(door.member) == [posted.ref]


async def test_a_deleted_message_can_be_neither_edited_nor_replied_to(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    await door.delete(posted.ref)
    with pytest.raises(MessageGone):
        await door.sender.edit(door.place, posted.ref, OTHER)
    with pytest.raises(MessageGone):
        await door.sender.post(door.place, OTHER, "12", posted.ref)
    assert await door.visible(door.member) == []


async def test_a_reply_is_a_message_of_its_own(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    reply = await door.sender.post(door.place, OTHER, "12", posted.ref)
    assert await door.visible(door.member) == [posted.ref, reply.ref]
    assert await door.sender.find(door.place, "12", SINCE) == reply


async def test_a_direct_message_reaches_one_person_alone(door: Door) -> None:
    sent = await door.sender.direct(door.place.workspace, door.owner, CARD, "21")
    assert await door.visible(door.owner) == [sent.ref]
    assert await door.visible(door.member) == []


async def test_a_person_who_can_not_be_reached_is_said_to_be(door: Door) -> None:
    with pytest.raises(Permanent) as told:
        await door.sender.direct(door.place.workspace, door.stranger, CARD, "21")
    assert told.value.code == "person-unreachable"


async def test_nothing_is_missing_in_a_channel_where_all_is_well(door: Door) -> None:
    assert list(await door.sender.check(door.place)) == []


async def test_a_channel_that_is_not_there_is_said_to_be_gone(door: Door) -> None:
    for call in (
        door.sender.post(door.nowhere, CARD, "11"),
        door.sender.edit(door.nowhere, "1", CARD),
        door.sender.check(door.nowhere),
    ):
        with pytest.raises(Permanent) as told:
            await call
        assert told.value.code == "channel-gone"


async def test_every_kind_of_block_can_be_posted_edited_and_sent(door: Door) -> None:
    first = await door.sender.post(door.place, CARD, "11")
    card = every_block(message=first.ref)
    posted = await door.sender.post(door.place, card, "12")
    await door.sender.edit(door.place, first.ref, card)
    direct = await door.sender.direct(door.place.workspace, door.member, card, "21")
    assert await door.visible(door.member) == [first.ref, posted.ref, direct.ref]


async def test_no_text_and_no_length_makes_it_fail(door: Door) -> None:
    first = await door.sender.post(door.place, CARD, "11")
    sent = [first.ref]
    for at, card in enumerate(harmful(), start=100):
        posted = await door.sender.post(door.place, card, str(at))
        assert isinstance(posted, Posted)
        sent.append(posted.ref)
        await door.sender.edit(door.place, first.ref, card)
        await door.sender.direct(door.place.workspace, door.owner, card, str(at))
    assert await door.visible(door.member) == sent


async def test_what_belongs_beside_a_message_may_be_done_again(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    for _ in range(2):
        await door.sender.follow_up(door.place, posted.ref, (), "Question of today")
    assert await door.shown(posted.ref) == CARD
    assert await door.visible(door.member) == [posted.ref]


async def test_nothing_is_done_beside_a_message_in_a_channel_that_is_gone(door: Door) -> None:
    posted = await door.sender.post(door.place, CARD, "11")
    if (done := await _gone(door, posted.ref)) is not None:
        assert done.code == "channel-gone"


async def _gone(door: Door, ref: str) -> Permanent | None:
    """Return how a platform refuses it; one that does nothing beside messages refuses nothing."""
    try:
        await door.sender.follow_up(door.nowhere, ref, (), "Question of today")
    except Permanent as refused:
        return refused
    return None


async def test_a_message_that_alerts_a_role_is_there_like_any_other(door: Door) -> None:
    alerting = Card("Question", (text("Which one?"),), ping=door.role)
    posted = await door.sender.post(door.place, alerting, "11")
    assert await door.shown(posted.ref) == alerting
