"""Reviews: questions that a person has met come again when they are due, one at a time.

A review is nothing that is begun or ended: what is due is asked, oldest first, and whatever was pressed names its
question and which of the person's answers to it that is. So it is left and gone on with anywhere, and a press that
comes late or twice changes nothing and returns where things stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.model.actor import Actor, Place
from bot.model.learner import Learner
from bot.model.question import Bank, Question
from bot.model.review import Felt, Rested, Review, ReviewCard, Reviewed, ToReview
from bot.rules import review as rules
from bot.rules.rulings import ruled
from bot.storage import learners, people, quizzes, review_cards, rulings
from bot.study.answers import chosen_options
from bot.study.counting import Given, keep
from bot.study.remembering import catch_up
from bot.study.whose import group_meant
from bot.study.work import reads, writes

Banks = Mapping[str, Bank]


@dataclass(frozen=True)
class _Sitting:
    """A person before their cards at a moment. `coming` tells when each card comes, soonest first, without those whose
    question is a `secret` (with whether the person has answered it as the daily one that it is) or not in use."""

    learner: Learner
    banks: Banks
    secret: Mapping[str, bool]
    coming: Sequence[tuple[datetime, ReviewCard]]
    now: datetime

    @property
    def due(self) -> Sequence[ReviewCard]:
        return [card for at, card in self.coming if at <= self.now]

    @property
    def reminded(self) -> bool:
        return self.learner.review_at is not None


@writes
def review(tx: Connection, actor: Actor, banks: Banks, now: datetime) -> Review:
    """Return the question that is due longest, or where there is none when the next will be."""
    return _next(tx, _sit_down(tx, actor, banks, now))


@writes
def rest(tx: Connection, actor: Actor, banks: Banks, now: datetime) -> Review:
    """Return how things stand, without a question."""
    return _rested(tx, _sit_down(tx, actor, banks, now))


@writes
def answer_review(
    tx: Connection,
    actor: Actor,
    place: Place | None,
    banks: Banks,
    key: str,
    turn: int,
    letters: str,
    now: datetime,
) -> Review:
    """Keep an answer to the question that `key` names, and return how it came out.

    It is one only as the person's answer number `turn` (from 0) to a question that reads as it did, and is no open
    daily one: else the next question comes, or how it came out before. Raises Refused `choose` for a wrong number of
    letters.
    """
    sitting = _sit_down(tx, actor, banks, now)
    found = named(tx, sitting.learner.person, sitting.banks, key)
    if found is None:
        return _next(tx, sitting)
    card, question = found
    person = sitting.learner.person
    if card.answers == turn and question.id in sitting.secret:
        return _next(tx, sitting, left_out=True)
    if card.answers == turn:
        chosen = chosen_options(rules.posed(question, person, turn), letters)
        group = group_meant(tx, person, actor, place)
        keep(tx, Given(person, question, card.exam, chosen, review_cards.SOURCE, turn, group, now))
        if group is not None:
            people.join(tx, group.id, person, actor.name, now)
        sitting = _sit_down(tx, actor, banks, now)
    return _came_out(tx, sitting, card.exam, question, turn)


@writes
def say_how_it_felt(
    tx: Connection, actor: Actor, banks: Banks, key: str, turn: int, felt: Felt, now: datetime
) -> Review:
    """Rate the answer just given by how it felt, and return it; what was answered again since keeps its rating."""
    sitting = _sit_down(tx, actor, banks, now)
    found = named(tx, sitting.learner.person, sitting.banks, key)
    if found is None:
        return _next(tx, sitting)
    card, question = found
    if card.answers == turn + 1 and review_cards.given(tx, sitting.learner.person, question.id, turn) is not None:
        review_cards.put(tx, sitting.learner.person, rules.as_felt(card, felt, sitting.learner.zone))
        sitting = _sit_down(tx, actor, banks, now)
    return _came_out(tx, sitting, card.exam, question, turn)


@reads
def due_count(tx: Connection, actor: Actor, banks: Banks, now: datetime) -> int:
    """Return how many questions a person's review would ask now."""
    known = people.find(tx, actor.realm, actor.user)
    return len(_sitting(tx, known[0], actor, banks, now).due) if known else 0


def as_ruled(tx: Connection, banks: Banks) -> Banks:
    """Return the banks as rulings leave them to be asked from."""
    return {exam: ruled(bank, rulings.of_exam(tx, exam)) for exam, bank in banks.items()}


def named(tx: Connection, person: int, banks: Banks, key: str) -> tuple[ReviewCard, Question] | None:
    """Return a person's card of the question that `key` names, and the question; None if it reads otherwise by now.

    `banks` are as rulings leave them.
    """
    for card in review_cards.of_person(tx, person):
        question = rules.question_of(banks, card.exam, card.question)
        if question is not None and rules.key_of(card.exam, question) == key:
            return card, question
    return None


def _sit_down(tx: Connection, actor: Actor, banks: Banks, now: datetime) -> _Sitting:
    """Return a person before their cards, locked; whoever comes by themselves has answered every reminder."""
    person = people.ensure(tx, actor.realm, actor.user, actor.name, now)
    people.lock(tx, person)
    catch_up(tx, person)
    sitting = _sitting(tx, person, actor, banks, now)
    if sitting.learner.unanswered:
        learners.change(tx, person, reviews_unanswered=0)
    return sitting


def _sitting(tx: Connection, person: int, actor: Actor, banks: Banks, now: datetime) -> _Sitting:
    learner, in_use = learners.find(tx, person), as_ruled(tx, banks)
    secret = quizzes.open_dailies(tx, person, actor.adapter, actor.workspace)
    days = rules.exam_days(learner, banks, now)
    cards = review_cards.of_person(tx, person)
    return _Sitting(learner, in_use, secret, rules.in_order(cards, in_use, secret, days, learner.zone), now)


def _next(tx: Connection, sitting: _Sitting, *, left_out: bool = False) -> Review:
    due = sitting.due
    for card in due:
        if question := rules.question_of(sitting.banks, card.exam, card.question):
            posed = rules.posed(question, sitting.learner.person, card.answers)
            key = rules.key_of(card.exam, question)
            return ToReview(card.exam, posed, key, card.answers, len(due), left_out, sitting.reminded)
    return _rested(tx, sitting)


def _rested(tx: Connection, sitting: _Sitting) -> Rested:
    zone = sitting.learner.zone
    today = rules.day_begins(rules.study_day(sitting.now, zone), zone)
    done = review_cards.given_since(tx, sitting.learner.person, today)
    next_at = sitting.coming[0][0] if sitting.coming else None
    return Rested(len(sitting.due), done, next_at, zone, sitting.reminded)


def _came_out(tx: Connection, sitting: _Sitting, exam: str, question: Question, turn: int) -> Review:
    """Return how a review's answer came out; the next question where there is none of that turn."""
    person = sitting.learner.person
    row = review_cards.given(tx, person, question.id, turn)
    card = review_cards.find(tx, person, exam, question.id)
    if row is None or card is None:
        return _next(tx, sitting)
    comes = rules.comes_at(card, rules.exam_days(sitting.learner, [exam], sitting.now)[exam], sitting.learner.zone)
    return Reviewed(
        exam=exam,
        posed=rules.posed(question, person, turn),
        key=rules.key_of(exam, question),
        turn=turn,
        chosen=frozenset(row.option_ids),
        correct=row.correct,
        felt=rules.felt(card) if card.answers == turn + 1 else None,
        next_on=rules.study_day(comes, sitting.learner.zone),
        due=len(sitting.due),
        open=not sitting.secret.get(question.id, True),
    )
