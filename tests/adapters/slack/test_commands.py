"""What people type, press and fill in, and what they get for it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.cards import Tone
from tests.adapters.slack.reading import card_of, labels, words_of
from tests.adapters.slack.stage import Stage, socket_stage
from tests.platforms.slack.outcome import Outcome
from tests.platforms.slack.world import Kind


async def said(outcome: Outcome) -> str:
    """Return everything in the message that a person got."""
    return words_of((await outcome.message()).blocks)


async def test_every_command_is_answered_in_both_modes(either: Stage) -> None:
    for command in either.core.router.commands:
        outcome = await either.study_bot(either.ada, command.name)
        assert not outcome.error
        assert (await outcome.sight()).kind in {"ephemeral", "direct", "modal"}


@pytest.mark.parametrize(("name", "line"), [("/quiz", ""), ("/leaderboard", "month"), ("/study", "leaderboard month")])
async def test_own_commands_work_with_and_without_the_prefix(stage: Stage, name: str, line: str) -> None:
    await stage.set_up()
    outcome = await stage.mei.command(stage.study, name, line)
    message = await outcome.message()
    assert card_of(message.blocks).tone is not Tone.WARNING


async def test_the_prefix_alone_is_help_with_a_button_for_every_command(stage: Stage) -> None:
    help_card = await (await stage.study_bot(stage.mei)).message()
    assert {"today", "quiz", "leaderboard", "progress", "privacy"} <= set(labels(help_card.blocks))
    assert "setup" not in labels(help_card.blocks)
    assert "threads" in words_of(help_card.blocks)
    assert "/study today" in words_of(help_card.blocks)
    assert "setup" in labels((await (await stage.study_bot(stage.ada, "help")).message()).blocks)


async def test_a_button_of_the_help_runs_its_command(stage: Stage) -> None:
    await stage.set_up()
    help_card = await (await stage.study_bot(stage.mei)).message()
    outcome = await stage.mei.press(help_card, "today")
    assert "No question is open" in await said(outcome)


async def test_a_button_of_a_command_with_options_opens_a_form_that_runs_it(stage: Stage) -> None:
    await stage.set_up()
    help_card = await (await stage.study_bot(stage.mei)).message()
    view = await (await stage.mei.press(help_card, "leaderboard")).view()
    assert view["title"]["text"] == "/study leaderboard"
    outcome = await stage.mei.submit({"period": "all"})
    assert "all-time board" in await said(outcome)


async def test_a_wrong_option_is_answered_with_what_was_understood_and_a_form(stage: Stage) -> None:
    await stage.set_up()
    wrong = await (await stage.study_bot(stage.mei, "leaderboard year")).message()
    shown = words_of(wrong.blocks)
    assert "it takes week, month, or all" in shown
    assert "/study leaderboard [period] [domain]" in shown
    await (await stage.mei.press(wrong, "Fill in a form")).view()
    assert "This month's board" in await said(await stage.mei.submit({"period": "month"}))


async def test_a_misspelt_command_is_offered_as_it_was_meant(stage: Stage) -> None:
    await stage.set_up()
    wrong = await (await stage.study_bot(stage.mei, "tooday")).message()
    assert "Did you mean “today”?" in words_of(wrong.blocks)
    assert "No question is open" in await said(await stage.mei.press(wrong, "Run /study today"))


async def test_words_that_mean_nothing_are_answered_with_all_there_is(stage: Stage) -> None:
    wrong = await (await stage.study_bot(stage.mei, "xyzzy <!channel>")).message()
    assert "today" in labels(wrong.blocks)
    assert "&lt;" not in words_of(wrong.blocks)


async def test_setup_opens_a_form_with_the_persons_own_time_zone(stage: Stage) -> None:
    view = await (await stage.study_bot(stage.ada, "setup")).view()
    zone = next(block["element"] for block in view["blocks"] if block["block_id"] == "zone")
    assert zone["initial_option"]["value"] == "Europe/Berlin"
    outcome = await stage.ada.submit()
    assert "#study is a study group now" in await said(outcome)
    assert (await outcome.message()).to == stage.ada.id


async def test_faults_are_told_inside_the_form_and_nothing_typed_is_lost(stage: Stage) -> None:
    await (await stage.study_bot(stage.ada, "setup")).view()
    outcome = await stage.ada.submit({"time": "25:00"})
    assert "is not a time" in outcome.errors["time"]
    assert stage.ada.modal is not None
    assert "#study is a study group now" in await said(await stage.ada.submit({"time": "9:00"}))


async def test_a_time_zone_is_looked_up_by_any_city_and_taken_as_typed(stage: Stage) -> None:
    view = await (await stage.study_bot(stage.ada, "setup")).view()
    zone = next(block["element"]["action_id"] for block in view["blocks"] if block["block_id"] == "zone")
    found = await stage.ada.suggest(zone, "lisb")
    assert next(one["value"] for one in found) == "Europe/Lisbon"
    assert [one["value"] for one in await stage.ada.suggest(zone, "Xyzzy")] == ["Xyzzy"]


async def test_only_admins_set_up(stage: Stage) -> None:
    outcome = await stage.study_bot(stage.mei, "setup zone:Europe/Berlin")
    assert "Only people who manage this workspace" in await said(outcome)


@pytest.mark.parametrize(("managers", "may"), [("members", True), ("admins", False)])
async def test_a_setting_lets_every_member_set_up(sqlite_url: str, managers: str, *, may: bool) -> None:
    async with socket_stage(sqlite_url, extra={"STUDYBOT_SLACK_MANAGERS": managers}) as stage:
        outcome = await stage.study_bot(stage.mei, "setup zone:Europe/Berlin")
        assert ("study group now" in await said(outcome)) is may


async def test_a_setting_names_those_who_may_set_up(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, extra={"STUDYBOT_SLACK_MANAGERS": "U000000005"}) as stage:
        assert "Only people" in await said(await stage.study_bot(stage.ada, "setup zone:Europe/Berlin"))


async def test_guests_answer_but_never_manage(sqlite_url: str) -> None:
    async with socket_stage(sqlite_url, extra={"STUDYBOT_SLACK_MANAGERS": "members"}) as stage:
        guest = stage.slack.person(stage.team, "guest", guest=True)
        stage.study.members.add(guest.id)
        assert "Only people" in await said(await stage.study_bot(guest, "setup zone:Europe/Berlin"))
        await stage.set_up()
        message = await stage.deliver_now()
        assert "answer is" in await said(await guest.press(message, "A"))


async def test_people_of_another_organisation_answer_in_a_shared_channel(stage: Stage) -> None:
    other = stage.slack.workspace("other")
    zoe = stage.slack.person(other, "zoe", admin=True)
    stage.study.teams.add(other.id)
    stage.study.members.add(zoe.id)
    await stage.set_up()
    message = await stage.deliver_now()
    assert "answer is" in await said(await zoe.press(message, "A"))
    assert stage.calls("users.info") <= 2


async def test_a_private_channel_says_how_to_invite_the_app(stage: Stage) -> None:
    hidden = stage.slack.channel(stage.team, name="hidden", kind=Kind.PRIVATE, people=[stage.ada], joined=False)
    assert "/invite @studybot" in await said(await stage.study_bot(stage.ada, "setup", hidden))
    hidden.members.add(stage.team.bot.id)
    outcome = await stage.study_bot(stage.ada, "setup zone:Europe/Berlin", hidden)
    assert "#hidden is a study group now" in await said(outcome)


async def test_setting_up_a_public_channel_brings_the_app_into_it(stage: Stage) -> None:
    other = stage.slack.channel(stage.team, name="other", people=[stage.ada], joined=False)
    await (await stage.study_bot(stage.ada, "setup zone:Europe/Berlin", other)).message()
    assert stage.team.bot.id in other.members


async def test_logs_hold_ids_and_outcomes_and_nothing_that_anybody_said(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await (await stage.study_bot(stage.mei, "quiz sekret-subject")).message()
    await (await stage.study_bot(stage.mei, "sekret-command")).message()
    await stage.connection.listener.stop()
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("adapters.slack")]
    assert [line for line in lines if line.startswith(f"command quiz team={stage.team.id} user={stage.mei.id}")]
    whole = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("sekret", "mei", *stage.host.env.values()):
        assert secret not in whole or secret == stage.slack.base_url


async def test_a_group_may_alert_here_or_the_channel_and_nothing_else_is_asked_of_roles(stage: Stage) -> None:
    await stage.set_up()
    assert "@here" in await said(await stage.study_bot(stage.ada, "roles here"))
    message = await stage.deliver_now()
    assert message.text.startswith("<!here> ")
    wrong = words_of((await (await stage.study_bot(stage.ada, "roles everyone")).message()).blocks)
    assert "it takes here, channel, or none" in wrong
    assert "manage" not in wrong
    for word in ("none", "-", "alert:none", "nobody"):
        assert "@here" in await said(await stage.study_bot(stage.ada, "roles here"))
        assert "@here" not in await said(await stage.study_bot(stage.ada, f"roles {word}"))


async def test_a_group_moves_to_another_channel_by_a_button(stage: Stage) -> None:
    await stage.set_up()
    other = stage.slack.channel(stage.team, name="other", people=[stage.ada])
    asked = await (await stage.study_bot(stage.ada, "move", other)).message()
    await stage.ada.press(asked, "#study")
    await stage.slack.world.changes.until(lambda: stage.posted(other), "a word in the new channel")
    assert "The study group is in #other now" in words_of(stage.posted(other)[-1].blocks)
    assert "The daily questions are in #other from now on" in words_of(stage.posted()[-1].blocks)


async def test_a_report_is_asked_for_in_a_form(stage: Stage) -> None:
    await stage.set_up()
    await stage.deliver_now()
    view = await (await stage.study_bot(stage.mei, "report")).view()
    choices = next(block["element"] for block in view["blocks"] if block["element"]["type"] == "static_select")
    outcome = await stage.mei.submit({choices["action_id"]: choices["options"][0]["value"]})
    assert not outcome.errors
    assert await said(outcome)


async def test_what_the_adapter_says_itself_is_said_in_the_persons_language(stage: Stage) -> None:
    zoe = stage.slack.person(stage.team, "zoe", admin=True, locale="en-XA")
    stage.study.members.add(zoe.id)
    wrong = await (await stage.study_bot(zoe, "leaderboard year")).message()
    assert labels(wrong.blocks) == ["⟦Fíll ín á fórm~~~~⟧"]
    view = await (await zoe.press(wrong, labels(wrong.blocks)[0])).view()
    assert view["submit"]["text"].startswith("⟦")
    hidden = stage.slack.channel(stage.team, name="hidden", kind=Kind.PRIVATE, people=[zoe], joined=False)
    for outcome in (await stage.study_bot(zoe, "xyzzy"), await stage.study_bot(zoe, "setup", hidden)):
        assert all(line.startswith("⟦") for line in plain_lines((await outcome.message()).blocks))
    assert "⟦" in words_of((await (await zoe.open_home()).view("home"))["blocks"])


def plain_lines(blocks: list[dict[str, Any]]) -> list[str]:
    """Return the lines of a message that are sentences, without the sign of its tone."""
    told = [one for one in blocks if one["type"] in {"header", "rich_text", "context"}]
    return [line.removeprefix("⚠️ ") for line in words_of(told).splitlines() if line]
