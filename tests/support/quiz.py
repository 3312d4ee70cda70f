"""Going through a quiz in a test."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.actor import Actor, Place
from bot.model.group import Group
from bot.model.posting import Posed
from bot.model.question import Bank
from bot.model.quiz import Answered, Asking, Ended, Quiz, Step, Underway
from bot.storage import groups, quizzes
from bot.study.groups import group_by_id
from bot.study.quizzes import answer_quiz, move_on, start
from bot.study.work import Reading, Writing, reads, writes
from tests.support.clock import Clock
from tests.support.store import Store
from tests.support.world import BANKS, actor, make_group, place

ADA = actor("ada")
HERE = place()

_change: Writing[..., None] = writes(groups.change)
open_dailies: Reading[[int, str, str], dict[str, bool]] = reads(quizzes.open_dailies)


def group_where_quizzes_count(store: Store, workspace: str = "w1") -> Group:
    """Return a new group whose quizzes give points."""
    made = make_group(store, workspace=workspace)
    store.write(_change, made.id, quiz_counts=True)
    found = store.read(group_by_id, made.id)
    assert found is not None
    return found


def begin(
    store: Store,
    clock: Clock,
    who: Actor = ADA,
    where: Place | None = HERE,
    *,
    about: str = "",
    count: int = 5,
    banks: Mapping[str, Bank] = BANKS,
) -> Quiz:
    """Return a new quiz, at its first question."""
    step = store.write(start, who, where, banks, about, count, clock())
    assert isinstance(step, Asking), step
    return step.quiz


def letters(posed: Posed, *, right: bool) -> str:
    """Return an answer to a question: its key, or as many letters with one wrong at least."""
    others = [id for id in posed.order if id not in posed.question.key]
    wrong = frozenset(others[: posed.question.choose])
    return posed.letters(posed.question.key if right else wrong)


def give(store: Store, clock: Clock, quiz: Quiz, who: Actor = ADA, *, right: bool = True) -> Step:
    """Answer a quiz's present question; return where it stands."""
    return store.write(answer_quiz, who, quiz.id, quiz.position, letters(quiz.present, right=right), clock())


def onward(store: Store, clock: Clock, quiz: Quiz, who: Actor = ADA) -> Step:
    """Go on to the next question or the summary."""
    return store.write(move_on, who, quiz.id, quiz.position, clock())


def finish(store: Store, clock: Clock, quiz: Quiz, who: Actor = ADA, *, right: bool = True) -> Ended:
    """Answer all that is left, and return the summary."""
    step: Step = Asking(quiz, 0)
    while not isinstance(step, Ended):
        step = give(store, clock, step.quiz, who, right=right) if isinstance(step, Asking) else step
        step = onward(store, clock, step.quiz, who) if isinstance(step, Answered) else step
    return step


def asked(quiz: Quiz) -> list[str]:
    """Return the ids of a quiz's questions."""
    return [posed.question.id for posed in quiz.items]


def running(step: Step | Underway) -> Quiz:
    """Return the quiz that stands in the way of a new one."""
    assert isinstance(step, Underway), step
    return step.quiz
