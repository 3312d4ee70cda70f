"""Which study group a person's own practice belongs to."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.model.actor import Actor, Place
from bot.model.group import Group
from bot.storage import groups, quizzes


def group_meant(tx: Connection, person: int, actor: Actor, place: Place | None) -> Group | None:
    """Return the group that answers will belong to: the channel's, elsewhere the person's only one, or none."""
    here = groups.at_place(tx, place.adapter, place.workspace, place.channel) if place is not None else None
    if here is not None:
        return here
    mine = quizzes.groups_in(tx, person, actor.adapter, actor.workspace)
    return groups.by_id(tx, mine[0]) if len(mine) == 1 else None
