"""Quizzes: a person's private questions. A person has at most one open in a workspace, and it outlives any restart.

Every use case locks the person first, so that of two presses at once the second finds what the first has done: a press
that comes late or twice changes nothing and returns where the quiz stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from random import Random

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.actor import Actor, Place
from bot.model.posting import Posed
from bot.model.question import Bank
from bot.model.quiz import About, Answered, Asking, Ended, Quiz, Result, Step, Underway
from bot.rules.abouts import by_id, resolve_about
from bot.rules.practice import Met, choose_quiz
from bot.rules.rulings import ruled
from bot.rules.selection import option_order
from bot.storage import groups, people, quizzes, rulings
from bot.study.answers import chosen_options
from bot.study.counting import Given, keep
from bot.study.whose import group_meant
from bot.study.work import writes

Banks = Mapping[str, Bank]


@writes
def start(
    tx: Connection, actor: Actor, place: Place | None, banks: Banks, about: str, count: int, now: datetime
) -> Step | Underway:
    """Return a new quiz of up to `count` questions at its first, or the one that is still under way.

    `about` is what a person typed, or an id. Answers will belong to the study group of `place`; elsewhere to the
    person's only group in the workspace. Raises Refused: `about-unknown`, `about-unclear`, or `quiz-empty` if there is
    nothing to ask.
    """
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    people.lock(tx, person)
    group = group_meant(tx, person, actor, place)
    bank = banks.get(group.exam if group else "") or next(iter(banks.values()))
    bank = ruled(bank, rulings.of_exam(tx, bank.exam.id))
    meant = resolve_about(bank, about)
    workspace = groups.ensure_workspace(tx, actor.adapter, actor.workspace, actor.realm, now)
    wanted = meant.id if meant else ""
    if running := quizzes.open_of(tx, person, workspace):
        if not (running.last and running.present.question.id in quizzes.given(tx, running)):
            return Underway(running, wanted, count)
        quizzes.move(tx, running.id, len(running.items), now)  # all is answered: only its summary was not looked at
    items = _chosen(tx, actor, person, bank, meant, count, now)
    whose = {"person_id": person, "workspace_id": workspace, "group_id": group.id if group else None}
    begun = quizzes.add(tx, items, exam=bank.exam.id, about=wanted, created_at=now, **whose)
    return _step(tx, actor, begun, now)


@writes
def start_anew(
    tx: Connection, actor: Actor, place: Place | None, banks: Banks, old: int, about: str, count: int, now: datetime
) -> Step | Underway:
    """End the quiz `old` and return a new one; pressed again, return where the new one stands. Raises as `start`."""
    ending = _mine(tx, actor, old)
    if ending.ended_at is None:
        quizzes.move(tx, ending.id, ending.position, now)
    begun = start(tx, actor, place, banks, about, count, now)
    return _step(tx, actor, begun.quiz, now) if isinstance(begun, Underway) else begun


@writes
def another(
    tx: Connection, actor: Actor, place: Place | None, banks: Banks, quiz: int, count: int, now: datetime
) -> Step | Underway:
    """Return a new quiz about what an earlier one was about; raises as `start`, and `quiz-gone`."""
    earlier = _mine(tx, actor, quiz)
    bank = banks.get(earlier.exam)
    still_there = bank is not None and by_id(bank, earlier.about) is not None
    return start(tx, actor, place, banks, earlier.about if still_there else "", count, now)


@writes
def go_on(tx: Connection, actor: Actor, quiz: int, now: datetime) -> Step:
    """Return where a quiz stands; raise Refused `quiz-gone` if it is not this person's or not of this workspace."""
    return _step(tx, actor, _mine(tx, actor, quiz), now)


