"""Study notes: what to know about a topic, on half a page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.calls import Call, Change, Reply, Tell
from bot.chat.cards import Card, Choice
from bot.chat.declare import CommandOption, Feature, mark
from bot.errors import Refused
from bot.features.app import App, maybe_group, mine
from bot.features.cards import choice_of
from bot.features.note_cards import choice_card, no_note_card, note_card, topics_card
from bot.features.quiz import USUAL, begin
from bot.model.question import Bank
from bot.model.quiz import About
from bot.rules.abouts import find_in, resolve_in
from bot.rules.reading import readable, topics_within
from bot.study.reading import pages_on

feature: Feature[App] = Feature()


def _abouts(app: App, call: Call, typed: str) -> Sequence[Choice]:
    w = mine(call)
    return [choice_of(w, about) for bank in app.banks().values() for about in find_in(readable(bank), typed)]


TOPIC = CommandOption[App](
    "topic", mark("A topic, or a service or domain to choose one of, such as lambda"), complete=_abouts, several=True
)


@feature.command("note", mark("What to know about a topic, on half a page"), TOPIC)
async def note(app: App, call: Call) -> Reply:
    """Show the note on what was typed, or the choice between what that may mean."""
    bank = (await _banks(app, call))[0]
    every, w = readable(bank), mine(call)
    try:
        about = resolve_in(every, call.values.get("topic", ""))
    except Refused as refused:
        if refused.code != "about-unclear":
            raise
        near = refused.values["near"]
        meant = [one for one in near if isinstance(one, About)] if isinstance(near, tuple) else []
        return Tell(choice_card(w, meant, refused))
    if about is None:
        return Tell(choice_card(w, [one for one in every if one.kind == "domain"]))
    return Tell(await _shown(app, call, bank, about))


@feature.on("note")
async def pressed_note(app: App, call: Call) -> Reply:
    """Show the note on a topic beside the message that led to it."""
    return Tell(await _shown(app, call, *await _known(app, call, call.args[:1])))


@feature.on("note-choose")
async def chosen_note(app: App, call: Call) -> Reply:
    """Show the note on what was chosen, or the topics that it holds."""
    return Change(await _shown(app, call, *await _known(app, call, call.chosen[:1])))


@feature.on("note-list")
async def pressed_list(app: App, call: Call) -> Reply:
    """Show the topics that something holds."""
    bank, about = await _known(app, call, call.args[:1])
    written = "".join(call.args[1:2])
    start = int(written) if written.isdecimal() and len(written) < 5 else 0
    return Change(topics_card(mine(call), about, topics_within(bank, about), start))


@feature.on("note-practise")
async def pressed_practise(app: App, call: Call) -> Reply:
    """Start a quiz on a topic; its note stays."""
    _, about = await _known(app, call, call.args[:1])
    return Tell(await begin(app, call, about.id, USUAL))


async def _shown(app: App, call: Call, bank: Bank, about: About) -> Card:
    """Return the note on a topic, or the choice between the topics that something holds."""
    w, topics = mine(call), topics_within(bank, about)
    if len(topics) > 1:
        return topics_card(w, about, topics, 0)
    topic = bank.exam.topic_by_id[topics[0].id]
    if found := bank.notes.get(topic.id):
        return note_card(w, bank, topic, found)
    pages = await app.work.read(pages_on, call.actor, bank, topic.id)
    return no_note_card(w, bank, topic, pages)


async def _known(app: App, call: Call, ids: Sequence[str]) -> tuple[Bank, About]:
    """Return what a button is about, with its bank; raise Refused `nothing-to-read` if it is there no more."""
    for bank in await _banks(app, call):
        for about in readable(bank):
            if about.id in ids:
                return bank, about
    raise Refused("nothing-to-read" if ids else "action-unknown")


async def _banks(app: App, call: Call) -> list[Bank]:
    """Return the banks, that of the study group which a call means before the others."""
    group = await maybe_group(app, call)
    return sorted(app.banks().values(), key=lambda bank: group is None or bank.exam.id != group.exam)
