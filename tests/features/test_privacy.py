"""Members' wishes as they meet them: in one message, with a question before the end of it all."""

from __future__ import annotations

import json

from bot.chat.calls import Change, Tell
from bot.chat.cards import Document
from tests.fakes.platform import PLACE
from tests.features.look import controls, said
from tests.features.scene import ADA, BEN, EVERYWHERE, STRANGER, Scene, told
from tests.support.world import right


async def answered(scene: Scene) -> None:
    await scene.begin()
    await scene.press(BEN, scene.posted(), right(await scene.open_daily()))


async def test_a_stranger_learns_that_nothing_is_stored(scene: Scene) -> None:
    await scene.begin()
    assert "Nothing is stored about you." in said(await scene.command(STRANGER, "privacy"))
    for action in ("1:export", "1:delete-all"):
        assert "Nothing is stored about you." in said(await scene.act(STRANGER, action))


async def test_each_wish_changes_the_message_and_its_button(real: Scene) -> None:
    await answered(real)
    card = told(await real.command(BEN, "privacy"))
    for pressed, says, then in (
        ("Leave my name out", "Your name is left out of the boards and recaps of #general.", "Show my name"),
        ("Show my name", "Your name is shown in the boards and recaps of #general.", "Leave my name out"),
        ("Mute direct messages", "You get no direct messages.", "Take direct messages"),
        ("Take direct messages", "You may get direct messages: few, and those you asked for.", "Mute direct messages"),
    ):
        reply = await real.press(BEN, card, pressed)
        assert isinstance(reply, Change)
        card = reply.card
        assert says in said(card)
        assert then in controls(card)[0]
        assert pressed not in controls(card)[0]


async def test_a_name_is_asked_about_only_where_one_is_a_member(scene: Scene) -> None:
    await answered(scene)
    for place in (PLACE, EVERYWHERE):
        labels = controls(told(await scene.command(ADA, "privacy", place)))[0]
        assert "Leave my name out" not in labels
        assert "Mute direct messages" in labels
    assert "your first answer makes you one" in said(await scene.act(ADA, "1:name:no"))


async def test_the_export_is_a_document_of_ones_own(real: Scene) -> None:
    await answered(real)
    reply = await real.press(BEN, told(await real.command(BEN, "privacy")), "Export my data")
    assert isinstance(reply, Tell)
    (document,) = (block for block in reply.card.blocks if isinstance(block, Document))
    stored = json.loads(document.text)
    assert document.name == "studybot.json"
    assert (stored["person"]["name"], len(stored["attempts"])) == ("Ben", 1)


async def test_a_deletion_is_asked_about_and_then_done(real: Scene) -> None:
    await answered(real)
    asked = await real.press(BEN, told(await real.command(BEN, "privacy")), "Delete my data")
    assert isinstance(asked, Tell)
    assert "It can't be undone." in said(asked)
    assert "Your place: 1 of 1." in said(await real.command(BEN, "leaderboard"))  # nothing has happened yet
    done = await real.press(BEN, asked.card, "Delete it all")
    assert isinstance(done, Change)
    assert "Nothing about you is stored any more." in said(done)
    assert "Nobody has answered yet." in said(await real.command(BEN, "leaderboard"))
    assert "Nothing is stored about you." in said(await real.press(BEN, asked.card, "Delete it all"))


async def test_the_public_count_follows_a_deletion(scene: Scene) -> None:
    await answered(scene)
    await scene.at(2, 9)
    assert "1 person has answered." in said(scene.posted())
    await scene.act(BEN, "1:delete-all")
    await scene.at(2, 10)
    assert "1 person has answered." not in said(scene.posted())


async def test_an_unknown_wish_gets_a_sensible_answer(scene: Scene) -> None:
    await answered(scene)
    for action in ("1:mute", "1:mute:maybe", "1:name:yes:no"):
        assert "another version" in said(await scene.act(BEN, action))
