"""Study notes: read, and held against the rules that are theirs alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.bank.exam_rules import Notes
from bot.bank.explain import read_or_note
from bot.bank.faults import Fault
from bot.bank.findings import Finding
from bot.bank.places import misplaced, yaml_files
from bot.bank.shapes import LineShape, NoteFile, ReferenceShape
from bot.bank.texts import sentences, without_code, words
from bot.bank.yamlfile import YamlFile
from bot.model.note import KINDS, Line, Note
from bot.model.question import Reference

_MOST_SENTENCES = 2
_IN_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?!\w)")


def read_notes(
    folder: Path, topics: Collection[str], faults: list[Fault]
) -> tuple[dict[str, Note], dict[str, YamlFile]]:
    """Return the notes of an exam folder and their files, both by topic; add to `faults` what is wrong with others."""
    notes: dict[str, Note] = {}
    files: dict[str, YamlFile] = {}
    for file in yaml_files(folder / "notes", faults):
        if shape := read_or_note(file, NoteFile, faults):
            place = folder / "notes" / f"{shape.topic}.yaml"
            faults += misplaced(file, shape.topic, place if shape.topic in topics else None)
            faults += (shapeless := list(_shapeless(file, shape)))
            if file.path == place and not shapeless:  # a second note on a topic is misplaced
                notes[shape.topic], files[shape.topic] = _note(shape), file
    return notes, files


def reference(shape: ReferenceShape) -> Reference:
    """Return a reference as the rest of the program knows it."""
    return Reference(shape.url, shape.title, shape.evidence, shape.checked)


def order(note: Note, _rules: Notes) -> Iterator[Finding]:
    """N01: what it is comes first."""
    kinds = [line.kind for line in note.lines]
    late = next((place for place, kind in enumerate(kinds) if kind == "what" and set(kinds[:place]) - {"what"}), None)
    if late is not None:
        yield Finding("N01", ("note", late), "what it is comes first: move this line up")


def counts(note: Note, rules: Notes) -> Iterator[Finding]:
    """N02 and N05."""
    whole, given = len(note.lines), len(note.references)
    if not rules.lines.min <= whole <= rules.lines.max:
        yield Finding("N02", ("note",), f"the note has {whole} lines; wanted {rules.lines.min} to {rules.lines.max}")
    for kind in KINDS:
        limit, count = getattr(rules.kinds, kind), sum(line.kind == kind for line in note.lines)
        if not limit.min <= count <= limit.max:
            said = f"the note has {count} lines that say `{kind}`; wanted {limit.min} to {limit.max}"
            yield Finding("N02", ("note",), said)
    limit = rules.references
    if not limit.min <= given <= limit.max:
        said = f"the note has {given} references; wanted {limit.min} to {limit.max}"
        yield Finding("N05", ("references",), said)


def lengths(note: Note, rules: Notes) -> Iterator[Finding]:
    """N03, in characters."""
    for place, line in enumerate(note.lines):
        if not rules.line.min <= len(line.text) <= rules.line.max:
            said = f"{len(line.text)} characters; wanted {rules.line.min} to {rules.line.max}"
            yield Finding("N03", ("note", place), said)


def one_idea(note: Note) -> Iterator[Finding]:
    """N04."""
    for place, line in enumerate(note.lines):
        if (count := len(sentences(line.text))) > _MOST_SENTENCES:
            yield Finding("N04", ("note", place), f"{count} sentences: say one thing a line")


def supported(note: Note, sheet: str) -> Iterator[Finding]:
    """N06; `sheet` is the text of the topic's fact sheet, empty if there is none."""
    if not note.facts:
        yield Finding("N06", (), "say with `facts` on which sentences of the fact sheet it stands")
    said_in_words = set(words(sheet))
    known = _numbers(sheet) | {str(n) for n, word in enumerate(_IN_WORDS) if word in said_in_words}
    for place, line in enumerate(note.lines):
        if new := sorted(_numbers(without_code(line.text)) - known):
            yield Finding(
                "N06", ("note", place), f"the fact sheet has no {', '.join(new)}: look it up and add it there"
            )


def _numbers(text: str) -> set[str]:
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def _shapeless(file: YamlFile, shape: NoteFile) -> Iterator[Fault]:
    for place, line in enumerate(shape.note):
        kinds = [one.kind for one in _said(line)]
        if len(kinds) != 1:
            said = f"a line says {' and '.join(kinds) or 'nothing'}: it must say one of {', '.join(KINDS)}"
            yield Fault(file.path, file.line(("note", place)), "N01", said)


def _note(shape: NoteFile) -> Note:
    lines = tuple(one for line in shape.note for one in _said(line)[:1])
    return Note(shape.topic, lines, tuple(map(reference, shape.references)), shape.facts)


def _said(line: LineShape) -> list[Line]:
    texts = ((kind, getattr(line, kind).strip()) for kind in KINDS)
    return [Line(kind, text) for kind, text in texts if text]
