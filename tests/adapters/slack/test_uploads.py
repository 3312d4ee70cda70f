"""Pictures and files: in a message's thread, with words, each at most once."""

from __future__ import annotations

import pytest

from bot.chat.cards import Card, Document, Image, files_of, text
from bot.chat.port import RateLimited, Transient, Unclear
from tests.adapters.slack.reading import words_of
from tests.adapters.slack.stage import Stage
from tests.fakes.cards import PNG

PICTURE = Card("Recap", (text("Words"), Image(PNG, "Bars of four domains")))


async def test_pictures_and_files_go_into_the_thread_with_words_for_those_who_can_not_see(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, PICTURE, "11")
    card = Card("Recap", (*PICTURE.blocks, Document("words.csv", "a;b")))
    await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(card), "")
    files = [one for one in stage.slack.world.files.values() if one.complete]
    assert [(one.name, one.alt) for one in files] == [("studybot.png", "Bars of four domains"), ("words.csv", "")]
    assert len(stage.study.replies(posted.ref)) == 2
    assert "Words" in words_of(stage.posted()[0].blocks)


@pytest.mark.parametrize("done", [True, False])
async def test_a_picture_whose_sharing_was_begun_is_not_shared_again(stage: Stage, *, done: bool) -> None:
    posted = await stage.connection.sender.post(stage.place, PICTURE, "11")
    stage.slack.faults.drop("files.completeUploadExternal", done=done)
    with pytest.raises(Unclear):
        await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    assert len(stage.study.replies(posted.ref)) == int(done)


async def test_a_picture_that_did_not_reach_slack_is_brought_again(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, PICTURE, "11")
    stage.slack.faults.server_error("upload", 503)
    with pytest.raises(Transient):
        await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    assert len(stage.study.replies(posted.ref)) == 1


async def test_a_picture_whose_sharing_slack_put_off_is_shared_later(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, PICTURE, "11")
    stage.slack.faults.limit("files.completeUploadExternal", 5)
    with pytest.raises(RateLimited):
        await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    await stage.connection.sender.follow_up(stage.place, posted.ref, files_of(PICTURE), "")
    assert len(stage.study.replies(posted.ref)) == 1
