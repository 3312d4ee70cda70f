"""The walk past study notes."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refused
from bot.features.note_cards import choice_card, topics_card
from bot.i18n import words
from bot.model.quiz import About
from tests.features.walk import MEMBER, Walk


async def notes(walk: Walk) -> None:
    """Show notes of every kind, what stands in for one, and the ways to them."""
    scene, cleo, place = walk.scene, walk.cast.cleo, walk.cast.place
    first, second = (next(iter(bank.questions.values())) for bank in (walk.cast.first, walk.cast.second))
    before = scene.bank
    scene.bank = replace(walk.cast.first, questions={first.id: first, second.id: second})
    for when, topic in (
        ("`/note` with nothing", ""),
        ("`/note` on a topic", "queues"),
        ("`/note` on what is no longer asked", "boxes"),
        ("`/note` on a topic without one", "keys"),
        ("`/note` on a domain", "d1"),
    ):
        walk.show(when, MEMBER, await scene.command(cleo, "note", place, topic=topic))
    walk.show("*Another topic*", MEMBER, await scene.act(cleo, "1:note-list:1.1:0", place))
    offered = scene.complete(cleo, "note", "topic", "")
    walk.show("what `/note` offers while its topic is typed", MEMBER, tuple(one.label for one in offered))
    _choices(walk)
    scene.bank = before


def _choices(walk: Walk) -> None:
    w, exam = words(walk.cast.cleo.locale), walk.scene.bank.exam
    domain, topics = (
        About("domain", exam.domains[0].id, exam.domains[0].title),
        [About("topic", one.id, one.title) for one in exam.topics],
    )
    walk.show(
        "`/note` on what may mean several things", MEMBER, choice_card(w, topics, Refused("about-unclear", text="q"))
    )
    walk.show("a domain with a single topic, listed", MEMBER, topics_card(w, domain, topics[:1], 0))
    many = [replace(one, id=f"{one.id}-{number}") for number in range(10) for one in topics]
    walk.show("the last of many topics", MEMBER, topics_card(w, domain, many, 25))
