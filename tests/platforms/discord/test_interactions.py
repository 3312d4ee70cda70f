"""Interactions: answered once, in time, by the right kind of answer, and for fifteen minutes more."""

from __future__ import annotations

import asyncio
import io

import discord
import pytest

from tests.platforms.discord.interactions import Answer
from tests.platforms.discord.looking import buttons_of, text_of
from tests.platforms.discord.outcomes import Outcome
from tests.platforms.discord.people import Person
from tests.platforms.discord.plain import Listening, ask, refusal
from tests.platforms.discord.server import LoopbackDiscord
from tests.platforms.discord.values import Channel, Guild, Message
from tests.support.clock import Clock


@pytest.fixture
def ada(platform: LoopbackDiscord, guild: Guild) -> Person:
    """A member."""
    return platform.person(guild, "Ada")


@pytest.fixture
def message(platform: LoopbackDiscord, channel: Channel) -> Message:
    """A message of the bot's on which an old button is pressed."""
    return platform.say(channel, platform.world.bot, "Press")


async def press(online: Listening, ada: Person, message: Message) -> tuple[Outcome, discord.Interaction]:
    """Let Ada press; return what she sees, and what the client heard."""
    outcome = await ada.raw_press(message, "b", wait=False)
    return outcome, await online.heard()


async def test_a_second_acknowledgement_is_refused(online: Listening, ada: Person, message: Message) -> None:
    outcome, heard = await press(online, ada, message)
    await heard.response.defer(ephemeral=True, thinking=True)
    path = f"/interactions/{heard.id}/{heard.token}/callback"
    refused = await refusal(online, "POST", path, {"type": 4, "data": {"content": "x"}})
    assert (refused.status, refused.code, outcome.thinking) == (400, 40060, True)


async def test_a_late_acknowledgement_is_refused_and_the_person_told(
    online: Listening, ada: Person, message: Message, clock: Clock
) -> None:
    outcome, heard = await press(online, ada, message)
    clock.advance(seconds=3)
    assert not outcome.failed
    clock.advance(seconds=0.1)
    assert outcome.failed
    with pytest.raises(discord.NotFound) as caught:
        await heard.response.send_message("Sorry")
    assert (caught.value.code, outcome.message) == (10062, None)


async def test_whoever_waits_is_told_once_the_three_seconds_are_over(
    online: Listening, ada: Person, message: Message, platform: LoopbackDiscord
) -> None:
    waiting = asyncio.create_task(ada.raw_press(message, "b"))
    heard = await online.heard()
    platform.expire()
    assert (await waiting).failed
    with pytest.raises(discord.NotFound):
        await heard.response.defer()


async def test_with_nobody_at_the_gateway_a_press_fails(
    ada: Person, message: Message, platform: LoopbackDiscord
) -> None:
    assert (await ada.raw_press(message, "b")).failed


async def test_a_promised_answer_comes_by_edit_and_is_as_private_as_promised(
    online: Listening, ada: Person, message: Message, platform: LoopbackDiscord, channel: Channel
) -> None:
    outcome, heard = await press(online, ada, message)
    await heard.response.defer(ephemeral=True, thinking=True)
    assert (outcome.kind, outcome.thinking, outcome.private) == (Answer.DEFERRED, True, True)
    await heard.edit_original_response(content="Right")
    assert ((await outcome.answered()).text, outcome.private) == ("Right", True)
    assert platform.messages(channel) == [message]


async def test_the_first_follow_up_keeps_the_promise_and_the_second_is_another_message(
    online: Listening, ada: Person, message: Message
) -> None:
    outcome, heard = await press(online, ada, message)
    await heard.response.defer(ephemeral=False, thinking=True)
    await heard.followup.send("First")
    second = await heard.followup.send("Second", ephemeral=True, wait=True)
    await second.edit(content="Changed")
    assert (outcome.text, outcome.private) == ("First", False)
    assert [(one.content, one.viewer) for one in outcome.follow_ups] == [("Changed", ada.user)]
    await second.delete()
    assert outcome.follow_ups == []


