"""JSON Schemas of the content files, for editors and other programs, made from the shapes that the loader reads."""

from __future__ import annotations

import json

import msgspec

from bot.bank.shapes import ExamFile, FactsFile, NoteFile, QuestionFile, ServicesFile, TopicsFile

_FILES: dict[str, tuple[type[msgspec.Struct], str]] = {
    "question-file.schema.json": (QuestionFile, "A studybot question file"),
    "facts-file.schema.json": (FactsFile, "A studybot fact sheet"),
    "note-file.schema.json": (NoteFile, "A study note in studybot"),
    "services-file.schema.json": (ServicesFile, "The glossary of services of an exam in studybot"),
    "topics-file.schema.json": (TopicsFile, "The topics of an exam in studybot"),
    "exam-file.schema.json": (ExamFile, "An exam in studybot, with the rules for its questions"),
}


def schema_files() -> dict[str, str]:
    """Return the text of each schema (JSON Schema 2020-12) by the name of its file in `content/schema/`."""
    return {name: _text(shape, title) for name, (shape, title) in _FILES.items()}


def _text(shape: type[msgspec.Struct], title: str) -> str:
    schema = msgspec.json.schema(shape)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=2) + "\n"
