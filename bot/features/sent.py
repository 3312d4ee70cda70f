"""What delivery sends: the cards of postings and notices, read from the database at the moment of sending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.chat.actions import pack
from bot.chat.calls import Call, Reply, Tell
from bot.chat.cards import Button, Buttons, Card, Chooser, CodeBlock, Files, Options, Text, Tone, files_of, text
from bot.chat.declare import Feature, Who
from bot.errors import Refused
from bot.features.app import App, mine, numbers_of
from bot.features.daily import daily_card
from bot.features.errors import sentence
from bot.features.mock_exam_results import over_card
from bot.features.plan import plan_notice
from bot.features.recap import public_card
from bot.features.reminding import reminder_to_send
from bot.features.reveal import announcement_card, revealed_card, ruling_card
from bot.i18n import Words, words
from bot.model.group import Group
from bot.study.answers import revealed, shown
from bot.study.follow import FollowUp, to_discuss
from bot.study.groups import group_by_id
from bot.study.sending import Claim, message_of, post_again

feature: Feature[App] = Feature()

_SIMPLE = (Text, CodeBlock, Options, Buttons, Chooser)


@dataclass(frozen=True)
class Plan:
    """How to send something: `edit` first (a message and its new card; harmless to repeat), then `post`.

    If the message to edit is gone, or there is none, `instead` is posted in place of both.
    """

    edit: tuple[str, Card] | None = None
    post: Card | None = None
    instead: Card | None = None


async def plan(app: App, claim: Claim) -> Plan | None:
    """Return how to send what was claimed, or None if there is nothing left to send (its group or subject is gone)."""
    if claim.what == "notice":
        card = await _notice(app, claim)
        return Plan(post=card) if card else None
    if claim.kind == "daily":
        card = await current_card(app, claim.id)
        return Plan(post=card) if card else None
    if claim.kind == "recap":
        card = await public_card(app, claim.id)
        return Plan(post=card) if card else None
    return await (_ruling if claim.kind == "ruling" else _reveal)(app, claim)


async def current_card(app: App, posting: int) -> Card | None:
    """Return the public message of a daily question as it should look now; None once it is closed or gone."""
    found = await app.work.read(shown, posting)
    if found is None or found[1].closed_at is not None:
        return None
    group, daily, before = found
    return daily_card(app.banks(), group, daily, before)


async def follow_plan(app: App, one: FollowUp) -> tuple[Files, str] | None:
    """Return the files of a message that is there and how to call its thread (empty: none); None if there is nothing to
    do beside it any more."""
    if one.kind == "recap":
        card = await public_card(app, one.posting)
        return (files_of(card), "") if card else None
    found = await app.work.read(to_discuss, one.posting)
    if found is None:
        return None
    group, day = found
    w = words(group.language)
    return (), w.t("Question of {day}", day=w.day(day))


def plain_card(card: Card) -> Card:
    """Return a card with nothing a platform could trip over: its words, its options and its controls."""
    return Card(card.title, tuple(block for block in card.blocks if isinstance(block, _SIMPLE)), footer=card.footer)


@feature.on("post-again", Who.OWNER)
async def pressed_post_again(app: App, call: Call) -> Reply:
    """Send an unclear posting once more, as the owner chose."""
    (posting,) = numbers_of(call, 1)
    await app.work.write(post_again, call.actor, posting, app.now())
    app.wake()
    w = mine(call)
    return Tell(Card(w.t("It is on its way again"), (text(w.t("/why shows what became of it.")),), Tone.GOOD))


async def _reveal(app: App, claim: Claim) -> Plan | None:
    if claim.subject is None:
        return None
    found = await app.work.read(revealed, claim.subject)
    if found is None:
        return None
    group, answered = found
    card = revealed_card(app.banks(), group, answered)
    message, daily_beside = await app.work.read(message_of, claim.subject)
    if message is None:
        return Plan(instead=card)
    # The next daily question opens with the answer; without one, only a message of its own can tell anybody. A question
    # that was withdrawn is told of by its own message alone.
    announcement = None if daily_beside or answered.daily.withdrawn else announcement_card(group, answered, message)
    return Plan((message, card), announcement, card)


async def _ruling(app: App, claim: Claim) -> Plan | None:
    """Show the corrected key in the message of the question, and say so below it."""
    found = await app.work.read(revealed, claim.subject) if claim.subject is not None else None
    if found is None or claim.subject is None:
        return None
    group, answered = found
    message, _ = await app.work.read(message_of, claim.subject)
    said = ruling_card(group, answered, message)
    if message is None:
        return Plan(instead=said)
    return Plan((message, revealed_card(app.banks(), group, answered)), said, ruling_card(group, answered, None))


async def _notice(app: App, claim: Claim) -> Card | None:
    kind, _, number = claim.kind.partition("-")
    return await _NOTICES[kind](app, claim, number) if kind in _NOTICES else None


async def _unclear(app: App, claim: Claim, number: str) -> Card | None:
    group = await app.work.read(group_by_id, claim.group) if claim.group else None
    return _unclear_card(words(group.language), group, int(number)) if group else None


async def _paused(app: App, claim: Claim, _number: str) -> Card | None:
    group = await app.work.read(group_by_id, claim.group) if claim.group else None
    return _paused_card(words(group.language), group) if group else None


async def _exam_over(app: App, claim: Claim, number: str) -> Card | None:
    group = await app.work.read(group_by_id, claim.group) if claim.group else None
    return over_card(words(group.language if group else "en"), int(number))


_NOTICES: Mapping[str, Callable[[App, Claim, str], Awaitable[Card | None]]] = {
    "unclear": _unclear,
    "paused": _paused,
    "exam": _exam_over,
    "review": reminder_to_send,
    "plan": plan_notice,
}
"""How each kind of notice becomes a card; they are given what follows the kind's first word. None: it is over."""


def _paused_card(w: Words, group: Group) -> Card:
    return Card(
        w.t("I had to pause #{channel}", channel=group.channel_name or group.channel),
        (
            text(sentence(w, Refused(f"paused-{group.pause_reason}"))),
            text(w.t("Once that is mended, /resume starts it again. No streak breaks meanwhile.")),
        ),
        Tone.WARNING,
    )


def _unclear_card(w: Words, group: Group, posting: int) -> Card:
    return Card(
        w.t("Did my message arrive in #{channel}?", channel=group.channel_name or group.channel),
        (
            text(w.t("The chat never confirmed it, and I can't look it up. If it is missing, post it again.")),
            Buttons((Button(w.t("Post again"), pack("post-again", posting), Tone.PRIMARY),)),
        ),
        Tone.WARNING,
    )
