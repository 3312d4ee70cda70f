"""The walk past mock exams."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.features.mock_exam_cards import confirm_card, offer_card, overview_card, question_card, ten_card
from bot.features.mock_exam_results import explained_card, over_card, result_card, shared_card
from bot.i18n import words
from bot.model.mock_exam import BY_TIME, Finished, Graded, MockExam, Offer, Running, Sat
from bot.model.posting import Posed
from bot.rules.mock_exam import graded, score
from tests.features.look import actions
from tests.features.scene import asked, told
from tests.features.walk import ALL, MEMBER, Walk

NONE: frozenset[int] = frozenset()
PERSON = "the member, as a direct message"


async def mock_exams(walk: Walk) -> None:
    """Show a mock exam from its offer to what is shared of it, and all that may come between."""
    scene, cleo, place = walk.scene, walk.cast.cleo, walk.cast.place
    first, second = (next(iter(bank.questions.values())) for bank in (walk.cast.first, walk.cast.second))
    scene.bank = replace(walk.cast.first, questions={first.id: first, second.id: second})
    walk.show("`/exam` with no number", MEMBER, await scene.command(cleo, "exam", place, length="many"))
    offered = await scene.command(cleo, "exam", place)
    walk.show("`/exam`", MEMBER, offered)
    (begin,) = actions(told(offered))
    walk.show("*Start*", MEMBER, await scene.act(cleo, begin, place))
    walk.show("a button of somebody else's mock exam", MEMBER, await scene.act(cleo, "1:exam-at:999:0", place))
    ended = await scene.act(cleo, "1:exam-submit:1:yes", place)
    walk.show("*Submit it anyway*", MEMBER, ended)
    form = await scene.act(cleo, "1:report-exam:1:0", place)
    walk.show("*Something is wrong*, with a question of a mock exam", MEMBER, asked(form))
    empty, scene.bank = scene.bank, replace(scene.bank, questions={})
    walk.show("`/exam` where there is no question", MEMBER, await scene.act(cleo, "1:exam-again", place))
    scene.bank = empty
    offers = scene.complete(cleo, "exam", "length", "")
    walk.show("what `/exam` offers while its length is typed", MEMBER, tuple(one.label for one in offers))
    shortest = offer_card(words(cleo.locale), scene.app.banks(), Offer(scene.bank.exam.id, 1, 1, 0))
    walk.show("`/exam` where there is one question only, and a minute for it", MEMBER, shortest)
    exam = _exam(walk)
    _under_way(walk, exam)
    _over(walk, exam)


def _exam(walk: Walk) -> MockExam:
    """Return a mock exam of twelve questions, most of them answered."""
    bank = walk.scene.bank
    posed = [Posed(one, tuple(option.id for option in one.options)) for one in bank.questions.values()]
    items = tuple(posed * 6)
    answers = tuple(
        one.question.key if at < 8 else frozenset("cd") if at == 9 else frozenset[str]() for at, one in enumerate(items)
    )
    now = walk.scene.clock()
    ends = now + timedelta(minutes=24)
    home = (walk.cast.place.adapter, walk.cast.place.workspace)
    flags = frozenset({2, 8})
    return MockExam(7, 1, bank.exam.id, bank.exam.form, 1, home, 1, items, answers, flags, 1, 24, now, ends)


def _under_way(walk: Walk, exam: MockExam) -> None:
    w, zone = words(walk.cast.cleo.locale), "Europe/Berlin"
    start = exam.begun_at
    running = Running(exam, NONE, zone, start + timedelta(minutes=3))
    single, several = replace(running, exam=replace(exam, position=2)), running
    whole = tuple(one.question.key for one in exam.items)
    nearly = replace(running, exam=replace(exam, answers=(*whole[:-1], frozenset())), now=start + timedelta(minutes=23))
    last = replace(running, exam=replace(exam, answers=whole, position=11), now=exam.ends_at - timedelta(seconds=9))
    for when, card in (
        ("a question of a mock exam, answered and flagged", question_card(w, single)),
        ("one that asks for several", question_card(w, several)),
        ("one that has become a daily question", question_card(w, replace(running, secret=frozenset({1})))),
        ("the last one, in the last minute, all answered", question_card(w, last)),
        ("*Overview*", overview_card(w, replace(running, secret=frozenset({11})))),
        (
            "*Overview*, once two questions have become daily ones",
            overview_card(w, replace(running, secret=frozenset({1, 3}))),
        ),
        ("*1–10*", ten_card(w, replace(running, secret=frozenset({3})), 0)),
        ("*Submit*, while some are open", confirm_card(w, running)),
        ("*Submit*, while one is open, in the last minute but one", confirm_card(w, nearly)),
    ):
        walk.show(when, MEMBER, card)


def _over(walk: Walk, exam: MockExam) -> None:
    w, banks = words(walk.cast.cleo.locale), walk.scene.app.banks()
    ended = replace(exam, submitted_at=exam.begun_at + timedelta(minutes=20), ended_by="person")
    failed = _finished(ended)
    passed = _finished(replace(ended, answers=tuple(one.question.key for one in exam.items)))
    sat = [
        Sat(n, 12, exam.begun_at - timedelta(days=n), one.score) for n, one in ((1, failed), (2, passed), (3, passed))
    ]
    compared = replace(passed, before=tuple(sat))
    late = _finished(replace(ended, submitted_at=exam.ends_at, ended_by=BY_TIME))
    void = replace(failed.graded[0], counts=False)
    one_out = _finished(ended, (void, *failed.graded[1:]), frozenset({1}))
    two_out = _finished(ended, (void, void, *failed.graded[2:]), frozenset({2, 3}))
    for when, done in (
        ("the result, passed", passed),
        ("the result, not passed", failed),
        ("the result beside earlier ones", compared),
        ("the result of one that was ended by time", late),
        ("the result, where a question counts not at all and one not yet", one_out),
        ("the result, where it is two each", two_out),
    ):
        walk.show(when, MEMBER, result_card(w, banks, done, shareable=True))
    walk.show("time is up", PERSON, over_card(w, exam.id))
    for when, done, at in (
        ("*Go through all questions*: a right one", passed, 0),
        ("a wrong one", failed, 9),
        ("one that was left open", failed, 8),
        ("one that was a daily question at the end", one_out, 0),
        ("one that is a daily question now", one_out, 1),
    ):
        walk.show(when, MEMBER, explained_card(w, banks, done, at, "all"))
    for when, done in (("of one that was passed", passed), ("of one that was not", failed)):
        walk.show(f"*Show in channel* {when}", ALL, shared_card(w, banks, done, walk.cast.cleo.name))


def _finished(exam: MockExam, results: tuple[Graded, ...] = (), resting: frozenset[int] = NONE) -> Finished:
    """Return an exam that is over, graded by its answers unless results are given."""
    known = results or graded(exam, ())
    return Finished(exam, known, resting, score(known, exam.form, resting), "Europe/Berlin")
