"""The walk past the owner's week: days off, the question that is out, pauses, roles, another channel, rulings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.chat.calls import Call
from bot.features.daily import daily_card
from bot.features.group import settings_card
from bot.features.pausing import UNTIL
from bot.features.questions import questions_card
from bot.features.reveal import revealed_card, ruling_card
from bot.features.settings import language_field
from bot.i18n import words
from bot.model.group import Group
from bot.model.posting import Revealed
from bot.model.ruling import Kind, Ruling
from bot.study.answers import revealed
from bot.study.todays import Present
from tests.fakes.platform import refuse
from tests.features.scene import asked, told
from tests.features.walk import ALL, MEMBER, OWNER, Walk
from tests.support.world import right


async def owners_week(walk: Walk) -> None:
    """Show what an owner does between questions, from the group's next one on."""
    scene = walk.scene
    before = scene.bank
    first, second = (next(iter(bank.questions.values())) for bank in (walk.cast.first, walk.cast.second))
    scene.bank = replace(walk.cast.first, questions={first.id: first, second.id: second})
    scene.clock.now = (await walk.group()).next_daily_at
    await scene.settle()
    await _goals(walk)
    await _style(walk)
    await _questions(walk)
    await _roles(walk)
    await _away(walk)
    scene.bank = before


async def _goals(walk: Walk) -> None:
    scene, ada, place = walk.scene, walk.cast.ada, walk.cast.place
    form = await scene.act(ada, "1:change-when", place)
    off = {"off": "24 Dec to 2 Jan, 6 Jan"}
    walk.show("days off, entered under *Schedule*", OWNER, await scene.submit(ada, asked(form), place, **off))
    for wrong in ("Christmas", "2026-05-01 to 2028-01-01"):
        refused = await scene.submit(ada, asked(form), place, off=wrong)
        walk.show(f"days off that can't be read ({wrong})", OWNER, refused)
    told(await scene.submit(ada, asked(form), place))
    goals = await scene.act(ada, "1:change-goals", place)
    walk.show("*Exam and points*", OWNER, goals)
    walk.show("that form, sent", OWNER, await scene.submit(ada, asked(goals), place, **{"exam-on": "24 Apr"}))
    past = await scene.submit(ada, asked(goals), place, **{"exam-on": "2020-01-01"})
    walk.show("the day of an exam that is over", OWNER, past)
    soon = await scene.submit(ada, asked(goals), place, **{"exam-on": "some day"})
    walk.show("the day of an exam that can't be read", OWNER, soon)
    group, daily = await walk.group(), await scene.open_daily(place)
    for left in (0, 1, 30):
        day = date.fromordinal(daily.for_date.toordinal() + left)
        card = daily_card(scene.app.banks(), replace(group, exam_on=day), daily, None)
        walk.show(f"the daily question, {left} days before the exam", ALL, card)
    told(await scene.submit(ada, asked(goals), place, **{"exam-on": ""}))


async def _style(walk: Walk) -> None:
    scene, ada, ben, place = walk.scene, walk.cast.ada, walk.cast.ben, walk.cast.place
    form = await scene.act(ada, "1:change-how", place)
    walk.show("*Style*", OWNER, form)
    language = language_field(words(ada.locale), await walk.group(), ("en", "en-GB"))
    walk.show("its field for the language, where there are several", OWNER, tuple(one.label for one in language))
    all_other = replace(
        await walk.group(), show_topic=False, show_names=False, threads=False, confirm=True, quiz_counts=True
    )
    card = settings_card(words(ada.locale), all_other, scene.clock())
    walk.show("`/settings` of a group that is asked otherwise in everything", OWNER, card)
    told(await scene.submit(ada, asked(form), place, confirm="yes"))
    posting = (await scene.open_daily(place)).posting
    walk.show("a press where answers are confirmed", MEMBER, await scene.act(ben, f"1:choose:{posting}:A", place))
    told(await scene.submit(ada, asked(form), place))


async def _questions(walk: Walk) -> None:
    scene, ada, ben, place = walk.scene, walk.cast.ada, walk.cast.ben, walk.cast.place
    w, group, daily = words(ada.locale), await walk.group(), await scene.open_daily(place)
    walk.show("*Questions*", OWNER, await scene.act(ada, "1:questions", place))
    for answers in (1, 2):
        card = questions_card(w, Present(group, replace(daily, answers=answers)))
        walk.show(f"*Questions*, once {answers} answered", OWNER, card)
    paused = questions_card(w, Present(replace(group, paused_at=scene.clock(), pause_reason="owner"), None))
    walk.show("*Questions* in a paused group with nothing open", OWNER, paused)
    day = group.next_daily_on
    walk.show("*Skip*", OWNER, await scene.act(ada, f"1:skip:{day}", place))
    walk.show("*Skip*, pressed again", OWNER, await scene.act(ada, f"1:skip:{day}", place))
    walk.show("*Undo*", OWNER, await scene.act(ada, f"1:unskip:{day}", place))
    walk.show("*Undo*, pressed again", OWNER, await scene.act(ada, f"1:unskip:{day}", place))
    walk.show("*Undo*, pressed too late", OWNER, await scene.act(ada, f"1:unskip:{daily.for_date}", place))
    walk.show("*Replace the open one*", OWNER, await scene.act(ada, f"1:replace:{daily.posting}", place))
    walk.show(
        "a press on the question that was replaced", MEMBER, await scene.act(ben, f"1:answer:{daily.posting}:A", place)
    )
    await _withdrawing(walk, group)


