"""Hold what was read against every rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.bank import item_form, item_truth, item_words, notes
from bot.bank.catalogue import RULE_TEXTS
from bot.bank.days import future_days
from bot.bank.exam_rules import Rules
from bot.bank.faults import BankError, Fault
from bot.bank.findings import Finding
from bot.bank.glossary import unused
from bot.bank.read import Draft, Loaded, Origin, read_exam
from bot.bank.reviews import present_reviews, review_faults
from bot.bank.shared import shared_runs
from bot.bank.similar import near_duplicates
from bot.bank.targets import Target, measure
from bot.model.note import Note
from bot.model.question import Question

_ITEM_ERRORS = (
    item_form.one_question,
    item_form.stem_words,
    item_form.lengths,
    item_form.combination,
    item_form.option_ratio,
    item_form.ascending,
    item_form.distinct_options,
    item_words.negative,
    item_words.catch_all,
    item_words.absolute,
    item_words.letters,
    item_truth.blocks_parse,
    item_truth.permissions,
    item_truth.official_reference,
    item_truth.possible_address,
)
_ITEM_WARNINGS = (item_words.echo, item_truth.best_address, item_truth.recalled_address)
_NOTE_ERRORS = (item_truth.permissions, item_truth.official_reference, item_truth.possible_address)
_NOTE_WARNINGS = (item_truth.best_address, item_truth.recalled_address)


@dataclass(frozen=True)
class Report:
    """What `content check` says of a folder: its faults in order, and unless the blueprint is faulty every target and
    the number of drafts."""

    faults: tuple[Fault, ...]
    targets: tuple[Target, ...]
    drafts: int = 0


def check_folder(folder: Path, today: date | None = None, against: Sequence[str] = ()) -> Report:
    """Read an exam folder and hold it against all rules; never raises for a faulty folder.

    With `today` (UTC) days in the future are found too, with texts `against` it what is shared with them.
    """
    try:
        loaded = read_exam(folder)
    except BankError as error:
        return Report(error.faults, ())
    targets = tuple(bank_targets(loaded))
    found = [*content_errors(loaded), *content_warnings(loaded), *draft_faults(loaded), *shared_runs(loaded, against)]
    if today is not None:
        found += future_days(loaded, today)
    if not _is_complete(loaded):  # otherwise content_errors has them
        found += _unmet(loaded, targets)
    return Report(tuple(sorted(found)), targets, len(loaded.drafts))


def check_question(question: Question, rules: Rules) -> list[Finding]:
    """Return what one question breaks by itself, warnings too."""
    return [finding for rule in (*_ITEM_ERRORS, *_ITEM_WARNINGS) for finding in rule(question, rules)]


def content_errors(loaded: Loaded) -> Iterator[Fault]:
    """Yield everything that keeps the folder out: what a start has to know."""
    yield from loaded.faults
    for question in in_use(loaded):
        for rule in _ITEM_ERRORS:
            yield from (_fault(loaded, question, finding) for finding in rule(question, loaded.rules))
        missing = _unknown_facts(loaded, question.topic, question.facts)
        yield from (_fault(loaded, question, finding) for finding in missing)
    for note in loaded.bank.notes.values():
        yield from (_note_fault(loaded, note, finding) for finding in _note_errors(loaded, note))
    drafts = {draft.id for draft in loaded.drafts}  # answers to one are kept until it is finished
    yield from review_faults([one for one in loaded.reviews if one.question not in drafts], loaded.bank.questions)
    if _is_complete(loaded):
        yield from _unmet(loaded, tuple(bank_targets(loaded)))


def draft_faults(loaded: Loaded) -> Iterator[Fault]:
    """Yield of every draft that it is one, and what it lacks."""
    for draft in loaded.drafts:
        lacking = [*draft.faults, *_draft_findings(loaded, draft)]
        name = draft.id or "a question without an id"
        said = "" if lacking else " and lacks nothing: take `draft: true` away, and it is asked"
        yield Fault(draft.origin.file.path, draft.origin.line(), "D01", f"{name} is a draft{said}", "draft")
        yield from (replace(fault, severity="draft") for fault in lacking)


def content_warnings(loaded: Loaded) -> Iterator[Fault]:
    """Yield what an author is to weigh."""
    questions = in_use(loaded)
    for question in questions:
        for rule in _ITEM_WARNINGS:
            yield from (_fault(loaded, question, finding) for finding in rule(question, loaded.rules))
        if loaded.exam.topic_by_id[question.topic].flag in {"legacy", "meta"}:
            flag = loaded.exam.topic_by_id[question.topic].flag
            yield _fault(loaded, question, Finding("Q22", (), f"its topic is {flag}: say `retired: true`"))
    for one, other, share in near_duplicates(questions, loaded.rules.near_duplicate):
        said = f"{share:.0f} % of the runs of words are those of {other}: is it the same question?"
        yield _fault(loaded, loaded.bank.questions[one], Finding("Q20", ("stem",), said))
    for note in loaded.bank.notes.values():
        yield from (_note_fault(loaded, note, finding) for finding in _note_warnings(loaded, note))
    yield from unused(loaded.folder, loaded.bank.services, _texts(questions, loaded.bank.notes.values()))


def bank_targets(loaded: Loaded) -> Iterator[Target]:
    """Yield every target with where the bank stands."""
    questions = in_use(loaded)
    reviews = present_reviews(loaded.reviews, loaded.bank.questions)
    reviewed = sum(1 for question in questions if question.id in reviews)
    return measure(loaded.exam, loaded.rules, questions, reviewed, loaded.bank.notes.keys(), len(loaded.drafts))


def in_use(loaded: Loaded) -> Sequence[Question]:
    """Return the questions that are not retired. A retired one stays as it was, whatever rules came later."""
    return [question for question in loaded.bank.questions.values() if not question.retired]


def _is_complete(loaded: Loaded) -> bool:
    """Whether targets keep the folder out. One with drafts is being worked on: it is not let go, but may be run."""
    return loaded.exam.complete and not loaded.drafts


def _draft_findings(loaded: Loaded, draft: Draft) -> Iterator[Fault]:
    if question := draft.question:
        missing = _unknown_facts(loaded, question.topic, question.facts)
        for finding in (*check_question(question, loaded.rules), *missing):
            yield _at(draft.origin, question, finding)


def _texts(questions: Iterable[Question], noted: Iterable[Note]) -> Iterator[str]:
    """Yield every text of questions and notes."""
    for question in questions:
        yield question.stem
        yield from (text for option in question.options for text in (option.text, option.why))
    for note in noted:
        yield from (line.text for line in note.lines)


def _note_errors(loaded: Loaded, note: Note) -> Iterator[Finding]:
    if loaded.rules.notes is None:
        yield Finding("F05", ("topic",), "exam.yaml has no rules for notes: add `notes`, or take this file away")
        return
    for rule in (notes.order, notes.counts, notes.lengths):
        yield from rule(note, loaded.rules.notes)
    for rule_on_claims in _NOTE_ERRORS:
        yield from rule_on_claims(note, loaded.rules)
    yield from _unknown_facts(loaded, note.topic, note.facts)


def _note_warnings(loaded: Loaded, note: Note) -> Iterator[Finding]:
    yield from notes.one_idea(note)
    for rule in _NOTE_WARNINGS:
        yield from rule(note, loaded.rules)
    if loaded.facts:
        sheet = loaded.facts.get(note.topic)
        yield from notes.supported(note, "\n".join(fact.text for fact in sheet.facts) if sheet else "")


def _unknown_facts(loaded: Loaded, topic: str, facts: Sequence[int]) -> Iterator[Finding]:
    sheet = loaded.facts.get(topic)
    known = {fact.id for fact in sheet.facts} if sheet else set()
    missing = [str(fact) for fact in facts if fact not in known]
    if missing:
        yield Finding("F08", ("facts",), f"facts/{topic}.yaml has no fact {', '.join(missing)}")


def _unmet(loaded: Loaded, targets: Sequence[Target]) -> Iterator[Fault]:
    file = loaded.exam_file
    for target in targets:
        if not target.met:
            said = f"{target.have} of {target.of} {target.detail}"
            severity = "error" if loaded.exam.complete else RULE_TEXTS[target.rule].severity
            yield Fault(file.path, file.line(target.place), target.rule, said, severity)


def _fault(loaded: Loaded, question: Question, finding: Finding) -> Fault:
    return _at(loaded.origins[question.id], question, finding)


def _at(origin: Origin, question: Question, finding: Finding) -> Fault:
    severity = RULE_TEXTS[finding.rule].severity
    said = f"{question.id}: {finding.message}"
    return Fault(origin.file.path, origin.line(finding.place), finding.rule, said, severity)


def _note_fault(loaded: Loaded, note: Note, finding: Finding) -> Fault:
    file = loaded.notes[note.topic]
    severity = RULE_TEXTS[finding.rule].severity
    return Fault(file.path, file.line(finding.place), finding.rule, finding.message, severity)
