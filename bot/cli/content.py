"""`studybot content …`."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.bank.check import check_folder
from bot.bank.faults import errors, format_fault
from bot.bank.load import Banks, load_exam
from bot.bank.read import Draft, read_exam
from bot.bank.stats import Share, bank_stats
from bot.chat.port import Previewer
from bot.cli.figures import print_people
from bot.clock import system_clock
from bot.config import Settings
from bot.features.preview import preview_cards
from bot.i18n import words
from bot.installed import load_adapter
from bot.model.posting import LETTERS
from bot.model.question import Bank, Option, Question
from bot.service import CONTENT, open_bank

_WIDTH = 100


def exam_folders(named: Sequence[str], settings: Settings) -> list[Path]:
    """Return the folders named, else those of the shipped content and of one's own."""
    if named:
        return [Path(name) for name in named]
    given = [CONTENT, *settings.content_dirs]
    return [
        path.parent
        for folder in given
        for path in (folder / "exam.yaml", *sorted(folder.glob("*/exam.yaml")))
        if path.is_file()
    ]


def check(asked: argparse.Namespace, settings: Settings) -> int:
    """Print every fault and every target; return 1 if there is an error, or a text to hold them against is missing."""
    try:
        against = [Path(name).read_text(encoding="utf-8", errors="replace") for name in asked.against]
    except OSError as error:
        print(f"{error.filename} can't be read: {error.strerror}.", file=sys.stderr)
        return 1
    wrong = 0
    for folder in exam_folders(asked.folder, settings):
        report = check_folder(folder, system_clock().date(), against)
        for fault in report.faults:
            print(format_fault(fault))
        wrong += len(errors(report.faults))
        met = sum(target.met for target in report.targets)
        said = f"{len(errors(report.faults))} errors, {met} of {len(report.targets)} targets met"
        print(f"{folder}: {said}, {report.drafts} not finished" if report.drafts else f"{folder}: {said}")
    return 1 if wrong else 0


def stats(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what the banks cover, or with `--people` how people did."""
    loaded = [load_exam(folder) for folder in exam_folders(asked.folder, settings)]
    if asked.people:
        print_people(settings, [one.exam.id for one in loaded])
        return 0
    for one in loaded:
        folder, found = one.folder, bank_stats(one)
        drafts = f", {len(one.drafts)} not finished" if one.drafts else ""
        print(f"{folder}: {found.questions} questions, {found.reviewed} reviewed, {found.retired} retired{drafts}")
        for title, shares in (
            ("Domains", found.domains),
            ("Task statements", found.tasks),
            ("Sections", found.sections),
            ("Types", found.types),
            ("Difficulty", found.difficulties),
            ("Evidence of references", found.evidence),
        ):
            _print_shares(title, shares)
        print(f"\n{len(found.topics_short)} topics lack {sum(n for _, n in found.topics_short)} questions")
    return 0


def show(asked: argparse.Namespace, settings: Settings) -> int:
    """Print one question; return 1 if there is none of that id."""
    current = open_bank(settings).current
    banks, drafts = current.banks, _drafts(current)
    found = [(exam, bank.questions[asked.id]) for exam, bank in banks.items() if asked.id in bank.questions]
    found += [(exam, one.question) for exam, one in drafts if one.question and one.id == asked.id]
    if not found:
        if any(one.id == asked.id for _, one in drafts):
            print(f"{asked.id} is a draft with gaps: `studybot content check` names them.", file=sys.stderr)
            return 1
        near = sorted(id_ for bank in banks.values() for id_ in bank.questions if asked.id.rstrip("-0123456789") in id_)
        said = f" Near: {', '.join(near[:8])}." if near else ""
        print(f"There is no question {asked.id}.{said}", file=sys.stderr)
        return 1
    exam, question = found[0]
    if asked.on:
        return _preview(exam, question, asked.on, banks)
    print(_drawn(question, ", draft" if question.id not in banks[exam].questions else ""))
    return 0


def _drafts(current: Banks) -> list[tuple[str, Draft]]:
    return [
        (exam, one)
        for exam, count in current.drafts.items()
        if count
        for one in read_exam(current.folders[exam]).drafts
    ]


def _preview(exam: str, question: Question, name: str, banks: Mapping[str, Bank]) -> int:
    """Print what a platform would get: the question as asked, then as revealed."""
    adapter = load_adapter(name)
    if not isinstance(adapter, Previewer):
        print(f"{name} can't show a question without its platform.", file=sys.stderr)
        return 1
    for card in preview_cards(words("en"), banks, exam, question):
        print(adapter.preview(card))
    return 0


def _print_shares(title: str, shares: Sequence[Share]) -> None:
    print(f"\n{title}")
    for share in shares:
        wanted = "" if share.wanted is None else f"  (wanted {share.wanted:g} %)"
        print(f"  {share.count:4}  {share.percent:5.1f} %  {share.id:9} {share.title}{wanted}")


def _drawn(question: Question, draft: str) -> str:
    lettered = list(zip(LETTERS, question.options, strict=False))
    kind = f"{question.type}, difficulty {question.difficulty}, topic {question.topic}, task {question.task}"
    retired = ", retired" if question.retired else ""
    references = (f"{one.title}\n  {one.url} ({one.evidence}, {one.checked})" for one in question.references)
    parts = [
        f"{question.id} ({kind}{retired}{draft})\nrevision {question.revision}",
        question.stem.strip() if "```" in question.stem else textwrap.fill(question.stem, _WIDTH),
        "\n".join(_indented(f"{letter}) {option.text}", 3) for letter, option in lettered),
        "\n".join(_indented(f"{_verdict(option)} {letter}) {option.why}", 9) for letter, option in lettered),
        "\n".join(references),
    ]
    return "\n\n".join(parts)


def _verdict(option: Option) -> str:
    return "right" if option.correct else "wrong"


def _indented(line: str, indent: int) -> str:
    return textwrap.fill(line, _WIDTH, subsequent_indent=" " * indent)
