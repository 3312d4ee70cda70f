"""The leaderboard: who has how many points, this week, this month, of all time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.actions import pack
from bot.chat.calls import Call, Change, Reply, Show, Tell
from bot.chat.cards import Block, Button, Buttons, Card, Choice, Style, Table, Tone, text
from bot.chat.declare import CommandOption, Feature, mark
from bot.errors import Refused
from bot.features.app import App, group_of, mine
from bot.i18n import Words, words
from bot.model.board import Board, BoardRow
from bot.model.exam import Domain
from bot.model.group import Group
from bot.rules.scoring import percent
from bot.study.boards import leaderboard

feature: Feature[App] = Feature()

TOP = 10
ENOUGH = 5
"""Answers below which no rate is shown: of three, one more or less is a third."""

PERIODS = (
    Choice("week", mark("This week")),
    Choice("month", mark("This month")),
    Choice("all", mark("All time")),
)
_ALL_DOMAINS = "all"


def _domains(app: App, call: Call, typed: str) -> Sequence[Choice]:
    found = {domain.id: domain.title for bank in app.banks().values() for domain in bank.exam.domains}
    return [Choice(id_, title) for id_, title in found.items() if typed.casefold() in f"{id_} {title}".casefold()]


@feature.command(
    "leaderboard",
    mark("Who has how many points here, and your own place"),
    CommandOption("period", mark("This week, this month or all time"), choices=PERIODS),
    CommandOption("domain", mark("One domain of the exam only"), complete=_domains),
)
async def shown(app: App, call: Call) -> Reply:
    """Show the board privately."""
    group = await group_of(app, call)
    period = call.values.get("period", "week")
    if period not in {choice.value for choice in PERIODS}:
        raise Refused("period-unknown", text=period)
    domain = _domain(app, group, call.values.get("domain", ""))
    board = await app.work.read(leaderboard, call.actor, group.id, period, domain, app.now())
    return Tell(board_card(mine(call), board, _title(app, group, domain), private=True))


@feature.on("board")
async def switched(app: App, call: Call) -> Reply:
    """Show another period in the same message."""
    group = await group_of(app, call)
    period, domain = _asked(app, group, call)
    board = await app.work.read(leaderboard, call.actor, group.id, period, domain, app.now())
    return Change(board_card(mine(call), board, _title(app, group, domain), private=True))


@feature.on("show-board")
async def published(app: App, call: Call) -> Reply:
    """Post the board for everybody, in the group's language and without anybody's own line."""
    group = await group_of(app, call)
    period, domain = _asked(app, group, call)
    board = await app.work.read(leaderboard, call.actor, group.id, period, domain, app.now())
    return Show(board_card(words(group.language), board, _title(app, group, domain), private=False))


def board_card(w: Words, board: Board, domain: str, *, private: bool) -> Card:
    """Return a board: the best ten, and the reader's own line if it is not among them."""
    group = board.group
    heading = {
        "week": w.t("This week's board of #{channel}", channel=group.channel_name),
        "month": w.t("This month's board of #{channel}", channel=group.channel_name),
        "all": w.t("The all-time board of #{channel}", channel=group.channel_name),
    }[board.period]
    about = (text(w.t("Only {domain}.", domain=domain), Style.QUIET),) if domain else ()
    if not board.rows:
        empty = text(w.t("Nobody has answered yet. The next question is a fresh start for everybody."))
        return Card(heading, (*about, empty, *_controls(w, board, private)))
    return Card(
        heading,
        (*about, _table(w, board, private), *_own(w, board, private), *_controls(w, board, private)),
        Tone.PLAIN,
        _counting(w, group),
    )


def _table(w: Words, board: Board, private: bool) -> Table:
    top = board.rows[:TOP]
    extra = (board.mine,) if private and board.mine is not None and board.mine not in top else ()
    columns = (w.t("Place"), w.t("Name"), w.t("Points"), w.t("Right"), w.t("Since last week"))
    rows = tuple(_row(w, row, board.mine if private else None) for row in (*top, *extra))
    return Table(columns, rows, numeric=(0, 2, 3, 4))


def _row(w: Words, row: BoardRow, mine_: BoardRow | None) -> tuple[str, ...]:
    name = row.name or w.t("A member who stays unnamed")
    if mine_ is not None and row.person == mine_.person:
        name = w.t("{name} (you)", name=row.name) if row.name else w.t("You, unnamed to the others")
    rate = w.percent(percent(row.correct, row.answers)) if row.answers >= ENOUGH else "–"
    return (w.number(row.place), name, w.number(row.points), rate, _moved(w, row.moved))


def _moved(w: Words, moved: int | None) -> str:
    if moved is None:
        return w.t("new")
    if moved == 0:
        return w.t("same")
    return w.t("up {n}", n=w.number(moved)) if moved > 0 else w.t("down {n}", n=w.number(-moved))


def _own(w: Words, board: Board, private: bool) -> tuple[Block, ...]:
    if not private:
        return ()
    if board.mine is None:
        return (text(w.t("You are not on this board yet: your first answer puts you there."), Style.QUIET),)
    place, members = w.number(board.mine.place), w.number(len(board.rows))
    return (text(w.t("Your place: {place} of {members}.", place=place, members=members)),)


def _controls(w: Words, board: Board, private: bool) -> tuple[Block, ...]:
    if not private:
        return ()
    domain = board.domain or _ALL_DOMAINS
    others = [choice for choice in PERIODS if choice.value != board.period]
    switches = [Button(w.t(choice.label), pack("board", choice.value, domain)) for choice in others]
    return (Buttons((*switches, Button(w.t("Show in channel"), pack("show-board", board.period, domain)))),)


def _counting(w: Words, group: Group) -> str:
    if group.quiz_counts:
        return w.t("A right daily answer is a point, and so is a right quiz answer to a question you had never met.")
    return w.t("A right daily answer is a point. Quizzes give none here.")


def _domain(app: App, group: Group, typed: str) -> str | None:
    """Return the id of the domain that was meant; raise Refused `domain-unknown` if it can't be told."""
    wanted = typed.strip().casefold()
    if wanted in {"", _ALL_DOMAINS}:
        return None
    bank = app.banks().get(group.exam)
    domains: tuple[Domain, ...] = bank.exam.domains if bank else ()
    exact = [one.id for one in domains if wanted in {one.id.casefold(), one.title.casefold()}]
    found = exact or [one.id for one in domains if wanted in one.title.casefold()]
    if len(found) != 1:
        raise Refused("domain-unknown", text=typed, domains=tuple(one.title for one in domains))
    return found[0]


def _asked(app: App, group: Group, call: Call) -> tuple[str, str | None]:
    if len(call.args) != 2 or call.args[0] not in {choice.value for choice in PERIODS}:
        raise Refused("action-unknown")
    return call.args[0], _domain(app, group, call.args[1])


def _title(app: App, group: Group, domain: str | None) -> str:
    bank = app.banks().get(group.exam)
    return bank.exam.domain_by_id[domain].title if bank and domain else ""
