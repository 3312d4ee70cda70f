"""What is pressed: where its answer goes, what changes in place, and what it means elsewhere."""

from __future__ import annotations

from tests.adapters.slack.reading import card_of, elements, labels, words_of
from tests.adapters.slack.stage import Stage, socket_stage
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.world import Message


async def said(outcome: Outcome) -> str:
    """Return everything in the message that a person got."""
    return words_of((await outcome.message()).blocks)


async def answer(stage: Stage, quiz: Message) -> None:
    """Let mei answer a quiz's question, whatever it asks."""
    if "Answer" in labels(quiz.blocks):
        await stage.mei.choose(quiz, "s:pick", ["A", "B"])
    await stage.mei.press(quiz, "Answer" if "Answer" in labels(quiz.blocks) else "A")


async def test_an_answer_is_told_to_one_person_and_can_be_had_again(stage: Stage) -> None:
    await stage.set_up()
    message = await stage.deliver_now()
    feedback = await (await stage.mei.press(message, "B")).message()
    assert feedback.to == stage.mei.id
    assert "answer is" in words_of(feedback.blocks)
    stage.mei.reload()
    assert card_of((await (await stage.mei.press(message, "My answer")).message()).blocks) == card_of(feedback.blocks)


async def test_what_is_pressed_in_a_thread_is_answered_there(stage: Stage) -> None:
    await stage.set_up()
    await stage.deliver_now()
    first = stage.posted()[0]
    reply = await stage.connection.sender.post(stage.place, stage.card_with_button(), "99", first.ts)
    message = stage.study.find(reply.ref)
    assert message is not None
    assert (await (await stage.mei.press(message, "Help")).message()).thread == first.ts


async def test_a_multiple_response_takes_exactly_as_many_and_loses_nothing(stage: Stage) -> None:
    posted = await stage.connection.sender.post(stage.place, stage.card_with_chooser(), "99")
    message = stage.study.find(posted.ref)
    assert message is not None
    await stage.mei.choose(message, "s:pick", ["A"])
    wrong = await stage.mei.press(message, "Answer")
    assert "Choose exactly 2" in await said(wrong)
    assert card_of(message.blocks).title == "Two of three"
    await stage.mei.choose(message, "s:pick", ["A", "C"])
    assert "Choose exactly" not in await said(await stage.mei.press(message, "Answer"))


async def test_a_quiz_lives_in_the_direct_messages_and_is_taken_up_there_again(stage: Stage) -> None:
    await stage.set_up()
    outcome = await stage.mei.command(stage.study, "/quiz", "count:2")
    direct = await outcome.message("direct")
    assert "direct messages" in words_of((await outcome.message("ephemeral")).blocks)
    assert "question 1 of 2" in card_of(direct.blocks).title
    await answer(stage, direct)
    await stage.slack.world.changes.until(lambda: "Next" in labels(direct.blocks), "feedback in the same message")
    stage.mei.reload()
    again = await (await stage.mei.command(stage.study, "/quiz")).message("direct")
    assert "Next" in labels(again.blocks)
    await stage.mei.press(direct, "Next")
    await stage.slack.world.changes.until(
        lambda: "question 2 of 2" in card_of(direct.blocks).title, "the next question"
    )
    assert stage.calls("chat.update") == 0


async def test_a_private_board_changes_in_place_and_is_shown_to_all_when_asked(stage: Stage) -> None:
    await stage.set_up()
    board = await (await stage.study_bot(stage.mei, "leaderboard")).message()
    changed = await (await stage.mei.press(board, "This month")).sight("changed")
    assert changed.message is board
    assert "This month's board" in words_of(board.blocks)
    await stage.mei.press(board, "Show in channel")
    await stage.slack.world.changes.until(lambda: len(stage.posted()) == 1, "the board in the channel")
    assert "board of #study" in words_of(stage.posted()[0].blocks)


async def test_exported_data_comes_as_a_file_to_the_person_alone(stage: Stage) -> None:
    await stage.set_up()
    await (await stage.mei.press(await stage.deliver_now(), "A")).message()
    privacy = await (await stage.study_bot(stage.mei, "privacy")).message()
    await (await stage.mei.press(privacy, "Export my data")).message()
    files = await stage.slack.world.changes.until(
        lambda: [one for message in stage.mei.direct() for one in message.files], "a file"
    )
    assert [one["name"] for one in files] == ["studybot.json"]


async def test_a_press_from_before_a_restart_is_answered_after_it(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url) as stage:
        await stage.set_up()
        message = await stage.deliver_now()
        await stage.restart()
        assert "answer is" in await said(await stage.mei.press(message, "A"))


async def test_a_message_says_which_channel_it_means_wherever_it_is_shown(stage: Stage) -> None:
    other = stage.slack.channel(stage.team, name="other", people=[stage.ada, stage.mei])
    await stage.set_up()
    await (await stage.study_bot(stage.ada, "setup zone:Europe/Berlin time:9:00", other)).message()
    direct = await (await stage.mei.command(other, "/quiz")).message("direct")
    assert all(block["block_id"].startswith(f"{other.id}~") for block in direct.blocks)


async def test_what_is_asked_for_in_the_direct_messages_is_answered_there(stage: Stage) -> None:
    await stage.set_up()
    direct = await (await stage.mei.command(stage.study, "/quiz", "count:2")).message("direct")
    await answer(stage, direct)
    await stage.slack.world.changes.until(lambda: "Next" in labels(direct.blocks), "feedback")
    report = next(one["action_id"] for one in elements(direct.blocks) if "report-quiz" in one.get("action_id", ""))
    view = await (await stage.mei.press(direct, report)).view()
    choices = next(block["element"] for block in view["blocks"] if block["element"]["type"] == "static_select")
    outcome = await stage.mei.submit({choices["action_id"]: choices["options"][0]["value"]})
    assert (await outcome.sight()).kind == "direct"