@writes
def answer_quiz(tx: Connection, actor: Actor, quiz: int, position: int, letters: str, now: datetime) -> Step:
    """Keep the answer to the question at `position` and return where the quiz stands.

    Only the first answer to its present question is kept, and none to a question that is open as a daily one by now: it
    is passed over. Raises Refused `quiz-gone`, or `choose` for a wrong number of letters.
    """
    running = _mine(tx, actor, quiz)
    if running.ended_at is not None or running.position != position:
        return _step(tx, actor, running, now)
    posed = running.present
    secret = quizzes.open_dailies(tx, running.person, actor.adapter, actor.workspace)
    if posed.question.id not in secret and posed.question.id not in quizzes.given(tx, running):
        chosen = chosen_options(posed, letters)
        group = groups.by_id(tx, running.group) if running.group is not None else None
        keep(tx, Given(running.person, posed.question, running.exam, chosen, quizzes.SOURCE, quiz, group, now))
        if group is not None:
            people.join(tx, group.id, running.person, actor.name, now)
    return _step(tx, actor, running, now)


@writes
def move_on(tx: Connection, actor: Actor, quiz: int, position: int, now: datetime) -> Step:
    """Leave the answered question at `position` for the next, or the summary; return where the quiz stands.

    Raises Refused `quiz-gone`.
    """
    running = _mine(tx, actor, quiz)
    there = running.ended_at is None and running.position == position
    if there and running.present.question.id in quizzes.given(tx, running):
        running = _moved(tx, running, position + 1, now)
    return _step(tx, actor, running, now)


@writes
def leave(tx: Connection, actor: Actor, quiz: int, now: datetime) -> Step:
    """End a quiz where it stands and return its summary; what was not answered counts nowhere. Raises `quiz-gone`."""
    running = _mine(tx, actor, quiz)
    if running.ended_at is None:
        quizzes.move(tx, running.id, running.position, now)
        running = replace(running, ended_at=now)
    return _step(tx, actor, running, now)


def _step(tx: Connection, actor: Actor, quiz: Quiz, now: datetime) -> Step:
    """Return where a quiz stands, after passing over what has become open as a daily question."""
    given = quizzes.given(tx, quiz)
    secret = quizzes.open_dailies(tx, quiz.person, actor.adapter, actor.workspace)
    position = quiz.position
    while quiz.ended_at is None and position < len(quiz.items):
        id = quiz.items[position].question.id
        if id in given or id not in secret:
            break
        position += 1
    left_out = position - quiz.position
    if left_out:
        quiz = _moved(tx, quiz, position, now)
    results = tuple(
        Result(posed, frozenset(row.option_ids), row.correct, row.points, not secret.get(posed.question.id, True))
        for posed in quiz.items
        if (row := given.get(posed.question.id)) is not None
    )
    if quiz.ended_at is not None:
        passed_over = len(quiz.items) - len(results) if quiz.position == len(quiz.items) else 0
        return Ended(quiz, results, passed_over)
    if quiz.present.question.id in given:
        return Answered(quiz, results[-1])
    return Asking(quiz, left_out)


def _chosen(
    tx: Connection, actor: Actor, person: int, bank: Bank, about: About | None, count: int, now: datetime
) -> list[Posed]:
    """Return the questions to ask; nothing about a key goes into the choice or the order of options."""
    rng = Random(f"{person}/{now.isoformat()}")
    met = {row.question_id: Met(row.correct, row.answered_at) for row in quizzes.last_answers(tx, person, bank.exam.id)}
    secret = quizzes.open_dailies(tx, person, actor.adapter, actor.workspace)
    questions = choose_quiz(bank, met, secret.keys(), count, rng, about)
    if not questions:
        raise Refused("quiz-empty")
    return [Posed(question, option_order(question, rng)) for question in questions]


def _moved(tx: Connection, quiz: Quiz, position: int, now: datetime) -> Quiz:
    """Return a quiz moved to `position`; it ends when it has passed its last question."""
    ended_at = now if position == len(quiz.items) else None
    quizzes.move(tx, quiz.id, position, ended_at)
    return replace(quiz, position=position, ended_at=ended_at)


def _mine(tx: Connection, actor: Actor, quiz: int) -> Quiz:
    known = people.find(tx, actor.realm, actor.user)
    if known is not None:
        people.lock(tx, known[0])
    found = quizzes.find(tx, quiz, known[0], actor.adapter, actor.workspace) if known else None
    if found is None:
        raise Refused("quiz-gone")
    return found
