"""Every way in which an answer reaches the person: at once, put off, changed in place, shown to all, as a form."""

from __future__ import annotations

import pytest

from bot.chat.actions import pack
from bot.chat.calls import Ask, Call, Change, Form, FormField, Invalid, Reply, Show, Tell
from bot.chat.cards import Button, Buttons, Card, Choice, Chooser, text
from tests.adapters.discord.stage import Answering, Stage, feature, held, routing, telling
from tests.platforms.discord.interactions import Answer
from tests.platforms.discord.looking import buttons_of, controls_of, fields_of, text_of
from tests.platforms.discord.values import Message

HELLO, BYE = Card("Hello", (text("to you"),)), Card("Bye", (text("for now"),))
DAYS = (Choice("daily", "Every day"), Choice("weekdays", "Monday to Friday"))
FIELDS = (
    FormField("zone", "Time zone", "Europe/Berlin", "Type a city"),
    FormField("days", "Days", "daily", choices=DAYS),
    FormField("hour", "Hour", "9", choices=tuple(Choice(str(n), f"{n} o'clock") for n in range(24))),
)


def always(reply: Reply) -> Answering:
    """Return an answer that is always the same."""

    async def answer(_: Call) -> Reply:
        return reply

    return answer


def controls(*names: str) -> Card:
    """Return a card with a button an action."""
    return Card("Press", (Buttons(tuple(Button(name, pack(name)) for name in names)),))


async def public(stage: Stage, *names: str) -> Message:
    """Post a card with a button an action."""
    await stage.sender.post(stage.place, controls(*names), "11")
    return stage.platform.messages(stage.channel)[-1]


async def private(stage: Stage) -> Message:
    """Let Ben get a private card by the command `card`."""
    outcome = await (await stage.ben.command(stage.channel, "card")).answered()
    assert outcome.message
    assert outcome.private
    return outcome.message


async def test_what_is_told_is_seen_by_one_person_alone(stage: Stage) -> None:
    stage.route(routing(feature({"hello": always(Tell(HELLO))}, {"hello": always(Tell(HELLO))})))
    await stage.start()
    message = await public(stage, "hello")
    for outcome in (await stage.ben.command(stage.channel, "hello"), await stage.ben.press(message, "1:hello")):
        assert outcome.kind is Answer.MESSAGE
        assert outcome.private
        assert outcome.text == "### Hello\nto you"
    assert stage.platform.messages(stage.channel) == [message]


async def test_what_is_shown_is_seen_by_all(stage: Stage) -> None:
    stage.route(routing(feature({"card": always(Tell(controls("show")))}, {"show": always(Show(HELLO))})))
    await stage.start()
    outcome = await stage.ben.press(await private(stage), "1:show")
    assert outcome.message in stage.platform.messages(stage.channel)


async def test_a_private_message_is_changed_in_place_and_a_public_one_is_left_alone(stage: Stage) -> None:
    commands, presses = {"card": always(Tell(controls("next")))}, {"next": always(Change(BYE))}
    stage.route(routing(feature(commands, presses)))
    await stage.start()
    mine, all_see = await private(stage), await public(stage, "next")
    changed = await stage.ben.press(mine, "1:next")
    assert changed.kind is Answer.UPDATE
    assert changed.message is mine
    assert text_of(mine).startswith("### Bye")
    beside = await stage.ben.press(all_see, "1:next")
    assert beside.private
    assert text_of(all_see) == "### Press"


async def test_an_answer_that_takes_long_is_put_off_and_comes(stage: Stage) -> None:
    answer, begun, go = held(always(Tell(HELLO)))
    stage.route(routing(feature({"slow": answer}, {"slow": answer})))
    stage.patience = 0.01
    await stage.start()
    message = await public(stage, "slow")
    for pressed in (False, True):
        ben = stage.ben
        outcome = await (ben.press(message, "1:slow") if pressed else ben.command(stage.channel, "slow"))
        assert begun.is_set()
        assert outcome.kind is Answer.DEFERRED
        assert outcome.private
        go.set()
        await outcome.answered()
        assert outcome.text == "### Hello\nto you"
        go.clear()


@pytest.mark.parametrize("reply", [Tell(HELLO), Change(HELLO), Show(HELLO)])
async def test_a_private_message_waits_without_a_word_and_is_then_changed_or_followed(
    stage: Stage, reply: Reply
) -> None:
    answer, begun, go = held(always(reply))
    stage.route(routing(feature({"card": always(Tell(controls("slow")))}, {"slow": answer})))
    await stage.start()
    mine = await private(stage)
    stage.listener._patience = 0.01
    outcome = await stage.ben.press(mine, "1:slow")
    assert begun.is_set()
    assert outcome.kind is Answer.DEFERRED_UPDATE
    go.set()
    if isinstance(reply, Change):
        await outcome.until(lambda: "Hello" in text_of(mine), "the change")
        assert not outcome.follow_ups
        return
    await outcome.until(lambda: bool(outcome.follow_ups), "a message of its own")
    [follow_up] = outcome.follow_ups
    assert text_of(follow_up) == "### Hello\nto you"
    assert (follow_up.viewer is None) == isinstance(reply, Show)
    assert text_of(mine) == "### Press"


async def test_what_all_shall_see_is_shown_to_all_also_when_it_was_put_off(stage: Stage) -> None:
    answer, _, go = held(always(Show(HELLO)))
    stage.route(routing(feature({"slow": answer})))
    stage.patience = 0.01
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "slow")
    go.set()
    await outcome.until(lambda: bool(outcome.follow_ups), "the message for all")
    assert outcome.follow_ups == stage.platform.messages(stage.channel)
    assert outcome.text == "### Here it is, for everybody in the channel."


