"""The walk past boards and personal progress."""

from __future__ import annotations

from dataclasses import replace

from bot.features.leaderboard import board_card
from bot.features.progress import progress_card
from bot.i18n import words
from bot.model.board import Board, BoardRow, Progress, Tally
from bot.model.readiness import DomainReadiness, Readiness, TooFew
from tests.features.scene import EVERYWHERE, told
from tests.features.walk import ALL, MEMBER, Walk


async def boards(walk: Walk) -> None:
    """Show boards of every period and kind, and a person's progress."""
    scene, ada, ben, cleo, place = walk.scene, walk.cast.ada, walk.cast.ben, walk.cast.cleo, walk.cast.place
    walk.show("`/leaderboard` before the week's first answer", MEMBER, await scene.command(ben, "leaderboard", place))
    month = await scene.command(ben, "leaderboard", place, period="month")
    walk.show("`/leaderboard` of the month", MEMBER, month)
    walk.show("*All time* on it", MEMBER, await scene.press(cleo, told(month), words(cleo.locale).t("All time"), place))
    shown = words(cleo.locale).t("Show in channel")
    walk.show("*Show in channel*", ALL, await scene.press(cleo, told(month), shown, place))
    walk.show(
        "`/leaderboard` by somebody not on it", MEMBER, await scene.command(ada, "leaderboard", place, period="all")
    )
    one = await scene.command(cleo, "leaderboard", place, period="all", domain="d1")
    walk.show("`/leaderboard` of one domain", MEMBER, one)
    walk.show("`/leaderboard` of no period", MEMBER, await scene.command(ben, "leaderboard", place, period="soon"))
    odd = await scene.command(ben, "leaderboard", place, domain="cooking")
    walk.show("`/leaderboard` of no domain", MEMBER, odd)
    await _made_up_boards(walk)
    walk.show("`/progress` before the first answer", MEMBER, await scene.command(ada, "progress", place))
    walk.show("`/progress`", MEMBER, await scene.command(cleo, "progress", place))
    walk.show("`/progress` in a direct message", MEMBER, await scene.command(cleo, "progress", EVERYWHERE))
    exam = scene.bank.exam
    weak = {task.id: Tally(10, 3 + at) for at, task in enumerate(exam.tasks)}
    found = Progress(exam.id, Tally(20, 7), {"d1": Tally(10, 3), "d2": Tally(10, 4)}, weak, 12, Tally(3, 2), 4, 9)
    card = progress_card(words(cleo.locale), exam, found, TooFew(1), 1)
    walk.show("`/progress` after some weeks", MEMBER, card)
    many = replace(found, total=Tally(230, 170))
    for when, ready in _ready().items():
        walk.show(f"`/progress` {when}", MEMBER, progress_card(words(cleo.locale), exam, many, ready, 12))


def _ready() -> dict[str, Readiness]:
    """Return estimates of every kind."""
    domains = {"d1": DomainReadiness(0.78, 0.71, 0.85, 39, 150), "d2": DomainReadiness(0.55, 0.46, 0.64, 26, 80)}
    sure = Readiness(230, 690, 620, 760, 0.38, domains, (), stale=False)
    return {
        "with enough answers to estimate": sure,
        "before a sure pass": replace(sure, score=880, low=820, high=930, chance=0.99),
        "after a long rest": replace(sure, score=560, low=430, high=690, chance=0.03, thin=("d1", "d2"), stale=True),
    }


async def _made_up_boards(walk: Walk) -> None:
    """Show a board after some weeks: risen, fallen, stayed, new, unnamed, and the reader beyond the best ten."""
    group, w = await walk.group(), words(walk.cast.cleo.locale)
    rows = [BoardRow(at, at, walk.cast.ben.name if at % 3 else "", 20 - at, 20, 20 - at, 2 - at) for at in range(1, 12)]
    rows.append(BoardRow(12, 12, walk.cast.cleo.name, 1, 2, 1, None))
    board = Board(group, "week", group.next_daily_on, None, tuple(rows), rows[-1])
    walk.show("a full board", MEMBER, board_card(w, board, "", private=True))
    unnamed = replace(board, rows=tuple(rows[:3]), mine=rows[2], group=replace(group, quiz_counts=True))
    walk.show("a board that counts quizzes, for somebody unnamed", MEMBER, board_card(w, unnamed, "", private=True))
    public = board_card(words(group.language), unnamed, "", private=False)
    walk.show("the same, shown in the channel", ALL, public)
