"""Boards and progress as members meet them: private unless shown, by period and domain, with one's own place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.calls import Change, Show, Tell
from bot.chat.cards import Card, Table
from bot.i18n import PSEUDO
from bot.model.actor import Actor
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, CLEO, EVERYWHERE, Scene, told
from tests.support.world import right, wrong


def lines(card: Card) -> list[tuple[str, ...]]:
    """Return the rows of a card's first table."""
    return list(next(block for block in card.blocks if isinstance(block, Table)).rows)


async def answered(scene: Scene, *who: Actor) -> None:
    """Set up a group in which Cleo is wrong and then all these people are right."""
    await scene.begin()
    daily = await scene.open_daily()
    await scene.press(CLEO, scene.posted(), wrong(daily))
    for one in who:
        await scene.press(one, scene.posted(), right(daily))


async def test_the_board_is_told_to_one_alone_with_their_own_line_marked(real: Scene) -> None:
    await answered(real, BEN)
    reply = await real.command(CLEO, "leaderboard")
    assert isinstance(reply, Tell)
    assert lines(reply.card) == [("1", "Ben", "1", "–", "new"), ("2", "Cleo (you)", "0", "–", "new")]
    assert "Your place: 2 of 2." in said(reply)
    assert "Quizzes give none here." in reply.card.footer
    assert len(real.platform.in_channel()) == 1


async def test_an_empty_board_says_that_everybody_may_begin(scene: Scene) -> None:
    await scene.begin()
    card = told(await scene.command(BEN, "leaderboard"))
    assert "Nobody has answered yet." in said(card)
    assert set(controls(card)[0]) == {"This month", "All time", "Show in channel"}


async def test_another_period_replaces_the_message(scene: Scene) -> None:
    await answered(scene, BEN)
    await scene.at(9, 8)
    week = told(await scene.command(BEN, "leaderboard"))
    assert "Nobody has answered yet." in said(week)
    reply = await scene.press(BEN, week, "This month")
    assert isinstance(reply, Change)
    assert reply.card.title == "This month's board of #general"
    assert lines(reply.card)[0][:3] == ("1", "Ben (you)", "1")
    again = told(await scene.press(BEN, reply.card, "This week"))
    assert again == week


async def test_ones_own_line_follows_the_best_ten(scene: Scene) -> None:
    await answered(scene, *(replace(BEN, user=f"u{at}", name=f"U{at}") for at in range(11)))
    card = told(await scene.command(CLEO, "leaderboard"))
    assert len(lines(card)) == 11
    assert lines(card)[-1][:2] == ("12", "Cleo (you)")
    assert "Your place: 12 of 12." in said(card)
    assert len(lines(told(await scene.command(ADA, "leaderboard")))) == 10


async def test_a_board_shown_in_the_channel_is_the_groups_and_nobodys_own(scene: Scene) -> None:
    await answered(scene, BEN)
    foreign = replace(CLEO, locale=PSEUDO)
    mine = told(await scene.command(foreign, "leaderboard"))
    assert "⟦" in mine.title
    label = next(one for one, action in controls(mine)[0].items() if "show-board" in action)
    reply = await scene.press(foreign, mine, label)
    assert isinstance(reply, Show)
    assert "⟦" not in said(reply)
    assert [row[1] for row in lines(reply.card)] == ["Ben", "Cleo"]
    assert "(you)" not in said(reply)
    assert "Your place" not in said(reply)
    assert controls(reply.card) == ({}, ())


async def test_who_stays_unnamed_still_finds_their_own_line(scene: Scene) -> None:
    await answered(scene, BEN)
    await scene.act(CLEO, "1:name:no")
    assert lines(told(await scene.command(CLEO, "leaderboard")))[1][1] == "You, unnamed to the others"
    board = told(await scene.command(BEN, "leaderboard"))
    assert lines(board)[1][1] == "A member who stays unnamed"
    assert "Cleo" not in said(await scene.press(CLEO, board, "Show in channel"))


@pytest.mark.parametrize("typed", ["{id}", "domain {id}", " DOMAIN {id} "])
async def test_a_domain_is_meant_by_its_id_or_name(scene: Scene, typed: str) -> None:
    await answered(scene, BEN)
    domain = (await scene.open_daily()).question.domain
    card = told(await scene.command(BEN, "leaderboard", domain=typed.format(id=domain)))
    assert f"Only Domain {domain}." in said(card)
    assert len(lines(card)) == 2
    month = told(await scene.press(BEN, card, "This month"))
    assert f"Only Domain {domain}." in said(month)
    other = "1" if domain != "1" else "2"
    assert "Nobody has answered yet." in said(await scene.command(BEN, "leaderboard", domain=other))


async def test_a_whole_name_is_meant_even_where_it_is_part_of_another(scene: Scene) -> None:
    exam = scene.bank.exam
    first, second, *others = exam.domains
    named = (replace(first, title="Security"), replace(second, title="Security Operations"), *others)
    scene.bank = replace(scene.bank, exam=replace(exam, domains=named))
    await scene.begin()
    assert "Only Security." in said(await scene.command(BEN, "leaderboard", domain="security"))
    assert "Only Security Operations." in said(await scene.command(BEN, "leaderboard", domain="operations"))
    assert "“secur” is none" in said(await scene.command(BEN, "leaderboard", domain="secur"))


def test_domains_are_offered_while_one_types(scene: Scene) -> None:
    assert [one.label for one in scene.complete(BEN, "leaderboard", "domain", "")] == [
        f"Domain {n}" for n in range(1, 5)
    ]
    assert [one.value for one in scene.complete(BEN, "leaderboard", "domain", "main 3")] == ["3"]


@pytest.mark.parametrize("typed", ["cooking", "domain"])
async def test_what_names_no_one_domain_is_refused_with_the_list(scene: Scene, typed: str) -> None:
    await scene.begin()
    refusal = said(await scene.command(BEN, "leaderboard", domain=typed))
    assert f"“{typed}”" in refusal
    assert "Domain 1, Domain 2, Domain 3, and Domain 4" in refusal


async def test_what_is_no_period_is_refused_with_the_list(scene: Scene) -> None:
    await scene.begin()
    refusal = said(await scene.command(BEN, "leaderboard", period="year"))
    assert "“year” is no period. Choose week, month or all." in refusal


@pytest.mark.parametrize("action", ["1:board", "1:board:year:all", "1:show-board:week", "1:board:week:all:more"])
async def test_a_button_of_another_version_gets_a_sensible_answer(scene: Scene, action: str) -> None:
    await scene.begin()
    assert "another version" in said(await scene.act(BEN, action))


async def test_progress_is_private_and_of_all_groups(real: Scene) -> None:
    await answered(real, BEN)
    reply = await real.command(CLEO, "progress")
    assert isinstance(reply, Tell)
    assert reply.card.title == "Your progress · Small Exam"
    assert "Nobody else can see this." in reply.card.footer
    facts = said(reply).splitlines()
    assert [facts[facts.index(name) + 1] for name in ("Answered", "Right", "Streak in this group")] == ["1", "0%", "1"]
    elsewhere = said(await real.command(CLEO, "progress", EVERYWHERE))
    assert "Nobody else can see this." in elsewhere
    assert "You have not answered anything yet." in said(await real.command(ADA, "progress"))
