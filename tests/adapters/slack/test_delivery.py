"""Delivery through the adapter: a group's days as Slack sees them, also where confirmations are lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.adapters.slack.reading import card_of, labels, words_of
from tests.adapters.slack.stage import Stage, socket_stage
from tests.platforms.slack.loopback import BASE_SCOPES


async def days(stage: Stage, hours: float) -> None:
    """Let time pass, and delivery do what is due, hour by hour as far as it matters."""
    stage.core.clock.offset += timedelta(hours=hours)
    await stage.deliver()


async def test_the_next_question_reveals_the_one_before_and_links_it(stage: Stage) -> None:
    await stage.set_up()
    first = await stage.deliver_now()
    await (await stage.mei.press(first, "A")).message()
    await days(stage, 27)
    assert "Revealed" in card_of(first.blocks).title
    second = stage.posted()[-1]
    assert second is not first
    assert f"/archives/{stage.study.id}/p{first.ts.replace('.', '')}" in str(second.blocks)


async def test_a_reveal_by_the_hour_is_told_in_the_thread_and_to_the_channel(stage: Stage) -> None:
    await (await stage.study_bot(stage.ada, "setup zone:Europe/Berlin time:9:00 reveal:1")).message()
    first = await stage.deliver_now()
    await days(stage, 2)
    (told,) = stage.study.replies(first.ts)
    assert told.broadcast
    assert "The answer to the question" in words_of(told.blocks)
    assert "Revealed" in card_of(first.blocks).title


async def test_a_question_that_somebody_deleted_is_revealed_anew(stage: Stage) -> None:
    await stage.set_up()
    first = await stage.deliver_now()
    stage.ada.delete(first)
    await days(stage, 27)
    assert [one for one in stage.posted() if "Revealed" in card_of(one.blocks).title]


async def test_the_recaps_picture_is_in_its_thread_with_words(stage: Stage) -> None:
    await stage.set_up()
    question = await stage.deliver_now()
    for hours in (27, *(24,) * 6):
        for person in (stage.ada, stage.mei):
            await stage.answer(person, question)
        await days(stage, hours)
        question = next(one for one in reversed(stage.posted()) if one.text.startswith("Daily question"))
    recap = next(one for one in stage.posted() if one.text.startswith("Weekly recap"))
    (picture,) = stage.study.replies(recap.ts)
    (file,) = picture.files
    assert stage.slack.world.files[str(file["id"])].alt.startswith("Recap of ")
    assert "Recap of " not in words_of(recap.blocks)


@pytest.mark.parametrize("done", [True, False])
async def test_with_history_a_lost_confirmation_leaves_one_question(stage: Stage, *, done: bool) -> None:
    await stage.set_up()
    stage.slack.faults.drop("chat.postMessage", done=done)
    await stage.core.router.press(stage.post_now())
    await stage.deliver()
    for _ in range(3):
        await stage.deliver()
    assert len([one for one in stage.posted() if "Daily question" in card_of(one.blocks).title]) == 1
    assert not stage.ada.direct()


async def test_without_history_the_owner_is_asked_and_may_post_again(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, scopes=BASE_SCOPES) as stage:
        await stage.set_up()
        stage.slack.faults.drop("chat.postMessage")
        await stage.core.router.press(stage.post_now())
        for _ in range(4):
            await stage.deliver()
        assert not stage.posted()
        (notice,) = stage.ada.direct()
        assert labels(notice.blocks) == ["Post again"]
        await stage.ada.press(notice, "Post again")
        await stage.slack.world.changes.until(lambda: len(stage.ada.direct()) > 1, "that it is on its way")
        await stage.deliver()
        assert len(stage.posted()) == 1


async def test_a_channel_that_is_gone_pauses_its_group_and_says_so_once(stage: Stage) -> None:
    await stage.set_up()
    await stage.deliver_now()
    stage.study.archived = True
    for _ in range(3):
        await days(stage, 24)
    (notice,) = stage.ada.direct()
    assert "I had to pause #study" in card_of(notice.blocks).title
    assert "/study resume" in words_of(notice.blocks)


async def test_delivery_works_without_a_listener(stage: Stage) -> None:
    await stage.set_up()
    await stage.connection.listener.stop()
    await stage.deliver_now()
    assert len(stage.posted()) == 1


async def test_a_message_that_slack_will_not_draw_is_posted_plainer(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.set_up()
    stage.slack.faults.refuse("chat.postMessage", "invalid_blocks")
    question = await stage.deliver_now()
    assert labels(question.blocks)
    assert any(record.levelname == "ERROR" and "invalid_blocks" in record.message for record in caplog.records)