async def _withdrawing(walk: Walk, group: Group) -> None:
    scene, ada, ben, place = walk.scene, walk.cast.ada, walk.cast.ben, walk.cast.place
    daily = await scene.open_daily(place)
    withdraw = f"1:withdraw:{daily.posting}"
    walk.show("*Withdraw the open one*", OWNER, await scene.act(ada, withdraw, place))
    letters = right(daily)
    told(await scene.act(ben, f"1:answer:{daily.posting}:r{daily.round}:{letters}", place))
    walk.show("the same, once somebody has answered", OWNER, await scene.act(ada, withdraw, place))
    walk.show("*Replace the open one*, too late", OWNER, await scene.act(ada, f"1:replace:{daily.posting}", place))
    told(await scene.act(walk.cast.cleo, f"1:answer:{daily.posting}:r{daily.round}:{letters}", place))
    walk.show("the same, once two have answered", OWNER, await scene.act(ada, withdraw, place))
    walk.show("*Withdraw it*", OWNER, await scene.act(ada, f"1:withdraw-now:{daily.posting}", place))
    await scene.settle()
    found = await scene.work.read(revealed, daily.posting)
    assert found
    walk.show("the message of a question that was withdrawn", ALL, revealed_card(scene.app.banks(), group, found[1]))
    walk.show("a press on it", MEMBER, await scene.act(ben, f"1:answer:{daily.posting}:A", place))
    walk.show("*Help*", MEMBER, await scene.act(ben, "1:help", place))


async def _roles(walk: Walk) -> None:
    scene, ada, place = walk.scene, walk.cast.ada, walk.cast.place
    walk.show("`/roles`", OWNER, await scene.command(ada, "roles", place))
    crew = {"alert": "r1", "manage": "r2"}
    named = Call(ada, "roles", place, crew, labels={"alert": walk.cast.role, "manage": walk.cast.role})
    walk.show("`/roles` with both roles", OWNER, await scene.router.command(named))
    walk.show("`/settings` then", OWNER, await scene.command(ada, "settings", place))
    walk.show("*Alert nobody*", OWNER, await scene.act(ada, "1:no-alert", place))
    walk.show("*Nobody else manages*", OWNER, await scene.act(ada, "1:no-managers", place))


async def _away(walk: Walk) -> None:
    scene, ada, place, other = walk.scene, walk.cast.ada, walk.cast.place, walk.cast.other
    walk.show("`/pause` until a date", OWNER, await scene.command(ada, "pause", place, until="20 Dec"))
    assert UNTIL.name == "until"
    walk.show("`/pause` until a day gone by", OWNER, await scene.command(ada, "pause", place, until="2026-01-05"))
    told(await scene.command(ada, "resume", place))
    walk.show("`/move` where a group is", OWNER, await scene.command(ada, "move", place))
    walk.show("`/move` in another channel", OWNER, await scene.command(ada, "move", other))
    group = (await walk.group()).id
    walk.show("the group is chosen", ALL, await scene.act(ada, f"1:move-here:{group}", other))
    walk.show("the channel that it left, at once", ALL, scene.posted(place))
    scene.sender.fails("post", refuse("no-permission"))
    moved_back = await scene.act(ada, f"1:move-here:{group}", place)
    walk.show("the group is chosen, and the channel that it leaves can't be told", ALL, moved_back)


async def rulings(walk: Walk, posting: int) -> None:
    """Show how members report a question, and what is said of one that was ruled on."""
    scene, ben, place = walk.scene, walk.cast.ben, walk.cast.place
    form = await scene.command(ben, "report", place)
    walk.show("`/report`", MEMBER, form)
    walk.show("that form, sent", MEMBER, await scene.submit(ben, asked(form), place, comment="Typo"))
    walk.show("`/report` where nothing was asked", MEMBER, await scene.command(ben, "report", walk.cast.other))
    found = await scene.work.read(revealed, posting)
    assert found
    group, answered = found
    question = answered.daily.question
    for kind in (Kind.DISPUTED, Kind.CORRECTED):
        ruling = Ruling(group.exam, question.id, kind, question.revision, question.key, walk.cast.note, scene.clock())
        ruled = Revealed(answered.daily, answered.spread, ruling)
        walk.show(f"a revealed question that is {kind}", ALL, revealed_card(scene.app.banks(), group, ruled))
        if kind is Kind.CORRECTED:
            walk.show("the group is told of a correction", ALL, ruling_card(group, ruled, answered.daily.message_ref))
