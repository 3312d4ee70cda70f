"""`studybot content …`."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.bank.check import check_folder
from bot.bank.faults import errors, format_fault
from bot.bank.load import load_exam
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
        print(f"{folder}: {len(errors(report.faults))} errors, {met} of {len(report.targets)} targets met")
    return 1 if wrong else 0


def stats(asked: argparse.Namespace, settings: Settings) -> int:
    """Print what the banks cover, or with `--people` how people did."""
    loaded = [load_exam(folder) for folder in exam_folders(asked.folder, settings)]
    if asked.people:
        print_people(settings, [one.exam.id for one in loaded])
        return 0
    for one in loaded:
        folder, found = one.folder, bank_stats(one)
        print(f"{folder}: {found.questions} questions, {found.reviewed} reviewed, {found.retired} retired")
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
    banks = open_bank(settings).current.banks
    found = [bank.questions[asked.id] for bank in banks.values() if asked.id in bank.questions]
    if not found:
        near = sorted(id_ for bank in banks.values() for id_ in bank.questions if asked.id.rstrip("-0123456789") in id_)
        print(f"There is no question {asked.id}. {'Near: ' + ', '.join(near[:8]) if near else ''}", file=sys.stderr)
        return 1
    if asked.on:
        return _preview(found[0], asked.on, banks)
    print(_drawn(found[0]))
    return 0


def _preview(question: Question, name: str, banks: Mapping[str, Bank]) -> int:
    """Print what a platform would get: the question as asked, then as revealed."""
    adapter = load_adapter(name)
    if not isinstance(adapter, Previewer):
        print(f"{name} can't show a question without its platform.", file=sys.stderr)
        return 1
    exam = next(exam for exam, bank in banks.items() if question.id in bank.questions)
    for card in preview_cards(words("en"), banks, exam, question):
        print(adapter.preview(card))
    return 0


def _print_shares(title: str, shares: Sequence[Share]) -> None:
    print(f"\n{title}")
    for share in shares:
        wanted = "" if share.wanted is None else f"  (wanted {share.wanted:g} %)"
        print(f"  {share.count:4}  {share.percent:5.1f} %  {share.id:9} {share.title}{wanted}")


def _drawn(question: Question) -> str:
    lettered = list(zip(LETTERS, question.options, strict=False))
    kind = f"{question.type}, difficulty {question.difficulty}, topic {question.topic}, task {question.task}"
    retired = ", retired" if question.retired else ""
    references = (f"{one.title}\n  {one.url} ({one.evidence}, {one.checked})" for one in question.references)
    parts = [
        f"{question.id} ({kind}{retired})\nrevision {question.revision}",
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
