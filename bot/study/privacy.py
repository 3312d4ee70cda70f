"""A person's wishes and data: names, direct messages, what is stored, export, deletion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor
from bot.storage import people, persons_data, quizzes
from bot.study.pages import forget
from bot.study.work import reads, writes


@dataclass(frozen=True)
class Wishes:
    """What a person wishes, and how much is stored about them: answers, groups, quizzes, mock exams; since when (UTC).

    `name_shown` is about the group asked about, None where they are no member of it.
    """

    muted: bool
    name_shown: bool | None
    answers: int
    groups: int
    quizzes: int
    exams: int
    since: datetime


@reads
def wishes(tx: Connection, actor: Actor, group: int | None) -> Wishes | None:
    """Return a person's wishes and what is stored about them; None if that is nothing."""
    known = people.find(tx, actor.realm, actor.user)
    if known is None:
        return None
    person = persons_data.row(tx, known[0])
    counts = persons_data.counts(tx, known[0])
    shown = persons_data.name_shown(tx, known[0], group) if group is not None else None
    return Wishes(
        muted=person.muted,
        name_shown=shown,
        answers=counts["attempts"],
        groups=counts["memberships"],
        quizzes=counts["quizzes"],
        exams=counts["exams"],
        since=person.created_at,
    )


@writes
def show_name(tx: Connection, actor: Actor, group: int, shown: bool) -> None:
    """Show a member's name in a group's boards and recaps, or leave it out; raise Refused `not-a-member`."""
    known = people.find(tx, actor.realm, actor.user)
    if known is None or not persons_data.set_name_shown(tx, known[0], group, shown):
        raise Refused("not-a-member")


@writes
def mute(tx: Connection, actor: Actor, muted: bool, now: datetime) -> None:
    """Send a person no direct messages any more, or send them again."""
    persons_data.set_muted(tx, people.ensure(tx, actor.realm, actor.user, actor.name, now), muted)


@reads
def export(tx: Connection, actor: Actor) -> Mapping[str, Any]:
    """Return everything stored about a person, as values that JSON can hold; raise Refused `nothing-stored`.

    How they did in practice at what is an open daily question now is left out until they have answered that.
    """
    known = people.find(tx, actor.realm, actor.user)
    if known is None:
        raise Refused("nothing-stored")
    secret = quizzes.open_dailies(tx, known[0], actor.adapter, actor.workspace)
    return persons_data.everything(tx, known[0], [id for id, answered in secret.items() if not answered])


@writes
def delete(tx: Connection, actor: Actor) -> None:
    """Delete a person with all their answers; they leave every board, and open questions count anew.

    Where nobody else keeps their private messages, those go too. Raises Refused `nothing-stored`. Groups they set up
    stay, without them.
    """
    known = people.find(tx, actor.realm, actor.user)
    if known is None:
        raise Refused("nothing-stored")
    people.lock(tx, known[0])  # an answer under way is counted first, and then leaves the counts with the others
    persons_data.delete(tx, known[0])
    forget(tx, actor.user)
