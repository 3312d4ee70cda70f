"""Which questions a quiz asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from bot.model.exam import Exam
from bot.model.question import Bank, Question
from bot.model.quiz import About
from bot.rules.selection import choose_domain

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Met:
    """How a person's last answer to a question was, and when (UTC)."""

    correct: bool
    at: datetime


def choose_quiz(
    bank: Bank, met: Mapping[str, Met], unavailable: Collection[str], count: int, rng: Random, about: About | None
) -> list[Question]:
    """Return up to `count` different questions, in the order to ask them; fewer where there are no more.

    The order is: last answer wrong (longest ago first), never met (by chance), last answer right (longest ago first).
    About everything it holds within each domain, and domains take turns by their weights in the exam; still nothing is
    asked that was right last as long as there is anything else. `unavailable` questions are left out.
    """
    usable = [question for question in questions_about(bank, about) if question.id not in unavailable]
    rng.shuffle(usable)
    usable.sort(key=lambda question: _urgency(met.get(question.id)))
    due = [question for question in usable if question.id not in met or not met[question.id].correct]
    known = [question for question in usable if question.id in met and met[question.id].correct]
    if about is not None:
        return (due + known)[:count]
    chosen: list[Question] = []
    for pool in (due, known):
        _take(bank.exam, pool, chosen, count, rng)
    return chosen


def questions_about(bank: Bank, about: About | None) -> list[Question]:
    """Return the questions in use that are about something, by id."""
    return [
        question
        for _, question in sorted(bank.questions.items())
        if not question.retired and _is_about(bank.exam, question, about)
    ]


def _is_about(exam: Exam, question: Question, about: About | None) -> bool:
    if about is None:
        return True
    if about.kind == "section":
        topic = exam.topic_by_id.get(question.topic)
        return topic is not None and section_id(topic.section) == about.id
    return {"domain": question.domain, "task": question.task, "topic": question.topic}[about.kind] == about.id


def section_id(number: int | None) -> str:
    """Return what a section of the course is known by; topics outside the course have none."""
    return "" if number is None else f"section.{number}"


def _urgency(met: Met | None) -> tuple[int, datetime]:
    if met is None:
        return 1, _NEVER
    return (2 if met.correct else 0), met.at


def _take(exam: Exam, pool: list[Question], chosen: list[Question], count: int, rng: Random) -> None:
    """Move questions from the pool to the chosen ones until there are `count`: the first of the domain in turn."""
    while pool and len(chosen) < count:
        asked = Counter(question.domain for question in chosen)
        domain = choose_domain(exam.domains, {question.domain for question in pool}, asked, rng)
        question = next(question for question in pool if question.domain == domain)
        pool.remove(question)
        chosen.append(question)
