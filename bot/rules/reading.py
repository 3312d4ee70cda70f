"""What there is to read about: topics with a note, or with questions whose pages can be read."""

from __future__ import annotations

from collections.abc import Collection

from bot.model.question import Bank, Reference
from bot.model.quiz import About
from bot.rules.abouts import known_abouts
from bot.rules.practice import questions_about, section_id


def readable(bank: Bank) -> list[About]:
    """Return every topic to read about, and every domain, task statement and course section that holds one."""
    known_topics = _topics(bank)
    topics = [topic for topic in bank.exam.topics if topic.id in known_topics]
    known = {id for topic in topics for id in (topic.id, topic.task, topic.domain, section_id(topic.section))}
    return known_abouts(bank.exam, known)


def topics_within(bank: Bank, about: About) -> list[About]:
    """Return the topics to read about that something holds, in the order of the exam; a topic holds itself."""
    known = _topics(bank)
    held = {
        topic.id
        for topic in bank.exam.topics
        if topic.id in known and about.id in (topic.id, topic.task, topic.domain, section_id(topic.section))
    }
    return known_abouts(bank.exam, held)


def pages(bank: Bank, topic: str, secret: Collection[str]) -> tuple[Reference, ...]:
    """Return the pages behind a topic's questions, each once, but none that a `secret` question rests on."""
    hidden = {page.url for id in secret if id in bank.questions for page in bank.questions[id].references}
    questions = questions_about(bank, About("topic", topic, ""))
    found = {page.url: page for question in questions for page in question.references}
    return tuple(page for url, page in found.items() if url not in hidden)


def _topics(bank: Bank) -> set[str]:
    return bank.notes.keys() | {question.topic for question in questions_about(bank, None)}
