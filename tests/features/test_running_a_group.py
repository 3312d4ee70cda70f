"""Settings, pauses, and what became of what was posted."""

from __future__ import annotations

import pytest

from bot.chat.declare import Who
from bot.chat.port import Transient
from bot.features.all import FEATURES
from bot.features.ledger import REASONS
from tests.fakes.platform import be_down, drop, refuse, refuse_payload
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, BERLIN, EVERYWHERE, Scene, asked, faults, told
from tests.support.world import right

WHEN, HOW = "1:change-when", "1:change-how"


async def test_settings_show_what_holds_and_what_comes(scene: Scene) -> None:
    await scene.begin()
    card = told(await scene.command(ADA, "settings"))
    assert card.title == "Study group in #general"
    assert "Reveal\nWhen the next question is due" in said(card)
    assert "Next question: Tue, Mar 3, 9:00 AM (Europe/Berlin)." in said(card)
    assert list(controls(card)[0]) == ["Schedule", "Style", "Exam and points", "Questions", "Pause"]


async def test_the_form_holds_the_present_settings(scene: Scene) -> None:
    await scene.begin(days="mon-thu", reveal="6")
    form = asked(await scene.press(ADA, told(await scene.command(ADA, "settings")), "Schedule"))
    assert form.title == "Settings of #general"
    assert {field.name: field.value for field in form.fields} == {
        "zone": "Europe/Berlin",
        "time": "09:00",
        "days": "mon, tue, wed, thu",
        "reveal": "6",
        "off": "",
    }
    for field in form.fields[2:4]:
        assert field.value in [choice.value for choice in field.choices]


async def test_sent_as_it_is_the_form_changes_nothing(scene: Scene) -> None:
    await scene.begin(days="mon-thu", reveal="6")
    before = said(told(await scene.command(ADA, "settings")))
    for form in (WHEN, HOW, "1:change-goals"):
        saved = said(told(await scene.submit(ADA, asked(await scene.act(ADA, form)))))
        assert saved.replace("Saved. Your changes hold from now on.\n", "") == before


async def test_new_settings_hold_at_once(real: Scene) -> None:
    await real.begin()
    told(await real.submit(ADA, asked(await real.act(ADA, HOW)), topic="no"))
    form = asked(await real.act(ADA, WHEN))
    saved = told(await real.submit(ADA, form, time="18:00", days="weekdays", reveal="2"))
    assert "2 hours after posting" in said(saved)
    await real.at(2, 10)
    assert real.posted().title.startswith("The answer to the question of Mon, Mar 2")
    await real.at(3, 17)
    assert real.posted().title == "Daily question · Tue, Mar 3"
    assert "Domain" not in said(real.posted())
    assert "Reveal: Tue, Mar 3, 8:00 PM" in said(real.posted())


async def test_a_hidden_topic_is_shown_with_the_reveal(scene: Scene) -> None:
    await scene.begin()
    told(await scene.submit(ADA, asked(await scene.act(ADA, HOW)), topic="no"))
    await scene.at(3, 8)
    before, present = (message.card for message in scene.platform.in_channel())
    assert "Domain" in said(before)
    assert "Domain" not in said(present)


async def test_a_later_time_on_a_day_that_had_its_question_means_the_next_day(scene: Scene) -> None:
    await scene.begin()
    saved = told(await scene.submit(ADA, asked(await scene.act(ADA, WHEN)), time="18:00"))
    assert "Next question: Tue, Mar 3, 6:00 PM (Europe/Berlin)." in said(saved)
    await scene.at(2, 17)
    assert len(scene.platform.in_channel()) == 1


async def test_faulty_settings_are_told_at_their_fields_and_change_nothing(scene: Scene) -> None:
    await scene.begin()
    form = asked(await scene.act(ADA, WHEN))
    before = told(await scene.command(ADA, "settings"))
    assert set(faults(await scene.submit(ADA, form, zone="Mars", time="noon"))) == {"zone", "time"}
    assert told(await scene.command(ADA, "settings")) == before


