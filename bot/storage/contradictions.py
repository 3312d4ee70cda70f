"""What rows of several tables must never say against one another, though no key forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, or_, select

from bot.storage.tables import attempts, groups, places, postings


class Contradiction(NamedTuple):
    """Something that is kept, what it is about, and what should be."""

    kind: str
    subject: str
    kept: str
    should: str


def contradictions(tx: Connection, group: int) -> Iterator[Contradiction]:
    """Yield what is contradictory about a group."""
    for kind, query, subject, kept, should in _CHECKS:
        for row in tx.execute(query, {"group": group}):
            named = row._asdict()
            yield Contradiction(kind, subject.format(**named), kept.format(**named), should)


_group = bindparam("group", type_=Integer)
_reveal = postings.alias("reveal")
_revealed = select(_reveal.c.id).where(_reveal.c.subject_id == postings.c.id, _reveal.c.kind == "reveal").exists()
_daily, _open = postings.c.kind == "daily", postings.c.closed_at.is_(None)
_no_message = or_(postings.c.message_ref.is_(None), postings.c.posted_at.is_(None))
_POSTING = "group {group_id}, {kind} {id} of {for_date}"
_of_group = postings.c.group_id == _group
_posting = (postings.c.id, postings.c.group_id, postings.c.kind, postings.c.for_date)
_current = select(func.count()).where(places.c.group_id == groups.c.id, places.c.left_at.is_(None)).scalar_subquery()
_points = func.count().label("points")
_scored = (attempts.c.group_id, attempts.c.person_id, attempts.c.question_id)

_CHECKS: list[tuple[str, Select[Any], str, str, str]] = [
    (
        "reveal",
        select(*_posting).where(_of_group, _daily, postings.c.state == "posted", ~_open, ~_revealed),
        _POSTING,
        "closed, and revealed by nothing",
        "a reveal",
    ),
    (
        "posting",
        select(*_posting, postings.c.state).where(
            _of_group,
            or_(
                and_(
                    postings.c.state == "posted", or_(postings.c.message_ref.is_(None), postings.c.posted_at.is_(None))
                ),
                and_(postings.c.state == "sending", postings.c.lease_until.is_(None)),
                and_(postings.c.state.in_(("skipped", "failed")), _daily, postings.c.closed_at.is_(None)),
                and_(_daily, postings.c.closed_at.is_(None), postings.c.snapshot.is_(None)),
            ),
        ),
        _POSTING,
        "{state}, without what belongs to that",
        "a message if posted, a lease if sending, a question if open, an end if skipped or failed",
    ),
    (
        "place",
        select(groups.c.id, _current.label("count")).where(groups.c.id == _group, _current != 1),
        "group {id}",
        "{count} channels",
        "1 channel",
    ),
    (
        "point",
        select(*_scored, _points)
        .where(attempts.c.group_id == _group, attempts.c.points > 0)
        .group_by(*_scored)
        .having(_points > 1),
        "group {group_id}, person {person_id}, {question_id}",
        "{points} answers with a point",
        "1 at most",
    ),
]