async def test_an_update_changes_the_message_at_once_or_later(
    online: Listening, ada: Person, message: Message, clock: Clock
) -> None:
    outcome, heard = await press(online, ada, message)
    await heard.response.edit_message(content="At once")
    assert (outcome.message, message.content, message.edited_at) == (message, "At once", clock())
    outcome, heard = await press(online, ada, message)
    await heard.response.defer()
    assert (outcome.kind, outcome.thinking) == (Answer.DEFERRED_UPDATE, False)
    answered = asyncio.create_task(outcome.answered())
    await heard.edit_original_response(content="Later")
    assert (await answered).text == "Later"


async def test_a_message_that_was_deleted_meanwhile_is_not_changed(
    online: Listening, ada: Person, message: Message, platform: LoopbackDiscord
) -> None:
    _, heard = await press(online, ada, message)
    platform.delete_message(message)
    with pytest.raises(discord.NotFound) as caught:
        await heard.response.edit_message(content="x")
    assert caught.value.code == 10008
    await heard.response.send_message("It is gone", ephemeral=True)


async def test_in_a_channel_that_was_deleted_meanwhile_nothing_is_answered(
    online: Listening, ada: Person, message: Message, platform: LoopbackDiscord, channel: Channel
) -> None:
    _, heard = await press(online, ada, message)
    platform.delete_channel(channel)
    with pytest.raises(discord.NotFound) as caught:
        await heard.response.send_message("Hello?", ephemeral=True)
    assert caught.value.code == 10003


async def test_the_original_response_can_be_had_and_deleted(online: Listening, ada: Person, message: Message) -> None:
    outcome, heard = await press(online, ada, message)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="More", custom_id="more"))
    file = discord.File(io.BytesIO(b"x"), "x.txt")
    await heard.response.send_message("Here", view=view, file=file, ephemeral=True)
    assert outcome.message
    assert (buttons_of(outcome.message), outcome.message.attachments[0].data) == ({"More": "more"}, b"x")
    assert (await heard.original_response()).content == "Here"
    again = await ada.press(outcome.message, "more", wait=False)
    assert (await online.heard()).message
    assert again.interaction.source is outcome.message
    await heard.delete_original_response()
    assert outcome.message is None
    with pytest.raises(discord.NotFound) as caught:
        await heard.edit_original_response(content="x")
    assert caught.value.code == 10008


async def test_a_token_ends_after_fifteen_minutes(
    online: Listening, ada: Person, message: Message, clock: Clock
) -> None:
    outcome, heard = await press(online, ada, message)
    await heard.response.send_message("Here", ephemeral=True)
    clock.advance(minutes=15)
    await heard.edit_original_response(content="Still here")
    clock.advance(seconds=1)
    for late in (heard.edit_original_response(content="Late"), heard.followup.send("Late")):
        with pytest.raises(discord.HTTPException) as caught:
            await late
        assert (caught.value.status, caught.value.code) == (401, 50027)
    assert outcome.text == "Still here"


async def test_nothing_follows_up_what_was_not_acknowledged(online: Listening, ada: Person, message: Message) -> None:
    _, heard = await press(online, ada, message)
    for early in (heard.edit_original_response(content="x"), heard.followup.send("x")):
        with pytest.raises(discord.NotFound) as caught:
            await early
        assert caught.value.code == 10015