async def test_settings_in_a_direct_message_mean_the_only_group(scene: Scene) -> None:
    await scene.begin()
    assert "#general" in told(await scene.command(ADA, "settings", EVERYWHERE)).title


async def test_a_paused_group_is_asked_nothing_and_still_revealed(real: Scene) -> None:
    await real.begin()
    paused = told(await real.press(ADA, told(await real.command(ADA, "settings")), "Pause"))
    assert "Nothing new is asked until /resume." in said(paused)
    assert "was paused by somebody who manages this workspace" in said(paused)
    assert list(controls(paused)[0]) == ["Schedule", "Style", "Exam and points", "Questions", "Resume"]
    await real.at(3, 8)
    titles = [message.card.title for message in real.platform.in_channel()]
    assert [title.partition(" Mon")[0] for title in titles] == ["Revealed ·", "The answer to the question of"]


async def test_pausing_twice_is_harmless(scene: Scene) -> None:
    await scene.begin()
    assert told(await scene.command(ADA, "pause")) == told(await scene.command(ADA, "pause"))


async def test_today_in_a_paused_group(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(ADA, "pause"))
    await scene.at(3, 8)
    assert "was paused by somebody who manages this workspace; /resume starts it again." in said(
        told(await scene.command(BEN, "today"))
    )
    assert "The group is paused. Use /resume first." in said(told(await scene.act(ADA, "1:post-now")))


async def test_a_group_goes_on_after_its_pause(scene: Scene) -> None:
    await scene.begin()
    paused = told(await scene.command(ADA, "pause"))
    await scene.at(4, 9)
    card = told(await scene.press(ADA, paused, "Resume"))
    assert "Welcome back! The daily question goes on." in said(card)
    assert "Next question: Thu, Mar 5, 9:00 AM (Europe/Berlin)." in said(card)
    assert "The group is not paused" in said(told(await scene.command(ADA, "resume")))
    await scene.at(5, 8)
    assert scene.posted().title == "Daily question · Thu, Mar 5"


async def test_a_group_is_not_resumed_where_it_could_not_post(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(ADA, "pause"))
    scene.platform.missing = ("Send Messages",)
    assert "I still need: Send Messages." in said(told(await scene.command(ADA, "resume")))
    assert "was paused" in said(told(await scene.command(ADA, "settings")))


@pytest.mark.parametrize("name", [one.name for each in FEATURES for one in each.commands if one.who is Who.OWNER])
async def test_commands_of_owners_are_refused_to_members_at_each_call(scene: Scene, name: str) -> None:
    await scene.begin()
    before = told(await scene.command(ADA, "settings"))
    assert "Only people who manage this workspace" in said(told(await scene.command(BEN, name, **BERLIN)))
    assert told(await scene.command(ADA, "settings")) == before


@pytest.mark.parametrize(
    "action", [*sorted(name for each in FEATURES for name, press in each.presses.items() if press.who is Who.OWNER)]
)
async def test_buttons_and_forms_of_owners_are_refused_to_members(scene: Scene, action: str) -> None:
    await scene.begin()
    before = told(await scene.command(ADA, "settings"))
    assert "Only people who manage this workspace" in said(told(await scene.act(BEN, f"1:{action}")))
    assert told(await scene.command(ADA, "settings")) == before


