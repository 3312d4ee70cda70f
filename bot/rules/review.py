"""When a question that somebody has met comes again: FSRS, in whole days, and once more before an exam.

FSRS (github.com/open-spaced-repetition) models how firmly something is remembered and asks again when the chance to
know it has fallen to 90 %. It is used with its published parameters, without its short steps of minutes and without
its random fuzz: feedback has just told the answer, so that asking again within the day would test nothing, and the same
answers always give the same dates. A wrong answer is rated *again*, and the question comes the next day; a right one is
rated *good*, or *hard* or *easy* where the person says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zlib import crc32
from zoneinfo import ZoneInfo

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from bot.model.learner import Learner
from bot.model.posting import Posed
from bot.model.question import Bank, Question
from bot.model.review import Felt, Memory, Rating, ReviewCard
from bot.rules.calendar import local_date, to_utc
from bot.rules.selection import option_order

DAY_BEGINS = time(4)
"""A day of study begins at four in the morning: what is answered late at night does not come back at midnight."""

LAST_DAYS = 7
"""Before an exam everything comes once more within so many days."""

_DAY = timedelta(days=1)
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_FELT = {Felt.HARD: Rating.HARD, Felt.EASY: Rating.EASY}


def study_day(moment: datetime, zone: str) -> date:
    """Return the local day of study that a moment belongs to."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date() if local.time() >= DAY_BEGINS else local.date() - _DAY


def day_begins(day: date, zone: str) -> datetime:
    """Return when (UTC) a day of study begins."""
    return to_utc(day, DAY_BEGINS, zone)


def after_answer(
    before: ReviewCard | None, exam: str, question: str, *, correct: bool, now: datetime, zone: str
) -> ReviewCard:
    """Return the card of a question after an answer at `now` in a person's `zone`."""
    rating = Rating.GOOD if correct else Rating.AGAIN
    known = before.memory if before else None
    memory, due_at = _next(known, rating, study_day(now, zone), zone)
    forgotten = before is not None and not correct and before.rating is not Rating.AGAIN
    return ReviewCard(
        exam=exam,
        question=question,
        memory=memory,
        before=known,
        rating=rating,
        answers=(before.answers if before else 0) + 1,
        lapses=(before.lapses if before else 0) + forgotten,
        due_at=due_at,
        answered_at=now,
    )


def as_felt(card: ReviewCard, felt: Felt, zone: str) -> ReviewCard:
    """Return the card with its last answer rated by how it felt; a wrong answer stays what it is.

    The rating takes the place of the one before: said again or otherwise, nothing adds up.
    """
    if card.rating is Rating.AGAIN:
        return card
    memory, due_at = _next(card.before, _FELT[felt], card.memory.day, zone)
    return replace(card, memory=memory, rating=_FELT[felt], due_at=due_at)


def felt(card: ReviewCard) -> Felt | None:
    """Return how somebody said that a card's last answer felt, None if they did not."""
    return {Rating.HARD: Felt.HARD, Rating.EASY: Felt.EASY}.get(card.rating)


def comes_at(card: ReviewCard, exam_on: date | None, zone: str) -> datetime:
    """Return when (UTC) a question comes again, with an exam on a local day ahead or without one.

    Everything that was met before the last `LAST_DAYS` days comes again in one of them, if not sooner: spread over
    them, so that it can be done. What is answered within them keeps its date: a wrong answer comes the next day, and if
    a right one comes after the exam, FSRS expects it to be known in it.
    """
    if exam_on is None or card.memory.day >= exam_on - LAST_DAYS * _DAY:
        return card.due_at
    look = exam_on - _DAY * (1 + crc32(card.question.encode()) % LAST_DAYS)
    return min(card.due_at, day_begins(look, zone))


def exam_days(learner: Learner, exams: Iterable[str], now: datetime) -> dict[str, date | None]:
    """Return the day of each exam that a person has ahead of them."""
    today = local_date(now, learner.zone)
    return {exam: exam_day(learner.exam_on, learner.group_exams.get(exam, ()), today) for exam in exams}


def exam_day(own: date | None, groups: Iterable[date], today: date) -> date | None:
    """Return the day of the exam ahead that a person studies for: their own, else their groups' next.

    One's own goes before the groups', also once it is over: then there is none ahead.
    """
    if own is not None:
        return own if own >= today else None
    return min((day for day in groups if day >= today), default=None)


def near_exam(days: Iterable[date | None], today: date) -> bool:
    """Return whether one of the exam days ahead is so near that questions may come sooner than by their own time."""
    return any(day is not None and day - LAST_DAYS * _DAY <= today for day in days)


def in_order(
    cards: Iterable[ReviewCard],
    banks: Mapping[str, Bank],
    secret: Collection[str],
    exam_days: Mapping[str, date | None],
    zone: str,
) -> Sequence[tuple[datetime, ReviewCard]]:
    """Return when each card comes (UTC), soonest first: those whose question is in use and no secret.

    `secret` are the questions open as daily ones; `banks` are as rulings leave them; `exam_days` are by exam.
    """
    found = []
    for card in cards:
        question = question_of(banks, card.exam, card.question)
        if question is not None and card.question not in secret:
            found.append((comes_at(card, exam_days.get(card.exam), zone), card))
    return sorted(found, key=lambda each: (each[0], each[1].exam, each[1].question))


def question_of(banks: Mapping[str, Bank], exam: str, question: str) -> Question | None:
    """Return a question that is in use, else None."""
    bank = banks.get(exam)
    found = bank.questions.get(question) if bank else None
    return None if found is None or found.retired else found


def posed(question: Question, person: int, answers: int) -> Posed:
    """Return a question with the order of its options, the same as long as a person has not answered it again."""
    return Posed(question, option_order(question, Random(f"{person}/{question.id}/{answers}")))


def key_of(exam: str, question: Question) -> str:
    """Return what names a question, as it reads now, in what can be pressed: 12 hex digits, whatever its id is."""
    return hashlib.sha256(f"{exam}/{question.id}/{question.revision}".encode()).hexdigest()[:12]


def _next(known: Memory | None, rating: Rating, day: date, zone: str) -> tuple[Memory, datetime]:
    """Return what is known after an answer on a day of study, and when it is due again (UTC): the next day or later."""
    card = Card(card_id=0, due=_moment(day))
    if known is not None:
        # An answer can seem to come before the last one where somebody has travelled west.
        last = _moment(min(known.day, day))
        card = Card(0, State.Review, None, known.stability, known.difficulty, _moment(day), last)
    after, _ = _SCHEDULER.review_card(card, FsrsRating(rating), _moment(day))
    if after.stability is None or after.difficulty is None:
        raise ValueError("a card that was answered has both")
    due = day + _DAY if rating is Rating.AGAIN else after.due.date()
    return Memory(after.stability, after.difficulty, day), day_begins(due, zone)


def _moment(day: date) -> datetime:
    """Return a day as FSRS reckons with it: elapsed days are days of study, not 24 hours."""
    return datetime.combine(day, time(), UTC)
