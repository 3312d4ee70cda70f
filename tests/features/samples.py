"""A few questions as members would meet them, and the same with every text marked as content."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.model.exam import Domain, Exam, ExamForm, TaskStatement, Topic
from bot.model.glossary import Service
from bot.model.note import Line, Note
from bot.model.question import Bank, Option, Question, Reference

EXAM = Exam(
    "sample",
    "Sample Exam",
    ExamForm(65, 130, 100, 1000, 720),
    (Domain("d1", "Development", 60), Domain("d2", "Security", 40)),
    (TaskStatement("1.1", "Write code", "d1"), TaskStatement("2.1", "Guard data", "d2")),
    (
        Topic("queues", "Message queues", "1.1", "d1", None, None, 0),
        Topic("keys", "Encryption keys", "2.1", "d2", None, None, 0),
        Topic("boxes", "Letter boxes", "1.1", "d1", None, "legacy", 0),
    ),
    complete=True,
)
_FENCED = re.compile(r"(```\w*\n)(.*)(\n```)", re.DOTALL)
_READ = (Reference("https://example.com/queues", "Queues, explained", "stored", date(2026, 1, 5)),)

QUEUE = Question(
    id="queue",
    topic="queues",
    task="1.1",
    domain="d1",
    type="single",
    difficulty=1,
    recall=False,
    stem="A worker reads messages from a queue. Some are handled twice:\n\n```python\nhandle(queue.receive())\n```\n\n"
    "What makes the second handling harmless?",
    options=(
        Option("a", "Make `handle` idempotent", True, "Doing it again changes nothing."),
        Option("b", "Read faster", False, "A message may come twice at any speed."),
        Option("c", "Use a larger queue", False, "Its size has nothing to do with it."),
        Option("d", "Delete the queue each night", False, "Then messages are lost, too."),
    ),
    references=_READ,
)
KEYS = Question(
    id="keys",
    topic="keys",
    task="2.1",
    domain="d2",
    type="multiple",
    difficulty=2,
    recall=False,
    stem="Which TWO belong into envelope encryption?",
    options=(
        Option("a", "A data key that encrypts the data", True, "One key for each piece of data."),
        Option("b", "A root key that encrypts the data key", True, "It never leaves its safe."),
        Option("c", "A password that is mailed to everybody", False, "Mail can be read on its way."),
        Option("d", "A hash of the data", False, "A hash can't be turned back."),
        Option("e", "A second copy in clear", False, "That makes encrypting pointless."),
    ),
    references=(replace(_READ[0], title="Envelopes, explained", url="https://example.com/keys"),),
)


NOTES = (
    Note(
        "queues",
        (
            Line("what", "A Sample Queue keeps each message until `delete()` says that it was handled."),
            Line("when", "Put one between two programs that need not work at the same moment."),
            Line("number", "A message waits for 4 days unless told otherwise."),
            Line("trap", "A message may come twice, so handling it again must do no harm."),
        ),
        _READ,
    ),
    Note(
        "boxes",
        (
            Line("what", "A Sample Box held one letter at a time."),
            Line("when", "Use a Sample Queue, which has taken its place."),
            Line("trap", "Old pages still show boxes."),
        ),
        _READ,
    ),
)
SERVICES = (Service("Sample Queue Service", "messages", ("Sample Queue",)), Service("Sample Box", "one letter"))


def bank_of(*questions: Question) -> Bank:
    """Return a bank of the sample exam, with notes on two of its topics."""
    return Bank(EXAM, {one.id: one for one in questions}, {note.topic: note for note in NOTES}, SERVICES)


def marked(text: str) -> str:
    """Return a text whose every paragraph and code block is marked as content."""
    return "\n\n".join(_FENCED.sub(r"\1⟪\2⟫\3", part) if "```" in part else f"⟪{part}⟫" for part in text.split("\n\n"))


def marked_bank(bank: Bank) -> Bank:
    """Return the bank with every text that members may read marked as content."""
    exam = replace(
        bank.exam,
        title=marked(bank.exam.title),
        domains=tuple(replace(one, title=marked(one.title)) for one in bank.exam.domains),
        tasks=tuple(replace(one, title=marked(one.title)) for one in bank.exam.tasks),
        topics=tuple(replace(one, title=marked(one.title)) for one in bank.exam.topics),
    )
    return Bank(
        exam,
        {id: _marked(question) for id, question in bank.questions.items()},
        {id: _marked_note(note) for id, note in bank.notes.items()},
        tuple(replace(one, name=marked(one.name), what=marked(one.what)) for one in bank.services),
    )


def _marked_note(note: Note) -> Note:
    return replace(
        note,
        lines=tuple(replace(one, text=marked(one.text)) for one in note.lines),
        references=tuple(replace(one, title=marked(one.title)) for one in note.references),
    )


def _marked(question: Question) -> Question:
    return replace(
        question,
        stem=marked(question.stem),
        options=tuple(replace(one, text=marked(one.text), why=marked(one.why)) for one in question.options),
        references=tuple(replace(one, title=marked(one.title)) for one in question.references),
    )