async def test_why_before_anything_was_posted(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    card = told(await scene.command(BEN, "why"))
    assert "Nothing has been posted here yet." in said(card)
    assert "Next question: Mon, Mar 2, 9:00 AM (Europe/Berlin)." in said(card)


async def why(scene: Scene) -> str:
    return said(told(await scene.command(BEN, "why")))


async def test_why_tells_what_was_posted_and_how_late(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    await scene.at(2, 8, 3)
    assert "Mon, Mar 2\nQuestion\nPosted Mon, Mar 2, 9:03 AM, 3 minutes late" in await why(scene)
    await scene.at(3, 8)
    assert "Mon, Mar 2\nReveal\nPosted Tue, Mar 3, 9:00 AM" in await why(scene)
    assert "Times are of Europe/Berlin." in await why(scene)


async def test_why_tells_what_was_skipped_and_why(scene: Scene) -> None:
    told(await scene.command(ADA, "setup", **BERLIN))
    await scene.at(2, 20)
    assert "Mon, Mar 2\nQuestion\nSkipped: I could not post it in time" in await why(scene)


async def test_why_tells_that_something_is_on_its_way(scene: Scene) -> None:
    scene.sender.fails_always("post", be_down)
    await scene.begin()
    assert "On its way (the chat could not be reached)" in await why(scene)


async def test_why_tells_of_a_message_that_nobody_can_look_up(scene: Scene) -> None:
    scene.platform.history_readable = False
    scene.sender.fails("post", drop)
    await scene.begin()
    scene.clock.advance(minutes=1)
    await scene.settle()
    assert "Sent, but the chat never confirmed it" in await why(scene)


async def test_an_unclear_message_is_posted_again_if_its_owner_wants(real: Scene) -> None:
    real.platform.history_readable = False
    real.sender.fails("post", drop)
    await real.begin()
    real.clock.advance(minutes=1)
    await real.settle()
    await real.settle()
    notice = real.platform.direct_to("ada")[-1].card
    assert notice.title == "Did my message arrive in #general?"
    assert "on its way again" in told(await real.press(ADA, notice, "Post again", EVERYWHERE)).title
    await real.settle()
    assert len(real.platform.in_channel()) == 2
    assert "That is settled by now" in said(told(await real.press(ADA, notice, "Post again", EVERYWHERE)))


@pytest.mark.parametrize(
    ("code", "said_why"),
    [
        ("channel-gone", "its channel is gone, or I can no longer see it"),
        ("no-permission", "I am not allowed to post in its channel"),
        ("workspace-gone", "I can no longer reach the workspace"),
    ],
)
async def test_a_group_that_can_not_be_posted_to_is_paused_and_its_owner_told(
    scene: Scene, code: str, said_why: str
) -> None:
    scene.sender.fails("post", refuse(code))
    await scene.begin()
    await scene.settle()
    (notice,) = scene.platform.direct_to("ada")
    assert notice.card.title == "I had to pause #general"
    assert said_why in said(notice.card)
    assert said_why in await why(scene)
    assert f"Failed: {REASONS[code]}" in await why(scene)
    assert "on its way" not in await why(scene)


async def test_a_message_that_the_chat_can_not_draw_is_sent_in_plainer_form_or_skipped(scene: Scene) -> None:
    scene.sender.fails("post", refuse_payload, refuse_payload)
    await scene.begin()
    assert "Skipped: the chat refused the message as it was drawn" in await why(scene)
    scene.sender.fails("post", refuse_payload)
    await scene.at(3, 8)
    daily = await scene.open_daily()
    assert told(await scene.press(BEN, scene.posted(), right(daily))).title.startswith("Right!")


async def test_help_names_what_the_reader_may_use(scene: Scene) -> None:
    member = told(await scene.command(BEN, "help", EVERYWHERE))
    owner = told(await scene.command(ADA, "help", EVERYWHERE))
    assert "/today" in said(member)
    assert "/setup" not in said(member)
    for command in scene.router.commands:
        assert f"/{command.name}\n{command.summary}" in said(owner)


async def test_a_fault_of_the_chat_is_told_in_words(scene: Scene) -> None:
    async def fail(card: object, accept: object) -> None:
        raise Transient("503")

    scene.sender.fails("check", fail)
    refused = told(await scene.command(ADA, "setup", **BERLIN))
    assert "The chat did not take the message. Please try again in a minute." in said(refused)
