"""The walk past weekly recaps, of weeks of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.chat.actions import pack
from bot.chat.cards import Button, Image
from bot.features.recap_card import poster_of, recap_card
from bot.i18n import words
from bot.model.board import BoardRow, Tally
from bot.model.posting import Daily
from bot.model.recap import DomainWeek, Recap, Report
from bot.study.answers import my_answer
from tests.features.walk import ALL, MEMBER, OWNER, Walk

MONDAY = date(2026, 3, 2)


async def no_recap_yet(walk: Walk) -> None:
    """Show `/recap` before there was one."""
    scene, place = walk.scene, walk.cast.place
    walk.show("`/recap` before the first one", MEMBER, await scene.command(walk.cast.ben, "recap", place))


async def recaps(walk: Walk, daily: int) -> None:
    """Show recaps; `daily` is the posting that was hardest."""
    scene, ada, ben, place = walk.scene, walk.cast.ada, walk.cast.ben, walk.cast.place
    asked = (await scene.work.read(my_answer, walk.cast.cleo, daily)).daily
    report = await _report(walk, asked)
    button = (Button(words(report.group.language).t("My progress"), pack("my-progress")),)
    _show(walk, "the weekly recap", report, button)
    recap = report.recap
    open_one = replace(report, recap=replace(recap, given=recap.total.answers + 1))
    _show(walk, "a recap of one domain alone", _narrow(report), button)
    _show(walk, "a recap while a question of the week is still open", open_one, button)
    named = replace(report, month=MONDAY, month_best=report.best)
    _show(walk, "the first recap of a month", named, button)
    for given in (0, 1, 2):
        quiet = replace(report, recap=replace(recap, given=given, quiet=True))
        _show(walk, f"the recap of a quiet week ({given})", quiet, button)
    for when, ahead in (("the week before the exam", 8), ("five weeks before the exam", 42)):
        group = replace(report.group, exam_on=recap.monday + timedelta(days=ahead))
        _show(walk, f"the weekly recap, {when}", replace(report, group=group), button)
    preview = recap_card(words(ada.locale), scene.bank, replace(report, so_far=True), None, (), jump=False)
    walk.show("*Preview this week*", OWNER, preview)
    walk.show("the words of its picture", ALL, _picture(walk, report))
    walk.show("`/recap` for an owner", OWNER, await scene.command(ada, "recap", place))
    walk.show("*Preview this week* by a member", MEMBER, await scene.act(ben, "1:recap-preview", place))


def _narrow(report: Report) -> Report:
    one, other = report.recap.domains
    return replace(report, recap=replace(report.recap, domains=(one, replace(other, tally=Tally(0, 0)))))


def _show(walk: Walk, when: str, report: Report, controls: tuple[Button, ...]) -> None:
    w, bank = words(report.group.language), walk.scene.bank
    image = Image(b"", poster_of(w, bank.exam, report).description)
    walk.show(when, ALL, recap_card(w, bank, report, image, controls, jump=True))


def _picture(walk: Walk, report: Report) -> tuple[str, ...]:
    poster = poster_of(words(report.group.language), walk.scene.bank.exam, report)
    return (poster.title, poster.dates, *(bar.label for bar in poster.bars), poster.days_title)


async def _report(walk: Walk, hardest: Daily) -> Report:
    first = BoardRow(1, 1, walk.cast.cleo.name, 5, 6, 5, 2)
    recap = Recap(
        monday=MONDAY,
        given=8,
        people=3,
        days=(3, 2, 0, 2, 1, 0, 0),
        total=Tally(8, 5),
        domains=(DomainWeek("d1", Tally(5, 4), 10), DomainWeek("d2", Tally(3, 1), None)),
        weakest=(("2.1", Tally(3, 1)),),
        hardest=(hardest.question.id, Tally(3, 1)),
        missed=(hardest.question.id,),
        focus="d2",
        quiet=False,
    )
    references = hardest.question.references
    unnamed = replace(first, person=2, name="")
    missed = (hardest.question.topic,)
    people = ((first, unnamed), (first,))
    return Report(await walk.group(), recap, hardest, references, *people, None, (), so_far=False, topics=missed)
