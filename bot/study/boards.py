"""Reading boards: who stands where, and who moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor
from bot.model.board import Board, BoardRow
from bot.model.group import Group
from bot.rules.calendar import local_date, week_start
from bot.rules.ranking import Ranked, Standing, rank
from bot.storage import groups, people, standings
from bot.study.counting import board, periods
from bot.study.work import reads

_WEEK = timedelta(days=7)


@reads
def leaderboard(tx: Connection, actor: Actor, group: int, period: str, domain: str | None, now: datetime) -> Board:
    """Return a group's board of the period that `now` falls in, with the actor's own line, if they have one."""
    found = groups.by_id(tx, group)
    if found is None:
        raise Refused("no-group", channels=())
    today = local_date(now, found.schedule.zone)
    starts_on = dict(periods(today))[period]
    known = people.find(tx, actor.realm, actor.user)
    return board_of(tx, found, (period, starts_on), domain, week_start(today), known[0] if known else None)


def board_of(
    tx: Connection, group: Group, period: tuple[str, date], domain: str | None, week: date, reader: int | None
) -> Board:
    """Return a board with everybody's movement since `week` began, and the reader's own line."""
    ranked = board(tx, group, *period, domain)
    before = {one.standing.person: one.place for one in _before(tx, group, period, domain, week, ranked)}
    shown = standings.shown_names(tx, group.id) if group.show_names else frozenset()
    rows = tuple(
        BoardRow(
            person=one.standing.person,
            place=one.place,
            name=one.standing.name if one.standing.person in shown else "",
            points=one.standing.points,
            answers=one.standing.answers,
            correct=one.standing.correct,
            moved=before[one.standing.person] - one.place if one.standing.person in before else None,
        )
        for one in ranked
    )
    return Board(group, *period, domain, rows, next((row for row in rows if row.person == reader), None))


def _before(
    tx: Connection,
    group: Group,
    period: tuple[str, date],
    domain: str | None,
    week: date,
    present: Sequence[Ranked],
) -> Sequence[Ranked]:
    """Return the board to which places are compared: of a week the week before; of anything longer itself without
    this week. A month that began within this week has nothing to compare."""
    name, starts_on = period
    if name == "week":
        return board(tx, group, "week", starts_on - _WEEK, domain)
    if starts_on > week:
        return []
    this_week = {one.standing.person: one.standing for one in board(tx, group, "week", week, domain)}
    earlier = (_without(one.standing, this_week.get(one.standing.person)) for one in present)
    return rank(one for one in earlier if one.answers)


def _without(whole: Standing, part: Standing | None) -> Standing:
    if part is None:
        return whole
    points, answers, correct = whole.points - part.points, whole.answers - part.answers, whole.correct - part.correct
    return Standing(whole.person, whole.name, points, answers, correct, None)
