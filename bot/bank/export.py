"""Questions for other programs. Nothing is shuffled: options stand as in the files, whose key places are even."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from bot.bank.csvform import csv_text
from bot.bank.gift import gift_text
from bot.model.exam import Exam
from bot.model.question import Bank, Question

FORMATS = ("anki", "gift", "csv", "json")


def export(bank: Bank, to: str, now: datetime) -> bytes:
    """Return the questions in use as a file of one of `FORMATS`; `now` dates the notes of an Anki deck."""
    questions = [question for question in bank.questions.values() if not question.retired]
    if to == "anki":
        from bot.bank.anki import anki_package  # noqa: PLC0415 - genanki is for this alone

        return anki_package(bank.exam, questions, now)
    texts = {"gift": lambda: gift_text(bank.exam, questions), "csv": lambda: csv_text(questions)}
    return texts.get(to, lambda: json_text(bank.exam, questions))().encode()


def json_text(exam: Exam, questions: Sequence[Question]) -> str:
    """Return everything that is known of the questions, as one JSON object; days are YYYY-MM-DD."""
    listed = [{**asdict(question), "revision": question.revision} for question in questions]
    return (
        json.dumps(
            {"exam": exam.id, "title": exam.title, "questions": listed}, ensure_ascii=False, indent=1, default=str
        )
        + "\n"
    )