async def test_a_form_opens_with_what_stands_in_it_and_sends_what_was_typed(stage: Stage) -> None:
    submitted, calls = telling(HELLO)
    form = Form("1:save", "Settings", FIELDS, "Save")
    stage.route(routing(feature({"open": always(Ask(form))}, {"open": always(Ask(form)), "save": submitted})))
    await stage.start()
    message = await public(stage, "open")
    for opened in (await stage.ben.command(stage.channel, "open"), await stage.ben.press(message, "1:open")):
        assert opened.modal
        assert [one["custom_id"] for one in fields_of(opened.modal)] == ["zone", "days", "hour"]
        await stage.restart()  # between the form and its sending
        sent = await stage.ben.submit(opened, {"zone": "Asia/Tokyo", "hour": ["17"]})
        assert sent.text.startswith("### Hello")
        assert calls[-1].name == "save"
        assert calls[-1].values == {"zone": "Asia/Tokyo", "days": "daily", "hour": "17"}


async def test_a_form_that_comes_too_late_for_a_dialog_waits_behind_a_button(stage: Stage) -> None:
    submitted, calls = telling(HELLO)
    form = Form("1:save", "Settings", FIELDS, "Save")
    answer, _, go = held(always(Ask(form)))
    stage.route(routing(feature({"open": answer}, {"save": submitted})))
    stage.patience = 0.01
    await stage.start()
    outcome = await stage.ben.command(stage.channel, "open")
    go.set()
    await outcome.answered()
    assert "Settings" in outcome.text
    assert outcome.message
    stage.listener._patience = 60
    opened = await stage.ben.press(outcome.message, buttons_of(outcome.message)["Open the form"])
    assert opened.modal
    await stage.ben.submit(opened, {"zone": "Asia/Tokyo"})
    assert calls[-1].values["zone"] == "Asia/Tokyo"


async def test_faulty_fields_are_named_and_nothing_typed_is_lost(stage: Stage) -> None:
    typed = "Berlinn `*_x_*` ```@everyone``` <@1> \u202ex"
    replies = iter((Invalid({"zone": "There is no such zone."}), Invalid({"zone": "Still none."}), Tell(HELLO)))
    values = []

    async def save(call: Call) -> Reply:
        values.append(dict(call.values))
        return next(replies)

    form = Form("1:save", "Settings", FIELDS, "Save")
    stage.route(routing(feature({"open": always(Ask(form))}, {"save": save})))
    await stage.start()
    opened = await stage.ben.command(stage.channel, "open")
    sent = await stage.ben.submit(opened, {"zone": typed, "days": "weekdays", "hour": ["17"]})
    first = sent.message
    for sentence in ("There is no such zone.", "Still none."):
        assert sent.private
        assert f"**Time zone**: {sentence}" in sent.text
        assert sent.message
        assert sent.message is first  # the same message, changed
        await stage.restart()
        again = await stage.ben.press(sent.message, buttons_of(sent.message)["Correct it"])
        assert again.modal
        sent = await stage.ben.submit(again, {})
    assert sent.text.startswith("### Hello")
    kept = typed.replace("\u202e", "")
    assert [one["zone"] for one in values] == [typed, kept, kept]
    assert {(one["days"], one["hour"]) for one in values} == {("weekdays", "17")}


async def test_options_given_to_a_command_are_kept_until_its_form_opens(stage: Stage) -> None:
    calls = []

    async def setup(call: Call) -> Reply:
        calls.append(dict(call.values))
        return Ask(Form("1:save", "Set up", FIELDS, "Save"))

    slow, _, go = held(setup)
    from bot.chat.declare import CommandOption  # noqa: PLC0415

    stage.route(routing(feature({"setup": slow}, options=(CommandOption("time", "The time"),))))
    stage.patience = 0.01
    await stage.start()
    outcome = await stage.ada.command(stage.channel, "setup", {"time": "9:00 *sharp*"})
    go.set()
    await outcome.answered()
    stage.listener._patience = 60
    assert outcome.message
    assert (await stage.ada.press(outcome.message, buttons_of(outcome.message)["Open the form"])).modal
    assert calls == [{"time": "9:00 *sharp*"}] * 2


async def test_a_chooser_sends_exactly_as_many_as_it_asks_for(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    choices = tuple(Choice(letter, letter) for letter in "ABCDE")
    card = Card("Two", (Chooser(pack("answer", 7), "Choose 2", choices, "Answer", 2, 2),))
    stage.route(routing(feature({}, {"answer": answer})))
    await stage.start()
    await stage.sender.post(stage.place, card, "11")
    [message] = stage.platform.messages(stage.channel)
    [menu] = controls_of(message)
    assert (menu["min_values"], menu["max_values"]) == (2, 2)
    await stage.ben.choose(message, "1:answer:7", ["A", "D"])
    assert calls[0].chosen == ("A", "D")
    assert calls[0].args == ("7",)
    with pytest.raises(AssertionError):
        await stage.ben.choose(message, "1:answer:7", ["A"])


async def test_more_buttons_than_a_message_holds_are_a_list_that_presses_them(stage: Stage) -> None:
    answer, calls = telling(HELLO)
    many = Buttons(tuple(Button(f"Button {n}", pack("press", n)) for n in range(60)))
    stage.route(routing(feature({}, {"press": answer})))
    await stage.start()
    await stage.sender.post(stage.place, Card("Many", (many,)), "11")
    [message] = stage.platform.messages(stage.channel)
    for menu in controls_of(message):
        for option in menu["options"]:
            await stage.ben.choose(message, menu["custom_id"], [option["value"]])
    assert [call.args for call in calls] == [(str(n),) for n in range(60)]
    assert {call.chosen for call in calls} == {()}
