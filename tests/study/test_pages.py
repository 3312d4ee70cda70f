"""The page store keeps what no platform keeps: every message, in order of change, for who may see it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.chat.cards import Card, text
from bot.chat.page import PageMessage, PageStore
from bot.study.pages import Pages
from bot.study.privacy import delete, mute
from bot.study.work import ThreadWork
from tests.support.clock import START, Clock
from tests.support.world import actor

ONE, TWO, THREE = (Card(title, (text(f"words of {title}"),), footer="foot") for title in ("one", "two", "three"))


def pages_of(work: ThreadWork, clock: Clock) -> PageStore:
    return Pages(work, clock)


def titles(messages: Sequence[PageMessage]) -> list[str | None]:
    return [message.card.title if message.card else None for message in messages]


async def test_a_message_comes_back_as_it_was_added(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    first = await pages.add("general", ONE)
    reply = await pages.add("general", TWO, to="ada", reply_to=first.id)
    assert (first.card, first.to, first.created_at, first.edited_at, first.reply_to) == (ONE, None, START, None, None)
    assert (reply.to, reply.reply_to) == ("ada", first.id)
    assert await pages.get(reply.id) == reply
    assert await pages.get(999) is None


async def test_every_change_gets_a_greater_version(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    first, second = await pages.add("general", ONE), await pages.add("random", TWO)
    edited = await pages.replace(first.id, THREE)
    assert edited is not None
    assert first.version < second.version < edited.version
    assert titles(await pages.changed_since(0)) == ["two", "three"]
    assert titles(await pages.changed_since(second.version)) == ["three"]
    assert titles(await pages.changed_since(0, 1)) == ["two"]
    assert await pages.changed_since(edited.version) == []


async def test_versions_of_messages_added_at_once_differ_and_none_is_missed(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    added = await asyncio.gather(*(pages.add("general", ONE) for _ in range(30)))
    assert len({message.version for message in added}) == 30
    assert {message.id for message in await pages.changed_since(0)} == {message.id for message in added}


async def test_an_edit_keeps_place_and_marker(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    first = await pages.add("general", ONE, marker="17")
    await pages.add("general", TWO)
    clock.advance(hours=1)
    edited = await pages.replace(first.id, THREE)
    assert edited is not None
    assert (edited.id, edited.card, edited.created_at, edited.edited_at) == (first.id, THREE, START, clock())
    assert await pages.find("17") == edited
    assert titles(await pages.latest("general", "ada")) == ["three", "two"]


async def test_a_marker_makes_one_message_however_often_it_is_sent(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    added = await asyncio.gather(*(pages.add("general", card, marker="17") for card in (ONE, TWO, THREE)))
    assert len({message.id for message in added}) == 1
    assert len(await pages.latest("general", "ada")) == 1
    assert await pages.find("18") is None


async def test_messages_without_a_marker_are_each_their_own(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    assert (await pages.add("general", ONE)).id != (await pages.add("general", ONE)).id


async def test_a_private_message_is_for_its_member_alone(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    for card, to in ((ONE, None), (TWO, "ada"), (THREE, "bob")):
        await pages.add("general", card, to=to)
    await pages.add("random", ONE)
    assert titles(await pages.latest("general", "ada")) == ["one", "two"]
    assert titles(await pages.latest("general", "bob")) == ["one", "three"]
    assert titles(await pages.latest("general", "")) == ["one"]


async def test_the_newest_messages_are_told_oldest_first(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    for card in (ONE, TWO, THREE):
        await pages.add("general", card)
    assert titles(await pages.latest("general", "ada", 2)) == ["two", "three"]


async def test_a_deleted_message_is_seen_by_those_who_follow_changes_only(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    first = await pages.add("general", ONE, marker="17")
    deleted = await pages.replace(first.id, None)
    assert deleted is not None
    assert deleted.card is None
    assert [await pages.get(first.id), await pages.find("17"), await pages.latest("general", "ada")] == [None, None, []]
    assert titles(await pages.changed_since(first.version)) == [None]


async def test_a_deleted_message_stays_deleted(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    first = await pages.add("general", ONE)
    await pages.replace(first.id, None)
    assert await pages.replace(first.id, TWO) is None
    assert await pages.replace(999, TWO) is None
    assert await pages.get(first.id) is None


async def test_a_deleted_person_leaves_no_private_message(work: ThreadWork, clock: Clock) -> None:
    pages = pages_of(work, clock)
    shared = await pages.add("general", ONE)
    private = await pages.add("general", TWO, to="ada")
    other = await pages.add("general", THREE, to="bob")
    await work.write(mute, actor("ada"), True, clock())
    await work.write(delete, actor("ada"))
    assert titles(await pages.latest("general", "ada")) == ["one"]
    assert [message.id for message in await pages.latest("general", "bob")] == [shared.id, other.id]
    assert [(one.id, one.card) for one in await pages.changed_since(other.version)] == [(private.id, None)]
