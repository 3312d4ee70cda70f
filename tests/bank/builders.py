"""A small exam folder and a good question, to be spoiled by the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.bank.blueprint import read_blueprint
from bot.bank.check import check_question
from bot.bank.exam_rules import Rules
from bot.model.question import Option, Question, Reference

REPOSITORY = Path(__file__).parents[2]
SHIPPED = REPOSITORY / "content"

TOPICS = """\
sections:
  - n: 9
    name: Messages
    topics:
      - {id: delays, title: Delays, task: "1.1", facts: 3}
      - {id: old-days, title: Old days, task: "1.1", flag: legacy}
gaps:
  - {id: retries, title: Retries, task: "2.1"}
"""

QUESTION = """\
  - id: delays-01
    type: single
    difficulty: 1
    stem: >
      A ticket shop puts a message on a standard Amazon SQS queue for every reservation. Consumers must first see
      each message two minutes after it was sent, because a buyer can still cancel. Which setting meets this need?
    options:
      - id: a
        text: "A delivery delay of the whole queue"
        correct: true
        why: It hides every new message.
      - id: b
        text: "A longer visibility timeout"
        why: It hides a message after it was received.
      - id: c
        text: "A longer receive wait time"
        why: That is long polling.
      - id: d
        text: "A shorter retention period"
        why: It says how long a message is kept.
    references:
      - url: "https://docs.aws.amazon.com/guide.html"
        title: "Guide"
        evidence: stored
        checked: 2026-11-23
    facts: [1]
"""

FACTS = """\
topic: delays
facts:
  - {id: 1, text: "A delay hides.", url: "https://docs.aws.amazon.com/a.html", evidence: stored, checked: 2026-11-23}
"""

NOTE = """\
topic: delays
note:
  - what: "A delay hides a new message before anybody can receive it."
  - when: "Use it where `ReceiveMessage` must not see what may still be taken back."
  - number: "Its length is a setting of the queue, and one message may have its own."
  - trap: "It begins when a message is sent; what begins with a receipt is another setting."
  - trap: "A queue that keeps the order knows no delay of a single message."
references:
  - {url: "https://docs.aws.amazon.com/guide.html", title: "Guide", evidence: stored, checked: 2026-11-23}
facts: [1]
"""

SERVICES = """\
services:
  - {name: "Amazon SQS", is: "queues", also: [SQS]}
  - {name: "AWS Lambda", is: "functions", also: [Lambda]}
"""


def shipped_rules() -> Rules:
    """Return the rules of the shipped exam."""
    return read_blueprint(SHIPPED / "dva-c02").rules


def good_question() -> Question:
    """Return a question that breaks no rule of the shipped exam."""
    stem = (
        "A ticket shop puts a message on a standard Amazon SQS queue for every reservation. Consumers must first see "
        "each message two minutes after it was sent, because a buyer can still cancel. Which setting meets this need?"
    )
    return Question(
        id="delays-01",
        topic="delays",
        task="1.1",
        domain="1",
        type="single",
        difficulty=1,
        recall=False,
        stem=stem,
        options=(
            Option("a", "A delivery delay of the whole queue", True, "It hides every new message."),
            Option("b", "A longer visibility timeout", False, "It hides a message after it was received."),
            Option("c", "A longer receive wait time", False, "That is long polling."),
            Option("d", "A shorter retention period", False, "It says how long a message is kept."),
        ),
        references=(Reference("https://docs.aws.amazon.com/guide.html", "Guide", "stored", date(2026, 11, 23)),),
    )


def with_option(question: Question, at: int, **changes: object) -> Question:
    """Return the question with one option changed."""
    options = list(question.options)
    options[at] = replace(options[at], **changes)  # type: ignore[arg-type]
    return replace(question, options=tuple(options))


def with_texts(question: Question, *texts: str) -> Question:
    """Return the question with these option texts, in order."""
    return replace(question, options=tuple(replace(o, text=t) for o, t in zip(question.options, texts, strict=True)))


def broken(question: Question, rules: Rules) -> set[str]:
    """Return the ids of the rules that the question breaks."""
    return {finding.rule for finding in check_question(question, rules)}


def write_exam(folder: Path, exam_id: str = "small") -> Path:
    """Write a good exam folder: two domains, three topics, one question with its fact sheet; return it."""
    shipped = (SHIPPED / "dva-c02" / "exam.yaml").read_text()
    rules = shipped[shipped.index("\nrules:") :]
    head = f"""\
id: {exam_id}
title: Small exam
complete: false
form: {{questions: 10, minutes: 20, scale_min: 100, scale_max: 1000, pass_mark: 700}}
domains:
  - {{id: "1", title: Building, weight: 60}}
  - {{id: "2", title: Guarding, weight: 40}}
tasks:
  - {{id: "1.1", domain: "1", title: Build}}
  - {{id: "2.1", domain: "2", title: Guard}}
"""
    _write(folder / "exam.yaml", head + rules)
    _write(folder / "topics.yaml", TOPICS)
    _write(folder / "questions" / "09" / "delays.yaml", "topic: delays\nquestions:\n" + QUESTION)
    _write(folder / "facts" / "delays.yaml", FACTS)
    return folder


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file, which must be there; return its line, counted from 1."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def note_file(folder: Path) -> Path:
    """Write a good note on the small exam's first topic; return its path."""
    path = folder / "notes" / "delays.yaml"
    _write(path, NOTE)
    return path


def services_file(folder: Path) -> Path:
    """Write a glossary of two services, one of which the small exam names; return its path."""
    path = folder / "services.yaml"
    _write(path, SERVICES)
    return path


def questions_file(folder: Path) -> Path:
    """Return the path of the small exam's question file."""
    return folder / "questions" / "09" / "delays.yaml"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
