"""From an empty channel to the first question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.study.groups import groups_of
from tests.fakes.platform import ADAPTER, PLACE, WORKSPACE, refuse
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, BERLIN, EVERYWHERE, LOUNGE, Scene, asked, faults, told
from tests.support.crash import InlineWork

FAULTY = {"zone": "Atlantis", "time": "25:00", "days": "someday", "reveal": "never"}


async def groups(scene: Scene) -> int:
    found = await scene.work.read(groups_of, ADAPTER, WORKSPACE)
    return len(found)


async def test_two_choices_make_a_channel_a_study_group(real: Scene) -> None:
    done = told(await real.command(ADA, "setup", **BERLIN))
    assert done.title == "#general is a study group now"
    assert "Next question: Mon, Mar 2, 9:00 AM (Europe/Berlin)." in said(done)
    assert "Every day" in said(done)
    await real.at(2, 8)
    assert real.posted().title == "Daily question · Mon, Mar 2"


async def test_without_choices_a_form_asks_for_them(scene: Scene) -> None:
    form = asked(await scene.command(ADA, "setup"))
    assert [field.label for field in form.fields] == [
        "Time zone",
        "Time of the daily question",
        "Days",
        "The answer is revealed",
    ]
    done = told(await scene.submit(ADA, form, zone="berlin", time="5:30 pm", days="weekdays", reveal="4"))
    assert "5:30 PM" in said(done)
    assert "Mon, Tue, Wed, Thu, and Fri" in said(done)
    assert "4 hours after posting" in said(done)


async def test_the_form_opens_with_what_was_typed_beside_the_command(scene: Scene) -> None:
    form = asked(await scene.command(ADA, "setup", time="17:00", days="mon, tue"))
    values = {field.name: field.value for field in form.fields}
    assert values == {"zone": "", "time": "17:00", "days": "mon, tue", "reveal": "next"}
    assert "mon, tue" in [choice.value for choice in form.fields[2].choices]


async def test_each_faulty_field_says_what_is_wrong_with_it(scene: Scene) -> None:
    form = asked(await scene.command(ADA, "setup"))
    said_at = faults(await scene.submit(ADA, form, **FAULTY))
    assert set(said_at) == set(FAULTY)
    assert "Atlantis" in said_at["zone"]
    assert said_at["time"] == "“25:00” is not a time. Write it like 9:00 or 5:30 pm."
    assert "mon, wed, fri" in said_at["days"]
    assert "from 1 to 72" in said_at["reveal"]
    assert await groups(scene) == 0


@pytest.mark.parametrize("reveal", ["0", "73", "-1", "1.5", "²", "soon"])
async def test_a_reveal_that_can_not_be_is_refused_at_its_field(scene: Scene, reveal: str) -> None:
    form = asked(await scene.command(ADA, "setup"))
    assert set(faults(await scene.submit(ADA, form, **BERLIN, reveal=reveal))) == {"reveal"}


@pytest.mark.parametrize("name", list(FAULTY))
async def test_a_faulty_option_of_the_command_is_named_and_nothing_is_saved(scene: Scene, name: str) -> None:
    refused = told(await scene.command(ADA, "setup", **{**BERLIN, name: FAULTY[name]}))
    assert FAULTY[name] in said(refused)
    assert await groups(scene) == 0


async def test_a_zone_nearly_right_is_suggested(scene: Scene) -> None:
    refused = told(await scene.command(ADA, "setup", zone="Berlinn"))
    assert "Did you mean Europe/Berlin or Europe/Dublin?" in said(refused)


async def test_members_can_not_set_up(scene: Scene) -> None:
    for reply in (await scene.command(BEN, "setup", **BERLIN), await scene.act(BEN, "1:setup-form")):
        assert "Only people who manage this workspace can do that." in said(told(reply))
    assert await groups(scene) == 0


async def test_a_direct_message_is_no_study_group(scene: Scene) -> None:
    assert "works only in a channel" in said(told(await scene.command(ADA, "setup", EVERYWHERE, **BERLIN)))
    assert await groups(scene) == 0


async def test_missing_permissions_are_named_before_anything_is_saved(scene: Scene) -> None:
    scene.platform.missing = ("Send Messages", "Read Message History")
    refused = said(told(await scene.command(ADA, "setup", **BERLIN)))
    assert "I still need: Send Messages and Read Message History." in refused
    assert await groups(scene) == 0


async def test_a_channel_that_is_hidden_from_us_is_told_of(scene: Scene) -> None:
    scene.sender.fails("check", refuse("channel-gone"))
    assert "I can't find that channel." in said(told(await scene.command(ADA, "setup", **BERLIN)))


async def test_setting_up_again_shows_the_settings_and_changes_nothing(scene: Scene) -> None:
    await scene.begin()
    again = told(await scene.command(ADA, "setup", zone="Asia/Tokyo", time="12:00"))
    assert "This channel is a study group already." in said(again)
    assert "Europe/Berlin" in said(again)
    assert "Schedule" in controls(again)[0]


async def test_a_form_sent_for_a_channel_that_became_a_group_meanwhile_is_refused(scene: Scene) -> None:
    form = asked(await scene.command(ADA, "setup"))
    await scene.begin()
    assert "is a study group already" in said(told(await scene.submit(ADA, form, **BERLIN)))
    assert await groups(scene) == 1


async def test_the_sample_question_answers_as_a_real_one_does(scene: Scene) -> None:
    done = told(await scene.command(ADA, "setup", **BERLIN))
    assert told(await scene.press(ADA, done, "A")).title == "Right! You see it now, and nobody else does."
    assert told(await scene.press(ADA, done, "D")).title == "The answer is A: just like this."


async def test_the_first_question_can_be_posted_at_once_and_only_once(real: Scene) -> None:
    done = told(await real.command(ADA, "setup", **BERLIN))
    assert "on its way" in told(await real.press(ADA, done, "Post the first one now")).title
    await real.settle()
    again = told(await real.press(ADA, done, "Post the first one now"))
    assert "Today's question is out already." in said(again)
    await real.at(2, 8)
    assert len(real.platform.in_channel()) == 1
    assert "Reveal: Tue, Mar 3, 9:00 AM" in said(real.posted())


async def test_a_second_channel_is_a_group_of_its_own(scene: Scene) -> None:
    await scene.begin()
    told(await scene.command(ADA, "setup", LOUNGE, zone="Asia/Tokyo", time="20:00"))
    assert "Asia/Tokyo" in said(told(await scene.command(ADA, "settings", LOUNGE)))
    assert "Europe/Berlin" in said(told(await scene.command(ADA, "settings", PLACE)))


async def test_a_group_speaks_the_language_of_who_made_it(scene: Scene) -> None:
    await scene.begin(replace(ADA, locale="en-XA"))
    assert scene.posted().title.startswith("⟦")
    assert told(await scene.command(BEN, "today")).title == "Today's question · Mon, Mar 2"


async def test_zones_and_times_are_completed_from_memory(scene: Scene) -> None:
    assert isinstance(scene.work, InlineWork)
    assert [choice.value for choice in scene.complete(ADA, "setup", "zone", "berl")] == ["Europe/Berlin"]
    assert 0 < len(scene.complete(ADA, "setup", "zone", "a")) <= 25
    assert 0 < len(scene.complete(ADA, "setup", "zone", "")) <= 25
    assert "09:00" in [choice.value for choice in scene.complete(ADA, "setup", "time", "9")]
    assert scene.complete(ADA, "setup", "days", "") == ()
    assert scene.complete(ADA, "nonsense", "zone", "") == ()
    assert scene.work.boundaries.passed == []


async def test_a_workspace_with_more_groups_than_questions_of_a_domain_is_warned(scene: Scene) -> None:
    warning = "more groups than some domain has questions"
    assert warning not in said(told(await scene.command(ADA, "setup", **BERLIN)))
    scene.bank = replace(scene.bank, questions={})
    assert warning in said(told(await scene.command(ADA, "setup", LOUNGE, **BERLIN)))
