"""What every Listener does with what people do: it reaches the router, and they get its reply."""

from __future__ import annotations

from bot.chat.actions import pack
from bot.chat.calls import Actor, Call, Show
from bot.chat.cards import Card, Tone, decode
from bot.chat.declare import Who
from tests.contract.doors import Door
from tests.fakes.cards import FIRST_VERSION

STRANGE = (
    "",
    " ",
    "answer",
    "1:",
    "1:answer",
    "1:answer:",
    "1:answer:0:A",
    "1:answer:999:A",
    f"1:answer:{2**63}:A",
    f"1:answer:{'9' * 80}:A",
    "1:answer:-1:A",
    "1:answer:1:Z",
    "1:mine:x",
    "1:mine",
    "1:practise:999",
    "1:post-again",
    "1:post-again:999",
    f"1:post-again:{'9' * 80}",
    "1:sample",
    "1:setup-form:a:b",
    "1:settings-form",
    "1:when-form",
    "1:how-form",
    "1:goals-form",
    "1:skip",
    "1:skip:yesterday",
    "1:unskip",
    "1:unskip:yesterday",
    "1:replace:0",
    "1:withdraw-now:x",
    "1:move-here:999",
    "1:report-daily:999",
    "1:report-quiz-form:1",
    "1:choose:1:r9:A",
    "1:no-such-thing:1:2:3",
    "2:answer:1:A",
    "0:answer:1:A",
    "legacy_button",
    "<script>alert(1)</script>",
    "x" * 4_000,
    "1:answer:\x00:A",
    "'; DROP TABLE postings; --",
)
"""Actions that a message of any age, version or origin may carry."""


async def test_every_declared_command_is_answered(door: Door) -> None:
    assert door.router.commands
    for command in door.router.commands:
        answered = await door.command(door.owner, command.name, {})
        assert answered == "form" or (isinstance(answered, Card) and answered.title)


async def test_a_command_with_values_does_what_it_says(door: Door) -> None:
    made = await door.command(door.owner, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    assert isinstance(made, Card)
    assert made.tone is Tone.GOOD
    shown = await door.command(door.member, "today", {})
    assert isinstance(shown, Card)
    assert shown.tone is not Tone.WARNING


async def test_what_only_owners_may_run_is_refused_to_others(door: Door) -> None:
    for command in door.router.commands:
        if command.who is Who.OWNER:
            answered = await door.command(door.member, command.name, {})
            assert isinstance(answered, Card)
            assert answered.tone is Tone.WARNING
    for name in ("change-when", "pause", "resume", "post-now", "post-again"):
        answered = await door.press(door.member, pack(name))
        assert isinstance(answered, Card)
        assert answered.tone is Tone.WARNING


async def test_a_press_on_whatever_gets_a_sentence(door: Door) -> None:
    for action in STRANGE:
        answered = await door.press(door.owner, action)
        assert answered in {"form", "invalid"} if isinstance(answered, str) else answered.title


async def test_an_unknown_action_is_said_to_be_unknown(door: Door) -> None:
    for action in ("2:answer:1:A", "legacy_button", "1:no-such-thing"):
        answered = await door.press(door.owner, action)
        assert isinstance(answered, Card)
        assert answered.tone is Tone.WARNING


async def test_a_private_answer_is_seen_by_one_person_alone(door: Door) -> None:
    before = await door.visible(door.owner)
    await door.command(door.member, "help", {})
    assert await door.visible(door.owner) == before


async def test_a_card_of_the_first_version_is_drawn_and_its_buttons_answer(door: Door) -> None:
    posted = await door.sender.post(door.place, decode(FIRST_VERSION), "11")
    assert await door.visible(door.member) == [posted.ref]
    answered = await door.press(door.member, "1:answer:42:A")
    assert isinstance(answered, Card)


async def test_a_whole_setting_up_goes_through(door: Door) -> None:
    await door.command(door.owner, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    answered = await door.press(door.owner, pack("post-now"))
    assert isinstance(answered, Card)
    assert answered.tone is Tone.GOOD
    again = await door.press(door.owner, pack("post-now"))
    assert isinstance(again, Card)
    assert again.tone is Tone.WARNING


async def test_every_form_of_an_owner_opens(door: Door) -> None:
    await door.command(door.owner, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    for name in ("change-when", "change-how", "change-goals"):
        assert await door.press(door.owner, pack(name)) == "form"


async def test_a_role_is_chosen_from_those_of_the_platform(door: Door) -> None:
    await door.command(door.owner, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    chosen = await door.command(door.owner, "roles", {"alert": door.role})
    assert isinstance(chosen, Card)
    assert pack("no-alert") in str(chosen.blocks)


async def test_the_owners_week_goes_through(door: Door) -> None:
    await door.command(door.owner, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    day = "2026-03-02"
    presses = (pack("questions"), pack("skip", day), pack("unskip", day), pack("no-alert"), pack("no-managers"))
    for action in (*presses, pack("help")):
        answered = await door.press(door.owner, action)
        assert isinstance(answered, Card)
        assert answered.tone is not Tone.WARNING


async def test_the_channel_that_a_group_leaves_is_told_where_it_went(door: Door) -> None:
    await door.command(door.owner, "setup", {"zone": "Europe/Berlin", "time": "9:00"})
    owner = Actor(door.place.adapter, door.place.workspace, "realm", door.owner, "Owner", may_manage=True)
    moved = await door.router.press(Call(owner, pack("move-here", 1), door.elsewhere))
    assert isinstance(moved, Show)
    assert f"I have said so in #{door.place.name}, too." in str(moved.card)
    [ref] = await door.visible(door.member)
    told = await door.shown(ref)
    assert told is not None
    assert told.title == f"The daily questions are in #{door.elsewhere.name} from now on"
