"""Why: what was posted, what was late or skipped and for which reason, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Card, Style, Table, text
from bot.chat.declare import Feature, mark
from bot.features.app import App, group_of, mine
from bot.features.group import next_sentence
from bot.i18n import Words
from bot.model.group import Group, LedgerLine
from bot.study.groups import ledger

feature: Feature[App] = Feature()


@feature.command("why", mark("What was posted, late or skipped here and why, and what comes next"))
async def why(app: App, call: Call) -> Reply:
    """Show the group's newest postings."""
    group = await group_of(app, call)
    return Tell(ledger_card(mine(call), group, await app.work.read(ledger, group.id)))


def ledger_card(w: Words, group: Group, lines: Sequence[LedgerLine]) -> Card:
    """Return the ledger, newest first."""
    title = w.t("What happened in #{channel}", channel=group.channel_name or group.channel)
    if not lines:
        return Card(title, (text(w.t("Nothing has been posted here yet.")), text(next_sentence(w, group))))
    columns = (w.t("For"), w.t("What"), w.t("What became of it"))
    rows = tuple((w.day(line.for_date), _kind(w, line.kind), _became(w, group, line)) for line in lines)
    zone = w.t("Times are of {zone}.", zone=group.schedule.zone)
    return Card(title, (text(next_sentence(w, group)), Table(columns, rows), text(zone, Style.QUIET)))


def _kind(w: Words, kind: str) -> str:
    return {"daily": w.t("Question"), "reveal": w.t("Reveal"), "recap": w.t("Recap"), "ruling": w.t("Correction")}[kind]


def _became(w: Words, group: Group, line: LedgerLine) -> str:
    zone = group.schedule.zone
    if line.withdrawn_at is not None and line.kind == "daily":
        return w.t("Withdrawn {moment}", moment=w.moment(line.withdrawn_at, zone))
    if line.state == "posted" and line.posted_at is not None:
        return _posted(w, line, line.posted_at, zone)
    if line.state in ("owed", "sending"):
        return w.t("On its way ({reason})", reason=_reason(w, line.reason)) if line.reason else w.t("On its way")
    if line.state == "unclear":
        return w.t("Sent, but the chat never confirmed it")
    if line.state == "skipped":
        return w.t("Skipped: {reason}", reason=_reason(w, line.reason))
    return w.t("Failed: {reason}", reason=_reason(w, line.reason))


def _posted(w: Words, line: LedgerLine, posted: datetime, zone: str) -> str:
    late = round((posted - line.due_at).total_seconds() / 60)
    moment = w.moment(posted, zone)
    if line.missing:
        missing = _reason(w, line.missing)
        return w.t("Posted {moment}; its thread or picture is missing: {reason}", moment=moment, reason=missing)
    if late < 1:
        return w.t("Posted {moment}", moment=moment)
    if late >= 60:
        hours = round(late / 60)
        return w.tn("Posted {moment}, {n} hour late", "Posted {moment}, {n} hours late", hours, moment=moment)
    return w.tn("Posted {moment}, {n} minute late", "Posted {moment}, {n} minutes late", late, moment=moment)


REASONS = {
    "owner": mark("the owner wished so"),
    "operator": mark("whoever runs Studybot wished so"),
    "replaced": mark("the owner chose another question"),
    "late": mark("I could not post it in time"),
    "no-question": mark("every question was in use elsewhere"),
    "rate-limited": mark("the chat asked to wait"),
    "transient": mark("the chat could not be reached"),
    "lost-answer": mark("the chat's answer was lost; looking whether it is there"),
    "not-there": mark("the first try did not arrive"),
    "again": mark("posted again on the owner's wish"),
    "payload-refused": mark("the chat refused the message as it was drawn"),
    "channel-gone": mark("the channel was gone"),
    "no-permission": mark("I was not allowed to post"),
    "workspace-gone": mark("I could not reach the workspace"),
    "message-gone": mark("the message was deleted"),
    "unconfirmed": mark("the chat never confirmed it"),
    "gone": mark("what it was about was gone"),
}
"""Every reason that the core records, in words."""


def _reason(w: Words, reason: str) -> str:
    return w.t(REASONS[reason]) if reason in REASONS else reason
