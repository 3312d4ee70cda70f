"""The walk past quizzes."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refused
from bot.features.quiz_cards import card_of, unclear_card
from bot.i18n import words
from bot.model.posting import Posed
from bot.model.question import Bank, Question
from bot.model.quiz import About, Answered, Asking, Ended, Quiz, Result, Underway
from tests.features.walk import MEMBER, Walk


async def quizzes(walk: Walk) -> None:
    """Show a quiz from its first question to its summary, and all that may come between."""
    scene, cleo, place = walk.scene, walk.cast.cleo, walk.cast.place
    walk.show("`/quiz` about nothing known", MEMBER, await scene.command(cleo, "quiz", place, about="cooking"))
    walk.show("`/quiz` with no number", MEMBER, await scene.command(cleo, "quiz", place, count="many"))
    first, second = (next(iter(bank.questions.values())) for bank in (walk.cast.first, walk.cast.second))
    scene.bank = replace(walk.cast.first, questions={first.id: first, second.id: second})
    bank = scene.bank
    walk.show("`/quiz`", MEMBER, await scene.command(cleo, "quiz", place))
    walk.show("a button of somebody else's quiz", MEMBER, await scene.act(cleo, "1:quiz-on:999", place))
    _steps(walk, bank, _quiz(bank, first, second))
    _abouts(walk)
    counts = scene.complete(cleo, "quiz", "count", "")
    walk.show("what `/quiz` offers while its length is typed", MEMBER, tuple(one.label for one in counts))
    offered = scene.complete(cleo, "quiz", "about", "")
    walk.show("what `/quiz` offers while its subject is typed", MEMBER, tuple(one.label for one in offered))


def _quiz(bank: Bank, *questions: Question) -> Quiz:
    posed = tuple(Posed(one, tuple(option.id for option in one.options)) for one in questions)
    return Quiz(1, 1, bank.exam.id, "", None, posed, 0, None)


def _steps(walk: Walk, bank: Bank, quiz: Quiz) -> None:
    """Show every card of a quiz of two questions."""
    w, banks = words(walk.cast.cleo.locale), {bank.exam.id: bank}
    one, other = quiz.items
    last, on = replace(quiz, position=1), replace(quiz, about="d1")
    right = Result(one, one.question.key, True, 0, open=False)
    wrong = Result(other, frozenset("cd"), False, 0, open=False)
    for when, step in (
        ("`/quiz` on a domain, once a question was left out", Asking(on, 1)),
        ("a quiz, once two questions were left out", Asking(last, 2)),
        ("a right answer in a quiz", Answered(quiz, right)),
        ("a right answer, where quizzes count", Answered(quiz, replace(right, points=1))),
        ("the same, were it worth more", Answered(quiz, replace(right, points=2))),
        ("a wrong answer to the last question", Answered(last, wrong)),
        ("an answer to what has become a daily question", Answered(quiz, replace(right, open=True))),
        ("the summary", Ended(last, (right, wrong), 0)),
        ("the summary after missing what there is a note on", Ended(last, (replace(right, correct=False),), 1)),
        ("the summary of one answer", Ended(last, (right,), 1)),
        ("the summary while one of them is a daily question", Ended(last, (right, replace(wrong, open=True)), 0)),
        ("the summary while both are", Ended(last, (replace(right, open=True), replace(wrong, open=True)), 0)),
        ("the summary of a quiz that was left at once", Ended(quiz, (), 0)),
        ("`/quiz` while one is under way", Underway(quiz, "", 5)),
        ("`/quiz` while one on a domain is under way", Underway(on, "", 5)),
    ):
        walk.show(when, MEMBER, card_of(w, banks, step))


def _abouts(walk: Walk) -> None:
    w, exam = words(walk.cast.cleo.locale), walk.scene.bank.exam
    domain, task, topic = exam.domains[0], exam.tasks[0], exam.topics[0]
    near = (
        About("domain", domain.id, domain.title),
        About("task", task.id, task.title),
        About("section", "s1", topic.title),
        About("topic", topic.id, topic.title),
    )
    card = unclear_card(w, Refused("about-unclear", text="secu", near=near), 5)
    walk.show("`/quiz` about what may mean several things", MEMBER, card)