async def test_another_s_token_is_good_for_nothing(online: Listening, ada: Person, message: Message) -> None:
    _, heard = await press(online, ada, message)
    answer = await refusal(online, "POST", f"/interactions/{heard.id}/wrong/callback", {"type": 6})
    other = await refusal(online, "POST", "/interactions/1/wrong/callback", {"type": 6})
    follow_up = await refusal(online, "POST", f"/webhooks/{online.application_id}/wrong", {"content": "x"})
    webhook = await refusal(online, "POST", f"/webhooks/1/{heard.token}", {"content": "x"})
    assert [answer.code, other.code, follow_up.code, webhook.code] == [10062, 10062, 50027, 10015]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"type": 4, "data": {"content": "x" * 2001}}, "data.content: Must be 2000 or fewer"),
        ({"type": 4, "data": {"content": "x", "nonce": "1"}}, "data.nonce: Discord would ignore this field."),
        ({"type": 4, "data": {"flags": 1 << 15, "content": "x"}}, "data.content: The 'content' field cannot"),
        ({"type": 5, "data": {"flags": 4}}, "data.flags: Flags 4 can't be set here."),
        ({"type": 4}, "data: This field is required"),
        ({"type": 8, "data": {"choices": []}}, "type: An interaction of type 3 is not answered with 8."),
        ({"type": 99}, 'type: Value of field "type" is not taken here'),
        ({"data": {}}, "type: This field is required"),
    ],
)
async def test_an_answer_that_does_not_fit_is_refused_and_another_may_follow(
    online: Listening, ada: Person, message: Message, answer: dict[str, object], says: str
) -> None:
    outcome, heard = await press(online, ada, message)
    refused = await refusal(online, "POST", f"/interactions/{heard.id}/{heard.token}/callback", answer)
    assert (refused.status, refused.code) == (400, 50035)
    assert says in refused.text
    await heard.response.send_message("Fine", ephemeral=True)
    assert outcome.text == "Fine"


async def test_an_empty_answer_is_refused(online: Listening, ada: Person, message: Message) -> None:
    _, heard = await press(online, ada, message)
    path = f"/interactions/{heard.id}/{heard.token}/callback"
    assert (await refusal(online, "POST", path, {"type": 4, "data": {}})).code == 50006


async def test_a_modal_is_not_answered_with_a_modal(online: Listening, ada: Person, message: Message) -> None:
    opened, heard = await press(online, ada, message)
    modal = discord.ui.Modal(title="A form", custom_id="form")
    modal.add_item(discord.ui.Label(text="Name", component=discord.ui.TextInput(custom_id="name")))
    await heard.response.send_modal(modal)
    outcome = await ada.submit(opened, {"name": "Ada"}, wait=False)
    submitted = await online.heard()
    path = f"/interactions/{submitted.id}/{submitted.token}/callback"
    form = {"type": 9, "data": {"custom_id": "m", "title": "x", "components": [{"type": 10, "content": "x"}]}}
    assert "An interaction of type 5 is not answered with 9" in (await refusal(online, "POST", path, form)).text
    await submitted.response.defer()
    await submitted.edit_original_response(content="Thanks, Ada")
    assert (outcome.message, text_of(message)) == (message, "Thanks, Ada")


async def test_completions_are_answered_with_choices_only(online: Listening, ada: Person, channel: Channel) -> None:
    option = {"type": 3, "name": "topic", "description": "About what", "autocomplete": True}
    command = {"name": "quiz", "description": "Questions", "options": [option]}
    await ask(online, "PUT", f"/applications/{online.application_id}/commands", [command])
    typing = asyncio.create_task(ada.complete(channel, "quiz", "topic", "lam"))
    heard = await online.heard()
    path = f"/interactions/{heard.id}/{heard.token}/callback"
    assert "type 4 is not answered with 4" in (await refusal(online, "POST", path, {"type": 4, "data": {}})).text
    many = [{"name": "x", "value": "x"}] * 26
    assert "choices: Must be 25" in (await refusal(online, "POST", path, {"type": 8, "data": {"choices": many}})).text
    await ask(online, "POST", path, {"type": 8, "data": {"choices": [{"name": "Lambda", "value": "lambda"}]}})
    assert await typing == [{"name": "Lambda", "value": "lambda", "name_localizations": None}]
