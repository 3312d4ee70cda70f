"""The sender keeps the port's contract over a page store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.bell import Bell
from adapters.web.sender import PageSender
from bot.chat.calls import Place
from bot.chat.cards import Card
from bot.chat.page import PageStore
from bot.chat.port import Lookup, MessageGone, Permanent, Posted, Transient
from bot.study.pages import Pages
from bot.study.work import ThreadWork
from tests.adapters.web.stage import LOUNGE, START, MemoryPages
from tests.support.databases import SqliteFiles, opened

NOWHERE = Place("web", "local", "nowhere")
OTHER = Place("web", "local", "dva-c02")
EARLY = START - timedelta(seconds=30)


@pytest.fixture(params=["memory", "database"])
def pages(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PageStore]:
    """The store that the page's tests stand on and the one the service has: both must behave alike."""
    if request.param == "memory":
        yield MemoryPages()
        return
    files: SqliteFiles = request.getfixturevalue("sqlite_files")
    with opened(files.copy(tmp_path)) as database:
        work = ThreadWork(database)
        yield Pages(work, lambda: START)
        work.close()


@pytest.fixture
def sender(pages: PageStore) -> PageSender:
    return PageSender(pages, Bell())


async def test_a_repeated_marker_makes_no_second_message(sender: PageSender, pages: PageStore) -> None:
    first = await sender.post(LOUNGE, Card("One"), "17")
    assert await sender.post(LOUNGE, Card("Two"), "17") == first
    assert [one.card for one in await pages.latest("lounge", "ada")] == [Card("One")]


async def test_a_message_is_found_by_its_marker_in_its_channel_and_time(sender: PageSender) -> None:
    posted = await sender.post(LOUNGE, Card("One"), "17")
    assert await sender.find(LOUNGE, "17", EARLY) == Posted(posted.ref, START)
    assert await sender.find(LOUNGE, "18", EARLY) is Lookup.NOT_THERE
    assert await sender.find(OTHER, "17", EARLY) is Lookup.NOT_THERE
    assert await sender.find(LOUNGE, "17", START + timedelta(seconds=1)) is Lookup.NOT_THERE


async def test_a_deleted_message_cannot_be_edited_found_or_replied_to(sender: PageSender, pages: PageStore) -> None:
    posted = await sender.post(LOUNGE, Card("One"), "17")
    await sender.edit(LOUNGE, posted.ref, Card("Two"))
    await sender.edit(LOUNGE, posted.ref, Card("Two"))
    await pages.replace(int(posted.ref), None)
    assert await sender.find(LOUNGE, "17", EARLY) is Lookup.NOT_THERE
    with pytest.raises(MessageGone):
        await sender.edit(LOUNGE, posted.ref, Card("Three"))
    with pytest.raises(MessageGone):
        await sender.post(LOUNGE, Card("Reply"), "18", reply_to=posted.ref)


@pytest.mark.parametrize("ref", ["999", "", "x", "-1"])
async def test_a_reference_that_is_none_of_ours_is_gone(sender: PageSender, ref: str) -> None:
    with pytest.raises(MessageGone):
        await sender.edit(LOUNGE, ref, Card("Two"))


async def test_an_unknown_channel_is_gone_for_good(sender: PageSender) -> None:
    assert await sender.check(LOUNGE) == ()
    for attempt in (sender.post(NOWHERE, Card("One"), "1"), sender.check(NOWHERE), sender.edit(NOWHERE, "1", Card(""))):
        with pytest.raises(Permanent) as gone:
            await attempt
        assert gone.value.code == "channel-gone"


async def test_a_direct_message_is_for_one_member_and_apart_from_postings(
    sender: PageSender, pages: MemoryPages
) -> None:
    await sender.post(LOUNGE, Card("Posting"), "17")
    for user in ("mei", "ada", "mei"):
        await sender.direct("local", user, Card(f"For {user}"), "17")
    assert [one.card for one in await pages.latest("@mei", "mei")] == [Card("For mei")]
    assert list(await pages.latest("@mei", "ada")) == []
    with pytest.raises(Permanent, match="person-unreachable"):
        await sender.direct("local", "nobody", Card("Hello"), "18")


async def test_a_store_that_is_down_has_surely_not_sent() -> None:
    pages = MemoryPages()
    pages.down = True
    sender = PageSender(pages, Bell())
    with pytest.raises(Transient):
        await sender.post(LOUNGE, Card("One"), "17")
    with pytest.raises(Transient):
        await sender.find(LOUNGE, "17", EARLY)
