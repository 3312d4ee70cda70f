"""The weekly recap: when it is said, and to whom."""

from __future__ import annotations

import asyncio

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Block, Button, Buttons, Card, Image, text
from bot.chat.declare import Feature, Who, mark
from bot.features import progress
from bot.features.app import App, group_of, manages, mine
from bot.features.recap_card import poster_of, recap_card
from bot.i18n import Words, words
from bot.model.group import Group
from bot.model.recap import Report
from bot.pictures.recap import draw
from bot.study.recaps import last_report, preview, report_to_send

feature: Feature[App] = Feature()


@feature.command(
    "recap", mark("The last weekly recap again; for whoever manages this, also how this week looks so far")
)
async def again(app: App, call: Call) -> Reply:
    """Show the last recap privately; to an owner with a button to the preview."""
    group = await group_of(app, call)
    w = mine(call)
    report = await app.work.read(last_report, app.banks(), group.id)
    controls = (Button(w.t("Preview this week"), pack("recap-preview")),) if await manages(app, call) else ()
    if report is None:
        return Tell(_none_yet(w, group, controls))
    here = call.place is not None and call.place.channel == group.channel
    return Tell(await _drawn(app, w, report, controls, jump=here))


@feature.on("recap-preview", Who.OWNER)
async def previewed(app: App, call: Call) -> Reply:
    """Show the owner what the recap would say now."""
    group = await group_of(app, call)
    report = await app.work.read(preview, app.banks(), group.id, app.now())
    here = call.place is not None and call.place.channel == group.channel
    return Tell(await _drawn(app, mine(call), report, (), jump=here))


@feature.on("my-progress")
async def pressed_progress(app: App, call: Call) -> Reply:
    """Show the caller's own figures."""
    return await progress.shown(app, call)


async def public_card(app: App, posting: int) -> Card | None:
    """Return a recap's public message, None if there is nothing to report about any more."""
    report = await app.work.read(report_to_send, app.banks(), posting)
    if report is None:
        return None
    w = words(report.group.language)
    # Something to press stands in every posting, for by it some platforms find a message again.
    return await _drawn(app, w, report, (Button(w.t("My progress"), pack("my-progress")),), jump=True)


async def _drawn(app: App, w: Words, report: Report, controls: tuple[Button, ...], *, jump: bool) -> Card:
    """Return the card with its picture, drawn in a thread: it takes a tenth of a second of a processor."""
    bank = app.banks()[report.group.exam]
    poster = poster_of(w, bank.exam, report)
    image = None
    if not report.recap.quiet and poster.drawable:
        image = Image(await asyncio.to_thread(draw, poster), poster.description)
    return recap_card(w, bank, report, image, controls, jump=jump)


def _none_yet(w: Words, group: Group, controls: tuple[Button, ...]) -> Card:
    blocks: list[Block] = [text(w.t("There was no recap here yet. It tells on Mondays how the week went."))]
    if group.next_recap_at is not None and group.paused_at is None:
        moment = w.moment(group.next_recap_at, group.schedule.zone)
        blocks.append(text(w.t("The first one comes {moment} ({zone}).", moment=moment, zone=group.schedule.zone)))
    if controls:
        blocks.append(Buttons(controls))
    return Card(w.t("Weekly recap"), tuple(blocks))
